package channel

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/disclosure"
)

// Naming makes permanent ids as tag: URIs (RFC 4151) from the host and path of
// the base address. An id stays the same for ever as long as base_url does;
// a publisher who moves to another address gets new ids, and readers see every
// entry anew.
type Naming struct{ host, path string }

// NewNaming gives the ids of a site; an error says that its base address is not
// absolute.
func NewNaming(baseURL string) (Naming, error) {
	u, err := url.Parse(baseURL)
	if err != nil || u.Hostname() == "" {
		return Naming{}, fmt.Errorf("the base address of the site is not an absolute address")
	}
	return Naming{strings.ToLower(u.Hostname()), strings.TrimPrefix(u.EscapedPath(), "/")}, nil
}

// feedYear is the date in the ids of feeds. RFC 4151 asks for a date; it is a
// constant, since any other would tell something of the advisories.
const feedYear = "2020"

// Feed is the id of a feed in a language. Its archive documents are parts of
// the same feed and have the same id (RFC 5005, section 4); the form in which
// a feed is written is not part of it.
func (n Naming) Feed(name string, lang advisory.Language) string {
	return fmt.Sprintf("tag:%s,%s:%sfeeds/%s/%s", n.host, feedYear, n.path, name, lang)
}

// Entry is the id of an advisory's entry in a language, the same in every feed
// of that language. The language is part of it because for RFC 4287 two
// entries with one id are the same entry: a reader subscribed to both
// languages would lose one.
func (n Naming) Entry(e *disclosure.Entry, lang advisory.Language) string {
	return fmt.Sprintf("tag:%s,%s:%s%s/%s", n.host, e.Published().UTC().Format(time.DateOnly), n.path, e.Slug(), lang)
}
