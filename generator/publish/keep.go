package publish

import (
	"fmt"
	"path"
	"strings"
)

// keepers decides which files belong to the host.
type keepers []string

// newKeepers checks the patterns: relative, without "." or "..", "**" only as
// the whole last segment behind another.
func newKeepers(patterns []string) (keepers, error) {
	for _, p := range patterns {
		base := strings.TrimSuffix(p, "/**")
		_, err := path.Match(base, "")
		if err != nil || base == "" || strings.Contains(base, "**") || path.Clean("/"+base) != "/"+base {
			return nil, fmt.Errorf("keep: %q is not a pattern of files; write a path below the output folder, "+
				"with * and ? within a name, or folder/** for all that is in a folder", p)
		}
	}
	return patterns, nil
}

// match says whether the file, or the whole folder, belongs to the host.
func (k keepers) match(p string) bool {
	for _, pattern := range k {
		if base, subtree := strings.CutSuffix(pattern, "/**"); !subtree {
			if ok, _ := path.Match(pattern, p); ok {
				return true
			}
		} else if ok, _ := path.Match(base, firstSegments(p, 1+strings.Count(base, "/"))); ok {
			return true
		}
	}
	return false
}

// wholeFolder says whether everything below dir belongs to the host.
func (k keepers) wholeFolder(dir string) bool {
	for _, pattern := range k {
		if base, subtree := strings.CutSuffix(pattern, "/**"); subtree {
			if ok, _ := path.Match(base, firstSegments(dir, 1+strings.Count(base, "/"))); ok {
				return true
			}
		}
	}
	return false
}

func firstSegments(p string, n int) string {
	for i := range len(p) {
		if p[i] == '/' {
			if n--; n == 0 {
				return p[:i]
			}
		}
	}
	return p
}
