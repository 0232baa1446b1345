package cvss

// Severity is the word for a base score, from None to Critical. Severities of
// different versions compare by order, although their ranges differ.
type Severity int

// The severities, lowest first. CVSS 2.0 knows Low, Medium and High only.
const (
	None Severity = iota
	Low
	Medium
	High
	Critical
)

// String is the word for programs: "none", "low", "medium", "high" or
// "critical". For the word on a page see Vector.SeverityName.
func (s Severity) String() string {
	switch s {
	case Low:
		return "low"
	case Medium:
		return "medium"
	case High:
		return "high"
	case Critical:
		return "critical"
	default:
		return "none"
	}
}

// Severity is the severity of the base score. 3.x and 4.0 follow the
// qualitative severity rating scale of their specifications (None 0.0, Low to
// 3.9, Medium to 6.9, High to 8.9, Critical from 9.0). The standard of 2.0 has
// no scale; it follows the one of NVD and JVN iPedia (Low to 3.9, Medium to
// 6.9, High from 7.0).
func (v Vector) Severity() Severity {
	if v.def == nil {
		return None
	}
	return v.def.severity(v.base)
}

// SeverityName is the word on a page for Severity, in "ja" or "en"; any other
// language is English. The Japanese words are those of IPA for 3.x and 4.0, and
// those of JVN iPedia's three levels for 2.0.
func (v Vector) SeverityName(lang string) string {
	if v.def == nil {
		return ""
	}
	return v.def.severityNames[v.Severity()].in(lang)
}

func severity2(score float64) Severity {
	switch {
	case score >= 7.0:
		return High
	case score >= 4.0:
		return Medium
	default:
		return Low
	}
}

func severity3(score float64) Severity {
	switch {
	case score >= 9.0:
		return Critical
	case score >= 7.0:
		return High
	case score >= 4.0:
		return Medium
	case score >= 0.1:
		return Low
	default:
		return None
	}
}

var severityNames2 = map[Severity]name{
	Low:    {"注意", "Low"},
	Medium: {"警告", "Medium"},
	High:   {"危険", "High"},
}

var severityNames3 = map[Severity]name{
	None:     {"なし", "None"},
	Low:      {"注意", "Low"},
	Medium:   {"警告", "Medium"},
	High:     {"重要", "High"},
	Critical: {"緊急", "Critical"},
}
