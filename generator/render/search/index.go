package search

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/advgen/advgen/generator/artifact"
)

// What the keys of terms that are not words begin with. Words and pairs have no
// such character.
const (
	idMark    = "=" // a whole id, squeezed
	digitMark = "#" // some digits of an id
)

// index collects where each term occurs. Its memory is about what it writes.
type index struct {
	number uint32 // of the advisory that is being read
	words  map[string]*term
	pairs  map[uint64]*term
	names  map[string][]*term // the terms of names, which come again and again
	ids    []id
	folded []rune // scratch
	key    []byte // scratch
	spare  []term // allocated many at a time
}

// id is a whole id in one advisory.
type id struct {
	key    string
	number uint32
}

// term is where a term occurs: in titles, and elsewhere only.
type term struct {
	key            string
	title, further postings
	seen           uint32 // one more than the last advisory that has it
}

// postings are the numbers of advisories, in order: each as its distance from
// the one before, the first from −1.
type postings struct {
	distances []byte // uvarint
	last      uint32 // one more than the last number
}

func (p *postings) add(number uint32) {
	p.distances = binary.AppendUvarint(p.distances, uint64(number+1-p.last))
	p.last = number + 1
}

func newIndex() *index {
	x := &index{words: map[string]*term{}, pairs: map[uint64]*term{}, names: map[string][]*term{}}
	for _, w := range ignored {
		x.words[w] = nil
	}
	return x
}

func (x *index) begin(number int) { x.number = uint32(number) }

// title reads a title; it comes before all else of the advisory.
func (x *index) title(s string) { x.each(s, x.inTitle) }

func (x *index) text(s string) { x.each(s, x.further) }

func (x *index) inTitle(t *term) {
	if t.seen != x.number+1 {
		t.seen = x.number + 1
		t.title.add(x.number)
	}
}

func (x *index) further(t *term) {
	if t.seen != x.number+1 {
		t.seen = x.number + 1
		t.further.add(x.number)
	}
}

// name reads a name that other advisories have too.
func (x *index) name(s string) {
	terms, known := x.names[s]
	if !known {
		x.each(s, func(t *term) { terms = append(terms, t) })
		x.names[s] = terms
	}
	for _, t := range terms {
		x.further(t)
	}
}

// id reads an id: it is found by itself, by its words, and by some of its
// digits.
func (x *index) id(s string) {
	x.text(s)
	key := squeeze(nil, x.folded)
	x.ids = append(x.ids, id{idMark + string(key), x.number})
	for i := 0; i < len(key); {
		start := i
		for i < len(key) && isDigit(key[i]) {
			i++
		}
		if i-start > digits { // no more than these are a word
			for j := start; j+digits <= i; j++ {
				x.key = append(x.key[:0], digitMark...)
				for _, r := range key[j : j+digits] {
					x.key = append(x.key, byte(r))
				}
				x.further(x.word())
			}
		}
		i = max(i, start+1)
	}
}

// each calls do for every term of a text, as often as it is there.
func (x *index) each(s string, do func(*term)) {
	x.folded = fold(x.folded, s)
	runs(x.folded, func(a, b rune) {
		key := uint64(a)<<32 | uint64(b)
		t := x.pairs[key]
		if t == nil {
			t = x.newTerm(string([]rune{a, b}))
			x.pairs[key] = t
		}
		do(t)
	}, func(word []rune) {
		x.key = x.key[:0]
		for _, r := range word {
			x.key = utf8.AppendRune(x.key, r)
		}
		if t := x.word(); t != nil {
			do(t)
		}
	})
}

// word is the term whose key is x.key; nil if it is ignored.
func (x *index) word() *term {
	t, known := x.words[string(x.key)]
	if !known {
		t = x.newTerm(string(x.key))
		x.words[t.key] = t
	}
	return t
}

func (x *index) newTerm(key string) *term {
	if len(x.spare) == 0 {
		x.spare = make([]term, 256)
	}
	t := &x.spare[0]
	x.spare = x.spare[1:]
	t.key = key
	return t
}

