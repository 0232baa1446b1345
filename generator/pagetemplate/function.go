package pagetemplate

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"text/template/parse"
)

// function compiles a call of a function.
func (s *scope) function(dot reflect.Type, id *parse.IdentifierNode, nodes []parse.Node) (expr, error) {
	if f, ok := s.functions[id.Ident]; ok {
		args, err := s.operands(dot, nodes)
		if err != nil {
			return expr{}, err
		}
		return dynamic(id, reflect.ValueOf(f), args)
	}
	switch id.Ident {
	case "and", "or":
		return s.choice(dot, id, nodes)
	case "not":
		if len(nodes) != 1 {
			break
		}
		cond, err := s.condition(dot, nodes[0])
		if err != nil {
			return expr{}, err
		}
		return boolean(func(r *run, dot reflect.Value) bool { return !cond(r, dot) }), nil
	}
	args, err := s.operands(dot, nodes)
	if err != nil {
		return expr{}, err
	}
	switch {
	case id.Ident == "len" && len(args) == 1:
		return length(id, args[0])
	case id.Ident == "eq" && len(args) > 1, id.Ident == "ne" && len(args) == 2:
		return equal(id, args)
	case len(args) == 2 && (id.Ident == "lt" || id.Ident == "le" || id.Ident == "gt" || id.Ident == "ge"):
		return ordered(id, args[0], args[1])
	case id.Ident == "print":
		return dynamic(id, reflect.ValueOf(fmt.Sprint), args)
	case id.Ident == "printf":
		return dynamic(id, reflect.ValueOf(fmt.Sprintf), args)
	}
	return expr{}, unknown(id, "a function, or a number of arguments")
}

func (s *scope) operands(dot reflect.Type, nodes []parse.Node) ([]expr, error) {
	args := make([]expr, len(nodes))
	for i, n := range nodes {
		var err error
		if args[i], err = s.operand(dot, n); err != nil {
			return nil, err
		}
	}
	return args, nil
}

func boolean(f func(*run, reflect.Value) bool) expr {
	yes, no := reflect.ValueOf(true), reflect.ValueOf(false)
	return expr{typ: yes.Type(), eval: func(r *run, dot reflect.Value) reflect.Value {
		if f(r, dot) {
			return yes
		}
		return no
	}}
}

// choice compiles and and or where their value is wanted: the first argument
// that decides, or else the last. All have to be of one type.
func (s *scope) choice(dot reflect.Type, id *parse.IdentifierNode, nodes []parse.Node) (expr, error) {
	args, err := s.operands(dot, nodes)
	if err != nil {
		return expr{}, err
	}
	if len(args) == 0 {
		return expr{}, unknown(id, "no arguments")
	}
	typ := args[0].typ
	for _, arg := range args {
		if arg.typ != typ {
			return expr{}, unknown(id, "arguments of several types")
		}
	}
	isTrue, err := truth(typ)
	if err != nil {
		return expr{}, unknown(id, err.Error())
	}
	stop := id.Ident == "or"
	return expr{typ: typ, eval: func(r *run, dot reflect.Value) reflect.Value {
		var v reflect.Value
		for _, arg := range args {
			if v = arg.eval(r, dot); isTrue(v) == stop {
				break
			}
		}
		return v
	}}, nil
}

func length(id *parse.IdentifierNode, arg expr) (expr, error) {
	switch arg.typ.Kind() {
	case reflect.Slice, reflect.Array, reflect.Map, reflect.String:
		return expr{typ: reflect.TypeFor[int](), eval: func(r *run, dot reflect.Value) reflect.Value {
			return reflect.ValueOf(arg.eval(r, dot).Len())
		}}, nil
	}
	return expr{}, unknown(id, "the length of "+arg.typ.String())
}

