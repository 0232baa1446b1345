package search

import (
	"bytes"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/catalog"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/testsite"
	"github.com/advgen/advgen/generator/testsite/heldsite"
	"github.com/advgen/advgen/generator/testsite/randomsite"
)

// rendered gives the files of a site by path.
func rendered(t testing.TB, site *disclosure.Site) map[string][]byte {
	t.Helper()
	var sink artifact.Memory
	if err := Render(site, &sink); err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, f := range sink.Files() {
		if f.Class != artifact.Index || !strings.HasPrefix(f.Path, folder) {
			t.Errorf("%s is a %s", f.Path, f.Class)
		}
		out[f.Path] = f.Data
	}
	return out
}

const small = `
-- publisher.yaml --
name: Notes
base_url: https://notes.example.org/
languages: [ja, en]
time_zone: Asia/Tokyo
series:
  - {prefix: "JVN#", pattern: "[0-9]{8}", path: jvn, name: JVN}
-- vendors/sakura.yaml --
name: {ja: さくらソフト株式会社, en: "Sakura Soft, Inc."}
-- vendors/never.yaml --
name: Neverheard
-- advisories/JVN12345678/advisory.md --
---
id: JVN#12345678
title: OpenSSL における解放済みメモリの使用の脆弱性
disclose_at: 2026-01-10T12:00:00+09:00
aliases: [CVE-2026-41001]
cwe: [CWE-416]
notified: [sakura]
products:
  - {name: {ja: 呼出ベル, en: Call Bell 9000}}
---
## 概要
OpenSSL の ` + "`SSL_read`" + ` 関数には、解放済みメモリの使用の脆弱性が存在します。
-- advisories/JVN12345678/advisory.en.md --
---
title: Use after free vulnerability in OpenSSL
---
## Overview
The function ` + "`SSL_read`" + ` of OpenSSL 3.0.1 uses freed memory.
-- advisories/JVN22345679/advisory.md --
---
id: JVN#22345679
title: 株式会社例の無線ルータにおけるＯＳコマンドインジェクション
disclose_at: 2026-02-10T12:00:00+09:00
aliases: [CVE-2026-41002, GHSA-aaaa-bbbb-cccc]
withdrawn: {date: 2026-03-01, reason: 誤りでした。}
---
## 概要
ルーターの管理画面に問題があります。OpenSSL は関係しません。
-- advisories/JVN32345670/advisory.md --
---
id: JVN#32345670
title: 公表前の重大な問題
disclose_at: 2027-02-10T12:00:00+09:00
notified: [never]
---
## 概要
秘密です。
`

func TestFinds(t *testing.T) {
	files := rendered(t, testsite.Site(t, small, "2026-12-01T00:00:00Z"))
	const ssl, router = "JVN#12345678", "JVN#22345679"
	for _, c := range []struct {
		query string
		want  []string
	}{
		{"JVN#12345678", []string{ssl}},
		{"jvn12345678", []string{ssl}},
		{"ＪＶＮ＃１２３４５６７８", []string{ssl}},
		{"2345678", []string{ssl}},
		{"5678", []string{ssl}},
		{"345", nil},
		{"CVE-2026-41002", []string{router}},
		{"cve 2026 41001", []string{ssl}},
		{"4100", []string{router, ssl}},
		{"GHSA-aaaa-bbbb-cccc", []string{router}},
		{"cwe-416", []string{ssl}},
		{"openss", []string{ssl, router}}, // in the title before elsewhere
		{"OPENSSL", []string{ssl, router}},
		{"OpenSSLの脆弱性", []string{ssl}},
		{"解放済みメモリ", []string{ssl}},
		{"ルーター", []string{router}},
		{"無線ﾙｰﾀ", []string{router}},
		{"OS コマンド", []string{router}},
		{"さくら", []string{ssl}},
		{"呼出ベル", []string{ssl}},
		{"call bell 9000", []string{ssl}},
		{"sakura soft", []string{ssl}},
		{"use of freed memory in openssl", []string{ssl}},
		{"3.0.1", []string{ssl}},
		{"ssl_read", []string{ssl}},
		{"重大", nil}, {"秘密", nil}, {"neverheard", nil}, {"JVN#32345670", nil},
		{"", nil}, {"の", nil}, {"a", nil}, {"!?", nil}, {"the", nil},
	} {
		s := &searcher{t: t, files: files}
		if got := s.first(c.query); !slices.Equal(got, c.want) {
			t.Errorf("%q finds %v, want %v", c.query, got, c.want)
		}
	}
}

// What lists show is told in all languages.
func TestDocuments(t *testing.T) {
	s := &searcher{t: t, files: rendered(t, testsite.Site(t, small, "2026-12-01T00:00:00Z"))}
	docs := s.documents([]int{0, 1})
	if d := docs[0]; d.ID != "JVN#12345678" || d.Path != "jvn/JVN12345678/" || d.Published != "2026/01/10" || d.Withdrawn ||
		d.Titles[advisory.English] != "Use after free vulnerability in OpenSSL" {
		t.Errorf("%+v", d)
	}
	if d := docs[1]; !d.Withdrawn || len(d.Titles) != 1 {
		t.Errorf("%+v", d)
	}
}

