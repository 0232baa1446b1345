package cvss

// v40 is CVSS 4.0. English: FIRST's specification document
// (https://www.first.org/cvss/v4.0/specification-document). Japanese: the words
// of JVN's analysis for the base metrics, the names of the groups as members of
// FIRST's CVSS-SIG translate them (脅威評価基準, 補助評価基準). For the threat and
// supplemental metrics no official translation could be consulted; the words
// are those of Japanese 4.0 calculators, or translations of our own.
var v40 = &definition{
	version:       "4.0",
	prefix:        "CVSS:4.0/",
	example:       "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N",
	notDefined:    undefined.Value,
	severity:      severity3,
	severityNames: severityNames3,
	scores:        scores40,
	groups: []Group{
		{Key: groupBase, name: name{"基本評価基準", "Base Metrics"}, Metrics: []Metric{
			av3, ac3, at4, pr4, ui4, vc4, vi4, va4, sc4, si4, sa4,
		}},
		{Key: groupThreat, name: name{"脅威評価基準", "Threat Metrics"}, Metrics: []Metric{
			{Key: "E", name: name{"攻撃される可能性", "Exploit Maturity"}, Choices: []Choice{
				undefined,
				{"U", name{"未報告", "Unreported"}},
				{"P", name{"概念実証", "Proof-of-Concept"}},
				{"A", name{"攻撃確認", "Attacked"}},
			}},
		}},
		{Key: groupEnvironmental, name: name{"環境評価基準", "Environmental Metrics"}, Metrics: []Metric{
			{Key: "CR", name: name{"機密性の要求度", "Confidentiality Requirement"}, Choices: requirement},
			{Key: "IR", name: name{"完全性の要求度", "Integrity Requirement"}, Choices: requirement},
			{Key: "AR", name: name{"可用性の要求度", "Availability Requirement"}, Choices: requirement},
			modified(av3), modified(ac3), modified(at4), modified(pr4), modified(ui4),
			modified(vc4), modified(vi4), modified(va4),
			modifiedSubsequent(sc4), modifiedSubsequent(si4, safety), modifiedSubsequent(sa4, safety),
		}},
		{Key: groupSupplemental, name: name{"補助評価基準", "Supplemental Metrics"}, Metrics: []Metric{
			{Key: "S", name: name{"安全性", "Safety"}, Choices: []Choice{
				undefined,
				{"N", name{"無視できる", "Negligible"}},
				{"P", name{"あり", "Present"}},
			}},
			{Key: "AU", name: name{"攻撃の自動化", "Automatable"}, Choices: []Choice{
				undefined,
				{"N", name{"いいえ", "No"}},
				{"Y", name{"はい", "Yes"}},
			}},
			{Key: "R", name: name{"回復", "Recovery"}, Choices: []Choice{
				undefined,
				{"A", name{"自動", "Automatic"}},
				{"U", name{"ユーザ関与が必要", "User"}},
				{"I", name{"回復困難", "Irrecoverable"}},
			}},
			{Key: "V", name: name{"価値密度", "Value Density"}, Choices: []Choice{
				undefined,
				{"D", name{"粗", "Diffuse"}},
				{"C", name{"密", "Concentrated"}},
			}},
			{Key: "RE", name: name{"脆弱性対応困難性", "Vulnerability Response Effort"}, Choices: []Choice{
				undefined,
				{"L", name{"低", "Low"}},
				{"M", name{"中", "Moderate"}},
				{"H", name{"高", "High"}},
			}},
			{Key: "U", name: name{"供給元緊急度", "Provider Urgency"}, Choices: []Choice{
				undefined,
				{"Clear", name{"緊急性なし", "Clear"}},
				{"Green", name{"低", "Green"}},
				{"Amber", name{"中", "Amber"}},
				{"Red", name{"高", "Red"}},
			}},
		}},
	},
}

// The base metrics that 4.0 does not share with 3.x.
var (
	at4 = Metric{Key: "AT", name: name{"攻撃の実行条件", "Attack Requirements"}, Choices: []Choice{
		{"P", name{"あり", "Present"}},
		{"N", name{"なし", "None"}},
	}}
	pr4 = Metric{Key: "PR", name: name{"必要な特権レベル", "Privileges Required"}, Choices: []Choice{
		{"H", name{"高", "High"}},
		{"L", name{"低", "Low"}},
		{"N", name{"なし", "None"}},
	}}
	ui4 = Metric{Key: "UI", name: name{"ユーザ関与レベル", "User Interaction"}, Choices: []Choice{
		{"A", name{"能動", "Active"}},
		{"P", name{"受動", "Passive"}},
		{"N", name{"なし", "None"}},
	}}
	vc4 = Metric{Key: "VC", name: name{"脆弱なシステムの機密性への影響", "Confidentiality Impact to the Vulnerable System"}, Choices: impact}
	vi4 = Metric{Key: "VI", name: name{"脆弱なシステムの完全性への影響", "Integrity Impact to the Vulnerable System"}, Choices: impact}
	va4 = Metric{Key: "VA", name: name{"脆弱なシステムの可用性への影響", "Availability Impact to the Vulnerable System"}, Choices: impact}
	sc4 = Metric{Key: "SC", name: name{"後続システムの機密性への影響", "Confidentiality Impact to the Subsequent System"}, Choices: impact}
	si4 = Metric{Key: "SI", name: name{"後続システムの完全性への影響", "Integrity Impact to the Subsequent System"}, Choices: impact}
	sa4 = Metric{Key: "SA", name: name{"後続システムの可用性への影響", "Availability Impact to the Subsequent System"}, Choices: impact}
)

// safety is the choice that only the modified SI and SA have.
var safety = Choice{"S", name{"安全性", "Safety"}}

// modifiedSubsequent is modified for a subsequent system, where the lowest
// choice is Negligible instead of None (table 15 of the specification).
func modifiedSubsequent(base Metric, more ...Choice) Metric {
	m := modified(base)
	m.Choices[1].name = name{"無視できる", "Negligible"}
	m.Choices = append(m.Choices, more...)
	return m
}
