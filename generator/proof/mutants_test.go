package proof

// mutant is a gate rule broken on purpose: one exact text of one file, which
// must be there once, and what stands in its place. Its killers are tried in
// order: a package and the tests in it that should notice.
type mutant struct {
	name, file, old, new string
	killers              []killer
}

type killer struct{ pkg, tests string }

// The tests that are asked, the cheapest first.
var (
	when     = killer{"advisory", "When|Parse"}
	timeline = killer{"catalog", "."}
	gate     = killer{"disclosure", "."}
	rules    = killer{"check", "^(TestValid|TestMessages|TestMessagesQuoteNothing)$"}
	random   = killer{".", "^(TestNonInterference|TestCanaries|TestMonotone)$"}
	plans    = killer{"publish", "Plan|OrderOfOperations"}
	outputs  = killer{"publish", "Stray|Lock|Put|Commit|Modes|State|Journal|EveryOperation|UnchangedBuild|WithoutCommit"}
	texts    = killer{"markup", "."}
	mistakes = killer{"proof", "TestNonInterference/failing|TestHeldInProcess"}
	recalls  = killer{"proof", "TestRecallInUpdate"}
	cached   = killer{"proof", "TestWarm|TestCached"}
	command1 = killer{"../cmd/advgen", "TestScripts/(bad|instant|held|warning|build|recall-gate)$"}
)

func by(k ...killer) []killer { return k }

