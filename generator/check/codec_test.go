package check

import (
	"reflect"
	"testing"
	"time"
	"unsafe"

	"github.com/advgen/advgen/generator/advisory"
)

// fill gives every part of a value something of its own, so that one that is
// left out is missed.
func fill(v reflect.Value, n *int) {
	*n++
	if !v.CanSet() {
		v = reflect.NewAt(v.Type(), unsafe.Pointer(v.UnsafeAddr())).Elem()
	}
	at := time.Unix(int64(*n)*1000, int64(*n)).UTC()
	switch v.Interface().(type) {
	case time.Time:
		v.Set(reflect.ValueOf(at.In(time.FixedZone("", 9*3600))))
		return
	case advisory.When:
		v.Set(reflect.ValueOf(advisory.At(at)))
		return
	case Text:
		v.Set(reflect.ValueOf(Text{advisory.Japanese: "日", advisory.English: at.String()}))
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), n)
		fill(v.Index(1), n)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), n)
		}
	case reflect.String:
		v.SetString(at.String())
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Float64:
		v.SetFloat(float64(*n) / 10)
	case reflect.Int:
		v.SetInt(int64(*n))
	case reflect.Uint8:
		v.SetUint(uint64(*n % 250))
	case reflect.Array:
	default:
		panic("fill knows no " + v.Type().String())
	}
}

// Every fact comes back, those that are added one day too; but what only
// matters while something is held is not written.
func TestFactsComeBack(t *testing.T) {
	n := 0
	var want Facts
	fill(reflect.ValueOf(&want).Elem(), &n)
	w := &codec{}
	w.facts(&want)
	got := Facts{Folder: &Folder{}}
	r := &codec{reading: true, in: string(w.out)}
	r.facts(&got)
	want.Folder, want.HandlingStarted, want.Recalled, want.settled, want.fine, want.next = &Folder{}, Date{}, false, false, false, time.Time{}
	if r.bad || r.in != "" || !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v, want\n%+v", got, want)
	}
	for i := range w.out {
		r := &codec{reading: true, in: string(w.out[:i])}
		if r.facts(&Facts{Folder: &Folder{}}); !r.bad {
			t.Errorf("took %d of %d bytes", i, len(w.out))
		}
	}
}
