package audit

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"plumbline/models"
)

// Slot numbers the audit lines that are written before they are sealed. A transaction has one slot for itself
// until it ends, and takes the numbers back if it fails: so the numbers of a slot have no gaps, and a line that was
// removed before it was sealed leaves one.
type Slot struct {
	ID     int64
	Lines  int64 // that were numbered
	Sealed int64 // of these, the number up to which they were sealed
}

// Gap is where lines of a slot are missing that were not sealed yet.
type Gap struct {
	Slot     int64
	From, To int64 // the first and the last number that is missing
	Seq      int64 // of the line behind the gap in the slot; 0: there is none
}

// What says what is missing, in words. Nobody can tell any more of which workspace it was.
func (g Gap) What() string {
	what := "the line " + strconv.FormatInt(g.From, 10)
	if g.To > g.From {
		what = fmt.Sprintf("the lines %d to %d", g.From, g.To)
	}
	return fmt.Sprintf("missing between writing and sealing: %s of slot %d, of this workspace or another one", what,
		g.Slot)
}

// GapKind is the kind of the audit lines of the instance that tell of an Gap: whoever seals writes them, so that a
// gap is not forgotten once the lines around it are sealed.
const GapKind = "audit_gap"

// Line is the audit line that tells of the gap. It has no time and no actor yet.
func (g Gap) Line() models.AuditLine {
	return models.AuditLine{
		Action: models.ReadInstance, Kind: GapKind, ThingID: fmt.Sprintf("%d/%d-%d/%d", g.Slot, g.From, g.To, g.Seq),
		Changes: []models.FieldChange{{Field: "missing", To: g.What()}},
	}
}

// GapOf is the gap that an audit line tells of; false for a line of anything else.
func GapOf(l models.AuditLine) (g Gap, is bool) {
	if l.Kind != GapKind || l.WorkspaceID != "" {
		return g, false
	}
	n, err := fmt.Sscanf(l.ThingID, "%d/%d-%d/%d", &g.Slot, &g.From, &g.To, &g.Seq)
	return g, n == 4 && err == nil
}

// Slots holds lines that are not sealed yet against the numbers that their slots gave. It is told all of them, of
// every workspace, in the order of writing, which within a slot is that of the numbers.
type Slots struct {
	slots map[int64]Slot
	last  map[int64]int64
	gaps  []Gap
}

// NewSlots begins where sealing got to.
func NewSlots(slots []Slot) *Slots {
	s := &Slots{slots: map[int64]Slot{}, last: map[int64]int64{}}
	for _, slot := range slots {
		s.slots[slot.ID], s.last[slot.ID] = slot, slot.Sealed
	}
	return s
}

func (s *Slots) gap(g Gap) {
	if len(s.gaps) < MostFaults {
		s.gaps = append(s.gaps, g)
	}
}

// Line tells whether the line goes on in its slot. One that does not was put in by hand, and is not to be sealed.
func (s *Slots) Line(l models.AuditLine) bool {
	last := s.last[l.Slot]
	if !l.Unsealed() || l.SlotNumber <= last || l.SlotNumber > s.slots[l.Slot].Lines {
		return false
	}
	if l.SlotNumber > last+1 {
		s.gap(Gap{Slot: l.Slot, From: last + 1, To: l.SlotNumber - 1, Seq: l.Seq})
	}
	s.last[l.Slot] = l.SlotNumber
	return true
}

// Ends is told that no more lines are to come: what a slot has numbered beyond is missing, and what was sealed beyond
// the numbers shows that these were changed.
func (s *Slots) Ends() {
	for _, id := range slices.Sorted(maps.Keys(s.slots)) {
		slot := s.slots[id]
		if last := s.last[id]; last != slot.Lines {
			s.gap(Gap{Slot: id, From: min(last, slot.Lines) + 1, To: max(last, slot.Lines)})
			s.last[id] = max(last, slot.Lines)
		}
	}
}

// Gaps are those found so far, the first hundred.
func (s *Slots) Gaps() []Gap { return s.gaps }

// Last gives the number up to which a slot was walked.
func (s *Slots) Last(slot int64) int64 { return s.last[slot] }