var mutants = []mutant{
	{"a nanosecond late", "advisory/when.go", "return w.agreed && !w.at.After(asOf)", "return w.agreed && w.at.Before(asOf)", by(when, gate)},
	{"a second early", "advisory/when.go", "!w.at.After(asOf)", "!w.at.After(asOf.Add(1e9))", by(when, gate)},
	{"no date is the year 1", "advisory/when.go", "return w.agreed && !", "return !", by(when, gate)},
	{"no date is sooner than any", "advisory/when.go", "case !a.agreed:\n\t\treturn a", "case !a.agreed:\n\t\treturn b", by(when, timeline)},
	{"the earlier of two", "advisory/when.go", "case b.at.After(a.at):", "case a.at.After(b.at):", by(when, timeline)},

	{"a date without a time is midnight", "advisory/instant.go", "return time.Time{}, ErrNoTime", "return time.Parse(time.DateOnly, s)", by(when)},
	{"no offset is UTC", "advisory/instant.go", "return time.Time{}, ErrNoOffset", "return time.Parse(\"2006-01-02T15:04:05\", s)", by(when)},
	{"an offset of -00:00", "advisory/instant.go", "(total == 0 || total > 12*60)", "(total > 12*60)", by(when)},
	{"an offset of 20 hours", "advisory/instant.go", "|| total > 14*60", "|| total > 24*60", by(when)},
	{"fractions of a second", "advisory/instant.go", "if len(s) > 19 && s[19] == '.' {", "if len(s) > 99 {", by(when)},

	{"a record before its advisory", "catalog/catalog.go", "return advisory.Later(advisoryFrom, v.DiscloseAt)", "return v.DiscloseAt", by(timeline, random)},
	{"a record's own date does not count", "catalog/catalog.go", "if !v.OwnDate {\n\t\treturn advisoryFrom", "if true {\n\t\treturn advisoryFrom", by(timeline, gate)},
	{"the next version is current", "catalog/catalog.go", "return i - 1", "return i", by(timeline, gate)},
	{"an update is public with its advisory", "catalog/catalog.go", "Version{advisory.Later(f.Main.DiscloseAt, f.Next.DiscloseAt), f.Next}", "Version{f.Main.DiscloseAt, f.Next}", by(timeline, random)},
	{"a record's update is public with the record", "catalog/catalog.go", "from := advisory.Later(r.Versions[0].From, recordFrom(a.From(), *rf.Next))", "from := r.Versions[0].From", by(timeline, gate)},
	{"errors do not matter", "catalog/catalog.go", "sound: list.Errors() == 0", "sound: true", by(timeline, mistakes)},

	{"the gate opens for content with errors", "disclosure/gate.go", "if !c.Sound() {", "if false {", by(gate, mistakes)},
	{"the gate is always open", "disclosure/gate.go", "switch i := a.Current(asOf); {", "switch i := max(a.Current(asOf), 0); {", by(gate)},
	{"a recall is forgotten", "disclosure/gate.go", "case a.Recalled:", "case false:", by(gate, random)},
	{"vendors of held advisories are public", "disclosure/gate.go", "case i < 0:\n", "case i < 0:\n\t\t\tfor _, id := range a.Versions[0].Notified {\n\t\t\t\tg.vendor(id)\n\t\t\t}\n", by(gate)},
	{"the status of a held record", "disclosure/gate.go", "if i := r.Current(g.asOf); i >= 0 {", "if i := len(r.Versions) - 1; i >= 0 {", by(gate)},
	{"updated tells of what comes", "disclosure/gate.go", "if d.After(out) && !d.After(asOf) {", "if d.After(out) {", by(gate, random)},
	{"updated is before disclosure", "disclosure/gate.go", "out := since\n", "out := since.AddDate(-9, 0, 0)\n", by(gate)},
	{"withdrawn before its date", "disclosure/gate.go", "withdrawn: !v.Withdrawn.IsZero() && !v.Withdrawn.After(g.asOf)", "withdrawn: !v.Withdrawn.IsZero()", by(gate, random)},
	{"the text of a held update", "disclosure/load.go", "if e.source.version == 1 {", "if all.Next != nil {", by(gate, random)},
	{"the text of a held record", "disclosure/gate.go", "status: advisory.Unknown}\n", "status: advisory.Unknown}\n\te.source.records = append(e.source.records, recordSource{out.vendor, 0, g.asOf})\n", by(gate)},
	{"the text of a held record's update", "disclosure/load.go", "if e.source.records[seen].version == 1 {", "if all.Records[i].Next != nil {", by(gate, random)},
	{"revisions of tomorrow", "disclosure/load.go", "if !r.Date.Time.After(rd.asOf) {", "if true {", by(gate, random)},
	{"dates of tomorrow", "disclosure/load.go", "if d.Time.After(rd.asOf) {", "if false {", by(gate, random)},

	{"a redirect to what is held", "disclosure/redirect.go", "if entry != nil || s.hasPage(r.To, entries) {", "if entry != nil || true {", by(random)},
	{"a reference to what is held", "check/rules.go", "target.ID == ref.ID && target.Main.DiscloseAt.Reached(start)", "target.ID == ref.ID", by(rules)},
	{"two ids, one address", "check/rules.go", "slug := advisory.Fold(f.Slug)", "slug := f.Slug", by(rules)},
	{"dates in the future", "check/rules.go", "if d.Time.After(now) && d.Time.After(public) {", "if false && d.Time.After(now) && d.Time.After(public) {", by(rules)},
	{"a record of a vendor that was not notified", "check/record.go", "if !contains(doc.Notified, vendor) {", "if false {", by(rules)},
	{"a record before its advisory is no problem", "check/record.go", "if ok && agreed && own.Before(main) {", "if false && ok && agreed && own.Before(main) {", by(rules)},
	{"a record leans on a held update", "check/record.go", "if !agreed || !staged || start.Before(next) {", "if !agreed || !staged || start.Before(next) && start.After(next) {", by(rules)},
	{"a date moved without a record", "check/folder.go", "if agreed != d.DiscloseAt {", "if false && agreed != d.DiscloseAt {", by(rules)},
	{"an extension to an earlier date", "check/folder.go", "(list == \"extensions\") != b.After(a)", "list == \"x\" && b.After(a)", by(rules)},
	{"an update that is not later", "check/folder.go", "if main, ok := a.Main.DiscloseAt.Agreed(); ok && !next.After(main) {", "if main, ok := a.Main.DiscloseAt.Agreed(); ok && next.Equal(main.AddDate(99, 0, 0)) {", by(rules)},
	{"a garbled file keeps its date", "check/folder.go", "\ta.hold()\n", "", by(mistakes)},
	{"did you mean a held vendor", "check/check.go", "f.Recalled || !f.Main.DiscloseAt.Reached(o.AsOf)", "false", by(mistakes)},
	{"a recall in an update does not count", "check/facts.go", "f.Recalled = f.Recalled || !a.Next.Recalled.Time.IsZero()", "", by(recalls)},
	{"a bad date is no problem", "check/decode.go", "r.error(\"bad-instant\", n.Pos, pointer, fmt.Sprintf(\"`%s` %s\", lastName(pointer), err), advisory.InstantHint())\n", "_ = fmt.Sprint\n", by(rules)},
	{"a bad date is now", "check/decode.go", "advisory.InstantHint())\n\t\treturn advisory.When{}", "advisory.InstantHint())\n\t\treturn advisory.At(t)", by(mistakes)},
	{"a message quotes the text", "check/schemas.go", "field+\" has a value that is not known\"", "field+\" has a value that is not known: \"+n.Text", by(rules)},

	{"comments are rendered", "markup/comment.go", "if from < 0 {\n\t\t\tbreak", "if true {\n\t\t\tbreak", by(texts)},
	{"a comment ends too early", "markup/comment.go", "return from, min(end, len(doc.src))", "return from, min(from+len(commentOpen), len(doc.src))", by(texts)},

	{"a build for tomorrow", "generator.go", "if o.AsOf.After(o.Now) {", "if false {", by(command1)},
	{"errors do not stop the build", "generator.go", "if err != nil || list.Errors() > 0 {", "if err != nil {", by(command1)},
	{"warnings about held things are printed", "generator.go", "return Result{}, list.OnlyErrors(), err", "return Result{}, list, err", by(mistakes)},
	{"exit code 0 with problems", "../cmd/advgen/main.go", "exitProblems = 1 //", "exitProblems = 0 //", by(command1)},

	{"withheld files last", "publish/plan.go", "case e.Class == artifact.Record || e.Class == artifact.Notice:", "case false:", by(plans)},
	{"indexes first", "publish/plan.go", "range artifact.Classes() {", "range map[int]artifact.Class{0: artifact.Index, 1: artifact.Feed, 2: artifact.Redirect, 3: artifact.List, 4: artifact.Record, 5: artifact.Asset, 6: artifact.Notice} {", by(plans)},
	{"changed files before new ones", "publish/plan.go", "p.group(append(w.fresh[class], w.changed[class]...))", "p.group(append(w.changed[class], w.fresh[class]...))", by(plans)},
	{"no barriers", "publish/plan.go", "append(append(p.steps, steps...), step{do: barrier})", "append(p.steps, steps...)", by(plans)},
	{"no journal", "publish/commit.go", "if len(p.steps) > 0 {\n\t\terr := s.state.replace(journalName", "if false {\n\t\terr := s.state.replace(journalName", by(plans, outputs)},
	{"half a set is published", "publish/commit.go", "if s.failed != nil {", "if false {", by(outputs)},
	{"strays are passed over", "publish/commit.go", "if len(strays) > 0 {\n\t\tslices.Sort", "if false {\n\t\tslices.Sort", by(outputs)},
	{"two builds at once", "publish/state.go", "if err == nil && !got {", "if false && !got {", by(outputs)},
	{"others may read the state", "publish/state.go", "stateMode = 0o700", "stateMode = 0o755", by(killer{"proof", "TestNonInterference/folders"})},
	{"rename before content", "publish/state.go", "\tif err := s.create(name, true, write); err != nil {\n\t\treturn err\n\t}\n", "\tdefer s.create(\"later\", true, write)\n\tif err := s.create(name, true, func(io.Writer) error { return nil }); err != nil {\n\t\treturn err\n\t}\n", by(plans, outputs)},
	{"a cached date that has not come", "check/remember.go", "if x.After(asOf) {\n\t\t\t\tsettled = false", "if false {\n\t\t\t\tsettled = false", by(cached)},
	{"the cache outlives the publisher", "warm.go", "o.Program + \"\\x00\" + string(publisher)", "o.Program + string(publisher[:0])", by(cached)},
	{"a vendor's new name stays unseen", "disclosure/key.go", "key := k.vendors[status.vendor]\n", "key := k.vendors[nil]\n\t\t_ = status\n", by(cached)},
	{"a neighbour's new title stays unseen", "disclosure/key.go", "\twrite(e.older)\n\twrite(e.newer)\n", "", by(cached)},
	{"recalled things are remembered", "check/remember.go", "settled && !f.Recalled", "settled", by(cached)},
	{"errors of the disk are passed over", "publish/disk.go", "return &Error{op, name, err}", "return nil", by(outputs)},
}
