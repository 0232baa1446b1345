package review

import (
	"maps"
	"slices"

	"github.com/advgen/advgen/generator/vendorlane"
)

// Rules lists the names of all rules of a review, in order: of this package and
// of vendorlane. A record is also held to the rules of check, which have names
// of their own.
func Rules() []string {
	return slices.Sorted(slices.Values(slices.AppendSeq(vendorlane.Rules(), maps.Keys(rules))))
}

// rules are the rules by name: what is wrong, and what to do about it. No text
// here depends on anything in the repository.
var rules = map[string]struct{ message, hint string }{
	// the range
	"shallow-clone":     {"the repository is a shallow or partial clone, so not every commit can be seen", "fetch the whole history, as with fetch-depth: 0"},
	"empty-range":       {"BASE and HEAD are the same commit", "look at how the two revisions are passed"},
	"base-not-ancestor": {"HEAD does not descend from BASE", "rebase the branch onto the newest state"},
	"merge-commit":      {"this commit has no single parent", "rebase the branch onto the newest state instead of merging"},
	"too-many-commits":  {"there are more commits than are reviewed at once", "squash them into one"},
	"bad-object":        {"this commit or a tree in it is not well-formed", "make the commit anew with git"},

	// paths
	"outside":                {"this is not a file of yours", "a vendor may change vendors/<vendor-id>.yaml or .md, and .next.yaml or .next.md, in the folders of advisories that notified it"},
	"deletion":               {"a record may not be deleted or renamed", "to retract a statement, change the record; to go from .yaml to .md, ask the coordinator"},
	"symlink":                {"this is a symbolic link", "put the file itself in its place"},
	"submodule":              {"this is a submodule", "put the file itself in its place"},
	"executable":             {"this file is executable", "git update-index --chmod=-x takes the mark away"},
	"file-mode":              {"this entry has a mode other than that of a regular file", "make the commit anew with git"},
	"not-a-folder":           {"a file stands where a folder belongs", "keep the folders as they are"},
	"not-a-file":             {"a folder stands where a file belongs", "a record is one file"},
	"git-name":               {"this name means something to git, or to a file system the same as one that does", "leave files such as .gitattributes and .github to the coordinator"},
	"path-control-character": {"this path holds a control character", "use small letters, digits, hyphens and dots"},
	"path-non-ascii":         {"this path holds a character outside ASCII", "use small letters, digits, hyphens and dots"},
	"path-too-long":          {"this path is longer than 200 bytes", "shorten it"},
	"path-unportable":        {"this path is not possible, or means something else, on some systems", "use small letters, digits, hyphens and dots"},
	"case-twin":              {"this path differs from another one only in capital letters", "use the name as it is"},
	"normalization-twin":     {"this path looks like another one and is written with other characters", "type the name anew"},
	"too-deep":               {"folders stand more than 12 deep inside each other", "keep the layout of the content"},
	"too-many-changes":       {"one commit changes more files than are reviewed at once", "send them in several pull requests"},
	"too-large":              {"a file, or all of them together, is larger than is reviewed", "a record has at most 256 KiB; publish the rest elsewhere and link to it"},

	// records
	"base-unreadable":    {"the record cannot be read as it was before, so the change cannot be judged", "the coordinator has to mend it first"},
	"introduces-problem": {"with this change something else in the advisory is wrong", "run advgen check, or ask the coordinator"},

	// texts
	"bidi-character":      {"the file holds a character that reorders the text around it", "delete the invisible character at this place"},
	"invisible-character": {"the file holds a character that cannot be seen", "delete the invisible character at this place"},
	"private-character":   {"the file holds a control character or one without a meaning", "delete the character at this place"},
	"confusable":          {"a word mixes scripts or is written in letters that look like others", "type the word anew; write letters of another script apart"},
	"confusable-host":     {"a host name mixes scripts or is written in letters that look like others", "link to another name of the host"},
	"link-text":           {"the text of a link shows another host than the link leads to", "let the two agree"},
	"workflow-command":    {"the file holds what a build server would take for a command", "write it in other words"},

	// signatures
	"bad-signature-file":     {"this file is not an armored signature and nothing else", "ssh-keygen -Y sign -n file makes a .sig, gpg --armor --detach-sign an .asc"},
	"signature-missing":      {"this change is not signed", "sign the commit, or add <file>.sig or <file>.asc in the same commit"},
	"signature-malformed":    {"the signature cannot be read", "sign anew with ssh-keygen or gpg"},
	"signature-unknown-key":  {"the signature is not by a key of this vendor in the register", "sign with a key of the register, or have the key added first"},
	"signature-invalid":      {"the signature does not fit what it stands beside", "sign anew, after the last change"},
	"signature-early-key":    {"the key was not valid yet when the change came in", "sign with a key that is valid"},
	"signature-expired-key":  {"the key was not valid any more when the change came in", "sign with a key that is valid"},
	"signature-revoked-key":  {"the key was revoked when the change came in", "sign with a key that is valid"},
	"signature-weak":         {"the key or the signature uses an algorithm that is too weak", "use an Ed25519 key"},
	"signature-other-record": {"this signature is over bytes that were a record before, here or in another advisory", "sign the commit, or give the record another `updated`"},
}
