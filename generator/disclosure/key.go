package disclosure

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"math"
	"reflect"
	"slices"
	"time"
)

// Key is a digest of everything that a rendering of a site depends on, apart
// from the program, the templates and the signing key. It is secret: bytes of
// folders count in it, also those that are never published.
type Key [sha256.Size]byte

// Keys are the keys of the parts of a site.
type Keys struct {
	site     *Site
	base     Key // publisher and whatever is not about one advisory
	entries  map[*Entry]entryKeys
	vendors  map[*Vendor]Key
	everyone Key
}

// entryKeys are of what others can see of an advisory, of all of it, and of all
// of it with the vendors that it notifies.
type entryKeys struct{ seen, whole, deep Key }

// Keys makes the keys of a site. They tell changes only if the check remembers
// something: see check.Remembered.
func (s *Site) Keys() *Keys {
	k := &Keys{site: s, entries: make(map[*Entry]entryKeys, len(s.entries)), vendors: make(map[*Vendor]Key, len(s.vendors))}
	rest := *s // without what is made of the advisories
	rest.entries, rest.vendors, rest.products, rest.cves, rest.cwes = nil, nil, nil, nil, nil
	k.base = keyOf(rest)
	all := sha256.New()
	all.Write(k.base[:])
	for _, v := range s.vendors {
		alone := *v
		alone.entries = nil
		own := keyOf(alone)
		k.vendors[v] = own
		all.Write(own[:])
	}
	for _, e := range s.entries {
		own := entryKeys{seen: keyOf(*e)}
		if e.source != nil {
			folder := e.source.folder
			h := sha256.New()
			h.Write(own.seen[:])
			h.Write(folder.Digest[:])
			number(h, uint64(folder.Reached.UnixNano()))
			h.Sum(own.whole[:0])
			k.notified(h, e)
			h.Sum(own.deep[:0])
		}
		k.entries[e] = own
		all.Write(own.whole[:])
	}
	all.Sum(k.everyone[:0])
	return k
}

// Advisory is the key of what is rendered of one advisory: its folder, the
// advisories that it refers to or stands beside, and the vendors it notifies.
func (k *Keys) Advisory(e *Entry) Key {
	h := sha256.New()
	h.Write(k.base[:])
	own := k.entries[e]
	h.Write(own.whole[:])
	write := func(other *Entry) {
		key := k.entries[other] // none: zeros
		h.Write(key.seen[:])
	}
	write(e.older)
	write(e.newer)
	for _, other := range e.refers {
		write(other)
	}
	k.notified(h, e)
	return Key(h.Sum(nil))
}

// notified writes the keys of the vendors that an advisory notifies.
func (k *Keys) notified(h hash.Hash, e *Entry) {
	for _, status := range e.statuses {
		key := k.vendors[status.vendor]
		h.Write(key[:])
	}
}

// List is the key of what is made of some advisories, in their order, and of
// the vendors that they notify; more stands for what else counts.
func (k *Keys) List(entries []*Entry, more string) Key {
	h := sha256.New()
	h.Write(k.base[:])
	text(h, more)
	for _, e := range entries {
		key := k.entries[e]
		h.Write(key.deep[:])
	}
	return Key(h.Sum(nil))
}

// Lists is the key of everything else.
func (k *Keys) Lists() Key { return k.everyone }

// keyOf is a digest of a value with all there is in it, so that nothing that is
// added one day is left out. Advisories and vendors in it count by their ids, a
// product by its address and name, and functions and other handles not at all.
func keyOf(value any) Key {
	h := sha256.New()
	digest(h, reflect.ValueOf(value))
	return Key(h.Sum(nil))
}

var (
	entryType    = reflect.TypeFor[*Entry]()
	vendorType   = reflect.TypeFor[*Vendor]()
	productType  = reflect.TypeFor[*NamedProduct]()
	sourceType   = reflect.TypeFor[*source]()
	locationType = reflect.TypeFor[*time.Location]()
	timeType     = reflect.TypeFor[time.Time]()
)

func digest(h hash.Hash, v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		text(h, v.String())
	case reflect.Bool:
		if v.Bool() {
			number(h, 1)
		} else {
			number(h, 0)
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		number(h, uint64(v.Int()))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		number(h, v.Uint())
	case reflect.Float64:
		number(h, math.Float64bits(v.Float()))
	case reflect.Slice, reflect.Array:
		number(h, uint64(v.Len()))
		for i := range v.Len() {
			digest(h, v.Index(i))
		}
	case reflect.Map:
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return compareKeys(a, b) })
		number(h, uint64(len(keys)))
		for _, key := range keys {
			digest(h, key)
			digest(h, v.MapIndex(key))
		}
	case reflect.Struct:
		structure(h, v)
	case reflect.Pointer:
		pointer(h, v)
	case reflect.Interface:
		if e := v.Elem(); v.NumMethod() > 0 && e.IsValid() {
			text(h, e.Type().String())
			digest(h, e)
		}
	}
}

func structure(h hash.Hash, v reflect.Value) {
	if v.Type() == timeType { // of its three fields the last is a place
		number(h, v.Field(0).Uint())
		number(h, uint64(v.Field(1).Int()))
		return
	}
	for i := range v.NumField() {
		digest(h, v.Field(i))
	}
}

func pointer(h hash.Hash, v reflect.Value) {
	if v.IsNil() {
		number(h, 0)
		return
	}
	number(h, 1)
	switch v.Type() {
	case entryType, vendorType:
		text(h, v.Elem().FieldByName("id").String())
	case productType:
		p := v.Elem()
		pointer(h, p.FieldByName("vendor"))
		text(h, p.FieldByName("slug").String())
		digest(h, p.FieldByName("name"))
	case sourceType: // a handle; Keys writes what counts of it
	case locationType:
		text(h, v.Elem().FieldByName("name").String())
	default:
		digest(h, v.Elem())
	}
}

func compareKeys(a, b reflect.Value) int {
	switch {
	case a.Kind() == reflect.String:
		return slices.Compare([]byte(a.String()), []byte(b.String()))
	case a.CanInt():
		return int(a.Int() - b.Int())
	case a.CanUint():
		return int(a.Uint()) - int(b.Uint())
	}
	panic("a key of a kind that has no order: " + a.Kind().String())
}

func text(h hash.Hash, s string) {
	number(h, uint64(len(s)))
	h.Write([]byte(s))
}

func number(h hash.Hash, n uint64) {
	var b [8]byte
	binary.LittleEndian.PutUint64(b[:], n)
	h.Write(b[:])
}
