// Package gitobj reads commits, trees and files out of a git repository as
// objects, never from a work tree, and treats what it reads as hostile.
//
// The only program it runs is git, with argument lists and no shell, in an
// environment made here: no configuration of the machine or the user, no hooks,
// filters, replacement objects, grafts, commit graph or network. Of git's many
// parts only object access is used (rev-parse, merge-base, cat-file
// --batch-command and, for the history of one file, log); comparing trees,
// reading commits and deciding are plain Go. Every object that is read is
// hashed again, so what is judged is what the id says.
package gitobj

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
)

// ID is the full name of an object, in hexadecimal: 40 digits (SHA-1) or 64
// (SHA-256).
type ID string

// Errors of this package. None of them quotes an object.
var (
	ErrRevision = errors.New("there is no such commit")
	ErrMissing  = errors.New("the repository lacks an object")
	ErrTooLarge = errors.New("an object is larger than is read")
	ErrCorrupt  = errors.New("an object is not what its name says, or not well-formed")
)

// Repository is an open git repository. It is safe for concurrent use.
type Repository struct {
	ctx   context.Context
	dir   string
	mu    sync.Mutex
	batch *exec.Cmd
	in    io.WriteCloser
	out   *bufio.Reader
	trees map[ID]*tree
}

// Open opens the git repository that dir is in. It is closed with Close, or
// when ctx ends.
func Open(ctx context.Context, dir string) (*Repository, error) {
	r := &Repository{ctx: ctx, dir: dir, trees: map[ID]*tree{}}
	if _, err := r.git("rev-parse", "--git-dir"); err != nil {
		return nil, fmt.Errorf("this is not a git repository that can be read: %w", err)
	}
	cmd := r.command("cat-file", "--batch-command")
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("git cannot be started: %w", err)
	}
	r.batch, r.in, r.out = cmd, in, bufio.NewReaderSize(out, 64<<10)
	return r, nil
}

// Close ends git.
func (r *Repository) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.in.Close()
	return r.batch.Wait()
}

// command prepares one call of git. The environment is made from nothing, so
// that no GIT_* variable and no configuration outside the repository counts.
func (r *Repository) command(args ...string) *exec.Cmd {
	cmd := exec.CommandContext(r.ctx, "git", append([]string{
		"--no-pager", "--literal-pathspecs",
		"-c", "core.hooksPath=" + os.DevNull, "-c", "core.fsmonitor=false", "-c", "core.commitGraph=false",
		"-c", "core.attributesFile=" + os.DevNull, "-c", "protocol.allow=never", "-c", "log.showSignature=false",
	}, args...)...)
	cmd.Dir = r.dir
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "HOME=" + os.DevNull, "XDG_CONFIG_HOME=" + os.DevNull,
		"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_SYSTEM=" + os.DevNull, "GIT_CONFIG_GLOBAL=" + os.DevNull,
		"GIT_ATTR_NOSYSTEM=1", "GIT_NO_REPLACE_OBJECTS=1", "GIT_GRAFT_FILE=" + os.DevNull,
		"GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none", "GIT_TERMINAL_PROMPT=0",
		"GIT_ASKPASS=false", "SSH_ASKPASS=false", "GIT_OPTIONAL_LOCKS=0",
	}
	if root := os.Getenv("SystemRoot"); root != "" { // Windows starts nothing without it
		cmd.Env = append(cmd.Env, "SystemRoot="+root)
	}
	return cmd
}

// git runs a short command and gives what it prints. What git says on stderr
// is left out of the error: it may name what is confidential.
func (r *Repository) git(args ...string) (string, error) {
	var out bytes.Buffer
	cmd := r.command(args...)
	cmd.Stdout = &limited{to: &out, left: 64 << 20}
	if err := cmd.Run(); err != nil {
		if r.ctx.Err() != nil {
			return "", r.ctx.Err()
		}
		return "", fmt.Errorf("git %s failed: %w", args[0], err)
	}
	return out.String(), nil
}

// limited refuses to hold more than it should.
type limited struct {
	to   *bytes.Buffer
	left int
}

func (l *limited) Write(p []byte) (int, error) {
	if l.left -= len(p); l.left < 0 {
		return 0, ErrTooLarge
	}
	return l.to.Write(p)
}

// Resolve gives the full id of the commit that a revision names. It accepts
// ids, names of refs and the like, no options, searches or paths; others, and
// what names no commit, are ErrRevision.
func (r *Repository) Resolve(rev string) (ID, error) {
	if rev == "" || len(rev) > 250 || rev[0] == '-' ||
		strings.IndexFunc(rev, func(c rune) bool { return c <= ' ' || c > '~' || strings.ContainsRune(`:\*?[`, c) }) >= 0 {
		return "", ErrRevision
	}
	out, err := r.git("rev-parse", "--verify", "--quiet", "--end-of-options", rev+"^{commit}")
	if err != nil {
		if r.ctx.Err() != nil {
			return "", err
		}
		return "", ErrRevision
	}
	id := ID(strings.TrimSpace(out))
	if !id.valid() {
		return "", ErrRevision
	}
	return id, nil
}