// comparison gives the order of two values of basic types that are alike.
func comparison(a, b expr) (func(r *run, dot reflect.Value) int, error) {
	switch {
	case a.typ.Kind() == reflect.String && b.typ.Kind() == reflect.String:
		return func(r *run, dot reflect.Value) int {
			return cmp.Compare(a.eval(r, dot).String(), b.eval(r, dot).String())
		}, nil
	case isInt(a.typ) && isInt(b.typ):
		return func(r *run, dot reflect.Value) int {
			return cmp.Compare(a.eval(r, dot).Int(), b.eval(r, dot).Int())
		}, nil
	}
	return nil, errors.New("a comparison of " + a.typ.String() + " with " + b.typ.String())
}

func isInt(t reflect.Type) bool { return t.Kind() >= reflect.Int && t.Kind() <= reflect.Int64 }

// equal compiles eq and ne; eq compares its first argument with each other.
func equal(id *parse.IdentifierNode, args []expr) (expr, error) {
	var compare []func(*run, reflect.Value) int
	for _, arg := range args[1:] {
		f, err := comparison(args[0], arg)
		if err != nil {
			return expr{}, unknown(id, err.Error())
		}
		compare = append(compare, f)
	}
	found := id.Ident == "eq"
	return boolean(func(r *run, dot reflect.Value) bool {
		for _, f := range compare {
			if f(r, dot) == 0 {
				return found
			}
		}
		return !found
	}), nil
}

func ordered(id *parse.IdentifierNode, a, b expr) (expr, error) {
	f, err := comparison(a, b)
	if err != nil {
		return expr{}, unknown(id, err.Error())
	}
	holds := map[string]func(int) bool{
		"lt": func(c int) bool { return c < 0 }, "le": func(c int) bool { return c <= 0 },
		"gt": func(c int) bool { return c > 0 }, "ge": func(c int) bool { return c >= 0 },
	}[id.Ident]
	return boolean(func(r *run, dot reflect.Value) bool { return holds(f(r, dot)) }), nil
}

// dynamic compiles a call through reflection. With constant arguments it is
// made at once.
func dynamic(id *parse.IdentifierNode, f reflect.Value, args []expr) (expr, error) {
	typ := f.Type()
	if typ.NumOut() < 1 || typ.NumOut() > 2 || typ.Out(0).Kind() == reflect.Interface ||
		len(args) < typ.NumIn() && !(typ.IsVariadic() && len(args) == typ.NumIn()-1) || len(args) > typ.NumIn() && !typ.IsVariadic() {
		return expr{}, unknown(id, "a function of another form")
	}
	constant := true
	for i, arg := range args {
		want := typ.In(min(i, typ.NumIn()-1))
		if typ.IsVariadic() && i >= typ.NumIn()-1 {
			want = want.Elem()
		}
		switch {
		case arg.typ.AssignableTo(want):
		case arg.isFixed() && arg.typ.Kind() == reflect.String && want.Kind() == reflect.String:
			args[i] = fixed(arg.fixed.Convert(want)) // a text in the template takes the type that is wanted
		default:
			return expr{}, unknown(id, "an argument of type "+arg.typ.String())
		}
		constant = constant && arg.isFixed()
	}
	eval := func(r *run, dot reflect.Value) reflect.Value {
		in := make([]reflect.Value, len(args))
		for i, arg := range args {
			in[i] = arg.eval(r, dot)
		}
		return r.call(f, in)
	}
	if constant {
		var r run
		if v := eval(&r, reflect.Value{}); !r.failed {
			return fixed(v), nil
		}
	}
	return expr{typ: typ.Out(0), eval: eval}, nil
}

// call calls a function. If it fails, html/template calls it again and says so.
func (r *run) call(f reflect.Value, in []reflect.Value) (out reflect.Value) {
	defer func() {
		if recover() != nil {
			r.failed, out = true, reflect.Zero(f.Type().Out(0))
		}
	}()
	results := f.Call(in)
	if len(results) == 2 && !results[1].IsNil() {
		r.failed = true
	}
	return results[0]
}
