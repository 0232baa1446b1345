package review

import (
	"errors"
	"path"
	"slices"
	"strings"

	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/review/gitobj"
	"github.com/advgen/advgen/generator/signature"
	"github.com/advgen/advgen/generator/source"
)

// signatureFile holds a detached signature to its form: it is no place for
// anything else.
func (s *session) signatureFile(name string, data []byte) {
	want := map[string]string{".sig": signature.SSH, ".asc": signature.OpenPGP}[path.Ext(name)]
	if signature.KindOf(string(data)) != want {
		s.add("bad-signature-file", name)
	}
}

// signed holds a commit to a signature by the vendor: over the commit, which
// ties it to its parent and to its whole tree, or over the bytes of each record
// that it changes, or whose signature it changes, in the same commit. Names and
// dates in the commit, and dates in the signatures, are not looked at.
func (s *session) signed(c *gitobj.Commit, files []changed) error {
	if len(files) == 0 {
		return nil // nothing is said on behalf of the vendor
	}
	base, err := s.atBase()
	if err != nil {
		return err
	}
	keys := signatureKeys(base.Vendors[s.options.As])
	commitErr := error(errUnsigned)
	if c.Signature != "" {
		if commitErr = signature.Verify(keys, c.Signed, c.Signature, signature.NamespaceGit, s.options.Received); commitErr == nil {
			s.remember(files)
			return nil
		}
	}
	done := map[string]bool{}
	for _, f := range files {
		record := f.path
		if isSignature(record) {
			record = strings.TrimSuffix(record, path.Ext(record))
		}
		if done[record] {
			continue
		}
		done[record] = true
		isNew := slices.ContainsFunc(files, func(f changed) bool { return f.path == record })
		err := s.detached(c, record, isNew, keys)
		if errors.Is(err, errUnsigned) {
			err = commitErr
		}
		if err == nil {
			continue
		}
		rule, ok := signatureRule(err)
		if !ok {
			return err
		}
		s.add(rule, record)
	}
	s.remember(files)
	return nil
}

var (
	errUnsigned    = errors.New("there is no signature")
	errOtherRecord = errors.New("the signature is over another record")
)

// detached looks for a signature beside a record. With isNew, the record is
// changed by the commit, so its bytes may not be known already.
func (s *session) detached(c *gitobj.Commit, record string, isNew bool, keys []signature.Key) error {
	result := error(errUnsigned)
	file, ok, err := s.repo.Find(c.Tree, record)
	if err != nil || !ok || file.Mode != gitobj.File {
		return errors.Join(err, errUnsigned)
	}
	data, err := s.repo.Read(file.ID, "blob", source.MaxMarkdown)
	if err != nil {
		return err
	}
	for _, ext := range []string{".sig", ".asc"} {
		e, ok, err := s.repo.Find(c.Tree, record+ext)
		if err != nil {
			return err
		}
		if !ok || e.Mode != gitobj.File {
			continue
		}
		armored, err := s.repo.Read(e.ID, "blob", signature.MaxSize)
		if errors.Is(err, gitobj.ErrTooLarge) {
			result = signature.ErrMalformed
			continue
		}
		if err != nil {
			return err
		}
		if err = signature.Verify(keys, data, string(armored), signature.NamespaceFile, s.options.Received); err == nil {
			if !isNew {
				return nil
			}
			return s.fresh(file.ID)
		}
		result = err
	}
	return result
}

// fresh holds a detached signature to bytes that have not been a record of the
// vendor before. Such a signature does not say which advisory it is for, nor
// when, so one that is known could be put beside another record by anybody.
func (s *session) fresh(id gitobj.ID) error {
	if s.history == nil {
		seen, err := s.repo.History(s.base, check.VendorsDir, s.records())
		if err != nil {
			return err
		}
		s.history = seen
	}
	if s.history[id] || s.recent[id] {
		return errOtherRecord
	}
	return nil
}

// remember adds the files of a commit to what has been.
func (s *session) remember(files []changed) {
	for _, f := range files {
		s.recent[f.new.ID] = true
	}
}

func signatureKeys(v *check.Vendor) []signature.Key {
	var out []signature.Key
	for _, k := range v.Keys {
		out = append(out, signature.Key{Kind: k.Kind, Public: k.Key, From: k.ValidFrom, Until: k.ValidUntil, Revoked: k.RevokedAt})
	}
	return out
}

func signatureRule(err error) (string, bool) {
	for _, r := range []struct {
		err  error
		rule string
	}{
		{errUnsigned, "signature-missing"},
		{errOtherRecord, "signature-other-record"},
		{signature.ErrMalformed, "signature-malformed"},
		{signature.ErrUnknownKey, "signature-unknown-key"},
		{signature.ErrInvalid, "signature-invalid"},
		{signature.ErrNotYet, "signature-early-key"},
		{signature.ErrExpired, "signature-expired-key"},
		{signature.ErrRevoked, "signature-revoked-key"},
		{signature.ErrWeak, "signature-weak"},
	} {
		if errors.Is(err, r.err) {
			return r.rule, true
		}
	}
	return "", false
}
