package pagetemplate

import (
	"fmt"
	"html/template"
	"reflect"
	"text/template/parse"
)

// compiler compiles the tree of one page template.
type compiler struct {
	html      *template.Template
	functions template.FuncMap
	bodies    map[call]*block
}

// call is a template with the type of what it is given.
type call struct {
	name string
	data reflect.Type
}

// unknown is an error that says what the compiler does not know.
func unknown(n parse.Node, what string) error {
	return fmt.Errorf("%s: %s", what, n)
}

// template compiles a named template. A template that calls itself gets the
// pointer before the block is there.
func (c *compiler) template(to call) (*block, error) {
	if body, ok := c.bodies[to]; ok {
		return body, nil
	}
	body := new(block)
	c.bodies[to] = body
	t := c.html.Lookup(to.name)
	if t == nil || t.Tree == nil || t.Tree.Root == nil {
		// html/template keeps to itself what it derives for calls in attributes
		// and the like.
		return nil, fmt.Errorf("the template %q is called where text is escaped in another way", to.name)
	}
	s := &scope{compiler: c}
	s.declare("$", to.data)
	list, err := s.list(to.data, t.Tree.Root)
	if err != nil {
		return nil, err
	}
	if !s.used {
		*body = list
		return body, nil
	}
	slots := s.slots
	*body = func(r *run, dot reflect.Value) signal {
		base, end := r.base, len(r.vars)
		r.base = end
		for range slots {
			r.vars = append(r.vars, reflect.Value{})
		}
		r.vars[end] = dot
		sig := list(r, dot)
		r.base, r.vars = base, r.vars[:end]
		return sig
	}
	return body, nil
}

// scope is what is known within the body of one template.
type scope struct {
	*compiler
	vars  []variable // those that can be seen, the innermost last
	slots int        // how many are declared in the template
	used  bool       // any is read or set
}

// variable is a variable with its place among those of the template. Its type
// is nil where it is not known.
type variable struct {
	name string
	typ  reflect.Type
	slot int
}

func (s *scope) declare(name string, typ reflect.Type) int {
	slot := s.slots
	s.vars = append(s.vars, variable{name, typ, slot})
	s.slots++
	return slot
}

func (s *scope) lookup(name string) (variable, bool) {
	for i := len(s.vars) - 1; i >= 0; i-- {
		if v := s.vars[i]; v.name == name {
			return v, v.typ != nil
		}
	}
	return variable{}, false
}

// builder gathers the parts of a block and joins text that stands together.
type builder struct {
	parts []block
	text  []byte
}

func (b *builder) flush() {
	if len(b.text) == 0 {
		return
	}
	text := b.text
	b.text = nil
	b.parts = append(b.parts, func(r *run, _ reflect.Value) signal {
		r.out = append(r.out, text...)
		return next
	})
}

func (b *builder) add(part block) {
	b.flush()
	b.parts = append(b.parts, part)
}

func (b *builder) block() block {
	b.flush()
	parts := b.parts
	switch len(parts) {
	case 0:
		return func(*run, reflect.Value) signal { return next }
	case 1:
		return parts[0]
	}
	return func(r *run, dot reflect.Value) signal {
		for _, part := range parts {
			if sig := part(r, dot); sig != next {
				return sig
			}
		}
		return next
	}
}

// list compiles nodes in a row. Variables stay declared after it; whoever opens
// a scope closes it.
func (s *scope) list(dot reflect.Type, list *parse.ListNode) (block, error) {
	var b builder
	if list == nil {
		return b.block(), nil
	}
	for _, n := range list.Nodes {
		if err := s.node(&b, dot, n); err != nil {
			return nil, err
		}
	}
	return b.block(), nil
}

func (s *scope) node(b *builder, dot reflect.Type, n parse.Node) error {
	var part block
	var err error
	switch n := n.(type) {
	case *parse.TextNode:
		b.text = append(b.text, n.Text...)
		return nil
	case *parse.CommentNode:
		return nil
	case *parse.ActionNode:
		return s.action(b, dot, n)
	case *parse.IfNode:
		part, err = s.branch(dot, &n.BranchNode, false)
	case *parse.WithNode:
		part, err = s.branch(dot, &n.BranchNode, true)
	case *parse.RangeNode:
		part, err = s.loop(dot, n)
	case *parse.TemplateNode:
		part, err = s.call(dot, n)
	case *parse.BreakNode:
		part = func(*run, reflect.Value) signal { return breakLoop }
	case *parse.ContinueNode:
		part = func(*run, reflect.Value) signal { return continueLoop }
	default:
		err = unknown(n, "a node of another kind")
	}
	if err != nil {
		return err
	}
	b.add(part)
	return nil
}

