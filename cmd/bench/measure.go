package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"time"
)

type options struct {
	sizes  []int
	rounds int
	work   string
	json   string
	hugo   bool
	disk   float64
	log    io.Writer
}

// bench is one run: the programs that are measured, and a folder for all that
// they make.
type bench struct {
	options
	ctx                     context.Context
	advgen, corpusgen, self string
	lying                   []string // folders of output that may be removed
}

// measure runs everything and prints the table.
func measure(ctx context.Context, o options, stdout io.Writer) (err error) {
	b := &bench{options: o, ctx: ctx}
	if b.work == "" {
		if b.work, err = os.MkdirTemp("", "advgen-bench-*"); err != nil {
			return err
		}
		defer os.RemoveAll(b.work)
	} else if err := os.MkdirAll(b.work, 0o755); err != nil {
		return err
	}
	if err := b.programs(); err != nil {
		return err
	}
	r := report{Machine: thisMachine(b.work), Began: time.Now().UTC().Format(time.RFC3339)}
	for i, size := range o.sizes {
		f, dir, err := b.size(size)
		if err != nil {
			return err
		}
		r.Sizes = append(r.Sizes, f)
		r.LoadAfter = loadAverage()
		r.judge()
		if o.json != "" { // what was measured is kept, whatever happens to the next size
			if err := r.save(o.json); err != nil {
				return err
			}
		}
		if i == len(o.sizes)-1 {
			return r.print(stdout)
		}
		b.say("%d advisories: removing what was made", size)
		if err := b.clear(dir); err != nil {
			return err
		}
		b.lying = nil
	}
	return nil
}

// programs builds what is measured, so that compiling is not.
func (b *bench) programs() error {
	b.say("building the programs")
	var err error
	if b.self, err = os.Executable(); err != nil {
		return err
	}
	for name, to := range map[string]*string{"advgen": &b.advgen, "corpusgen": &b.corpusgen} {
		*to = filepath.Join(b.work, name)
		if _, err := start(b.ctx, "go", "build", "-o", *to, "./cmd/"+name); err != nil {
			return fmt.Errorf("bench runs in the folder of advgen's sources: %w", err)
		}
	}
	return nil
}

func (b *bench) say(format string, args ...any) {
	fmt.Fprintf(b.log, "%s  %s\n", time.Now().Format(time.TimeOnly), fmt.Sprintf(format, args...))
}

// add keeps a sample, and tells it at once: a long run may not come to its end.
func (b *bench) add(f *figures, name string, s sample) {
	f.add(name, s)
	b.say("%d advisories:   %s: %.3f s, %.2f s of CPU, %.0f MB", f.Advisories, name, s.Wall, s.CPU, float64(s.RSS)/1e6)
}

// size measures one corpus, in a folder that it gives.
func (b *bench) size(n int) (*figures, string, error) {
	f := &figures{Advisories: n, Runs: map[string][]sample{}, Files: map[string]int{}, Changed: map[string]int{}, InFirst: map[string]int{}}
	dir, err := os.MkdirTemp(b.work, fmt.Sprintf("%d-*", n))
	if err != nil {
		return nil, "", err
	}
	content := filepath.Join(dir, "content")
	b.say("%d advisories: writing the corpus", n)
	if _, err := start(b.ctx, b.corpusgen, "--advisories", strconv.Itoa(n), "--to", content); err != nil {
		return nil, "", err
	}
	read, err := start(b.ctx, b.self, "read", content) // cold input takes twenty times longer
	if err != nil {
		return nil, "", err
	}
	fmt.Sscanf(read.output, "%d files, %d bytes", &f.ContentFiles, &f.ContentBytes)
	out, err := b.full(f, dir, content)
	if err == nil {
		err = b.rebuilds(f, content, out)
	}
	if err == nil && b.hugo && n <= 10_000 {
		err = b.measureHugo(f, dir, content)
	}
	return f, dir, err
}

func (b *bench) times(n int) int {
	switch {
	case b.rounds > 0:
		return b.rounds
	case n >= 100_000:
		return 2
	}
	return 5
}

