package cvss

import (
	"errors"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

var definitions = []*definition{v20, v30, v31, v40}

// randomVector is a valid vector of the version, in random order, and the
// values it gives, without those that say "not defined".
func randomVector(r *rand.Rand, d *definition) (string, map[string]string) {
	var parts []string
	given := map[string]string{}
	density := r.Float64()
	for _, g := range d.groups {
		for _, m := range g.Metrics {
			if g.Key != groupBase && r.Float64() > density {
				continue
			}
			c := m.Choices[r.IntN(len(m.Choices))]
			parts = append(parts, m.Key+":"+c.Value)
			if c.Value != d.notDefined {
				given[m.Key] = c.Value
			}
		}
	}
	r.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
	return d.prefix + strings.Join(parts, "/"), given
}

func TestRandomVectors(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		d := definitions[r.IntN(len(definitions))]
		text, given := randomVector(r, d)
		v, err := Parse(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if v.Version() != d.version {
			t.Fatalf("%s: version %s", text, v.Version())
		}
		if again, err := Parse(v.String()); err != nil || again != v {
			t.Fatalf("%s: its text %s is read as %s, %v", text, v, again, err)
		}
		marked := map[string]string{}
		for _, g := range v.Groups() {
			for _, m := range g.Metrics {
				if _, twice := marked[m.Key]; twice {
					t.Fatalf("%s: %s is shown twice", text, m.Key)
				}
				marked[m.Key] = m.Choices[m.Chosen].Value
			}
		}
		if !reflect.DeepEqual(marked, given) {
			t.Fatalf("%s: marked %v, given %v", text, marked, given)
		}
		for _, s := range []float64{v.BaseScore(), v.Score()} {
			if !(s >= 0 && s <= 10) {
				t.Fatalf("%s: score %v", text, s)
			}
		}
	}
}

func TestCanonicalText(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"CVSS2#AV:N/AC:L/Au:N/C:P/I:P/A:P", "AV:N/AC:L/Au:N/C:P/I:P/A:P"},
		{"(AV:N/AC:L/Au:N/C:P/I:P/A:P)", "AV:N/AC:L/Au:N/C:P/I:P/A:P"},
		{"AV:N/AC:L/Au:N/C:P/I:P/A:P/E:F", "AV:N/AC:L/Au:N/C:P/I:P/A:P/E:F/RL:ND/RC:ND"},
		{"AV:N/AC:L/Au:N/C:P/I:P/A:P/E:ND/RL:ND/RC:ND/TD:L",
			"AV:N/AC:L/Au:N/C:P/I:P/A:P/CDP:ND/TD:L/CR:ND/IR:ND/AR:ND"},
		{"CVSS:3.0/S:U/AV:N/AC:L/PR:H/UI:N/C:L/I:L/A:N/E:F/RL:X", "CVSS:3.0/AV:N/AC:L/PR:H/UI:N/S:U/C:L/I:L/A:N/E:F"},
		{"CVSS:4.0/AV:N/AC:L/AT:N/PR:L/UI:N/VC:H/SC:N/VI:H/SI:N/VA:H/SA:N/U:Red/E:X/MSI:S",
			"CVSS:4.0/AV:N/AC:L/AT:N/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/MSI:S/U:Red"},
	} {
		v, err := Parse(c.in)
		if err != nil {
			t.Errorf("%s: %v", c.in, err)
		} else if v.String() != c.want {
			t.Errorf("%s: %s, want %s", c.in, v, c.want)
		}
	}
}

