package search

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// searcher does what templates/js/search.js does, function by function, and
// counts what it loads. The interop tests compare the two.
type searcher struct {
	t      testing.TB
	files  map[string][]byte
	loaded int
}

const (
	longestQuery = 200
	mostPairs    = 4
	mostShards   = 6
	pageSize     = 20
)

type part struct {
	text    string
	choices [][]string
}

func (s *searcher) load(name string) []byte {
	data, ok := s.files[folder+name]
	if !ok {
		s.t.Fatalf("%s is not there", name)
	}
	s.loaded += len(data)
	return data
}

func (s *searcher) meta() Meta {
	var m Meta
	if err := json.Unmarshal(s.load("meta.json"), &m); err != nil {
		s.t.Fatal(err)
	}
	return m
}

func parse(query string) (parts []part, id string) {
	r := []rune(query)
	text := fold(nil, string(r[:min(len(r), longestQuery)]))
	add := func(p part) {
		if !slices.ContainsFunc(parts, func(q part) bool { return q.text == p.text }) {
			parts = append(parts, p)
		}
	}
	for i := 0; i < len(text); {
		start := i
		switch {
		case isCJK(text[i]):
			for i < len(text) && isCJK(text[i]) {
				i++
			}
			var keys []string
			runs(text[start:i], func(a, b rune) {
				if key := string([]rune{a, b}); !slices.Contains(keys, key) {
					keys = append(keys, key)
				}
			}, nil)
			if len(keys) > mostPairs {
				keys = everyOther(keys)
			}
			if len(keys) > 0 {
				add(part{string(text[start:i]), [][]string{keys}})
			}
		case isWord(text[i]):
			for i < len(text) && (isWord(text[i]) || isPoint(text, i)) {
				i++
			}
			if whole := string(text[start:i]); i-start >= shortestWord && !slices.Contains(ignored, whole) {
				add(part{whole, wordChoices(string(text[start:min(i, start+longestWord)]))})
			}
		default:
			i++
		}
	}
	if slices.ContainsFunc(text, isDigit) {
		id = idMark + string(squeeze(nil, text))
	}
	return parts, id
}

func everyOther(all []string) (out []string) {
	for i, s := range all {
		if i%2 == 0 || i == len(all)-1 {
			out = append(out, s)
		}
	}
	return out
}

func wordChoices(word string) [][]string {
	choices := [][]string{{word}}
	if strings.Trim(word, "0123456789") == "" && len(word) >= digits {
		var within []string
		for i := 0; i+digits < len(word); i += digits {
			within = append(within, digitMark+word[i:i+digits])
		}
		choices = append(choices, append(within, digitMark+word[len(word)-digits:]))
	}
	return choices
}

func choose(parts []part, id string, shards int) map[int]bool {
	chosen := map[int]bool{}
	if id != "" {
		chosen[shardOf(id, shards)] = true
	}
	sorted := slices.Clone(parts)
	slices.SortStableFunc(sorted, func(a, b part) int { return cmp.Compare(len([]rune(b.text)), len([]rune(a.text))) })
	for i, more := 0, true; more; i++ {
		more = false
		for _, p := range sorted {
			if keys := slices.Concat(p.choices...); i < len(keys) {
				more = true
				if len(chosen) < mostShards {
					chosen[shardOf(keys[i], shards)] = true
				}
			}
		}
	}
	return chosen
}

// mark notes where a key occurs: 2 in the title, 1 elsewhere.
func mark(shard []byte, key string, marks []byte) {
	begins := !strings.HasPrefix(key, idMark) && !strings.HasPrefix(key, digitMark) && !slices.ContainsFunc([]rune(key), isCJK) && len([]rune(key)) >= prefix
	for at := 0; at < len(shard); {
		name := string(shard[at+1 : at+1+int(shard[at])])
		at += 1 + len(name)
		found := name == key || begins && strings.HasPrefix(name, key)
		for _, value := range []byte{2, 1} {
			head, used := binary.Uvarint(shard[at:])
			at += used
			list := shard[at : at+int(head/2)]
			at += len(list)
			if found {
				for _, n := range numbers(list, head%2 == 1) {
					marks[n] = max(marks[n], value)
				}
			}
		}
	}
}

func numbers(list []byte, bitmap bool) (out []int) {
	for i := range list {
		for bit := 0; bitmap && bit < 8; bit++ {
			if list[i]&(1<<bit) != 0 {
				out = append(out, i*8+bit)
			}
		}
	}
	for n := -1; !bitmap && len(list) > 0; {
		distance, used := binary.Uvarint(list)
		n, list = n+int(distance), list[used:]
		out = append(out, n)
	}
	return out
}

// search gives the advisories found, the best first, and the words left out.
func (s *searcher) search(query string) (found []int, leftOut []string) {
	meta := s.meta()
	parts, id := parse(query)
	shards := map[int][]byte{}
	for n := range choose(parts, id, meta.Shards) {
		shards[n] = s.load("terms/" + strconv.Itoa(n) + ".bin")
	}
	marksOf := func(key string) []byte {
		marks := make([]byte, meta.Documents)
		mark(shards[shardOf(key, meta.Shards)], key, marks)
		return marks
	}
	var best []byte
	for _, p := range parts {
		marks := make([]byte, meta.Documents)
		used := false
		for _, keys := range p.choices {
			keys = slices.DeleteFunc(slices.Clone(keys), func(key string) bool { return shards[shardOf(key, meta.Shards)] == nil })
			if len(keys) == 0 {
				continue
			}
			used = true
			all := marksOf(keys[0])
			for _, key := range keys[1:] {
				for n, m := range marksOf(key) {
					all[n] = min(all[n], m)
				}
			}
			for n, m := range all {
				marks[n] = max(marks[n], m)
			}
		}
		if !used {
			leftOut = append(leftOut, p.text)
			continue
		}
		if best == nil {
			best = marks
		}
		for n, m := range marks {
			best[n] = min(best[n], m)
		}
	}
	if best == nil {
		best = make([]byte, meta.Documents)
	}
	if id != "" {
		for n, m := range marksOf(id) {
			if m > 0 {
				best[n] = 3
			}
		}
	}
	for rank := byte(3); rank > 0; rank-- {
		for n := meta.Documents - 1; n >= 0; n-- {
			if best[n] == rank {
				found = append(found, n)
			}
		}
	}
	return found, leftOut
}

// documents gives what lists show of the advisories with these numbers.
func (s *searcher) documents(numbers []int) (out []Document) {
	files := map[int][]Document{}
	for _, n := range numbers {
		file := n / perFile
		if files[file] == nil {
			var docs []Document
			if err := json.NewDecoder(bytes.NewReader(s.load("documents/" + strconv.Itoa(file) + ".json"))).Decode(&docs); err != nil {
				s.t.Fatal(err)
			}
			files[file] = docs
		}
		out = append(out, files[file][n%perFile])
	}
	return out
}

// first gives the ids on the first page of results.
func (s *searcher) first(query string) (ids []string) {
	found, _ := s.search(query)
	for _, d := range s.documents(found[:min(len(found), pageSize)]) {
		ids = append(ids, d.ID)
	}
	return ids
}
