package reviews

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// Fate is what an upgrade does to things of one kind that hang on the id of one part of the lens: one that is gone or
// continues under another id.
type Fate struct {
	Kind    FateKind
	Part    Part
	ID      string // before
	Title   string // of the part, before
	To      string // the id that the part continues under; "": it is gone
	Count   int    // of the things
	Names   []string
	Outcome Outcome

	was string // what goes, in words, for the audit log
}

// FateKind says what hangs on an id. Those of narrowing count people and open invitations, with the names of the
// people.
type FateKind string

// The kinds of things that hang on ids of a lens.
const (
	AnswerFate      FateKind = "answer"
	ChoiceFate      FateKind = "choice" // what an answer says of one choice
	PillarNotesFate FateKind = "pillar_notes"
	AssignmentFate  FateKind = "assignment" // with the name of the person
	CommentsFate    FateKind = "comments"
	ParkedFate      FateKind = "parked"
	AgendaFate      FateKind = "agenda" // minutes of a pillar
	PlaceFate       FateKind = "place"  // where a facilitated review is
	PriorityFate    FateKind = "priority"
	MembersFate     FateKind = "members" // who may change this pillar and few others
	InvitationsFate FateKind = "invitations"
)

// Outcome is what becomes of it.
type Outcome string

// The outcomes.
const (
	CarriedOn   Outcome = "carried"      // continues under To
	InMilestone Outcome = "in_milestone" // goes from the review; the milestone that is saved first keeps it
	Ended       Outcome = "ended"        // goes; the audit log names it
	Reachable   Outcome = "reachable"    // stays, and can be read under the id before
	// stays as it is, and opens nothing here any more: nobody may do more than before
	Closed Outcome = "closed"
)

