package models

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// AuditSlot numbers the audit lines that are written before they are sealed. A transaction has one slot for itself
// until it ends, and takes the numbers back if it fails: so the numbers of a slot have no gaps, and a line that was
// removed before it was sealed leaves one.
type AuditSlot struct {
	ID     int64
	Lines  int64 // that were numbered
	Sealed int64 // of these, the number up to which they were sealed
}

// AuditGap is where lines of a slot are missing that were not sealed yet.
type AuditGap struct {
	Slot     int64
	From, To int64 // the first and the last number that is missing
	Seq      int64 // of the line behind the gap in the slot; 0: there is none
}

// What says what is missing, in words. Nobody can tell any more of which workspace it was.
func (g AuditGap) What() string {
	what := "the line " + strconv.FormatInt(g.From, 10)
	if g.To > g.From {
		what = fmt.Sprintf("the lines %d to %d", g.From, g.To)
	}
	return fmt.Sprintf("missing between writing and sealing: %s of slot %d, of this workspace or another one", what,
		g.Slot)
}

// GapKind is the kind of the audit lines of the instance that tell of an AuditGap: whoever seals writes them, so that a
// gap is not forgotten once the lines around it are sealed.
const GapKind = "audit_gap"

// Line is the audit line that tells of the gap. It has no time and no actor yet.
func (g AuditGap) Line() AuditLine {
	return AuditLine{
		Action: ReadInstance, Kind: GapKind, ThingID: fmt.Sprintf("%d/%d-%d/%d", g.Slot, g.From, g.To, g.Seq),
		Changes: []Change{{Field: "missing", To: g.What()}},
	}
}

// GapOf is the gap that an audit line tells of; false for a line of anything else.
func GapOf(l AuditLine) (g AuditGap, is bool) {
	if l.Kind != GapKind || l.WorkspaceID != "" {
		return g, false
	}
	n, err := fmt.Sscanf(l.ThingID, "%d/%d-%d/%d", &g.Slot, &g.From, &g.To, &g.Seq)
	return g, n == 4 && err == nil
}

// AuditSlots holds lines that are not sealed yet against the numbers that their slots gave. It is told all of them, of
// every workspace, in the order of writing, which within a slot is that of the numbers.
type AuditSlots struct {
	slots map[int64]AuditSlot
	last  map[int64]int64
	gaps  []AuditGap
}

// NewAuditSlots begins where sealing got to.
func NewAuditSlots(slots []AuditSlot) *AuditSlots {
	s := &AuditSlots{slots: map[int64]AuditSlot{}, last: map[int64]int64{}}
	for _, slot := range slots {
		s.slots[slot.ID], s.last[slot.ID] = slot, slot.Sealed
	}
	return s
}

func (s *AuditSlots) gap(g AuditGap) {
	if len(s.gaps) < MaxAuditFaults {
		s.gaps = append(s.gaps, g)
	}
}

// Line tells whether the line goes on in its slot. One that does not was put in by hand, and is not to be sealed.
func (s *AuditSlots) Line(l AuditLine) bool {
	last := s.last[l.Slot]
	if !l.Unsealed() || l.SlotNumber <= last || l.SlotNumber > s.slots[l.Slot].Lines {
		return false
	}
	if l.SlotNumber > last+1 {
		s.gap(AuditGap{Slot: l.Slot, From: last + 1, To: l.SlotNumber - 1, Seq: l.Seq})
	}
	s.last[l.Slot] = l.SlotNumber
	return true
}

// Ends is told that no more lines are to come: what a slot has numbered beyond is missing, and what was sealed beyond
// the numbers shows that these were changed.
func (s *AuditSlots) Ends() {
	for _, id := range slices.Sorted(maps.Keys(s.slots)) {
		slot := s.slots[id]
		if last := s.last[id]; last != slot.Lines {
			s.gap(AuditGap{Slot: id, From: min(last, slot.Lines) + 1, To: max(last, slot.Lines)})
			s.last[id] = max(last, slot.Lines)
		}
	}
}

// Gaps are those found so far, the first hundred.
func (s *AuditSlots) Gaps() []AuditGap { return s.gaps }

// Last gives the number up to which a slot was walked.
func (s *AuditSlots) Last(slot int64) int64 { return s.last[slot] }