func (id ID) valid() bool {
	return (len(id) == 40 || len(id) == 64) && strings.Trim(string(id), "0123456789abcdef") == ""
}

// Incomplete says whether the repository may lack history or objects: a
// shallow or a partial clone.
func (r *Repository) Incomplete() (bool, error) {
	out, err := r.git("rev-parse", "--is-shallow-repository")
	if err != nil {
		return false, err
	}
	if strings.TrimSpace(out) != "false" {
		return true, nil
	}
	// --get-regexp ends with 1 where nothing matches.
	out, err = r.git("config", "--get-regexp", `^(extensions\.partialclone|remote\..*\.promisor)$`)
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 1 {
		return false, nil
	}
	return out != "", err
}

// IsAncestor says whether a is b or one of its ancestors.
func (r *Repository) IsAncestor(a, b ID) (bool, error) {
	_, err := r.git("merge-base", "--is-ancestor", string(a), string(b))
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 1 {
		return false, nil
	}
	return err == nil, err
}

// History lists the ids of every file that stood, at a commit or an ancestor of
// it, in a folder called dir under a name of names, at any depth.
func (r *Repository) History(at ID, dir string, names []string) (map[ID]bool, error) {
	// --glob-pathspecs undoes --literal-pathspecs of command; dir and names hold
	// no wildcard, which the caller's form of vendor ids guarantees.
	args := []string{"--no-literal-pathspecs", "log", "--format=", "--raw", "-z", "--no-abbrev", "--no-renames", "--root", "--full-history",
		"--no-show-signature", "--no-ext-diff", "--no-textconv", "--diff-merges=separate", "--end-of-options", string(at), "--"}
	for _, name := range names {
		if strings.ContainsAny(dir+name, `*?[\:`) {
			return nil, ErrRevision
		}
		args = append(args, ":(top,glob)**/"+dir+"/"+name)
	}
	out, err := r.git(args...)
	if err != nil {
		return nil, err
	}
	seen := map[ID]bool{}
	for field := range strings.SplitSeq(out, "\x00") {
		// ":100644 100644 <old> <new> M"
		if parts := strings.Fields(field); len(parts) == 5 && strings.HasPrefix(parts[0], ":") {
			seen[ID(parts[2])], seen[ID(parts[3])] = true, true
		}
	}
	return seen, nil
}

// Read gives the bytes of an object of a kind (commit, tree or blob) of at most
// limit bytes. A larger one is not read at all.
func (r *Repository) Read(id ID, kind string, limit int64) ([]byte, error) {
	if !id.valid() {
		return nil, ErrCorrupt
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	size, err := r.ask("info", id, kind)
	if err != nil {
		return nil, err
	}
	if size > limit {
		return nil, ErrTooLarge
	}
	told, err := r.ask("contents", id, kind)
	if err != nil || told != size {
		return nil, errors.Join(ErrCorrupt, err)
	}
	data := make([]byte, size+1)
	if _, err := io.ReadFull(r.out, data); err != nil {
		return nil, fmt.Errorf("git ended: %w", err)
	}
	data = data[:size]
	if hashOf(id, kind, data) != id {
		return nil, ErrCorrupt
	}
	return data, nil
}

// ask sends one command to git and reads the line that answers it.
func (r *Repository) ask(command string, id ID, kind string) (size int64, err error) {
	if _, err := io.WriteString(r.in, command+" "+string(id)+"\n"); err != nil {
		return 0, fmt.Errorf("git ended: %w", err)
	}
	line, err := r.out.ReadString('\n')
	if err != nil {
		return 0, fmt.Errorf("git ended: %w", err)
	}
	fields := strings.Fields(line)
	if len(fields) != 3 || fields[0] != string(id) {
		return 0, ErrMissing
	}
	if size, err = strconv.ParseInt(fields[2], 10, 64); err != nil || size < 0 {
		return 0, ErrCorrupt
	}
	if fields[1] != kind && command == "info" {
		return 0, ErrCorrupt
	}
	return size, nil
}

// hashOf is the id of an object with the hash that an id was made with.
func hashOf(like ID, kind string, data []byte) ID {
	head := fmt.Appendf(nil, "%s %d\x00", kind, len(data))
	h := sha1.New()
	if len(like) == 64 {
		h = sha256.New()
	}
	h.Write(head)
	h.Write(data)
	return ID(hex.EncodeToString(h.Sum(nil)))
}
