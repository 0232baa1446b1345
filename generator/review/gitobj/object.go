package gitobj

import (
	"bytes"
	"encoding/hex"
	"path"
	"strings"
)

// Mode is the mode of an entry as it is written in its tree.
type Mode string

// The modes that git writes.
const (
	File       Mode = "100644"
	Executable Mode = "100755"
	Link       Mode = "120000"
	Submodule  Mode = "160000"
	Folder     Mode = "40000"
)

// Limits of what is read, in bytes and commits.
const (
	maxTree       = 32 << 20
	maxCommit     = 256 << 10
	maxTreesCache = 20000
)

// Entry is one entry of a tree. Its name is any bytes but NUL.
type Entry struct {
	Name string
	Mode Mode
	ID   ID
}

// tree is a tree as it was read, with its entries by name.
type tree struct {
	entries []Entry
	byName  map[string]int
}

// Tree lists the entries of a tree in git's order. A tree whose entries are
// not in order, are there twice or bear a name that git forbids (an empty one,
// ".", "..", or with a slash) is ErrCorrupt.
func (r *Repository) Tree(id ID) ([]Entry, error) {
	t, err := r.tree(id)
	if err != nil {
		return nil, err
	}
	return t.entries, nil
}

func (r *Repository) tree(id ID) (*tree, error) {
	r.mu.Lock()
	t, ok := r.trees[id]
	r.mu.Unlock()
	if ok {
		return t, nil
	}
	data, err := r.Read(id, "tree", maxTree)
	if err != nil {
		return nil, err
	}
	entries, ok := parseTree(data, len(id)/2)
	if !ok {
		return nil, ErrCorrupt
	}
	t = &tree{entries, make(map[string]int, len(entries))}
	for i, e := range entries {
		t.byName[e.Name] = i
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.trees) >= maxTreesCache {
		clear(r.trees)
	}
	r.trees[id] = t
	return t, nil
}

// entry gives the entry of a name in a tree; ok is false if there is none.
func (r *Repository) entry(id ID, name string) (e Entry, ok bool, err error) {
	t, err := r.tree(id)
	if err != nil {
		return Entry{}, false, err
	}
	i, ok := t.byName[name]
	if !ok {
		return Entry{}, false, nil
	}
	return t.entries[i], true, nil
}

// parseTree reads "<mode> <name>\0<raw id>" again and again.
func parseTree(data []byte, hashSize int) ([]Entry, bool) {
	var out []Entry
	names := map[string]bool{}
	before := ""
	for len(data) > 0 {
		head, rest, ok := bytes.Cut(data, []byte{0})
		mode, name, spaced := strings.Cut(string(head), " ")
		if !ok || !spaced || len(rest) < hashSize {
			return nil, false
		}
		e := Entry{name, Mode(mode), ID(hex.EncodeToString(rest[:hashSize]))}
		data = rest[hashSize:]
		sortKey := name
		if e.Mode == Folder {
			sortKey += "/"
		}
		if name == "" || name == "." || name == ".." || strings.Contains(name, "/") || names[name] || sortKey <= before {
			return nil, false
		}
		names[name], before = true, sortKey
		out = append(out, e)
	}
	return out, true
}

// Find gives the entry at a path below a tree; ok is false if there is none.
func (r *Repository) Find(tree ID, name string) (e Entry, ok bool, err error) {
	e = Entry{Mode: Folder, ID: tree}
	if name == "." || name == "" {
		return e, true, nil
	}
	for part := range strings.SplitSeq(path.Clean(name), "/") {
		if e.Mode != Folder {
			return Entry{}, false, nil
		}
		if e, ok, err = r.entry(e.ID, part); err != nil || !ok {
			return Entry{}, false, err
		}
	}
	return e, true, nil
}

// Commit is what a commit says, without the names and dates in it, which
// nobody vouches for.
type Commit struct {
	ID      ID
	Tree    ID
	Parents []ID
	// Signature is the armored signature in the commit, "" if there is none, and
	// Signed the bytes it is over: the commit without it.
	Signature string
	Signed    []byte
}

// Commit reads a commit. One whose headers are out of order or there twice, or
// that bears more than one signature, is ErrCorrupt.
func (r *Repository) Commit(id ID) (*Commit, error) {
	data, err := r.Read(id, "commit", maxCommit)
	if err != nil {
		return nil, err
	}
	c, ok := parseCommit(id, data)
	if !ok {
		return nil, ErrCorrupt
	}
	return c, nil
}

// parseCommit follows commit.c of git: headers, each with continuation lines
// that begin with a space, an empty line, the message.
func parseCommit(id ID, data []byte) (*Commit, bool) {
	signatureHeader := "gpgsig"
	if len(id) == 64 {
		signatureHeader = "gpgsig-sha256"
	}
	c := &Commit{ID: id}
	var signature strings.Builder
	rest, current, state := data, "", 0
	for {
		line, after, ok := bytes.Cut(rest, []byte{'\n'})
		if !ok {
			return nil, false
		}
		if len(line) == 0 { // the message
			c.Signed = append(c.Signed, rest...)
			break
		}
		if line[0] == ' ' {
			if current == "" {
				return nil, false
			}
			if current == signatureHeader {
				signature.WriteString(string(line[1:]) + "\n")
			} else {
				c.Signed = append(append(c.Signed, line...), '\n')
			}
			rest = after
			continue
		}
		name, value, _ := strings.Cut(string(line), " ")
		current = name
		if state, ok = c.header(state, name, value); !ok {
			return nil, false
		}
		switch {
		case name == signatureHeader && signature.Len() == 0:
			signature.WriteString(value + "\n")
		case strings.HasPrefix(name, "gpgsig"):
			return nil, false // two signatures, or one for another hash
		default:
			c.Signed = append(append(c.Signed, line...), '\n')
		}
		rest = after
	}
	c.Signature = signature.String()
	return c, state == 4
}

// header takes the next header of a commit: tree, parent…, author, committer,
// others, which state counts.
func (c *Commit) header(state int, name, value string) (next int, ok bool) {
	id := ID(value)
	switch {
	case state == 0 && name == "tree":
		c.Tree = id
		return 1, id.valid()
	case (state == 1 || state == 2) && name == "parent":
		c.Parents = append(c.Parents, id)
		return 2, id.valid()
	case (state == 1 || state == 2) && name == "author":
		return 3, true
	case state == 3 && name == "committer":
		return 4, true
	case state == 4:
		return 4, name != "tree" && name != "parent" && name != "author" && name != "committer"
	}
	return state, false
}
