// Command feedread reads feeds with github.com/mmcdole/gofeed and prints what it
// found, as one JSON object a line.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/mmcdole/gofeed"
)

type found struct {
	File  string   `json:"file"`
	Kind  string   `json:"kind"`
	Title string   `json:"title"`
	Links []string `json:"links"` // of the entries that have a title and a date
}

func main() {
	out := json.NewEncoder(os.Stdout)
	for _, name := range os.Args[1:] {
		f, err := os.Open(name)
		if err != nil {
			fail(name, err)
		}
		feed, err := gofeed.NewParser().Parse(f)
		f.Close()
		if err != nil {
			fail(name, err)
		}
		r := found{File: name, Kind: feed.FeedType + " " + feed.FeedVersion, Title: feed.Title, Links: []string{}}
		for _, item := range feed.Items {
			if item.Title != "" && (item.UpdatedParsed != nil || item.PublishedParsed != nil) {
				r.Links = append(r.Links, item.Link)
			}
		}
		if err := out.Encode(r); err != nil {
			fail(name, err)
		}
	}
}

func fail(name string, err error) {
	fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
	os.Exit(1)
}
