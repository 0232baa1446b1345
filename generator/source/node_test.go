package source

import "testing"

func TestAt(t *testing.T) {
	n, _ := ParseYAML("f", []byte(`{a: {"b/c": 1, "m~n": 2, "": 3, "~1": 4}, l: [x, [y]], "0": z}`))
	for pointer, want := range map[string]string{
		"/a/b~1c": `p"1"`, "/a/m~0n": `p"2"`, "/a/": `p"3"`, "/a/~01": `p"4"`, "/l/0": `p"x"`, "/l/1/0": `p"y"`, "/0": `p"z"`,
		"a": "nil", "/b": "nil", "/l/2": "nil", "/l/-": "nil", "/l/00": "nil", "/l/+1": "nil", "/l/": "nil", "/a/m~2n": "nil",
		"/a/m~": "nil", "/l/0/0": "nil", "/": "nil", "/l/99999999999999999999": "nil",
	} {
		if got := outline(n.At(pointer)); got != want {
			t.Errorf("At(%q) = %s, want %s", pointer, got, want)
		}
	}
	var none *Node
	if none.Get("a") != nil || none.At("/a") != nil || none.At("") != nil || none.KeyPos("a") != (Pos{}) {
		t.Error("a nil node has something in it")
	}
	if n.At("/l").Get("a") != nil || n.At("/l").KeyPos("a") != (Pos{}) || n.At("") != n {
		t.Error("Get on a list")
	}
}
