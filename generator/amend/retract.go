package amend

import (
	"slices"
	"strconv"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/catalog"
	"github.com/advgen/advgen/generator/source"
	"github.com/advgen/advgen/generator/words"
)

// Withdraw says of a disclosed advisory that it was retracted, and adds a
// revision. The reasons, a text per language, are for readers. What is edited
// is the version that readers see, which may be a staged update that has passed.
func (c *Content) Withdraw(id string, reasons map[advisory.Language]string) (*Change, error) {
	text, err := c.publicReason(reasons)
	if err != nil {
		return nil, err
	}
	a, ch, doc, err := c.disclosed(id)
	if err != nil {
		return nil, err
	}
	if doc.field("withdrawn") >= 0 {
		return nil, refuse("edit its `withdrawn` to change the date or the reason", "this advisory is withdrawn already")
	}
	at := plain(c.stamp(c.second()))
	if err := doc.add("withdrawn", group(source.Field{Key: "date", Value: at}, source.Field{Key: "reason", Value: text})); err != nil {
		return nil, err
	}
	number, err := nextRevision(doc)
	if err != nil {
		return nil, err
	}
	err = doc.appendTo("revisions", group(
		source.Field{Key: "number", Value: plain(strconv.Itoa(number))},
		source.Field{Key: "date", Value: at},
		source.Field{Key: "summary", Value: c.inLanguages(func(lang advisory.Language) string {
			return words.For(lang, c.catalog.Publisher().Words[lang]).Get("advisory.withdrawn")
		})},
	))
	if err != nil {
		return nil, err
	}
	ch.line("%s: withdrawn: none -> %s, revision %d added", doc.path, at.Text, number)
	if current := a.Current(c.now); current+1 < len(a.Versions) {
		next := a.Versions[current+1]
		if next.Withdrawn.IsZero() {
			ch.note("%s is staged and does not say withdrawn: at its instant the advisory would be as if never withdrawn; remove it, or write `withdrawn` and the revision into it too", next.Path)
		}
	}
	ch.steps = append(ch.steps, writeStep(doc.path, doc.data))
	return c.judge(ch)
}

// nextRevision is one more than the number of the last revision.
func nextRevision(doc *document) (int, error) {
	list := doc.front.Get("revisions")
	if list == nil || len(list.Items) == 0 {
		return 1, nil
	}
	if n := list.Items[len(list.Items)-1].Get("number"); n != nil {
		if last, err := strconv.Atoi(n.Text); err == nil {
			return last + 1, nil
		}
	}
	return 0, doc.refuse("number its revisions 1, 2, 3", "revisions")
}

// Recall says of a disclosed advisory that it should not have got out. From the
// next build on only a notice with its id is public. The reason is confidential.
func (c *Content) Recall(id, reason string) (*Change, error) {
	if err := checkReason(reason, "--reason"); err != nil {
		return nil, err
	}
	a, ch, doc, err := c.disclosed(id)
	if err != nil {
		return nil, err
	}
	if a.Recalled {
		return nil, refuse("build and publish, if that was not done since", "this advisory is recalled already")
	}
	at := plain(c.stamp(c.second()))
	if err := doc.add("recalled", group(source.Field{Key: "date", Value: at}, source.Field{Key: "reason", Value: quoted(reason)})); err != nil {
		return nil, err
	}
	ch.line("%s: recalled: none -> %s", doc.path, at.Text)
	ch.steps = append(ch.steps, writeStep(doc.path, doc.data))
	return c.judge(ch)
}

// disclosed opens the version of an advisory that readers see.
func (c *Content) disclosed(id string) (*catalog.Advisory, *Change, *document, error) {
	a, err := c.find(id)
	if err != nil {
		return nil, nil, nil, err
	}
	current := a.Current(c.now)
	if current < 0 {
		return nil, nil, nil, refuse("nothing of it was published; advgen embargo moves its date", "this advisory is not disclosed")
	}
	ch := &Change{}
	doc, err := c.document(ch, a.Versions[current].Path)
	return a, ch, doc, err
}

// publicReason makes a text of the reasons given.
func (c *Content) publicReason(reasons map[advisory.Language]string) (*source.Node, error) {
	languages := c.catalog.Publisher().Languages
	if len(reasons) == 0 {
		return nil, usage("say in a sentence why, for readers", "--reason is missing")
	}
	for _, lang := range advisory.Languages() {
		reason, given := reasons[lang]
		if !given {
			continue
		}
		if err := checkReason(reason, "the reason"); err != nil {
			return nil, err
		}
		if !slices.Contains(languages, lang) {
			return nil, usage("`languages` of publisher.yaml lists them", "the publisher does not publish in the language of --reason-%s", lang)
		}
	}
	if only, ok := reasons[languages[0]]; ok && len(reasons) == 1 {
		return quoted(only), nil
	}
	return c.inLanguages(func(lang advisory.Language) string { return reasons[lang] }), nil
}

// inLanguages makes a text of one per language of the publisher, without those
// that are empty.
func (c *Content) inLanguages(text func(advisory.Language) string) *source.Node {
	languages := c.catalog.Publisher().Languages
	if len(languages) == 1 {
		return quoted(text(languages[0]))
	}
	out := group()
	for _, lang := range languages {
		if s := text(lang); s != "" {
			out.Fields = append(out.Fields, source.Field{Key: string(lang), Value: quoted(s)})
		}
	}
	return out
}

// First is the publisher's first language.
func (c *Content) First() advisory.Language { return c.catalog.Publisher().First() }
