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

// UpgradeEffect is what an upgrade does to things of one kind that hang on the id of one part of the lens: one that is
// gone or continues under another id.
type UpgradeEffect struct {
	Kind    EffectKind
	Part    LensPart
	ID      string // before
	Title   string // of the part, before
	To      string // the id that the part continues under; "": it is gone
	Count   int    // of the things
	Names   []string
	Outcome EffectOutcome

	was string // what goes, in words, for the audit log
}

// EffectKind says what hangs on an id. Those of narrowing count people and open invitations, with the names of the
// people.
type EffectKind string

// The kinds of things that hang on ids of a lens.
const (
	AnswerEffect      EffectKind = "answer"
	ChoiceEffect      EffectKind = "choice" // what an answer says of one choice
	PillarNotesEffect EffectKind = "pillar_notes"
	AssignmentEffect  EffectKind = "assignment" // with the name of the person
	CommentsEffect    EffectKind = "comments"
	ParkedEffect      EffectKind = "parked"
	AcceptanceEffect  EffectKind = "acceptance" // with the role of who answers for it
	AgendaEffect      EffectKind = "agenda"     // minutes of a pillar
	PlaceEffect       EffectKind = "place"      // where a facilitated review is
	PriorityEffect    EffectKind = "priority"
	MembersEffect     EffectKind = "members" // who may change this pillar and few others
	InvitationsEffect EffectKind = "invitations"
)

// EffectOutcome is what becomes of it.
type EffectOutcome string

// The outcomes.
const (
	OutcomeCarriedOn   EffectOutcome = "carried"      // continues under To
	OutcomeInMilestone EffectOutcome = "in_milestone" // goes from the review; the milestone that is saved first keeps it
	OutcomeEnded       EffectOutcome = "ended"        // goes; the audit log names it
	OutcomeReachable   EffectOutcome = "reachable"    // stays, and can be read under the id before
	// stays as it is, and opens nothing here any more: nobody may do more than before
	OutcomeClosed EffectOutcome = "closed"
)

// account fills in the fates of whatever hangs on ids that the new version has not got.
func (c *carriedReview) account(tx *store.Tx, owner string) error {
	a := accounting{carriedReview: c, tx: tx, owner: owner}
	a.find()
	if len(a.pillars)+len(a.questions)+len(a.choices) == 0 {
		return nil
	}
	for _, step := range []func() error{a.answersAndNotes, a.together, a.acceptances, a.facilitation, a.priorities,
		a.narrowed} {
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

	pillars, questions, choices []removedPart
}

// removedPart is a part whose id the new version has not got.
type removedPart struct {
	part             LensPart
	id, title, to    string
	question, choice string // of a choice, before
}

// find lists what is gone or renamed.
func (a *accounting) find() {
	for _, p := range a.from.Doc.Pillars {
		if a.to.Doc.Pillar(p.ID) == nil {
			a.pillars = append(a.pillars, removedPart{part: PillarPart, id: p.ID, title: p.Name, to: changedID(p.ID,
				a.names.Pillar(p.ID))})
		}
		for _, q := range p.Questions {
			_, now := a.to.Doc.Question(a.names.Question(q.ID))
			if now == nil || now.ID != q.ID {
				a.questions = append(a.questions, removedPart{part: QuestionPart, id: q.ID, title: q.Title, to: changedID(q.ID,
					a.names.Question(q.ID))})
			}
			for _, x := range q.Choices {
				to := a.names.Choice(q.ID, x.ID)
				if now == nil || now.Choice(x.ID) != nil {
					continue
				}
				a.choices = append(a.choices, removedPart{part: ChoicePart, id: q.ID + "/" + x.ID, title: x.Title,
					to:       changedID(x.ID, to),
					question: q.ID, choice: x.ID})
			}
		}
	}
}

// changedID is the id, or "" where it is still the same: nothing leads on.
func changedID(was, is string) string {
	if was == is {
		return ""
	}
	return is
}

// add tells a fate: carried where the part goes on, else what is given.
func (a *accounting) add(m removedPart, f UpgradeEffect, gone EffectOutcome) {
	f.Part, f.ID, f.Title, f.To, f.Outcome = m.part, m.id, m.title, m.to, gone
	if m.to != "" {
		f.Outcome = OutcomeCarriedOn
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
			a.add(m, UpgradeEffect{Kind: PillarNotesEffect, was: notes}, OutcomeInMilestone)
		}
	}
	for _, m := range a.questions {
		if x, ok := had[m.id]; ok {
			a.add(m, UpgradeEffect{Kind: AnswerEffect, was: answerText(x)}, OutcomeInMilestone)
		}
	}
	for _, m := range a.choices {
		state := had[m.question].Choice(m.choice)
		if state.Status == models.ChoiceUnselected && state.Notes == "" {
			continue
		}
		a.add(m, UpgradeEffect{Kind: ChoiceEffect, was: strings.TrimSpace(string(state.Status) + " " + state.Notes)},
			OutcomeInMilestone)
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
				a.add(m, UpgradeEffect{Kind: AssignmentEffect, Names: []string{x.Name}, was: x.Name}, OutcomeEnded)
			}
		}
	}
	for _, m := range a.questions {
		for _, c := range counts {
			if c.QuestionID == m.id {
				a.add(m, UpgradeEffect{Kind: CommentsEffect, Count: c.N}, OutcomeReachable)
			}
		}
		n := 0
		for _, p := range parked {
			if p.QuestionID == m.id {
				n++
			}
		}
		if n > 0 {
			a.add(m, UpgradeEffect{Kind: ParkedEffect, Count: n}, OutcomeReachable)
		}
	}
	return nil
}

