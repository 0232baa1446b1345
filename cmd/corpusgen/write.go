package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
)

// write makes the folder of the corpus. It must be new or empty: nothing that
// somebody else wrote is mixed in or lost.
func write(ctx context.Context, p *plan, dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, os.ErrNotExist):
	case err != nil:
		return err
	case len(entries) > 0:
		return fmt.Errorf("%s is not empty; name a new folder", dir)
	}
	for _, folder := range folders(p) {
		if err := os.MkdirAll(filepath.Join(dir, folder), 0o755); err != nil {
			return err
		}
	}
	if err := writeFile(dir, "publisher.yaml", []byte(publisherFile)); err != nil {
		return err
	}
	for _, v := range p.vendors {
		if err := writeFile(dir, "vendors/"+v.id+".yaml", v.file.YAML("")); err != nil {
			return err
		}
	}
	return writeAdvisories(ctx, p, dir)
}

func folders(p *plan) []string {
	out := []string{"vendors"}
	for year := firstDay.Year(); year <= lastDay.Year(); year++ {
		out = append(out, filepath.Join("advisories", strconv.Itoa(year)))
	}
	return out
}

// writeAdvisories writes advisory by advisory over all cores. The first error
// ends it.
func writeAdvisories(ctx context.Context, p *plan, dir string) error {
	var (
		wg   sync.WaitGroup
		next atomic.Int64
	)
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= p.advisories {
					return
				}
				if err := writeAdvisory(p, i, dir); err != nil {
					fail(err)
				}
			}
		})
	}
	wg.Wait()
	return context.Cause(ctx)
}

func writeAdvisory(p *plan, i int, dir string) error {
	c := p.makeCase(i)
	folder := filepath.Join(dir, c.dir())
	if err := os.Mkdir(folder, 0o755); err != nil {
		return err
	}
	if len(c.answered) > 0 {
		if err := os.Mkdir(filepath.Join(folder, "vendors"), 0o755); err != nil {
			return err
		}
	}
	return c.write(func(name string, data []byte) error { return writeFile(folder, name, data) })
}

func writeFile(dir, name string, data []byte) error {
	return os.WriteFile(filepath.Join(dir, name), data, 0o644)
}

// publisherFile switches on no format beside pages, Atom and JSON, which is
// what is measured.
const publisherFile = `# Written by corpusgen. All that is in this folder is invented.
name:
  ja: 例示脆弱性ノート
  en: Example Vulnerability Notes
organization:
  ja: 例示調整センター
  en: Example Coordination Center
description:
  ja: 測定のために作成した見本です。掲載しているベンダ、製品、脆弱性、CVE番号はすべて架空のものです。
  en: A sample made for measuring. Every vendor, product, vulnerability and CVE number on it is invented.
base_url: https://advisories.example.org/
languages: [ja, en]
time_zone: Asia/Tokyo
category: coordinator
series:
  - prefix: "EXVN#"
    pattern: "[0-9]{8}"
    path: exvn
    name: {ja: EXVN（届出に基づく脆弱性情報）, en: EXVN (reported vulnerabilities)}
  - prefix: "EXVU#"
    pattern: "[0-9]{8}"
    path: vu
    name: {ja: EXVU（複数の開発者に関わる脆弱性情報）, en: EXVU (multi-vendor vulnerabilities)}
  - prefix: "EXTA#"
    pattern: "[0-9]{8}"
    path: ta
    name: {ja: EXTA（技術的な注意喚起）, en: EXTA (technical alerts)}
contact:
  email: desk@advisories.example.org
  url: https://www.example.org/report/
handling_days: 0
`
