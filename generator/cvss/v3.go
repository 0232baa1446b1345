package cvss

// CVSS 3.0 and 3.1 have the same metrics; their formulas differ. English:
// FIRST's specification documents
// (https://www.first.org/cvss/v3.0/specification-document, …/v3.1/…). Japanese:
// IPA, 共通脆弱性評価システムCVSS v3概説
// (https://www.ipa.go.jp/security/vuln/scap/cvssv3.html), as JVN shows them.
// 3.1 shortened "Confidentiality Impact" to "Confidentiality"; like JVN's
// English pages we keep the longer name for both.
var v30 = &definition{
	version:       "3.0",
	prefix:        "CVSS:3.0/",
	example:       "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
	notDefined:    undefined.Value,
	severity:      severity3,
	severityNames: severityNames3,
	scores:        scores30,
	groups:        groups3,
}

var v31 = &definition{
	version:       "3.1",
	prefix:        "CVSS:3.1/",
	example:       "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
	notDefined:    undefined.Value,
	severity:      severity3,
	severityNames: severityNames3,
	scores:        scores31,
	groups:        groups3,
}

var groups3 = []Group{
	{Key: groupBase, name: name{"基本評価基準", "Base Metrics"}, Metrics: []Metric{
		av3, ac3, pr3, ui3, s3, c3, i3, a3,
	}},
	{Key: groupTemporal, name: name{"現状評価基準", "Temporal Metrics"}, Metrics: []Metric{
		{Key: "E", name: name{"攻撃される可能性", "Exploit Code Maturity"}, Choices: []Choice{
			undefined,
			{"U", name{"未実証", "Unproven"}},
			{"P", name{"実証可能", "Proof-of-Concept"}},
			{"F", name{"攻撃可能", "Functional"}},
			{"H", name{"容易に攻撃可能", "High"}},
		}},
		{Key: "RL", name: name{"利用可能な対策のレベル", "Remediation Level"}, Choices: []Choice{
			undefined,
			{"O", name{"正式", "Official Fix"}},
			{"T", name{"暫定", "Temporary Fix"}},
			{"W", name{"非公式", "Workaround"}},
			{"U", name{"なし", "Unavailable"}},
		}},
		{Key: "RC", name: name{"脆弱性情報の信頼性", "Report Confidence"}, Choices: []Choice{
			undefined,
			{"U", name{"未確認", "Unknown"}},
			{"R", name{"未確証", "Reasonable"}},
			{"C", name{"確認済", "Confirmed"}},
		}},
	}},
	{Key: groupEnvironmental, name: name{"環境評価基準", "Environmental Metrics"}, Metrics: []Metric{
		{Key: "CR", name: name{"機密性の要求度", "Confidentiality Requirement"}, Choices: requirement},
		{Key: "IR", name: name{"完全性の要求度", "Integrity Requirement"}, Choices: requirement},
		{Key: "AR", name: name{"可用性の要求度", "Availability Requirement"}, Choices: requirement},
		modified(av3), modified(ac3), modified(pr3), modified(ui3), modified(s3),
		modified(c3), modified(i3), modified(a3),
	}},
}

// The base metrics of 3.x; 4.0 shares the first two.
var (
	av3 = Metric{Key: "AV", name: name{"攻撃元区分", "Attack Vector"}, Choices: []Choice{
		{"P", name{"物理", "Physical"}},
		{"L", name{"ローカル", "Local"}},
		{"A", name{"隣接", "Adjacent"}},
		{"N", name{"ネットワーク", "Network"}},
	}}
	ac3 = Metric{Key: "AC", name: name{"攻撃条件の複雑さ", "Attack Complexity"}, Choices: []Choice{
		{"H", name{"高", "High"}},
		{"L", name{"低", "Low"}},
	}}
	pr3 = Metric{Key: "PR", name: name{"必要な特権レベル", "Privileges Required"}, Choices: []Choice{
		{"H", name{"高", "High"}},
		{"L", name{"低", "Low"}},
		{"N", name{"不要", "None"}},
	}}
	ui3 = Metric{Key: "UI", name: name{"ユーザ関与レベル", "User Interaction"}, Choices: []Choice{
		{"R", name{"要", "Required"}},
		{"N", name{"不要", "None"}},
	}}
	s3 = Metric{Key: "S", name: name{"スコープ", "Scope"}, Choices: []Choice{
		{"U", name{"変更なし", "Unchanged"}},
		{"C", name{"変更あり", "Changed"}},
	}}
	c3 = Metric{Key: "C", name: name{"機密性への影響", "Confidentiality Impact"}, Choices: impact}
	i3 = Metric{Key: "I", name: name{"完全性への影響", "Integrity Impact"}, Choices: impact}
	a3 = Metric{Key: "A", name: name{"可用性への影響", "Availability Impact"}, Choices: impact}
)

// impact is the choices of an impact in 3.x and 4.0.
var impact = []Choice{
	{"N", name{"なし", "None"}},
	{"L", name{"低", "Low"}},
	{"H", name{"高", "High"}},
}

// requirement is the choices of a security requirement in 3.x and 4.0.
var requirement = []Choice{
	undefined,
	{"L", name{"低", "Low"}},
	{"M", name{"中", "Medium"}},
	{"H", name{"高", "High"}},
}
