package cvss

// v20 is CVSS 2.0. English: FIRST, "A Complete Guide to the Common Vulnerability
// Scoring System Version 2.0" (https://www.first.org/cvss/v2/guide). Japanese:
// IPA, 共通脆弱性評価システムCVSS概説
// (https://www.ipa.go.jp/security/vuln/scap/cvss.html), as JVN shows them.
var v20 = &definition{
	version:       "2.0",
	example:       "AV:N/AC:L/Au:N/C:P/I:P/A:P",
	notDefined:    undefined2.Value,
	wholeGroups:   true,
	severity:      severity2,
	severityNames: severityNames2,
	scores:        scores2,
	groups: []Group{
		{Key: groupBase, name: name{"基本評価基準", "Base Metrics"}, Metrics: []Metric{
			{Key: "AV", name: name{"攻撃元区分", "Access Vector"}, Choices: []Choice{
				{"L", name{"ローカル", "Local"}},
				{"A", name{"隣接", "Adjacent Network"}},
				{"N", name{"ネットワーク", "Network"}},
			}},
			{Key: "AC", name: name{"攻撃条件の複雑さ", "Access Complexity"}, Choices: []Choice{
				{"H", name{"高", "High"}},
				{"M", name{"中", "Medium"}},
				{"L", name{"低", "Low"}},
			}},
			{Key: "Au", name: name{"攻撃前の認証要否", "Authentication"}, Choices: []Choice{
				{"M", name{"複数", "Multiple"}},
				{"S", name{"単一", "Single"}},
				{"N", name{"不要", "None"}},
			}},
			{Key: "C", name: name{"機密性への影響", "Confidentiality Impact"}, Choices: impact2},
			{Key: "I", name: name{"完全性への影響", "Integrity Impact"}, Choices: impact2},
			{Key: "A", name: name{"可用性への影響", "Availability Impact"}, Choices: impact2},
		}},
		{Key: groupTemporal, name: name{"現状評価基準", "Temporal Metrics"}, Metrics: []Metric{
			{Key: "E", name: name{"攻撃される可能性", "Exploitability"}, Choices: []Choice{
				undefined2,
				{"U", name{"未実証", "Unproven"}},
				{"POC", name{"実証可能", "Proof-of-Concept"}},
				{"F", name{"攻撃可能", "Functional"}},
				{"H", name{"容易に攻撃可能", "High"}},
			}},
			{Key: "RL", name: name{"利用可能な対策のレベル", "Remediation Level"}, Choices: []Choice{
				undefined2,
				{"OF", name{"正式", "Official Fix"}},
				{"TF", name{"暫定", "Temporary Fix"}},
				{"W", name{"非公式", "Workaround"}},
				{"U", name{"なし", "Unavailable"}},
			}},
			{Key: "RC", name: name{"脆弱性情報の信頼性", "Report Confidence"}, Choices: []Choice{
				undefined2,
				{"UC", name{"未確認", "Unconfirmed"}},
				{"UR", name{"未確証", "Uncorroborated"}},
				{"C", name{"確認済", "Confirmed"}},
			}},
		}},
		{Key: groupEnvironmental, name: name{"環境評価基準", "Environmental Metrics"}, Metrics: []Metric{
			{Key: "CDP", name: name{"二次的被害の可能性", "Collateral Damage Potential"}, Choices: []Choice{
				undefined2,
				{"N", name{"なし", "None"}},
				{"L", name{"軽微", "Low"}},
				{"LM", name{"中程度", "Low-Medium"}},
				{"MH", name{"重大", "Medium-High"}},
				{"H", name{"壊滅的", "High"}},
			}},
			{Key: "TD", name: name{"影響を受ける対象システムの範囲", "Target Distribution"}, Choices: []Choice{
				undefined2,
				{"N", name{"なし", "None"}},
				{"L", name{"小規模", "Low"}},
				{"M", name{"中規模", "Medium"}},
				{"H", name{"大規模", "High"}},
			}},
			{Key: "CR", name: name{"機密性の要求度", "Confidentiality Requirement"}, Choices: requirement2},
			{Key: "IR", name: name{"完全性の要求度", "Integrity Requirement"}, Choices: requirement2},
			{Key: "AR", name: name{"可用性の要求度", "Availability Requirement"}, Choices: requirement2},
		}},
	},
}

var undefined2 = Choice{"ND", name{"未評価", "Not Defined"}}

var impact2 = []Choice{
	{"N", name{"なし", "None"}},
	{"P", name{"部分的", "Partial"}},
	{"C", name{"全面的", "Complete"}},
}

var requirement2 = []Choice{
	undefined2,
	{"L", name{"低", "Low"}},
	{"M", name{"中", "Medium"}},
	{"H", name{"高", "High"}},
}
