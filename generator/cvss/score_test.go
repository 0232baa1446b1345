package cvss

import (
	"fmt"
	"math"
	"math/big"
	"testing"
)

// published are vectors with scores that others published: FIRST's example and
// guide documents, its calculator, and NVD.
var published = []struct {
	vector      string
	base, score float64
	severity    Severity
}{
	// 2.0: sections 3.3.1 to 3.3.3 of the guide, with its environmental scores.
	{"AV:N/AC:L/Au:N/C:N/I:N/A:C", 7.8, 7.8, High},
	{"AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C", 7.8, 6.4, High},
	{"AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C/CDP:N/TD:N/CR:M/IR:M/AR:H", 7.8, 0, High},
	{"AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:H", 7.8, 9.2, High},
	{"AV:N/AC:L/Au:N/C:C/I:C/A:C/E:F/RL:OF/RC:C", 10, 8.3, High},
	{"AV:N/AC:L/Au:N/C:C/I:C/A:C/E:F/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:L", 10, 9.0, High},
	{"AV:L/AC:H/Au:N/C:C/I:C/A:C/E:POC/RL:OF/RC:C", 6.2, 4.9, Medium},
	{"AV:L/AC:H/Au:N/C:C/I:C/A:C/E:POC/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:M", 6.2, 7.5, Medium},
	{"AV:N/AC:L/Au:N/C:P/I:P/A:P", 7.5, 7.5, High},
	{"AV:N/AC:M/Au:N/C:N/I:P/A:N", 4.3, 4.3, Medium},
	{"AV:A/AC:M/Au:S/C:N/I:N/A:P", 2.3, 2.3, Low},
	{"AV:A/AC:M/Au:N/C:C/I:N/A:P/E:POC/RL:W/RC:UC", 6.4, 4.9, Medium},
	{"AV:A/AC:H/Au:S/C:N/I:P/A:P/E:POC/RL:OF/RC:C/CDP:LM/TD:M/CR:M/IR:L/AR:L", 2.9, 2.8, Low},
	{"AV:N/AC:L/Au:N/C:N/I:N/A:N", 0, 0, Low},
	// 3.0 and 3.1: FIRST's examples (CVE-2013-1937, 2013-0375, 2014-3566, …).
	{"CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 6.1, 6.1, Medium},
	{"CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N", 6.4, 6.4, Medium},
	{"CVSS:3.0/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N", 3.1, 3.1, Low},
	{"CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H", 9.9, 9.9, Critical},
	{"CVSS:3.0/AV:L/AC:L/PR:H/UI:N/S:U/C:L/I:L/A:L", 4.2, 4.2, Medium},
	{"CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H", 8.8, 8.8, High},
	{"CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", 7.5, 7.5, High},
	{"CVSS:3.0/AV:N/AC:H/PR:N/UI:N/S:C/C:N/I:H/A:N", 6.8, 6.8, Medium},
	{"CVSS:3.0/AV:N/AC:L/PR:H/UI:N/S:U/C:L/I:L/A:N/E:F", 3.8, 3.7, Low},
	{"CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:N/E:H/RL:O/RC:C/CR:H/IR:H/AR:H/MAV:N/MAC:L/MPR:L/MUI:N/MS:C/MC:H/MI:H/MA:H", 9.3, 9.5, Critical},
	{"CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 6.1, 6.1, Medium},
	{"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 9.8, 9.8, Critical},
	{"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 10, 10, Critical},
	{"CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", 4.6, 4.6, Medium},
	{"CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:C/C:H/I:N/A:H", 9.3, 9.3, Critical},
	{"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:N/I:L/A:N", 5.8, 5.8, Medium},
	{"CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:N", 7.4, 7.4, High},
	{"CVSS:3.1/AV:N/AC:L/PR:L/UI:R/S:C/C:L/I:L/A:N", 5.4, 5.4, Medium},
	{"CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H", 7.2, 7.2, High},
	{"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0, 0, None},
	// 4.0: FIRST's examples, then its calculator with threat and environment.
	{"CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 7.3, 7.3, High},
	{"CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 7.7, 7.7, High},
	{"CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N", 8.3, 8.3, High},
	{"CVSS:4.0/AV:L/AC:L/AT:N/PR:N/UI:A/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N", 4.6, 4.6, Medium},
	{"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:A/VC:N/VI:N/VA:N/SC:L/SI:L/SA:N", 5.1, 5.1, Medium},
	{"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:L/VI:L/VA:N/SC:N/SI:N/SA:N", 6.9, 6.9, Medium},
	{"CVSS:4.0/AV:L/AC:L/AT:N/PR:H/UI:N/VC:N/VI:N/VA:N/SC:H/SI:N/SA:N", 5.9, 5.9, Medium},
	{"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N/E:A", 8.7, 8.7, High},
	{"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", 10, 10, Critical},
	{"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", 0, 0, None},
	{"CVSS:4.0/AV:N/AC:H/AT:N/PR:L/UI:P/VC:L/VI:N/VA:L/SC:N/SI:N/SA:N", 2.1, 2.1, Low},
	{"CVSS:4.0/AV:P/AC:H/AT:P/PR:H/UI:A/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H/E:P", 7.3, 5.9, High},
	{"CVSS:4.0/AV:P/AC:H/AT:P/PR:H/UI:A/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H/E:U", 7.3, 4.1, High},
	{"CVSS:4.0/AV:P/AC:H/AT:P/PR:H/UI:A/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H/CR:H/IR:L/AR:M", 7.3, 7.1, High},
	{"CVSS:4.0/AV:P/AC:H/AT:P/PR:H/UI:A/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H/CR:L/IR:L/AR:L", 7.3, 5.4, High},
}

func TestPublishedScores(t *testing.T) {
	perVersion := map[string]int{}
	for _, want := range published {
		v, err := Parse(want.vector)
		if err != nil {
			t.Errorf("%s: %v", want.vector, err)
			continue
		}
		perVersion[v.Version()]++
		if v.BaseScore() != want.base || v.Score() != want.score || v.Severity() != want.severity {
			t.Errorf("%s: %v, %v, %v; want %v, %v, %v", want.vector,
				v.BaseScore(), v.Score(), v.Severity(), want.base, want.score, want.severity)
		}
	}
	for _, d := range definitions {
		if perVersion[d.version] < 8 {
			t.Errorf("only %d published vectors of %s", perVersion[d.version], d.version)
		}
	}
}

// TestBaseEquations scores every base vector of 2.0, 3.0 and 3.1 once more, with
// the equations of the standards in exact arithmetic.
func TestBaseEquations(t *testing.T) {
	for _, d := range []*definition{v20, v30, v31} {
		eachBase(t, d, func(v Vector, value map[string]string) {
			exact := exactBase3
			if d == v20 {
				exact = exactBase2
			}
			want := exact(value)
			if v.BaseScore() != want || math.Signbit(v.BaseScore()) || math.Signbit(v.Score()) {
				t.Errorf("%s: %v, exactly %v", v, v.BaseScore(), want)
			}
		})
	}
}

// TestBase4 scores every 4.0 base vector: no panic, a score with one decimal in
// the range, and none that rises when a metric becomes less severe.
func TestBase4(t *testing.T) {
	if testing.Short() {
		t.Skip("104,976 vectors")
	}
	scores := map[Vector]float64{}
	eachBase(t, v40, func(v Vector, _ map[string]string) {
		s := v.BaseScore()
		if !(s >= 0 && s <= 10) || math.Round(s*10)/10 != s || s != v.Score() {
			t.Errorf("%s: base %v, score %v", v, s, v.Score())
		}
		v.base, v.score = 0, 0
		scores[v] = s
	})
	if len(scores) != 104976 {
		t.Fatalf("%d base vectors", len(scores))
	}
	// Choices run from the least severe to the most severe one.
	for v, s := range scores {
		for i := range v40.groups[0].Metrics {
			if v.chosen[i] == 1 {
				continue
			}
			lower := v
			lower.chosen[i]--
			if scores[lower] > s {
				t.Errorf("%s scores %v, and %v with a less severe %s", v, s, scores[lower], v40.groups[0].Metrics[i].Key)
			}
		}
	}
}

// eachBase parses every base vector of a version.
func eachBase(t *testing.T, d *definition, f func(Vector, map[string]string)) {
	t.Helper()
	metrics := d.groups[0].Metrics
	value := map[string]string{}
	var walk func(i int, text string)
	walk = func(i int, text string) {
		if i == len(metrics) {
			v, err := Parse(d.prefix + text[1:])
			if err != nil {
				t.Fatalf("%s: %v", text, err)
			}
			f(v, value)
			return
		}
		for _, c := range metrics[i].Choices {
			value[metrics[i].Key] = c.Value
			walk(i+1, text+"/"+metrics[i].Key+":"+c.Value)
		}
	}
	walk(0, "")
}

func rat(s string) *big.Rat {
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		panic("not a number: " + s)
	}
	return r
}

func mul(x *big.Rat, more ...*big.Rat) *big.Rat {
	p := new(big.Rat).Set(x)
	for _, m := range more {
		p.Mul(p, m)
	}
	return p
}

func add(x, y *big.Rat) *big.Rat { return new(big.Rat).Add(x, y) }
func sub(x, y *big.Rat) *big.Rat { return new(big.Rat).Sub(x, y) }

// lost is 1 - (1-c)(1-i)(1-a), the common part of every impact.
func lost(weight map[string]string, value map[string]string) *big.Rat {
	one := rat("1")
	return sub(one, mul(
		sub(one, rat(weight[value["C"]])), sub(one, rat(weight[value["I"]])), sub(one, rat(weight[value["A"]]))))
}

// exactBase2 is section 3.2.1 of the guide to 2.0.
func exactBase2(value map[string]string) float64 {
	impact := mul(rat("10.41"), lost(map[string]string{"N": "0", "P": "0.275", "C": "0.660"}, value))
	if impact.Sign() == 0 {
		return 0
	}
	exploitability := mul(rat("20"),
		rat(map[string]string{"L": "0.395", "A": "0.646", "N": "1.0"}[value["AV"]]),
		rat(map[string]string{"H": "0.35", "M": "0.61", "L": "0.71"}[value["AC"]]),
		rat(map[string]string{"M": "0.45", "S": "0.56", "N": "0.704"}[value["Au"]]))
	score := mul(sub(add(mul(rat("0.6"), impact), mul(rat("0.4"), exploitability)), rat("1.5")), rat("1.176"))
	return tenths(add(mul(score, rat("10")), rat("0.5")), false)
}

// exactBase3 is section 7.1 of the specification of 3.1 (8.1 of 3.0).
func exactBase3(value map[string]string) float64 {
	changed := value["S"] == "C"
	iss := lost(map[string]string{"N": "0", "L": "0.22", "H": "0.56"}, value)
	impact := mul(rat("6.42"), iss)
	privileges := map[string]string{"N": "0.85", "L": "0.62", "H": "0.27"}
	if changed {
		power := rat("1")
		for range 15 {
			power = mul(power, sub(iss, rat("0.02")))
		}
		impact = sub(mul(rat("7.52"), sub(iss, rat("0.029"))), mul(rat("3.25"), power))
		privileges = map[string]string{"N": "0.85", "L": "0.68", "H": "0.50"}
	}
	if impact.Sign() <= 0 {
		return 0
	}
	sum := add(impact, mul(rat("8.22"),
		rat(map[string]string{"N": "0.85", "A": "0.62", "L": "0.55", "P": "0.2"}[value["AV"]]),
		rat(map[string]string{"L": "0.77", "H": "0.44"}[value["AC"]]),
		rat(privileges[value["PR"]]),
		rat(map[string]string{"N": "0.85", "R": "0.62"}[value["UI"]])))
	if changed {
		sum = mul(sum, rat("1.08"))
	}
	if sum.Cmp(rat("10")) > 0 {
		return 10
	}
	return tenths(mul(sum, rat("10")), true)
}

// tenths is x/10 with x cut, or rounded up, to a whole number. Rounding up looks
// at five decimals of the score, as appendix A of the specification of 3.1 does.
func tenths(x *big.Rat, up bool) float64 {
	if up {
		x = add(x, rat("0.99995"))
	}
	whole := new(big.Int).Quo(x.Num(), x.Denom())
	var f float64
	fmt.Sscanf(fmt.Sprintf("%se-1", whole), "%g", &f)
	return f
}