func (a *accounting) facilitation() error {
	led, err := a.tx.Facilitation(a.review.ID)
	if models.CodeOf(err) == models.CodeNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	for _, m := range a.pillars {
		if minutes, ok := led.Agenda[m.id]; ok {
			a.add(m, UpgradeEffect{Kind: AgendaEffect, was: fmt.Sprintf("%d minutes", minutes)}, OutcomeEnded)
		}
	}
	for _, m := range a.questions {
		if led.QuestionID == m.id {
			a.add(m, UpgradeEffect{Kind: PlaceEffect, was: m.id}, OutcomeEnded)
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
		at := slices.IndexFunc(a.pillars, func(m removedPart) bool { return m.id == id })
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
		a.add(m, UpgradeEffect{Kind: PriorityEffect, was: id}, OutcomeReachable)
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
		if f.Outcome != OutcomeCarriedOn {
			list = append(list, fmt.Sprintf("%s of the %s %s", strings.ReplaceAll(string(f.Kind), "_", " "), f.Part,
				f.ID))
		}
	}
	return list
}

// changes are what the audit log says of the upgrade: the version, by which ids parts go on, and whatever does not go
// on as it was.
func (c *carriedReview) changes() []models.FieldChange {
	list := core.AddChange(nil, "lens_version", c.CarriedOver.From, c.CarriedOver.To)
	for _, r := range c.Renamed {
		how := "by_map"
		if r.ByTitle {
			how = "by_title"
		}
		list = append(list, models.FieldChange{Field: "carried_" + how + "/" + string(r.Part) + "/" + r.From, From: r.From,
			To: r.To})
	}
	for _, f := range c.Fates {
		field := string(f.Kind) + "/" + f.ID
		switch f.Outcome {
		case OutcomeCarriedOn:
			list = append(list, models.FieldChange{Field: field, From: cmp.Or(f.was, strconv.Itoa(f.Count)), To: f.To})
		case OutcomeReachable, OutcomeClosed:
			if f.Kind == MembersEffect {
				list = append(list, models.ListChange(field, f.Names, []string{string(f.Outcome)}))
				continue
			}
			list = append(list, models.FieldChange{Field: field, From: cmp.Or(f.was, strconv.Itoa(f.Count)),
				To: string(f.Outcome)})
		case OutcomeInMilestone, OutcomeEnded:
			list = append(list, models.FieldChange{Field: field, From: f.was})
		}
	}
	return list
}
