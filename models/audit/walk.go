package audit

import "plumbline/models"

// How far a line may be sealed from where it was written, without a look for it in the database.
const auditWindow = 1000

// Walk tells an Check the lines of a chain in the order of the chain. It gets them in the order of writing.
// The two are the same but for lines whose transaction took longer to commit than those after it: these were sealed
// later. Where nothing fits, it goes by the order of writing, so that what is wrong is told where it was written.
type Walk struct {
	check  *Check
	find   func(position int64) ([]models.AuditLine, error)
	looks  int // how many may still be looked for
	window int
	held   []models.AuditLine // not told yet, in the order of writing
	early  map[int64]bool     // told already: those that were found
}

// NewWalk walks to the check. find gives the lines of the chain at a position; it need not be fast.
func NewWalk(check *Check, find func(position int64) ([]models.AuditLine, error)) *Walk {
	return &Walk{check: check, find: find, looks: MostFaults, window: auditWindow, early: map[int64]bool{}}
}

// Line is given the next line that was written.
func (w *Walk) Line(l models.AuditLine) error {
	if w.early[l.Seq] {
		delete(w.early, l.Seq)
		return nil
	}
	if len(w.held) == 0 && w.check.Follows(l) {
		w.check.Line(l)
		return nil
	}
	w.held = append(w.held, l)
	if len(w.held) <= w.window && !w.check.Follows(l) {
		return nil
	}
	return w.tell(w.window)
}

// End is given the head, and gives the verdict.
func (w *Walk) End(head *models.AuditHead) (Verdict, error) {
	if err := w.tell(0); err != nil {
		return Verdict{}, err
	}
	return w.check.End(head), nil
}

// tell tells what follows, and whatever is held beyond the number.
func (w *Walk) tell(most int) error {
	for len(w.held) > 0 {
		i := w.following()
		if i < 0 && len(w.held) <= most {
			return nil
		}
		if i < 0 {
			found, err := w.look()
			if err != nil {
				return err
			}
			if found {
				continue
			}
			i = 0
		}
		w.check.Line(w.held[i])
		w.held = append(w.held[:i], w.held[i+1:]...)
	}
	return nil
}

// following is the place of the line that follows, -1 if none of those held does. Two lines that were sealed as they
// were written never change places.
func (w *Walk) following() int {
	passed := false // a line that was sealed as it was written
	for i, l := range w.held {
		if w.check.Follows(l) && (l.Slot > 0 || !passed) {
			return i
		}
		passed = passed || l.Slot == 0
	}
	return -1
}

// look looks further away for the line that follows, and tells it.
func (w *Walk) look() (bool, error) {
	if w.looks == 0 || w.find == nil {
		return false, nil
	}
	w.looks--
	lines, err := w.find(w.check.Next())
	if err != nil {
		return false, err
	}
	for _, l := range lines {
		if l.Slot > 0 && w.check.Follows(l) {
			w.early[l.Seq] = true
			w.check.Line(l)
			return true, nil
		}
	}
	return false, nil
}
