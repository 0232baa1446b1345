package main

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/advgen/advgen/generator/manuscript"
)

// vendor is an entry of the register and the products of that vendor.
type vendor struct {
	id, host string
	name     text
	foreign  bool
	products []product
	file     manuscript.Map
}

// product is a product of a vendor; it comes in several models or editions.
type product struct {
	kind     *kind
	name     string
	package_ string // its name for programs
}

// Names are made of three parts. The middle one says that all is invented.
var (
	stems = []text{
		{"あかつき", "Akatsuki"}, {"あじさい", "Ajisai"}, {"いちょう", "Icho"}, {"うみねこ", "Umineko"}, {"おおるり", "Oruri"},
		{"かえで", "Kaede"}, {"かささぎ", "Kasasagi"}, {"かもめ", "Kamome"}, {"かわせみ", "Kawasemi"}, {"ききょう", "Kikyo"},
		{"きつつき", "Kitsutsuki"}, {"くすのき", "Kusunoki"}, {"けやき", "Keyaki"}, {"こまどり", "Komadori"}, {"さざなみ", "Sazanami"},
		{"しおかぜ", "Shiokaze"}, {"しらかば", "Shirakaba"}, {"すいせん", "Suisen"}, {"すずかけ", "Suzukake"}, {"せきれい", "Sekirei"},
		{"たけのこ", "Takenoko"}, {"たちばな", "Tachibana"}, {"ちどり", "Chidori"}, {"つくし", "Tsukushi"}, {"つばき", "Tsubaki"},
		{"てまり", "Temari"}, {"ともしび", "Tomoshibi"}, {"なでしこ", "Nadeshiko"}, {"なのはな", "Nanohana"}, {"にじいろ", "Nijiiro"},
		{"ねむのき", "Nemunoki"}, {"のばら", "Nobara"}, {"はまなす", "Hamanasu"}, {"はやぶさ", "Hayabusa"}, {"ひぐらし", "Higurashi"},
		{"ひまわり", "Himawari"}, {"ひよどり", "Hiyodori"}, {"ふくろう", "Fukuro"}, {"ふじなみ", "Fujinami"}, {"ほおずき", "Hozuki"},
		{"ほたる", "Hotaru"}, {"まつかさ", "Matsukasa"}, {"みずうみ", "Mizuumi"}, {"みみずく", "Mimizuku"}, {"むくどり", "Mukudori"},
		{"めじろ", "Mejiro"}, {"もくれん", "Mokuren"}, {"やまびこ", "Yamabiko"}, {"ゆきつばき", "Yukitsubaki"}, {"よもぎ", "Yomogi"},
		{"らいちょう", "Raicho"}, {"りんどう", "Rindo"}, {"れんげ", "Renge"}, {"わかば", "Wakaba"}, {"わたゆき", "Watayuki"},
	}
	markers = []text{{"例示", "Reiji"}, {"見本", "Mihon"}, {"架空", "Kakuu"}, {"仮枠", "Kariwaku"}}
	trades  = []text{
		{"電機", "Electric"}, {"精機", "Precision"}, {"通信工業", "Communications"}, {"ソフト", "Software"}, {"システムズ", "Systems"},
		{"情報サービス", "Information Services"}, {"計測", "Instruments"}, {"制御", "Controls"}, {"産業", "Industries"}, {"光学", "Optics"},
		{"医用機器", "Medical Devices"}, {"ネットワークス", "Networks"}, {"製作所", "Works"}, {"データ", "Data"}, {"エレクトロニクス", "Electronics"},
		{"空調", "Air Conditioning"}, {"ロボティクス", "Robotics"}, {"セキュリティ", "Security"}, {"印刷機", "Printers"}, {"無線", "Radio"},
		{"クラウド", "Cloud"}, {"自動車部品", "Auto Parts"}, {"鉄道信号", "Railway Signals"},
	}
	forms = []text{{"株式会社%s", "%s, Inc."}, {"%s株式会社", "%s Co., Ltd."}, {"%s株式会社", "%s Corporation"}, {"有限会社%s", "%s Ltd."}, {"合同会社%s", "%s LLC"}}

	foreignStems = []string{
		"Alder", "Badger", "Birch", "Bramble", "Cedar", "Clover", "Cormorant", "Curlew", "Dipper", "Elderberry", "Fennel", "Gannet", "Goldfinch",
		"Hazel", "Heron", "Hornbeam", "Ibex", "Juniper", "Kestrel", "Lapwing", "Larch", "Linden", "Lynx", "Magpie", "Marten", "Merlin", "Nettle",
		"Osprey", "Petrel", "Plover", "Puffin", "Quince", "Rowan", "Sandpiper", "Sorrel", "Spruce", "Starling", "Swift", "Thistle", "Warbler", "Yarrow",
	}
	foreignMarkers = []string{"Example", "Sample", "Placeholder"}
	foreignTrades  = []string{"Networks", "Systems", "Software", "Devices", "Controls", "Storage", "Imaging", "Robotics", "Cloud", "Semiconductors", "Foundation", "Project", "Labs"}
	foreignForms   = []string{"%s, Inc.", "%s Ltd.", "%s GmbH", "%s AB", "%s"}

	technologies = []string{"Linux", "TLS", "PLC", "Modbus", "RTOS", "Wi-Fi", "Bluetooth", "DICOM", "PHP", "Java", "Android", "MQTT", "SNMP", "WordPress"}
)

