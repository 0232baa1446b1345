package weakness

import (
	"testing"

	"github.com/advgen/advgen/generator/advisory"
)

func TestName(t *testing.T) {
	if got := Name("CWE-79"); got != "Improper Neutralization of Input During Web Page Generation ('Cross-site Scripting')" {
		t.Errorf("CWE-79 is %q", got)
	}
	if got := Name("CWE-1"); got != "" { // a category
		t.Errorf("CWE-1 is %q", got)
	}
	if n := len(names()); n < 900 {
		t.Errorf("%d weaknesses", n)
	}
	for id, name := range names() {
		if !advisory.IsCWE(id) || name == "" {
			t.Errorf("%q is %q", id, name)
		}
	}
}
