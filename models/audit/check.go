// Package audit holds the chains of the audit log against what they must be: no line edited, removed or put in, after
// it was sealed into a chain and, as far as can be told, before.
//
// It may import models. It knows no database: whoever asks gives it the lines.
package audit

import (
	"bytes"
	"fmt"

	"plumbline/models"
)

// MostFaults is how many faults of a chain are told; whoever repairs these looks again.
const MostFaults = 100

// Verdict is what a look at a whole chain found.
type Verdict struct {
	Lines  int64   // that are there
	Later  int64   // of these, those that are written and not sealed yet
	Head   []byte  // hash at the end of the chain as it is kept, nil where nothing was ever written
	Faults []Fault // in the order of writing, the first hundred; none if the chain is intact
	Noted  bool    // the hash that was looked for is one of the chain's
}

// Intact tells whether nothing was edited, removed or put in.
func (v Verdict) Intact() bool { return len(v.Faults) == 0 }

// Fault is a place where a chain is not as it was written.
type Fault struct {
	Seq      int64 // of the line, or of the one behind the gap; 0 at the end
	Position int64 // of the line, or the first one that is missing; 0 of a line outside the chain
	What     string
}

// Check holds a chain against its hashes: it is told every line in the order of writing, then the head. One line that
// was tampered with is one fault, not one for each line behind it.
type Check struct {
	noted   []byte
	verdict Verdict
	now     chainEnd
	jumped  chainEnd // where the chain was before it last jumped ahead
}

// chainEnd is the last line that was checked.
type chainEnd struct {
	last   int64    // position
	hashes [][]byte // one of which the next line follows; two where the line's own hash is not what it should be
}

// NewCheck starts at the beginning of a chain. Noted is a hash to look for on the way, nil for none.
func NewCheck(noted []byte) *Check {
	return &Check{noted: noted, now: chainEnd{hashes: [][]byte{nil}}, jumped: chainEnd{last: -1}}
}

func (k chainEnd) precedes(l models.AuditLine) bool {
	if l.Position != k.last+1 {
		return false
	}
	for _, h := range k.hashes {
		if bytes.Equal(l.Seal(h), l.Hash) {
			return true
		}
	}
	return false
}

// Follows tells whether the line is the next one, as it was sealed.
func (c *Check) Follows(l models.AuditLine) bool { return c.now.precedes(l) }

// Next is the position behind what was walked so far.
func (c *Check) Next() int64 { return c.now.last + 1 }

// Later is told a line that is not sealed yet, and whether it is one that will be.
func (c *Check) Later(l models.AuditLine, will bool) {
	c.verdict.Lines++
	if will {
		c.verdict.Later++
		return
	}
	c.fault(l.Seq, 0, unchained)
}

const unchained = "unchained line: it was put in by hand"

// Gap is told of lines that were written, and were gone before they were sealed.
func (c *Check) Gap(g Gap) { c.fault(g.Seq, 0, "%s", g.What()) }

// Line is told the next line.
func (c *Check) Line(l models.AuditLine) {
	c.verdict.Lines++
	c.verdict.Noted = c.verdict.Noted || len(c.noted) > 0 && bytes.Equal(c.noted, l.Hash)
	want := c.now.last + 1
	inPlace := l
	inPlace.Position = want
	switch {
	case c.now.precedes(l):
		c.now = chainEnd{want, [][]byte{l.Hash}}
	case c.now.precedes(inPlace):
		c.fault(l.Seq, want, "edited line: its position was changed to %d", l.Position)
		c.now = chainEnd{want, [][]byte{l.Hash}}
	case c.jumped.precedes(l): // what jumped ahead did not belong there
		c.now = chainEnd{l.Position, [][]byte{l.Hash}}
	case l.Position == want:
		c.fault(l.Seq, want,
			"edited line: its hash does not follow from it and the line before; one of the two was changed, or this one put in by hand")
		c.now = chainEnd{want, [][]byte{l.Hash, l.Seal(c.now.hashes[0])}}
	case l.Position <= 0:
		c.fault(l.Seq, 0, unchained)
	case l.Position < want:
		c.fault(l.Seq, l.Position, "line out of order: the chain was at position %d already; it was put in by hand or moved",
			want-1)
	default:
		c.fault(l.Seq, want, "removed before this line: %s", lineRange(want, l.Position-1))
		c.jumped, c.now = c.now, chainEnd{l.Position, [][]byte{l.Hash}}
	}
}

// End is told the head of the chain, nil where there is none, and gives the verdict.
func (c *Check) End(head *models.AuditHead) Verdict {
	last := c.now.last
	switch {
	case head == nil && c.verdict.Lines > c.verdict.Later:
		c.fault(0, last, "head missing: what was removed at the end can't be told")
	case head == nil:
	case head.Lines > last:
		c.fault(0, last+1, "removed at the end: %s", lineRange(last+1, head.Lines))
	case head.Lines < last:
		c.fault(0, head.Lines+1,
			"the head counts %d lines, but the chain goes on to position %d: the head was changed, or lines put in by hand",
			head.Lines, last)
	case last > 0 && !c.endsWith(head.Hash):
		c.fault(0, last, "the head is not the hash of the last line: one of the two was changed")
	}
	if head != nil {
		c.verdict.Head = head.Hash
	}
	return c.verdict
}

func (c *Check) endsWith(hash []byte) bool {
	for _, h := range c.now.hashes {
		if bytes.Equal(h, hash) {
			return true
		}
	}
	return false
}

func (c *Check) fault(seq, position int64, format string, args ...any) {
	if len(c.verdict.Faults) < MostFaults {
		c.verdict.Faults = append(c.verdict.Faults, Fault{seq, position, fmt.Sprintf(format, args...)})
	}
}

func lineRange(from, to int64) string {
	if from == to {
		return fmt.Sprintf("the line at position %d", from)
	}
	return fmt.Sprintf("the lines at positions %d to %d", from, to)
}
