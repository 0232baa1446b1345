package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// bareRead reads every file below dir on all cores and does nothing with them:
// what a build cannot do without, since it looks at every byte of the content.
func bareRead(dir string, stdout io.Writer) error {
	var files, size atomic.Int64
	folders := make(chan string, 1<<20)
	var pending sync.WaitGroup
	pending.Add(1)
	folders <- dir
	go func() {
		pending.Wait()
		close(folders)
	}()
	err := parallel(func() error {
		buf := make([]byte, 64<<10)
		for folder := range folders {
			entries, err := os.ReadDir(folder)
			for _, e := range entries {
				name := filepath.Join(folder, e.Name())
				if e.IsDir() {
					pending.Add(1)
					folders <- name
					continue
				}
				n, readErr := readFile(name, buf)
				if err == nil {
					err = readErr
				}
				files.Add(1)
				size.Add(n)
			}
			pending.Done()
			if err != nil {
				return err
			}
		}
		return nil
	})
	fmt.Fprintf(stdout, "%d files, %d bytes\n", files.Load(), size.Load())
	return err
}

func readFile(name string, buf []byte) (n int64, err error) {
	f, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	for {
		k, err := f.Read(buf)
		n += int64(k)
		if err == io.EOF {
			return n, nil
		}
		if err != nil {
			return n, err
		}
	}
}

// chunkSize bounds what bareWrite holds in memory.
const chunkSize = 256 << 20

// bareWrite makes the files of one folder again in another, on all cores and by
// the plainest calls. Reading is not counted: it prints the time of writing.
func bareWrite(from, to string, stdout io.Writer) error {
	type file struct {
		name string
		data []byte
	}
	var (
		chunk         []file
		total, inTurn int64
		files         int
		spent         time.Duration
		made          sync.Map // folders that exist
	)
	flush := func() error {
		began := time.Now()
		var next atomic.Int64
		err := parallel(func() error {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(chunk) {
					return nil
				}
				name := filepath.Join(to, chunk[i].name)
				if folder := filepath.Dir(name); !known(&made, folder) {
					if err := os.MkdirAll(folder, 0o755); err != nil {
						return err
					}
					made.Store(folder, true)
				}
				if err := os.WriteFile(name, chunk[i].data, 0o644); err != nil {
					return err
				}
			}
		})
		spent += time.Since(began)
		chunk, inTurn = chunk[:0], 0
		return err
	}
	err := fs.WalkDir(os.DirFS(from), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(from, name))
		if err != nil {
			return err
		}
		chunk = append(chunk, file{filepath.FromSlash(name), data})
		files, total, inTurn = files+1, total+int64(len(data)), inTurn+int64(len(data))
		if inTurn < chunkSize {
			return nil
		}
		return flush()
	})
	if err == nil {
		err = flush()
	}
	fmt.Fprintf(stdout, "%d files, %d bytes in %d ns\n", files, total, spent.Nanoseconds())
	return err
}

func known(made *sync.Map, folder string) bool {
	_, ok := made.Load(folder)
	return ok
}

// parallel runs do once for each core and gives the first error.
func parallel(do func() error) error {
	var (
		wg    sync.WaitGroup
		once  sync.Once
		first error
	)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			if err := do(); err != nil {
				once.Do(func() { first = err })
			}
		})
	}
	wg.Wait()
	return first
}
