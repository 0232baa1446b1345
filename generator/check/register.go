package check

import (
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"sync"

	"github.com/advgen/advgen/generator/problem"
	"github.com/advgen/advgen/generator/source"
)

// register reads what stands beside the advisories: the publisher, its logo and
// pages, the vendors. It knows the bytes of each file that it read.
type register struct {
	fsys fs.FS

	mu   sync.Mutex
	sums map[string][sha256.Size]byte
}

func (in *register) read(name string, limit int64) ([]byte, problem.List) {
	data, list := source.ReadFile(in.fsys, name, limit)
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.sums == nil {
		in.sums = map[string][sha256.Size]byte{}
	}
	in.sums[name] = sha256.Sum256(data)
	return data, list
}

// sumOf is a digest of all content: of what stands beside the advisories, and of
// their folders, in their order.
func sumOf(key []byte, in *register, folders []*Facts) (sum [sha256.Size]byte) {
	digest := hmac.New(sha256.New, key)
	for _, name := range slices.Sorted(maps.Keys(in.sums)) {
		fmt.Fprintf(digest, "%s\x00%x\x00", name, in.sums[name])
	}
	for _, f := range folders {
		fmt.Fprintf(digest, "%s\x00", f.Dir)
		digest.Write(f.Digest[:])
	}
	digest.Sum(sum[:0])
	return sum
}

// readVendors reads the register.
func (r *Repository) readVendors(in *register, names []string, jobs int) problem.List {
	vendors := make([]*Vendor, len(names))
	lists := make([]problem.List, len(names))
	parallel(len(names), jobs, func(i int) { vendors[i], lists[i] = readVendor(in, r.schemas, r.Publisher, names[i]) }, nil)
	var list problem.List
	for i, v := range vendors {
		r.Vendors[v.ID] = v
		list.Add(lists[i]...)
	}
	return list
}
