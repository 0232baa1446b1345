package pagetemplate

import (
	"errors"
	"reflect"
	"text/template/parse"
)

// pipeline compiles a pipeline with the variables that it sets.
func (s *scope) pipeline(dot reflect.Type, n *parse.PipeNode) (expr, error) {
	e, err := s.commands(dot, n, n.Cmds)
	if err != nil || len(n.Decl) == 0 {
		return e, err
	}
	if len(n.Decl) > 1 {
		return expr{}, unknown(n, "several variables")
	}
	s.used = true
	name := n.Decl[0].Ident[0]
	slot := 0
	if n.IsAssign {
		v, ok := s.lookup(name)
		if !ok || v.typ != e.typ {
			return expr{}, unknown(n, "a variable that changes its type")
		}
		slot = v.slot
	} else {
		slot = s.declare(name, e.typ)
	}
	eval := e.eval
	return expr{typ: e.typ, eval: func(r *run, dot reflect.Value) reflect.Value {
		v := eval(r, dot)
		r.vars[r.base+slot] = v
		return v
	}}, nil
}

// commands compiles the commands of a pipeline, of which only one is known
// here: each further one would be given the value of the last.
func (s *scope) commands(dot reflect.Type, n *parse.PipeNode, cmds []*parse.CommandNode) (expr, error) {
	if len(cmds) != 1 {
		return expr{}, unknown(n, "a pipeline of several commands")
	}
	return s.command(dot, cmds[0])
}

func (s *scope) command(dot reflect.Type, n *parse.CommandNode) (expr, error) {
	if id, ok := n.Args[0].(*parse.IdentifierNode); ok {
		return s.function(dot, id, n.Args[1:])
	}
	if len(n.Args) > 1 {
		return expr{}, unknown(n, "a call of something else than a function")
	}
	return s.operand(dot, n.Args[0])
}

// operand compiles a value that stands alone or as an argument.
func (s *scope) operand(dot reflect.Type, n parse.Node) (expr, error) {
	switch n := n.(type) {
	case *parse.DotNode:
		return expr{typ: dot, eval: func(_ *run, dot reflect.Value) reflect.Value { return dot }}, nil
	case *parse.FieldNode:
		return fields(n, expr{typ: dot, eval: nil}, n.Ident)
	case *parse.VariableNode:
		v, ok := s.lookup(n.Ident[0])
		if !ok {
			return expr{}, unknown(n, "a variable of no known type")
		}
		s.used = true
		slot := v.slot
		e := expr{typ: v.typ, eval: func(r *run, _ reflect.Value) reflect.Value { return r.vars[r.base+slot] }}
		return fields(n, e, n.Ident[1:])
	case *parse.ChainNode:
		e, err := s.operand(dot, n.Node)
		if err != nil {
			return expr{}, err
		}
		return fields(n, e, n.Field)
	case *parse.PipeNode:
		return s.pipeline(dot, n)
	case *parse.IdentifierNode:
		return s.function(dot, n, nil)
	case *parse.StringNode:
		return fixed(reflect.ValueOf(n.Text)), nil
	case *parse.BoolNode:
		return fixed(reflect.ValueOf(n.True)), nil
	case *parse.NumberNode:
		if n.IsInt && int64(int(n.Int64)) == n.Int64 && onlyDigits(n.Text) {
			return fixed(reflect.ValueOf(int(n.Int64))), nil
		}
	}
	return expr{}, unknown(n, "a value of another kind")
}

