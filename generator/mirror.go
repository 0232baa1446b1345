package generator

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/catalog"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/lane"
	"github.com/advgen/advgen/generator/problem"
	"github.com/advgen/advgen/generator/publish"
	"github.com/advgen/advgen/generator/render/mirror"
	"github.com/advgen/advgen/generator/theme"
	"github.com/advgen/advgen/templates"
)

// MirrorOptions say what is mirrored and where to.
type MirrorOptions struct {
	Content fs.FS
	Folder  string // where Content is, so that nothing is written there
	To      string
	State   string // "" is To + ".advgen"
	// For is the vendor whose private lane is written; empty for the public
	// mirror.
	For  string
	Now  time.Time
	AsOf time.Time // of the public mirror; not after Now
}

// MirrorError says why a folder cannot take a mirror or a lane.
type MirrorError struct{ text, hint string }

func (e *MirrorError) Error() string { return e.text }

// Hint says what to do about it.
func (e *MirrorError) Hint() string { return e.hint }

// Mirror makes a folder equal to the public mirror of a content repository, or
// to a vendor's private lane. If there is an error among the problems, nothing
// was written. The returned error is ErrFuture, a *MirrorError, one of publish's
// or lane's, or check.ErrChanged.
func Mirror(o MirrorOptions) (publish.Result, problem.List, error) {
	if o.AsOf.After(o.Now) {
		return publish.Result{}, nil, ErrFuture
	}
	c, list, err := catalog.Open(o.Content, check.Options{Now: o.Now, AsOf: o.AsOf})
	_, problems := theme.Open(o.Content, templates.FS)
	list = append(list, problems...).Sorted()
	if err != nil || list.Errors() > 0 {
		return publish.Result{}, list.OnlyErrors(), err
	}
	settled, err := o.mayWrite(c)
	if err != nil {
		return publish.Result{}, nil, err
	}
	session, err := publish.Open(publish.Options{
		Out: o.To, State: o.State, Keep: lane.Keep(), Reads: Options{Folder: o.Folder}.reads(),
	})
	if err != nil {
		return publish.Result{}, nil, err
	}
	err = o.makeWay(session, settled)
	if err == nil {
		err = o.render(c, session)
	}
	if err != nil {
		return publish.Result{}, nil, errors.Join(err, session.Close())
	}
	result, err := session.Commit()
	return result, nil, errors.Join(err, session.Close())
}

func (o MirrorOptions) render(c *catalog.Catalog, sink artifact.Sink) error {
	if o.For != "" {
		return lane.Render(o.Content, c, o.For, sink)
	}
	site, err := disclosure.Gate(c, o.AsOf)
	if err != nil {
		return err
	}
	return errors.Join(mirror.Render(site, sink), o.templates(sink))
}

// templates copies the templates of the content, which are public by nature.
func (o MirrorOptions) templates(sink artifact.Sink) error {
	look, problems := theme.Open(o.Content, templates.FS)
	if problems.Errors() > 0 {
		return nil // Mirror has said so
	}
	for _, name := range look.Own() {
		data, err := look.ReadFile(name)
		if err == nil {
			err = sink.Put(artifact.File{Path: theme.Dir + "/" + name, Class: artifact.Asset, Data: data})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// mayWrite keeps what is for some eyes out of a folder that was for others,
// and a vendor's words from being written over before they were collected. Of a
// lane it gives the records that can be written anew.
func (o MirrorOptions) mayWrite(c *catalog.Catalog) (settled []string, err error) {
	root, err := os.OpenRoot(o.To)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, &MirrorError{fmt.Sprintf("%s is no folder that can be written to", o.To), "choose another name"}
	}
	defer root.Close()
	there := lane.VendorOf(root.FS())
	if _, err := root.Lstat(check.PublisherFile); err == nil && there == "" && o.For != "" {
		return nil, &MirrorError{fmt.Sprintf("%s holds content or a public mirror", o.To), "a lane is confidential and needs a folder of its own"}
	}
	if there != "" && there != o.For {
		return nil, &MirrorError{fmt.Sprintf("%s is the lane of a vendor", o.To), "a mirror, and the lane of each vendor, needs a folder of its own"}
	}
	if o.For == "" {
		return nil, nil
	}
	pending, settled, err := lane.Records(o.Content, c, root.FS(), o.For)
	if err == nil && len(pending) > 0 {
		return nil, &MirrorError{fmt.Sprintf("%s has not been brought back yet", pending[0]), "advgen collect --from " + o.To + " --as " + o.For + " does so; writing the lane anew would lose it"}
	}
	return settled, err
}

// makeWay removes the records that the vendor added to its lane and that were
// collected: the lane is about to be written with them in it, and publish does
// not touch files that it does not know.
func (o MirrorOptions) makeWay(session *publish.Session, settled []string) error {
	known := map[string]bool{}
	for _, f := range session.Previous().Files {
		known[f.Path] = true
	}
	if len(known) == 0 {
		return nil // a fresh clone: publish says what is in the way
	}
	for _, name := range settled {
		if known[name] {
			continue
		}
		root, err := os.OpenRoot(o.To)
		if err == nil {
			err = errors.Join(root.Remove(name), root.Close())
		}
		if err != nil {
			return err
		}
	}
	return nil
}
