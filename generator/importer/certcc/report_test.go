package certcc

import (
	"strings"
	"testing"
)

func TestReportIsCalmAndNamesNoNote(t *testing.T) {
	_, report := newArchive(t).note("987654", fields{"Title": "Bramble", "DateCreated": "oops"}, fields{"Vendor": "Fern"}).imported()
	report.SourceRecords.Published = 13083
	var b strings.Builder
	if err := report.Print(&b); err != nil {
		t.Fatal(err)
	}
	want := `                      published      held  together
advisories                    0         1         1
records in archive       13,083         1    13,084
records written               0         1         1
records merged                0         0         0
vendors                                           1

mended, by rule:
       1  date-broken  a date that cannot be read is left out
`
	if b.String() != want {
		t.Errorf("report:\n%s", b.String())
	}
}