func TestGroupsLookLikeJVN(t *testing.T) {
	v, err := Parse("CVSS:4.0/AV:A/AC:L/AT:P/PR:L/UI:P/VC:N/VI:L/VA:H/SC:N/SI:L/SA:H/E:P/CR:H/U:Amber")
	if err != nil {
		t.Fatal(err)
	}
	want := `base 基本評価基準
AV 攻撃元区分: 物理(P) ローカル(L) [隣接(A)] ネットワーク(N)
AC 攻撃条件の複雑さ: 高(H) [低(L)]
AT 攻撃の実行条件: [あり(P)] なし(N)
PR 必要な特権レベル: 高(H) [低(L)] なし(N)
UI ユーザ関与レベル: 能動(A) [受動(P)] なし(N)
VC 脆弱なシステムの機密性への影響: [なし(N)] 低(L) 高(H)
VI 脆弱なシステムの完全性への影響: なし(N) [低(L)] 高(H)
VA 脆弱なシステムの可用性への影響: なし(N) 低(L) [高(H)]
SC 後続システムの機密性への影響: [なし(N)] 低(L) 高(H)
SI 後続システムの完全性への影響: なし(N) [低(L)] 高(H)
SA 後続システムの可用性への影響: なし(N) 低(L) [高(H)]
threat 脅威評価基準
E 攻撃される可能性: 未評価(X) 未報告(U) [概念実証(P)] 攻撃確認(A)
environmental 環境評価基準
CR 機密性の要求度: 未評価(X) 低(L) 中(M) [高(H)]
supplemental 補助評価基準
U 供給元緊急度: 未評価(X) 緊急性なし(Clear) 低(Green) [中(Amber)] 高(Red)
`
	if got := table(v, "ja"); got != want {
		t.Errorf("got:\n%s", got)
	}
	v2, err := Parse("AV:N/AC:M/Au:S/C:N/I:P/A:C")
	if err != nil {
		t.Fatal(err)
	}
	want = `base Base Metrics
AV Access Vector: Local(L) Adjacent Network(A) [Network(N)]
AC Access Complexity: High(H) [Medium(M)] Low(L)
Au Authentication: Multiple(M) [Single(S)] None(N)
C Confidentiality Impact: [None(N)] Partial(P) Complete(C)
I Integrity Impact: None(N) [Partial(P)] Complete(C)
A Availability Impact: None(N) Partial(P) [Complete(C)]
`
	if got := table(v2, "fr"); got != want {
		t.Errorf("got:\n%s", got)
	}
}