// full measures a build into a new folder against copying what it made, and
// against writing the same files, each into a new folder, one after the other.
// It gives the folder of the last build.
func (b *bench) full(f *figures, dir, content string) (string, error) {
	last := ""
	for round := range b.times(f.Advisories) {
		out := filepath.Join(dir, fmt.Sprintf("out-%d", round))
		copied, written := out+"-copied", out+"-written"
		if err := b.room(f.OutputBytes * 3); err != nil {
			return "", err
		}
		b.say("%d advisories: full build, copy and bare writer, round %d", f.Advisories, round+1)
		build, err := b.build(f, "build", content, out)
		if err != nil {
			return "", err
		}
		if f.OutputBytes == 0 {
			if f.OutputFiles, f.OutputBytes, err = sizeOf(out); err != nil {
				return "", err
			}
		}
		cp, err := b.measured("cp", "-r", out, copied)
		if err != nil {
			return "", err
		}
		onDisk := cp
		began := time.Now()
		settle()
		onDisk.Wall += time.Since(began).Seconds()
		bare, err := b.measured(b.self, "write", out, written)
		if err != nil {
			return "", err
		}
		nanoseconds := int64(0)
		fmt.Sscanf(bare.output, "%d files, %d bytes in %d ns", new(int), new(int64), &nanoseconds)
		bare = sample{Wall: time.Duration(nanoseconds).Seconds()} // of writing alone; it reads first
		b.add(f, "full build", build)
		b.add(f, "cp -r", cp)
		b.add(f, "cp -r and sync", onDisk)
		b.add(f, "bare writer", bare)
		b.lying = append(b.lying, copied, written)
		if last != "" {
			b.lying = append(b.lying, last, last+".advgen")
		}
		last = out
	}
	return last, nil
}

// rebuilds measures builds into a folder that is up to date, against reading
// the content.
func (b *bench) rebuilds(f *figures, content, out string) error {
	e, err := newEditor(content)
	if err != nil {
		return err
	}
	steps := []struct {
		name   string
		change func() error
	}{
		{"nothing changed", func() error { return nil }},
		{"one advisory changed", e.changeAdvisory},
		{"one vendor renamed", e.renameVendor},
		{"one template changed", e.changeTemplate},
	}
	for round := range b.times(f.Advisories) {
		b.say("%d advisories: check and rebuilds, round %d", f.Advisories, round+1)
		read, err := b.measured(b.self, "read", content)
		if err != nil {
			return err
		}
		b.add(f, "bare reader", read)
		check, err := b.measured(b.advgen, "check", "--content", content)
		if err != nil {
			return err
		}
		b.add(f, "check", check)
		for _, step := range steps {
			if err := step.change(); err != nil {
				return err
			}
			s, err := b.rebuild(f, step.name, content, out, round == 0 && f.Advisories <= 10_000)
			if err != nil {
				return err
			}
			b.add(f, step.name, s)
		}
	}
	return nil
}

// rebuild measures a build into a folder that there is. To compare, it counts
// besides how many files have other bytes than before.
func (b *bench) rebuild(f *figures, name, content, out string, compare bool) (sample, error) {
	list := out + ".list"
	if compare {
		if _, err := start(b.ctx, b.self, "list", out, list); err != nil {
			return sample{}, err
		}
	}
	s, err := b.build(f, name, content, out)
	if err != nil || !compare {
		return s, err
	}
	counted, err := start(b.ctx, b.self, "changed", list, out)
	changed := 0
	fmt.Sscanf(counted.output, "%d changed", &changed)
	f.Changed[name] = changed
	f.InFirst[name] = f.Files[name]
	return s, err
}

var written = regexp.MustCompile(`(\d+) files? written, (\d+) unchanged, (\d+) removed`)

func (b *bench) build(f *figures, name, content, out string) (sample, error) {
	s, err := b.measured(b.advgen, "build", "--quiet", "--content", content, "--out", out)
	if err != nil {
		return s, err
	}
	found := written.FindStringSubmatch(s.output)
	if found == nil {
		return s, fmt.Errorf("advgen did not say how many files it wrote: %s", s.output)
	}
	f.Files[name], _ = strconv.Atoi(found[1])
	return s, nil
}

// measured runs a program once what was written before is on disk.
func (b *bench) measured(name string, args ...string) (sample, error) {
	settle()
	return start(b.ctx, name, args...)
}

// room removes old output if there would be more than --disk allows. Making
// files right after removing many takes far longer, so this is rare, and what
// was removed is given time to settle.
func (b *bench) room(need int64) error {
	if len(b.lying) == 0 || need == 0 || float64(need)*float64(1+len(b.lying)/3) < b.disk*1e9 {
		return nil
	}
	b.say("making room")
	err := b.clear(b.lying...)
	b.lying = nil
	return err
}

func (b *bench) clear(folders ...string) error {
	for _, folder := range folders {
		if err := os.RemoveAll(folder); err != nil {
			return err
		}
	}
	settle()
	select {
	case <-time.After(15 * time.Second):
	case <-b.ctx.Done():
	}
	return b.ctx.Err()
}

// sizeOf counts the files below a folder and their bytes.
func sizeOf(dir string) (files int, size int64, err error) {
	err = filepath.WalkDir(dir, func(_ string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			files, size = files+1, size+info.Size()
		}
		return err
	})
	return files, size, err
}