// action compiles {{pipeline}}, which writes a value or sets a variable.
func (s *scope) action(b *builder, dot reflect.Type, n *parse.ActionNode) error {
	if len(n.Pipe.Decl) > 0 {
		e, err := s.pipeline(dot, n.Pipe)
		if err != nil {
			return err
		}
		b.add(func(r *run, dot reflect.Value) signal {
			e.eval(r, dot)
			return next
		})
		return nil
	}
	cmds, chain, err := splitEscapers(n.Pipe)
	if err != nil {
		return err
	}
	e, err := s.commands(dot, n.Pipe, cmds)
	if err != nil {
		return err
	}
	write, err := writer(e, chain)
	if err != nil {
		return unknown(n, err.Error())
	}
	if e.isFixed() {
		var r run
		r.out = b.text
		write(&r, reflect.Value{})
		b.text = r.out
		return nil
	}
	b.add(write)
	return nil
}

// branch compiles {{if}} and {{with}}.
func (s *scope) branch(dot reflect.Type, n *parse.BranchNode, with bool) (block, error) {
	defer func(seen []variable) { s.vars = seen }(s.vars)
	if with || len(n.Pipe.Decl) > 0 {
		return s.branchOnValue(dot, n, with)
	}
	cond, err := s.condition(dot, n.Pipe)
	if err != nil {
		return nil, err
	}
	then, otherwise, err := s.bothLists(dot, dot, n)
	if err != nil {
		return nil, err
	}
	return func(r *run, dot reflect.Value) signal {
		if cond(r, dot) {
			return then(r, dot)
		}
		return otherwise(r, dot)
	}, nil
}

func (s *scope) branchOnValue(dot reflect.Type, n *parse.BranchNode, with bool) (block, error) {
	e, err := s.pipeline(dot, n.Pipe)
	if err != nil {
		return nil, err
	}
	isTrue, err := truth(e.typ)
	if err != nil {
		return nil, unknown(n.Pipe, err.Error())
	}
	inner := dot
	if with {
		inner = e.typ
	}
	then, otherwise, err := s.bothLists(inner, dot, n)
	if err != nil {
		return nil, err
	}
	return func(r *run, dot reflect.Value) signal {
		v := e.eval(r, dot)
		switch {
		case !isTrue(v):
			return otherwise(r, dot)
		case with:
			return then(r, v)
		}
		return then(r, dot)
	}, nil
}

func (s *scope) bothLists(inner, outer reflect.Type, n *parse.BranchNode) (then, otherwise block, err error) {
	seen := s.vars
	if then, err = s.list(inner, n.List); err != nil {
		return nil, nil, err
	}
	s.vars = seen
	otherwise, err = s.list(outer, n.ElseList)
	return then, otherwise, err
}

// loop compiles {{range}} over a slice or an array.
func (s *scope) loop(dot reflect.Type, n *parse.RangeNode) (block, error) {
	defer func(seen []variable) { s.vars = seen }(s.vars)
	if n.Pipe.IsAssign {
		return nil, unknown(n.Pipe, "a loop that sets variables from outside")
	}
	cmds, decl := n.Pipe.Cmds, n.Pipe.Decl
	e, err := s.commands(dot, n.Pipe, cmds)
	if err != nil {
		return nil, err
	}
	if e.typ.Kind() != reflect.Slice && e.typ.Kind() != reflect.Array || e.typ.Elem().Kind() == reflect.Interface {
		return nil, unknown(n.Pipe, "a loop over "+e.typ.String())
	}
	outside := s.vars
	index, elem := -1, -1
	if len(decl) > 1 {
		index = s.declare(decl[0].Ident[0], reflect.TypeFor[int]())
	}
	if len(decl) > 0 {
		elem = s.declare(decl[len(decl)-1].Ident[0], e.typ.Elem())
		s.used = true
	}
	body, err := s.list(e.typ.Elem(), n.List)
	if err != nil {
		return nil, err
	}
	s.vars = outside
	for _, v := range decl {
		s.declare(v.Ident[0], nil) // what it is in {{else}} is not worth knowing
	}
	empty, err := s.list(dot, n.ElseList)
	if err != nil {
		return nil, err
	}
	return func(r *run, dot reflect.Value) signal {
		list := e.eval(r, dot)
		length := list.Len()
		if length == 0 {
			return empty(r, dot)
		}
		for i := range length {
			item := list.Index(i)
			if index >= 0 {
				r.vars[r.base+index] = reflect.ValueOf(i)
			}
			if elem >= 0 {
				r.vars[r.base+elem] = item
			}
			if body(r, item) == breakLoop {
				break
			}
		}
		return next
	}, nil
}

// call compiles {{template "name" pipeline}}.
func (s *scope) call(dot reflect.Type, n *parse.TemplateNode) (block, error) {
	if n.Pipe == nil {
		return nil, unknown(n, "a template that is given nothing")
	}
	e, err := s.pipeline(dot, n.Pipe)
	if err != nil {
		return nil, err
	}
	body, err := s.template(call{n.Name, e.typ})
	if err != nil {
		return nil, err
	}
	return func(r *run, dot reflect.Value) signal {
		if r.depth == maxDepth {
			r.failed = true
		}
		if r.failed {
			return next
		}
		r.depth++
		(*body)(r, e.eval(r, dot))
		r.depth--
		return next
	}, nil
}
