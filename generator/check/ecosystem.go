package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/advgen/advgen/generator/problem"
	"github.com/advgen/advgen/generator/source"
)

// ecosystems lists the package ecosystems of the OSV schema 1.7.5.
var ecosystems = []string{
	"AlmaLinux", "Alpaquita", "Alpine", "Android", "BellSoft Hardened Containers", "Bioconductor", "Bitnami",
	"CRAN", "Chainguard", "CleanStart", "ConanCenter", "Debian", "Docker Hardened Images", "Echo", "FreeBSD", "GHC",
	"GitHub Actions", "Go", "Hackage", "Hex", "Julia", "Kubernetes", "Linux", "Mageia", "Maven", "MinimOS", "NuGet",
	"OSS-Fuzz", "Packagist", "Photon OS", "Pub", "PyPI", "Red Hat", "Rocky Linux", "Root", "RubyGems", "SUSE",
	"SwiftURL", "Ubuntu", "VSCode", "Wolfi", "crates.io", "npm", "opam", "openEuler", "openSUSE",
}

// Ecosystems lists the package ecosystems that OSV knows, sorted by name.
func Ecosystems() []string { return slices.Clone(ecosystems) }

// IsEcosystem says whether OSV knows a package ecosystem, which may have a
// release after a colon, as in Debian:12.
func IsEcosystem(s string) bool {
	name, release, suffixed := strings.Cut(s, ":")
	return slices.Contains(ecosystems, name) && (!suffixed || release != "")
}

// packages holds the packages of products to what scanners can use.
func (r reader) packages(n *source.Node) {
	for i, item := range items(n) {
		ecosystem := item.At("/package/ecosystem")
		if str(ecosystem) == "" {
			continue
		}
		pointer := fmt.Sprintf("/products/%d/package", i)
		if !IsEcosystem(ecosystem.Text) {
			r.error("unknown-ecosystem", ecosystem.Pos, pointer+"/ecosystem", "OSV knows no such ecosystem", ecosystemHint(ecosystem.Text))
		}
		if len(items(item.Get("ranges"))) == 0 {
			r.add(problem.Warning, "package-without-ranges", item.Get("package").Pos, pointer, "a package without `ranges` is not in the OSV documents",
				"add the affected versions, as in ranges: [{introduced: \"0\", fixed: \"1.2.3\"}]")
		}
	}
}

func ecosystemHint(written string) string {
	name, _, _ := strings.Cut(written, ":")
	if near, ok := problem.Nearest(name, ecosystems); ok {
		return "did you mean " + near + "?"
	}
	return "write one of OSV's names, such as npm, PyPI, Maven, Go or Debian:12; leave `package` out if it is in none"
}