// account fills in the fates of whatever hangs on ids that the new version has not got.
func (c *carriedReview) account(tx *store.Tx, owner string) error {
	a := accounting{carriedReview: c, tx: tx, owner: owner}
	a.find()
	if len(a.pillars)+len(a.questions)+len(a.choices) == 0 {
		return nil
	}
	for _, step := range []func() error{a.answersAndNotes, a.together, a.facilitation, a.priorities, a.narrowed} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

type accounting struct {
	*carriedReview
	tx    *store.Tx
	owner string // workspace of the workload

	pillars, questions, choices []moving
}

// moving is a part whose id the new version has not got.
type moving struct {
	part             Part
	id, title, to    string
	question, choice string // of a choice, before
}

// find lists what is gone or renamed.
func (a *accounting) find() {
	for _, p := range a.from.Doc.Pillars {
		if a.to.Doc.Pillar(p.ID) == nil {
			a.pillars = append(a.pillars, moving{part: PillarPart, id: p.ID, title: p.Name, to: other(p.ID,
				a.names.Pillar(p.ID))})
		}
		for _, q := range p.Questions {
			_, now := a.to.Doc.Question(a.names.Question(q.ID))
			if now == nil || now.ID != q.ID {
				a.questions = append(a.questions, moving{part: QuestionPart, id: q.ID, title: q.Title, to: other(q.ID,
					a.names.Question(q.ID))})
			}
			for _, x := range q.Choices {
				to := a.names.Choice(q.ID, x.ID)
				if now == nil || now.Choice(x.ID) != nil {
					continue
				}
				a.choices = append(a.choices, moving{part: ChoicePart, id: q.ID + "/" + x.ID, title: x.Title,
					to:       other(x.ID, to),
					question: q.ID, choice: x.ID})
			}
		}
	}
}

// other is the id, or "" where it is still the same: nothing leads on.
func other(was, is string) string {
	if was == is {
		return ""
	}
	return is
}

// add tells a fate: carried where the part goes on, else what is given.
func (a *accounting) add(m moving, f Fate, gone Outcome) {
	f.Part, f.ID, f.Title, f.To, f.Outcome = m.part, m.id, m.title, m.to, gone
	if m.to != "" {
		f.Outcome = CarriedOn
	}
	f.Count = cmp.Or(f.Count, max(1, len(f.Names)))
	a.Fates = append(a.Fates, f)
}

func (a *accounting) answersAndNotes() error {
	rows, err := a.tx.Answers(a.review.ID)
	if err != nil {
		return err
	}
	had := models.ByQuestion(rows)
	before, err := a.tx.PillarNotes(a.review.ID)
	if err != nil {
		return err
	}
	for _, m := range a.pillars {
		if notes := before[m.id]; notes != "" {
			a.add(m, Fate{Kind: PillarNotesFate, was: notes}, InMilestone)
		}
	}
	for _, m := range a.questions {
		if x, ok := had[m.id]; ok {
			a.add(m, Fate{Kind: AnswerFate, was: answerText(x)}, InMilestone)
		}
	}
	for _, m := range a.choices {
		state := had[m.question].Choice(m.choice)
		if state.Status == models.ChoiceUnselected && state.Notes == "" {
			continue
		}
		a.add(m, Fate{Kind: ChoiceFate, was: strings.TrimSpace(string(state.Status) + " " + state.Notes)}, InMilestone)
	}
	return nil
}

// answerText says in a line what was answered.
func answerText(a models.Answer) string {
	text := string(a.Risk)
	if ids := idsWith(a.AnswerFields, models.ChoiceSelected); len(ids) > 0 {
		text += ": " + strings.Join(ids, ", ")
	}
	if a.Notes != "" {
		text += "; with notes"
	}
	return text
}

func (a *accounting) together() error {
	assigned, err := a.tx.Assignments(a.review.ID)
	if err != nil {
		return err
	}
	counts, err := a.tx.CommentCounts(a.review.ID)
	if err != nil {
		return err
	}
	parked, err := a.tx.ParkingLot(a.review.ID)
	if err != nil {
		return err
	}
	for _, m := range slices.Concat(a.pillars, a.questions) {
		for _, x := range assigned {
			if (m.part == QuestionPart && x.QuestionID == m.id) || (m.part == PillarPart && x.QuestionID == "" &&
				x.PillarID == m.id) {
				a.add(m, Fate{Kind: AssignmentFate, Names: []string{x.Name}, was: x.Name}, Ended)
			}
		}
	}
	for _, m := range a.questions {
		for _, c := range counts {
			if c.QuestionID == m.id {
				a.add(m, Fate{Kind: CommentsFate, Count: c.N}, Reachable)
			}
		}
		n := 0
		for _, p := range parked {
			if p.QuestionID == m.id {
				n++
			}
		}
		if n > 0 {
			a.add(m, Fate{Kind: ParkedFate, Count: n}, Reachable)
		}
	}
	return nil
}

func (a *accounting) facilitation() error {
	led, err := a.tx.Facilitation(a.review.ID)
	if models.CodeOf(err) == models.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	for _, m := range a.pillars {
		if minutes, ok := led.Agenda[m.id]; ok {
			a.add(m, Fate{Kind: AgendaFate, was: fmt.Sprintf("%d minutes", minutes)}, Ended)
		}
	}
	for _, m := range a.questions {
		if led.QuestionID == m.id {
			a.add(m, Fate{Kind: PlaceFate, was: m.id}, Ended)
		}
	}
	return nil
}

// priorities follows the pillar priorities of the workload, which its other lenses share: an id that one of them has
// stays beside the new one.
func (a *accounting) priorities() error {
	load, err := a.tx.Workload(a.review.WorkloadID)
	if err != nil {
		return err
	}
	var now []string
	changed := false
	for _, id := range load.PillarPriorities {
		at := slices.IndexFunc(a.pillars, func(m moving) bool { return m.id == id })
		if at < 0 {
			now = append(now, id)
			continue
		}
		m := a.pillars[at]
		elsewhere, err := a.elsewhere(id)
		if err != nil {
			return err
		}
		if elsewhere && m.to == "" {
			now = append(now, id)
			continue
		}
		a.add(m, Fate{Kind: PriorityFate, was: id}, Reachable)
		if elsewhere || m.to == "" {
			now = append(now, id)
		}
		if m.to != "" && !slices.Contains(load.PillarPriorities, m.to) {
			now, changed = append(now, m.to), true
		}
	}
	if changed {
		load.PillarPriorities = now[:min(len(now), models.MaxPriorities)]
		a.load = &load
	}
	return nil
}

// elsewhere reports whether another review of the workload has a pillar with the id.
func (a *accounting) elsewhere(id string) (bool, error) {
	reviews, err := a.tx.Reviews(a.review.WorkloadID)
	for _, r := range reviews {
		if r.ID != a.review.ID &&
			slices.ContainsFunc(r.Pillars, func(p models.PillarReview) bool { return p.PillarID == id }) {
			return true, err
		}
	}
	return false, err
}

// lost says in words what does not go on, one entry a thing.
func (c *carriedReview) lost() (list []string) {
	for _, f := range c.Fates {
		if f.Outcome != CarriedOn {
			list = append(list, fmt.Sprintf("%s of the %s %s", strings.ReplaceAll(string(f.Kind), "_", " "), f.Part,
				f.ID))
		}
	}
	return list
}

// changes are what the audit log says of the upgrade: the version, by which ids parts go on, and whatever does not go
// on as it was.
func (c *carriedReview) changes() []models.Change {
	list := core.AddChange(nil, "lens_version", c.Carried.From, c.Carried.To)
	for _, r := range c.Renamed {
		how := "by_map"
		if r.ByTitle {
			how = "by_title"
		}
		list = append(list, models.Change{Field: "carried_" + how + "/" + string(r.Part) + "/" + r.From, From: r.From,
			To: r.To})
	}
	for _, f := range c.Fates {
		field := string(f.Kind) + "/" + f.ID
		switch f.Outcome {
		case CarriedOn:
			list = append(list, models.Change{Field: field, From: cmp.Or(f.was, strconv.Itoa(f.Count)), To: f.To})
		case Reachable, Closed:
			if f.Kind == MembersFate {
				list = append(list, models.ListChange(field, f.Names, []string{string(f.Outcome)}))
				continue
			}
			list = append(list, models.Change{Field: field, From: cmp.Or(f.was, strconv.Itoa(f.Count)),
				To: string(f.Outcome)})
		case InMilestone, Ended:
			list = append(list, models.Change{Field: field, From: f.was})
		}
	}
	return list
}