func TestEmptySite(t *testing.T) {
	publisher, _, _ := strings.Cut(small, "-- vendors/")
	files := rendered(t, testsite.Site(t, publisher, "2026-12-01T00:00:00Z"))
	s := &searcher{t: t, files: files}
	if got := s.first("openssl"); got != nil {
		t.Errorf("found %v", got)
	}
	if len(files) != 2 { // meta.json and one shard
		t.Errorf("files: %v", slices.Sorted(maps.Keys(files)))
	}
}

// With every held thing deleted, the bytes are the same, and no word of a held
// thing is a term.
func TestNonInterference(t *testing.T) {
	for seed := range uint64(12) {
		r := heldsite.New(seed)
		gate := func(open bool) *disclosure.Site {
			files := r.Files
			if open {
				files = r.Open
			}
			c, _, err := catalog.Open(files, check.Options{Now: r.Now, AsOf: r.AsOf})
			if err != nil {
				t.Fatal(err)
			}
			site, err := disclosure.Gate(c, r.AsOf)
			if err != nil {
				t.Fatal(err)
			}
			return site
		}
		all := rendered(t, gate(false))
		if !maps.EqualFunc(all, rendered(t, gate(true)), bytes.Equal) {
			t.Errorf("seed %d: what is held changes the files", seed)
		}
		s := &searcher{t: t, files: all}
		for _, canary := range r.Canaries {
			if got := s.first(canary); got != nil {
				t.Errorf("seed %d: a word of something held finds %v", seed, got)
			}
		}
	}
}

// Every word of an advisory finds it.
func TestFindsByEveryWord(t *testing.T) {
	site := randomsite.Site(t, 3, 30)
	files := rendered(t, site)
	for i, e := range slices.Backward(site.Entries()) {
		number := len(site.Entries()) - 1 - i
		subject := subjectOf(e, time.UTC)
		for _, s := range slices.Concat(subject.numbers, subject.texts, subject.names, slices.Collect(maps.Values(subject.Titles))) {
			for _, word := range strings.Fields(terms(s)) {
				found, _ := (&searcher{t: t, files: files}).search(word)
				if !slices.Contains(found, number) && !slices.Contains(ignored, word) {
					t.Errorf("%q does not find %s", word, e.ID())
				}
			}
		}
	}
}

// A search finds exactly what reading all texts finds.
func TestAgreesWithReading(t *testing.T) {
	const n = 300
	c := newCorpus(n)
	var texts []map[string]bool
	rng := rand.New(rand.NewPCG(1, 1))
	for i := range n {
		s := c.subject(i)
		have := map[string]bool{}
		for _, text := range slices.Concat(s.numbers, s.texts, s.names, slices.Collect(maps.Values(s.Titles))) {
			for _, term := range strings.Fields(terms(text)) {
				have[term] = true
			}
		}
		texts = append(texts, have)
	}
	files := files(t, n)
	var vocabulary []string
	for term := range texts[0] {
		vocabulary = append(vocabulary, term)
	}
	slices.Sort(vocabulary)
	for range 300 {
		words := []string{pickOf(rng, vocabulary), pickOf(rng, vocabulary)}
		query := strings.Join(words, " ")
		if strings.ContainsAny(query, "0123456789") {
			continue // finds parts of ids, too
		}
		var want []int
		for i, have := range slices.Backward(texts) {
			if !slices.ContainsFunc(words, func(w string) bool { return !has(have, w) && !slices.Contains(ignored, w) }) {
				want = append(want, i)
			}
		}
		got, _ := (&searcher{t: t, files: files}).search(query)
		slices.SortFunc(got, func(a, b int) int { return b - a })
		if !slices.Equal(got, want) && strings.Join(words, "") != "" && !slices.Contains(ignored, words[0]) && !slices.Contains(ignored, words[1]) {
			t.Errorf("%q finds %v, want %v", query, got, want)
		}
	}
}

func pickOf(rng *rand.Rand, from []string) string { return from[rng.IntN(len(from))] }

func has(terms map[string]bool, word string) bool {
	if r := []rune(word); len(r) < prefix || isCJK(r[0]) {
		return terms[word]
	}
	for term := range terms {
		if strings.HasPrefix(term, word) {
			return true
		}
	}
	return false
}

// A new advisory rewrites the shards of its own terms and little else.
func TestNewAdvisoryRewritesLittle(t *testing.T) {
	const n = 3000
	before := files(t, n)
	var sink artifact.Memory
	w := newWriter(advisory.Languages(), &sink)
	c := newCorpus(n)
	for i := range n + 1 {
		if err := w.put(c.subject(i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.finish(); err != nil {
		t.Fatal(err)
	}
	documents, shards := 0, 0
	for _, f := range sink.Files() {
		if bytes.Equal(before[f.Path], f.Data) {
			continue
		}
		if strings.HasPrefix(f.Path, folder+"documents/") {
			documents++
		} else if strings.HasPrefix(f.Path, folder+"terms/") {
			shards++
		}
	}
	t.Logf("%d of %d files differ", documents+shards, len(before))
	if documents != 1 || shards > 250 {
		t.Errorf("%d files of documents and %d shards are rewritten", documents, shards)
	}
}
