package publish

import (
	"crypto/sha256"

	"github.com/advgen/advgen/generator/artifact"
)

// noted is what is kept of each file that was put, by its number, until Commit.
// It has no pointer, and never moves: a large site has millions.
type noted struct{ blocks [][]note }

// note is a put without its path.
type note struct {
	sha256      [sha256.Size]byte
	size        int64
	file, known int32
	class       artifact.Class
}

const notesInBlock = 1 << 12

func (n *noted) set(number int, p put) {
	for number/notesInBlock >= len(n.blocks) {
		n.blocks = append(n.blocks, make([]note, notesInBlock))
	}
	n.blocks[number/notesInBlock][number%notesInBlock] = note{p.SHA256, p.Size, p.file, p.known, p.Class}
}

func (n *noted) at(number int, path string) put {
	f := n.blocks[number/notesInBlock][number%notesInBlock]
	return put{Entry: artifact.Entry{Path: path, SHA256: f.sha256, Size: f.size, Class: f.class}, file: f.file, known: f.known}
}

// gather makes puts of what is noted, and of what was left.
func (s *Session) gather() error {
	s.puts = make([]put, 0, s.paths.Len()+s.leaves)
	for i := range s.paths.Len() {
		s.puts = append(s.puts, s.noted.at(i, s.paths.Path(i)))
	}
	s.noted = noted{}
	return s.takeLeft()
}