// onlyDigits keeps to whole numbers as people write them.
func onlyDigits(s string) bool {
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// fields compiles the way through fields of structs, and through pointers to
// them. If from has no eval, the way starts at the dot.
func fields(n parse.Node, from expr, names []string) (expr, error) {
	for _, name := range names {
		typ, pointers := from.typ, 0
		for typ.Kind() == reflect.Pointer {
			typ, pointers = typ.Elem(), pointers+1
		}
		if typ.Kind() != reflect.Struct {
			return expr{}, unknown(n, "a field of "+typ.String())
		}
		if _, ok := reflect.PointerTo(typ).MethodByName(name); ok {
			return expr{}, unknown(n, "a method")
		}
		field, ok := typ.FieldByName(name)
		if !ok || !field.IsExported() || field.Type.Kind() == reflect.Interface {
			return expr{}, unknown(n, "no field of "+typ.String()+" that could be used")
		}
		if !throughStructs(typ, field.Index) {
			return expr{}, unknown(n, "a field of an embedded pointer")
		}
		from = expr{typ: field.Type, eval: step(from, pointers, field)}
	}
	return from, nil
}

// throughStructs says that no pointer is on the way to a promoted field.
func throughStructs(typ reflect.Type, index []int) bool {
	for _, i := range index[:len(index)-1] {
		if typ = typ.Field(i).Type; typ.Kind() != reflect.Struct {
			return false
		}
	}
	return true
}

// step gives the evaluation of one field.
func step(from expr, pointers int, field reflect.StructField) func(*run, reflect.Value) reflect.Value {
	index, eval := field.Index, from.eval
	if pointers == 0 && len(index) == 1 {
		i := index[0]
		if eval == nil {
			return func(_ *run, dot reflect.Value) reflect.Value { return dot.Field(i) }
		}
		return func(r *run, dot reflect.Value) reflect.Value { return eval(r, dot).Field(i) }
	}
	zero := reflect.Zero(field.Type)
	return func(r *run, dot reflect.Value) reflect.Value {
		v := dot
		if eval != nil {
			v = eval(r, dot)
		}
		for range pointers {
			if v.IsNil() {
				r.failed = true // html/template says where
				return zero
			}
			v = v.Elem()
		}
		for _, i := range index {
			v = v.Field(i)
		}
		return v
	}
}

// truth gives the test of {{if}} for values of a type.
func truth(typ reflect.Type) (func(reflect.Value) bool, error) {
	switch typ.Kind() {
	case reflect.Bool:
		return reflect.Value.Bool, nil
	case reflect.String, reflect.Slice, reflect.Array, reflect.Map:
		return func(v reflect.Value) bool { return v.Len() > 0 }, nil
	case reflect.Pointer:
		return func(v reflect.Value) bool { return !v.IsNil() }, nil
	case reflect.Struct:
		return func(reflect.Value) bool { return true }, nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return func(v reflect.Value) bool { return v.Int() != 0 }, nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return func(v reflect.Value) bool { return v.Uint() != 0 }, nil
	case reflect.Float32, reflect.Float64:
		return func(v reflect.Value) bool { return v.Float() != 0 }, nil
	}
	return nil, errors.New("a condition on " + typ.String())
}

// condition compiles a value of which only the truth matters.
func (s *scope) condition(dot reflect.Type, n parse.Node) (func(*run, reflect.Value) bool, error) {
	if pipe, ok := n.(*parse.PipeNode); ok && len(pipe.Cmds) == 1 && len(pipe.Decl) == 0 {
		args := pipe.Cmds[0].Args
		if id, ok := args[0].(*parse.IdentifierNode); ok {
			switch {
			case id.Ident == "and" && len(args) > 1:
				return s.conditions(dot, args[1:], false)
			case id.Ident == "or" && len(args) > 1:
				return s.conditions(dot, args[1:], true)
			case id.Ident == "not" && len(args) == 2:
				cond, err := s.condition(dot, args[1])
				return func(r *run, dot reflect.Value) bool { return !cond(r, dot) }, err
			}
		}
		if len(args) == 1 {
			if _, ok := args[0].(*parse.PipeNode); ok {
				return s.condition(dot, args[0])
			}
		}
	}
	var e expr
	var err error
	if pipe, ok := n.(*parse.PipeNode); ok {
		e, err = s.pipeline(dot, pipe)
	} else {
		e, err = s.operand(dot, n)
	}
	if err != nil {
		return nil, err
	}
	isTrue, err := truth(e.typ)
	if err != nil {
		return nil, unknown(n, err.Error())
	}
	eval := e.eval
	return func(r *run, dot reflect.Value) bool { return isTrue(eval(r, dot)) }, nil
}

// conditions joins conditions; stop is the value that decides at once.
func (s *scope) conditions(dot reflect.Type, nodes []parse.Node, stop bool) (func(*run, reflect.Value) bool, error) {
	var conds []func(*run, reflect.Value) bool
	for _, n := range nodes {
		cond, err := s.condition(dot, n)
		if err != nil {
			return nil, err
		}
		conds = append(conds, cond)
	}
	return func(r *run, dot reflect.Value) bool {
		for _, cond := range conds {
			if cond(r, dot) == stop {
				return stop
			}
		}
		return !stop
	}, nil
}