// shardBytes is how large a shard is at most on average.
const shardBytes = 8 << 10

// shards is how many shards there are: a power of two, so that it stays the
// same for long while a site grows.
func (x *index) shards() int {
	total := 0
	for _, t := range x.words {
		total += t.size()
	}
	for _, t := range x.pairs {
		total += t.size()
	}
	for _, i := range x.ids {
		total += len(i.key) + 6
	}
	n := (total + shardBytes - 1) / shardBytes
	return 1 << bits.Len(uint(max(n, 1)-1))
}

func (t *term) size() int {
	if t == nil {
		return 0
	}
	return len(t.key) + 4 + t.title.size() + t.further.size()
}

// put writes the shards. A shard is a sequence of terms in the order of their
// keys:
//
//	1 byte            length of the key in bytes
//	key               UTF-8
//	twice             advisories with the term in a title, then others with it
//	  uvarint         length in bytes × 2, + 1 if it is a bitmap
//	  bytes           distances as uvarint, or a bitmap with the bit of number
//	                  n at 1<<(n%8) of byte n/8
func (x *index) put(shards int, sink artifact.Sink) error {
	terms := make([][]*term, shards)
	place := func(t *term) {
		if t != nil {
			n := shardOf(t.key, shards)
			terms[n] = append(terms[n], t)
		}
	}
	for _, t := range x.words {
		place(t)
	}
	for _, t := range x.pairs {
		place(t)
	}
	x.placeIDs(place)
	var out []byte
	for n, all := range terms {
		slices.SortFunc(all, func(a, b *term) int { return cmp.Compare(a.key, b.key) })
		out = out[:0]
		for _, t := range all {
			out = append(append(out, byte(len(t.key))), t.key...)
			out = t.title.append(out)
			out = t.further.append(out)
		}
		path := fmt.Sprintf("%sterms/%d.bin", folder, n)
		if err := sink.Put(artifact.File{Path: path, Class: artifact.Index, Data: out}); err != nil {
			return err
		}
	}
	return nil
}

// placeIDs makes terms of the ids.
func (x *index) placeIDs(place func(*term)) {
	slices.SortFunc(x.ids, func(a, b id) int {
		return cmp.Or(strings.Compare(a.key, b.key), cmp.Compare(a.number, b.number))
	})
	var t *term
	for _, i := range x.ids {
		if t == nil || t.key != i.key {
			t = x.newTerm(i.key)
			place(t)
		}
		if t.title.last != i.number+1 {
			t.title.add(i.number)
		}
	}
}

// shardOf gives the shard of a key: the FNV-1a hash (draft-eastlake-fnv) of
// the key, but of the beginning of a word, and without the mark of digits.
func shardOf(key string, shards int) int {
	if rest, ok := strings.CutPrefix(key, digitMark); ok {
		key = rest
	} else if !strings.HasPrefix(key, idMark) {
		n := 0
		for i := range key {
			if n++; n > prefix {
				key = key[:i]
				break
			}
		}
	}
	h := uint32(2166136261)
	for i := range len(key) {
		h = (h ^ uint32(key[i])) * 16777619
	}
	return int(h & uint32(shards-1))
}

// size is the length of the shorter of the two forms.
func (p *postings) size() int { return min(len(p.distances), int(p.last+7)/8) }

func (p *postings) append(to []byte) []byte {
	n := p.size()
	if n == len(p.distances) {
		return append(binary.AppendUvarint(to, uint64(n)<<1), p.distances...)
	}
	to = binary.AppendUvarint(to, uint64(n)<<1|1)
	start, number := len(to), -1
	to = append(to, make([]byte, n)...)
	for rest := p.distances; len(rest) > 0; {
		distance, used := binary.Uvarint(rest)
		rest = rest[used:]
		number += int(distance)
		to[start+number/8] |= 1 << (number % 8)
	}
	return to
}
