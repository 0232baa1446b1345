package advisory

import "strings"

// Section is a part of an advisory, as JVN divides it.
type Section int

// The sections in the order of JVN's pages.
const (
	Overview Section = iota
	ProductsAffected
	Description
	Impact
	Solution
	VendorStatusTable // generated from the vendor records
	References
	Addendum
	Analysis
	Verification
	Credit
	OtherInformation
	UpdateHistory // generated from the revisions
)

var sectionKeys = [...]string{
	Overview:          "overview",
	ProductsAffected:  "products_affected",
	Description:       "description",
	Impact:            "impact",
	Solution:          "solution",
	VendorStatusTable: "vendor_status",
	References:        "references",
	Addendum:          "addendum",
	Analysis:          "analysis",
	Verification:      "verification",
	Credit:            "credit",
	OtherInformation:  "other_information",
	UpdateHistory:     "update_history",
}

// Sections lists all sections in page order.
func Sections() []Section {
	out := make([]Section, len(sectionKeys))
	for i := range out {
		out[i] = Section(i)
	}
	return out
}

// Key is the section's name in JSON, in anchors and in the words of
// publisher.yaml.
func (s Section) Key() string { return sectionKeys[s] }

// Generated says that the section is made from records and not written by an
// author.
func (s Section) Generated() bool { return s == VendorStatusTable || s == UpdateHistory }

// headings are accepted in any file, whatever its language. The first two of
// each row are the Japanese and the English heading that scaffolds use, the
// others are in use at JVN and CERT/CC.
var headings = [...][]string{
	Overview:          {"概要", "Overview", "Summary"},
	ProductsAffected:  {"影響を受けるシステム", "Products Affected", "Systems Affected", "Affected Products", "影響を受ける製品"},
	Description:       {"詳細情報", "Description", "詳細"},
	Impact:            {"想定される影響", "Impact"},
	Solution:          {"対策方法", "Solution", "対策"},
	VendorStatusTable: {"ベンダ情報", "Vendor Status", "Vendor Information"},
	References:        {"参考情報", "References"},
	Addendum:          {"補足情報", "Addendum", "JPCERT/CCからの補足情報", "JPCERT/CC Addendum"},
	Analysis:          {"脆弱性分析結果", "Analysis", "Vulnerability Analysis", "JPCERT/CCによる脆弱性分析結果", "Vulnerability Analysis by JPCERT/CC"},
	Verification:      {"検証情報", "Verification", "Comment"},
	Credit:            {"謝辞", "Credit", "Acknowledgements", "Acknowledgments"},
	OtherInformation:  {"関連文書", "Other Information"},
	UpdateHistory:     {"更新履歴", "Update History"},
}

// ParseSection finds the section that a heading names. Case and surrounding
// white space do not matter.
func ParseSection(heading string) (Section, bool) {
	want := strings.ToLower(strings.TrimSpace(heading))
	for s, names := range headings {
		for _, name := range names {
			if strings.ToLower(name) == want {
				return Section(s), true
			}
		}
	}
	return 0, false
}

// Heading is the heading of a section in files that advgen writes.
func (s Section) Heading(lang Language) string {
	if lang == Japanese {
		return headings[s][0]
	}
	return headings[s][1]
}

// Headings lists the heading of every section that an author may write, in one
// language, for hints.
func Headings(lang Language) []string {
	var out []string
	for _, s := range Sections() {
		if !s.Generated() {
			out = append(out, s.Heading(lang))
		}
	}
	return out
}
