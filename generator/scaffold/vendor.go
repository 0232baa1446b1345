package scaffold

import (
	"path"
	"slices"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/check"
)

// NewVendor is a request for an entry of the vendor register.
type NewVendor struct {
	ID    string
	Name  string                       // in the first language; may be empty if Names is not
	Names map[advisory.Language]string // per language
}

// Vendor makes an entry of the vendor register.
func (c *Content) Vendor(want NewVendor) ([]File, error) {
	if !advisory.ValidVendorID(want.ID) {
		return nil, usage("use small letters, digits and hyphens, at most 64, as in example-networks", "this is not a vendor id")
	}
	name := path.Join(check.VendorsDir, want.ID+".yaml")
	if err := c.absent(name); err != nil {
		return nil, err
	}
	data := map[string]any{"Schema": schemaLine(c.schemas, name, "vendor"), "Name": want.Name, "Names": nil}
	names, err := c.names(want)
	if err != nil {
		return nil, err
	}
	if len(want.Names) > 0 {
		data["Names"] = names
	}
	text, err := render("new/vendor.yaml", data)
	if err != nil {
		return nil, err
	}
	list := []File{{name, text}}
	return list, c.verify(list)
}

// languageText is a text in one language.
type languageText struct {
	Language advisory.Language
	Text     string
}

// names lists the names that were given, the first language first.
func (c *Content) names(want NewVendor) ([]languageText, error) {
	if want.Name != "" && want.Names[c.first()] != "" {
		return nil, usage("give one of the two", "--name and --name-%s name the vendor in the same language", c.first())
	}
	var out []languageText
	if want.Name != "" {
		out = append(out, languageText{c.first(), want.Name})
	}
	for _, lang := range c.languages() {
		if text := want.Names[lang]; text != "" {
			out = append(out, languageText{lang, text})
		}
	}
	if len(out) == 0 {
		return nil, usage(`as in --name "Example Networks, Inc."`, "a vendor needs a name")
	}
	return out, nil
}

// languages lists those that a name can be in, the publisher's first.
func (c *Content) languages() []advisory.Language {
	out := c.repo.Publisher.Languages
	for _, lang := range advisory.Languages() {
		if !slices.Contains(out, lang) {
			out = append(slices.Clip(out), lang)
		}
	}
	return out
}