// maxVendors is how many names there are.
const maxVendors = 5000

// makeVendors makes the register: seven vendors in ten are Japanese.
func makeVendors(r *rand.Rand, n int) []*vendor {
	home := r.Perm(len(stems) * len(markers) * len(trades))
	abroad := r.Perm(len(foreignStems) * len(foreignMarkers) * len(foreignTrades))
	out := make([]*vendor, n)
	for i := range out {
		v := &vendor{}
		if i%10 < 7 || i/10*3+i%10-7 >= len(abroad) {
			v.home(r, home[0])
			home = home[1:]
		} else {
			v.abroad(r, abroad[i/10*3+i%10-7])
		}
		v.makeProducts(r, i)
		v.file = v.entry(r)
		out[i] = v
	}
	return out
}

func (v *vendor) home(r *rand.Rand, n int) {
	stem, marker, trade := stems[n%len(stems)], markers[n/len(stems)%len(markers)], trades[n/len(stems)/len(markers)]
	form := pick(r, forms)
	v.name = text{
		fmt.Sprintf(form.ja, stem.ja+marker.ja+trade.ja),
		fmt.Sprintf(form.en, strings.Join([]string{stem.en, marker.en, trade.en}, " ")),
	}
	v.id = identifier(stem.en + " " + marker.en + " " + trade.en)
	v.host = v.id + ".example.jp"
}

func (v *vendor) abroad(r *rand.Rand, n int) {
	words := foreignStems[n%len(foreignStems)] + " " + foreignMarkers[n/len(foreignStems)%len(foreignMarkers)] + " " +
		foreignTrades[n/len(foreignStems)/len(foreignMarkers)]
	v.foreign = true
	v.name = text{words, fmt.Sprintf(pick(r, foreignForms), words)}
	v.id = identifier(words)
	v.host = v.id + ".example.com"
}

// makeProducts gives a vendor one to four products. Each ninth vendor makes
// something that others build in.
func (v *vendor) makeProducts(r *rand.Rand, index int) {
	seen := map[string]bool{}
	for i := range 1 + r.IntN(4) {
		k := pick(r, kinds)
		for k.library != (i == 0 && index%9 == 0) {
			k = pick(r, kinds)
		}
		name := pick(r, brands) + " " + pick(r, k.suffixes)
		if !seen[name] {
			seen[name] = true
			v.products = append(v.products, product{k, name, strings.ReplaceAll(identifier(name), "-", "_")})
		}
	}
}

func (v *vendor) entry(r *rand.Rand) manuscript.Map {
	email := "psirt@" + v.host
	if chance(r, 30) {
		email = "security@" + v.host
	}
	contact := manuscript.Map{{Key: "email", Value: manuscript.Text(email)}}
	if chance(r, 40) {
		contact = append(contact, manuscript.Field{Key: "url", Value: manuscript.Text("https://www." + v.host + "/security/")})
	}
	registration := "general"
	if chance(r, 25) {
		registration = "individual"
	}
	who := "PSIRT"
	if !v.foreign {
		who = pick(r, []string{"製品セキュリティ室", "品質保証部", "開発部", "情報セキュリティ推進室"})
	}
	return manuscript.Map{
		{Key: "name", Value: v.name.value()},
		{Key: "site", Value: manuscript.Text("https://www." + v.host + "/")},
		{Key: "contact", Value: contact},
		{Key: "registration", Value: manuscript.Text(registration)},
		{Key: "security_contacts", Value: manuscript.List{manuscript.Map{
			{Key: "name", Value: manuscript.Text(who)}, {Key: "email", Value: manuscript.Text(email)},
		}}},
		{Key: "technologies", Value: manuscript.Texts([]string{pick(r, technologies[:7]), pick(r, technologies[7:])})},
	}
}

// identifier is a name in small letters, digits and hyphens.
func identifier(name string) string {
	return strings.Trim(strings.Map(func(c rune) rune {
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			return c
		case c >= 'A' && c <= 'Z':
			return c - 'A' + 'a'
		}
		return '-'
	}, name), "-")
}

func (t text) value() manuscript.Value {
	return manuscript.Map{{Key: "ja", Value: manuscript.Text(t.ja)}, {Key: "en", Value: manuscript.Text(t.en)}}
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// chance is true n times in a hundred.
func chance(r *rand.Rand, n int) bool { return r.IntN(100) < n }