func table(v Vector, lang string) string {
	var b strings.Builder
	for _, g := range v.Groups() {
		b.WriteString(g.Key + " " + g.Name(lang) + "\n")
		for _, m := range g.Metrics {
			b.WriteString(m.Key + " " + m.Name(lang) + ":")
			for i, c := range m.Choices {
				text := c.Name(lang) + "(" + c.Value + ")"
				if i == m.Chosen {
					text = "[" + text + "]"
				}
				b.WriteString(" " + text)
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

func TestTables(t *testing.T) {
	metrics := map[string]int{"2.0": 14, "3.0": 22, "3.1": 22, "4.0": 32}
	for _, d := range definitions {
		n, keys := 0, map[string]bool{}
		for _, g := range d.groups {
			checkName(t, d.version+" "+g.Key, g.name)
			for _, m := range g.Metrics {
				n++
				where := d.version + " " + m.Key
				checkName(t, where, m.name)
				if keys[m.Key] {
					t.Errorf("%s is there twice", where)
				}
				keys[m.Key] = true
				values, ja, en := map[string]bool{}, map[string]bool{}, map[string]bool{}
				for i, c := range m.Choices {
					checkName(t, where+":"+c.Value, c.name)
					values[c.Value], ja[c.name.ja], en[c.name.en] = true, true, true
					if (c.Value == d.notDefined) != (i == 0 && g.Key != groupBase) {
						t.Errorf("%s: not defined is in the wrong place", where)
					}
				}
				if len(values) < 2 || len(values) != len(m.Choices) || len(ja) != len(values) || len(en) != len(values) {
					t.Errorf("%s: choices that cannot be told apart", where)
				}
			}
		}
		if n != metrics[d.version] || n > maxMetrics {
			t.Errorf("%s has %d metrics", d.version, n)
		}
		if v, err := Parse(d.example); err != nil || v.Version() != d.version || v.String() != d.example {
			t.Errorf("%s: the example is %v, %v", d.version, v, err)
		}
	}
}

// checkName wants both names, the Japanese one in Japanese.
func checkName(t *testing.T, where string, n name) {
	t.Helper()
	ascii := func(s string) bool { return !strings.ContainsFunc(s, func(r rune) bool { return r > 127 }) }
	if n.ja == "" || ascii(n.ja) || n.en == "" || !ascii(n.en) {
		t.Errorf("%s has the names %q and %q", where, n.ja, n.en)
	}
}

func TestNomenclature(t *testing.T) {
	base := v40.example
	for suffix, want := range map[string]string{
		"": "CVSS-B", "/E:P": "CVSS-BT", "/MAV:L": "CVSS-BE", "/E:U/AR:H": "CVSS-BTE",
		"/E:X": "CVSS-B", "/S:P/U:Red": "CVSS-B", "/E:A/RE:L": "CVSS-BT",
	} {
		if v, err := Parse(base + suffix); err != nil || v.Nomenclature() != want {
			t.Errorf("%q: %s, %v; want %s", suffix, v.Nomenclature(), err, want)
		}
	}
	for _, d := range []*definition{v20, v30, v31} {
		if v, _ := Parse(d.example); v.Nomenclature() != "" {
			t.Errorf("%s: %s", d.version, v.Nomenclature())
		}
	}
}

func TestSeverityNames(t *testing.T) {
	for _, c := range []struct{ vector, word, ja, en string }{
		{"AV:N/AC:L/Au:N/C:N/I:N/A:N", "low", "注意", "Low"},
		{"AV:N/AC:M/Au:N/C:N/I:P/A:N", "medium", "警告", "Medium"},
		{"AV:N/AC:L/Au:N/C:C/I:C/A:C", "high", "危険", "High"},
		{"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", "none", "なし", "None"},
		{"CVSS:3.0/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N", "low", "注意", "Low"},
		{"CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", "medium", "警告", "Medium"},
		{"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", "high", "重要", "High"},
		{"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", "critical", "緊急", "Critical"},
	} {
		v, err := Parse(c.vector)
		if err != nil {
			t.Fatal(err)
		}
		if v.Severity().String() != c.word || v.SeverityName("ja") != c.ja || v.SeverityName("en") != c.en {
			t.Errorf("%s: %s %s %s", c.vector, v.Severity(), v.SeverityName("ja"), v.SeverityName("en"))
		}
	}
	for _, f := range []func(float64) Severity{severity2, severity3} {
		for i := 1; i <= 100; i++ {
			if f(float64(i)/10) < f(float64(i-1)/10) {
				t.Errorf("the severity falls at %v", float64(i)/10)
			}
		}
	}
}

func TestZeroVector(t *testing.T) {
	var v Vector
	if v.String() != "" || v.Version() != "" || v.Nomenclature() != "" || v.SeverityName("ja") != "" ||
		v.BaseScore() != 0 || v.Score() != 0 || v.Severity() != None || v.Groups() != nil {
		t.Errorf("the zero vector says something: %v", v)
	}
}

func TestGroupsAreTheCallers(t *testing.T) {
	v, err := Parse(v31.example)
	if err != nil {
		t.Fatal(err)
	}
	before := table(v, "en")
	g := v.Groups()
	g[0].Metrics[0].Choices[0].Value = "spoilt"
	g[0].Metrics[1] = Metric{}
	if after := table(v, "en"); after != before {
		t.Errorf("a caller changed the tables:\n%s", after)
	}
}

func TestErrorIsAnError(t *testing.T) {
	_, err := Parse("AV:N")
	var e *Error
	if !errors.As(err, &e) || e.Hint() == "" {
		t.Errorf("%T %v", err, err)
	}
}
