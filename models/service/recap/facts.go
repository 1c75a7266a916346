package recap

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"plumbline/models"
	"plumbline/models/accepted"
	"plumbline/models/labels"
	"plumbline/models/notice"
	"plumbline/models/remediation"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
	"plumbline/models/timezone"
	"plumbline/models/urls"
	"plumbline/questionnaires"
	"plumbline/reports/improvement"
)

// How much of each list a recap has.
const (
	mostRisks    = 10
	mostSteps    = 5
	mostItems    = 10
	mostAccepted = 10
)

// recap is one that is being made.
type recap struct {
	Preview
	view   reviews.ReviewView
	load   models.Workload
	worked map[string]bool // who took part, by id
	all    []Person
}

// make finds the review and puts together what there is to say of it.
func (r Recaps) make(tx *store.Tx, actor models.Actor, at models.ReviewPath, in Input) (m recap, err error) {
	if m.view, err = r.reviews.Find(tx, actor, models.SendRecap, at); err != nil {
		return m, err
	}
	if m.load, err = tx.Workload(m.view.WorkloadID); err != nil {
		return m, err
	}
	snap, err := r.reviews.LiveSnapshot(tx, m.load, m.view.LensID)
	if err != nil {
		return m, err
	}
	plan, err := improvement.Derive(snap, m.view.Lens.Key)
	if err != nil {
		return m, err
	}
	zone, path := timezone.Of(snap.TimeZone), urls.ReviewPage(m.load.ID, m.view.Lens.Key)
	m.SendsMail = r.outbox.SendsMail()
	m.Facts = notice.Recap{By: actor.Name, Workspace: snap.WorkspaceName, Workload: m.load.Name, Lens: m.view.Lens.Name,
		Version: m.view.Version.Name, Day: zone.In(r.core.Now()).Format(time.DateOnly), Note: strings.TrimSpace(in.Note),
		NextReview: m.load.NextReviewOn, Path: string(path), PlanPath: urls.WorkloadPage(m.load.ID).Plan()}
	m.addCounts(snap.Counts())
	m.addRisks(plan, path)
	if err := m.addMilestone(tx, zone); err != nil {
		return m, err
	}
	if err := m.addAttended(tx, in); err != nil {
		return m, err
	}
	items, err := itemsOf(tx, m.view)
	if err != nil {
		return m, err
	}
	m.addSteps(plan, items)
	m.addItems(items, remediation.Date(m.Facts.Day))
	m.addAccepted(plan, snap.Reviews[0].Accepted)
	return m, m.addPeople(tx, actor, items)
}

func (m *recap) addCounts(c questionnaires.RiskCounts) {
	f := &m.Facts
	f.Answered, f.Questions = c.Answered(), c.Total()
	f.High, f.Medium, f.Undecided = c.High, c.Medium, c.Undecided
	m.Empty = f.Answered == 0
}

func (m *recap) addMilestone(tx *store.Tx, zone timezone.Zone) error {
	list, err := tx.Milestones(m.load.ID, models.PageRequest{Limit: 1})
	if err != nil || len(list) == 0 {
		return err
	}
	m.Facts.Milestone, m.Facts.MilestoneDay = list[0].Name, zone.In(list[0].CreatedAt).Format(time.DateOnly)
	return nil
}

func (m *recap) addRisks(plan improvement.Plan, path urls.ReviewPath) {
	m.Facts.ToImprove = len(plan.Entries) + len(plan.Undecided)
	for _, e := range plan.First(m.Facts.ToImprove) {
		if e.Risk == questionnaires.RiskHigh && len(m.Facts.HighRisks) < mostRisks {
			m.Facts.HighRisks = append(m.Facts.HighRisks, notice.RecapRisk{Question: questionOf(e),
				AcceptedUntil: e.AcceptedUntil, Path: string(path.Question(e.QuestionID))})
		}
	}
}

func questionOf(e improvement.Entry) string {
	return strings.TrimSpace(e.DocumentID + " " + e.ShortName)
}

// addSteps takes the first steps from the plan in the order of its page: what removes most risk for least effort. Of
// a question that no practices lower, it is the first that is missing.
func (m *recap) addSteps(plan improvement.Plan, items []remediation.Item) {
	for _, e := range plan.ByValue() {
		practices := e.NextWay().Practices
		if len(practices) == 0 {
			practices = e.Practices[:min(len(e.Practices), 1)]
		}
		for _, p := range practices {
			if len(m.Facts.Plan) == mostSteps {
				return
			}
			step := notice.RecapStep{Title: p.Title, Question: questionOf(e), Risk: labels.WholeRisk(e.Risk)}
			ref := remediation.PracticeRef{ReviewID: m.view.Review.ID, QuestionID: e.QuestionID, ChoiceID: p.ChoiceID}
			for _, i := range items {
				if slices.Contains(i.Practices, ref) {
					step.Item, step.Owner, step.DueOn = i.Number, i.Owner.Name, string(i.DueOn)
					break
				}
			}
			m.Facts.Plan = append(m.Facts.Plan, step)
		}
	}
}

// itemsOf are the items that are not closed and are about the review: they close practices of it, or of none. What is
// due first comes first.
func itemsOf(tx *store.Tx, view reviews.ReviewView) ([]remediation.Item, error) {
	list, err := store.Items(tx).OfWorkload(view.WorkloadID, remediation.ActiveStatuses...)
	list = slices.DeleteFunc(list, func(i remediation.Item) bool {
		return len(i.Practices) > 0 && !slices.ContainsFunc(i.Practices, func(p remediation.PracticeRef) bool {
			return p.ReviewID == view.Review.ID
		})
	})
	slices.SortStableFunc(list, func(a, b remediation.Item) int {
		return cmp.Or(cmp.Compare(dueOrder(a), dueOrder(b)), cmp.Compare(a.Number, b.Number))
	})
	return list, err
}

// dueOrder sorts what has no date behind what has one.
func dueOrder(i remediation.Item) string { return cmp.Or(string(i.DueOn), "~") }

func (m *recap) addItems(items []remediation.Item, today remediation.Date) {
	m.Facts.OpenItems = len(items)
	for _, i := range items[:min(len(items), mostItems)] {
		m.Facts.Items = append(m.Facts.Items, notice.RecapItem{Number: i.Number, Title: i.Title, Owner: i.Owner.Name,
			DueOn: string(i.DueOn), Overdue: i.Overdue(today), Path: string(urls.Item(i.ID))})
	}
}

func (m *recap) addAccepted(plan improvement.Plan, all []accepted.Entry) {
	m.Facts.AcceptedRisks = len(all)
	entries := map[string]improvement.Entry{}
	for _, e := range plan.First(m.Facts.ToImprove) {
		entries[e.QuestionID] = e
	}
	for _, a := range all[:min(len(all), mostAccepted)] {
		e := entries[a.QuestionID]
		one := notice.RecapAcceptance{Title: questionOf(e), Risk: labels.WholeRisk(e.Risk), Until: a.Until,
			By: a.ApproverRole}
		if a.DecidedBy != "" {
			one.By = a.DecidedBy + " (" + a.ApproverRole + ")"
		}
		if _, q := m.view.Doc.Question(a.QuestionID); q != nil && a.ChoiceID != "" {
			if c := q.Choice(a.ChoiceID); c != nil {
				one.Title += ": " + c.Title
			}
		}
		m.Facts.Accepted = append(m.Facts.Accepted, one)
	}
}
