package publish

// disk makes every file operation pass one place.
type disk struct {
	fault  func(op, path string) error // see Options.Fault
	noSync bool                        // tests that end no machine need no durable bytes
}

// do runs one operation. An error comes back as *Error with the caller's name
// of the path and without the machine's.
func (d disk) do(op, name string, operation func() error) error {
	if d.fault != nil {
		if err := d.fault(op, name); err != nil {
			return &Error{op, name, err}
		}
	}
	if d.noSync && op == "sync" {
		return nil
	}
	if err := operation(); err != nil {
		return &Error{op, name, cause(err)}
	}
	return nil
}
