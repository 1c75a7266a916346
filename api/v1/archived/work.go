package archived

import (
	"strconv"
	"time"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/accepted"
	"plumbline/models/figures"
	"plumbline/models/planning"
	"plumbline/models/service/archive"
	"plumbline/questionnaires"
)

// Work is what follows from the reviews of a workload; files of older releases have none of it.
type Work struct {
	Items       []item       `json:"items,omitempty" doc:"items of the improvement plan, by number"`
	Acceptances []acceptance `json:"acceptances,omitempty" doc:"risks taken on purpose, the oldest first"`
	Proposals   []proposal   `json:"proposals,omitempty" doc:"what-ifs that were kept, the oldest first"`
	Days        []day        `json:"daily_figures,omitempty" doc:"how the workload stood at the end of each day"`
}

type acceptance struct {
	Review       *int       `json:"review,omitempty" doc:"place of its review in reviews, from 0; missing: it is gone"`
	LensName     string     `json:"lens_name,omitempty" doc:"the lens of a review that is gone"`
	QuestionID   string     `json:"question_id" doc:"the question"`
	ChoiceID     string     `json:"choice_id,omitempty" doc:"the practice; missing: the whole question"`
	Item         int        `json:"item,omitempty" doc:"number of the item that it was asked from"`
	Extends      *int       `json:"extends,omitempty" doc:"place in acceptances of the one that it extends, from 0"`
	Risk         string     `json:"risk" doc:"of the question when it was asked"`
	Undecided    bool       `json:"undecided,omitempty" doc:"with risk NONE: the lens did not say"`
	Reason       string     `json:"reason" doc:"why the risk is taken"`
	Mitigation   string     `json:"mitigation" doc:"what keeps it small meanwhile"`
	ApproverRole string     `json:"approver_role" doc:"who answers for it, such as CISO"`
	ApproverID   string     `json:"approver_id,omitempty" doc:"who was asked, as in people"`
	Until        string     `json:"until" doc:"last day on which it holds"`
	State        string     `json:"state" doc:"asked, accepted, declined, withdrawn, revoked, replaced or removed"`
	AskedAt      time.Time  `json:"asked_at" doc:"when it was asked"`
	AskedBy      string     `json:"asked_by" doc:"by whom"`
	AskedByID    string     `json:"asked_by_id,omitempty" doc:"the same person, as in people"`
	DecidedAt    *time.Time `json:"decided_at,omitempty" doc:"when it was decided"`
	DecidedBy    string     `json:"decided_by,omitempty" doc:"by whom"`
	DecidedByID  string     `json:"decided_by_id,omitempty" doc:"the same person, as in people"`
	DecisionNote string     `json:"decision_note,omitempty" doc:"what was said to it"`
	ClosedAt     *time.Time `json:"closed_at,omitempty" doc:"when it was withdrawn, revoked, replaced or removed"`
	ClosedBy     string     `json:"closed_by,omitempty" doc:"by whom"`
	ClosedNote   string     `json:"closed_note,omitempty" doc:"why"`
	Version      int        `json:"version" doc:"counts changes"`
}

type proposal struct {
	Name      string             `json:"name" doc:"name"`
	Note      string             `json:"note,omitempty" doc:"Markdown"`
	Practices []proposedPractice `json:"practices,omitempty" doc:"what is taken as done"`
	Version   int                `json:"version" doc:"counts changes"`
	CreatedAt time.Time          `json:"created_at" doc:"when it was made"`
	CreatedBy string             `json:"created_by" doc:"who made it"`
	UpdatedAt time.Time          `json:"updated_at" doc:"when it changed last"`
	UpdatedBy string             `json:"updated_by" doc:"who changed it last"`
}

type proposedPractice struct {
	Review     *int   `json:"review,omitempty" doc:"place of its review in reviews, from 0; missing: it is gone"`
	QuestionID string `json:"question_id" doc:"the question"`
	ChoiceID   string `json:"choice_id" doc:"the practice"`
	Title      string `json:"title,omitempty" doc:"the practice in a line, then"`
}

type day struct {
	Day           string `json:"day" doc:"in the time zone of the workspace"`
	Unanswered    int    `json:"UNANSWERED" doc:"questions without an answer"`
	High          int    `json:"HIGH" doc:"questions with a high risk"`
	Medium        int    `json:"MEDIUM" doc:"those with a medium one"`
	None          int    `json:"NONE" doc:"those without a risk"`
	NotApplicable int    `json:"NOT_APPLICABLE" doc:"those that do not apply"`
	Undecided     int    `json:"undecided,omitempty" doc:"those of which the lens does not say"`
	OpenItems     int    `json:"open_items" doc:"items that were not closed"`
	OverdueItems  int    `json:"overdue_items" doc:"those whose day was over"`
}

// placeOut is a place in the file, nil for none.
func placeOut(id string) *int {
	n, err := strconv.Atoi(id)
	if err != nil {
		return nil
	}
	return &n
}

func placeIn(place *int) string {
	if place == nil {
		return ""
	}
	return strconv.Itoa(*place)
}

// WorkOut is what follows from the reviews of an archive.
func WorkOut(w archive.Work) Work {
	return Work{Items: rest.Each(w.Items, itemOut), Acceptances: rest.Each(w.Acceptances, acceptanceOut),
		Proposals: rest.Each(w.Proposals, proposalOut), Days: rest.Each(w.Days, dayOut)}
}

// Model is the same as the operations take it.
func (w Work) Model() archive.Work {
	out := archive.Work{Items: rest.Each(w.Items, item.model), Acceptances: rest.Each(w.Acceptances, acceptance.model),
		Proposals: rest.Each(w.Proposals, proposal.model), Days: rest.Each(w.Days, day.model)}
	for n := range out.Acceptances {
		out.Acceptances[n].ID = strconv.Itoa(n)
	}
	return out
}

func acceptanceOut(a archive.Acceptance) acceptance {
	return acceptance{placeOut(a.ReviewID), a.LensName, a.QuestionID, a.ChoiceID, number(a.ItemID), placeOut(a.FormerID),
		string(a.Risk.Key()), a.Risk == questionnaires.RiskUndecided, a.Reason, a.Mitigation, a.ApproverRole, a.ApproverID,
		a.Until, string(a.State), a.AskedAt, a.AskedBy, a.AskedByID, rest.TimeOrNil(a.DecidedAt), a.DecidedBy,
		a.DecidedByID, a.DecisionNote, rest.TimeOrNil(a.ClosedAt), a.ClosedBy, a.ClosedNote, a.Version}
}

func (a acceptance) model() archive.Acceptance {
	return archive.Acceptance{LensName: a.LensName, Acceptance: accepted.Acceptance{
		ReviewID: placeIn(a.Review), QuestionID: a.QuestionID, ChoiceID: a.ChoiceID, ItemID: idOf(a.Item),
		FormerID: placeIn(a.Extends), Risk: questionnaires.RiskOf(questionnaires.Risk(a.Risk), a.Undecided),
		Reason: a.Reason, Mitigation: a.Mitigation, ApproverRole: a.ApproverRole, ApproverID: a.ApproverID,
		Until: a.Until, State: accepted.State(a.State), AskedAt: a.AskedAt, AskedBy: a.AskedBy, AskedByID: a.AskedByID,
		DecidedAt: timeOf(a.DecidedAt), DecidedBy: a.DecidedBy, DecidedByID: a.DecidedByID, DecisionNote: a.DecisionNote,
		ClosedAt: timeOf(a.ClosedAt), ClosedBy: a.ClosedBy, ClosedNote: a.ClosedNote, Version: a.Version}}
}

func proposalOut(p planning.Proposal) proposal {
	return proposal{p.Name, p.Note, rest.Each(p.Practices, func(one planning.Practice) proposedPractice {
		return proposedPractice{placeOut(one.LensID), one.QuestionID, one.ChoiceID, one.Title}
	}), p.Version, p.CreatedAt, p.CreatedBy, p.UpdatedAt, p.UpdatedBy}
}

func (p proposal) model() planning.Proposal {
	return planning.Proposal{Version: p.Version, CreatedAt: p.CreatedAt, CreatedBy: p.CreatedBy, UpdatedAt: p.UpdatedAt,
		UpdatedBy: p.UpdatedBy, ProposalFields: planning.ProposalFields{Name: p.Name, Note: p.Note,
			Practices: rest.Each(p.Practices, func(one proposedPractice) planning.Practice {
				return planning.Practice{LensID: placeIn(one.Review), QuestionID: one.QuestionID, ChoiceID: one.ChoiceID,
					Title: one.Title}
			})}}
}

func dayOut(d figures.Day) day {
	c := d.Counts
	return day{d.Day, c.Unanswered, c.High, c.Medium, c.None, c.NotApplicable, c.Undecided, d.Open, d.Overdue}
}

func (d day) model() figures.Day {
	return figures.Day{Day: d.Day, Workloads: 1, Figures: figures.Figures{Open: d.OpenItems, Overdue: d.OverdueItems,
		Counts: questionnaires.RiskCounts{Unanswered: d.Unanswered, High: d.High, Medium: d.Medium, None: d.None,
			NotApplicable: d.NotApplicable, Undecided: d.Undecided}}}
}

// WontDo are the items that would not be done when a milestone was saved.
type WontDo struct {
	WontDo []wontDoItem `json:"wont_do,omitempty" doc:"items that would not be done then"`
}

type wontDoItem struct {
	Number    int        `json:"number" doc:"as it was then"`
	Title     string     `json:"title" doc:"what was to be done"`
	Reason    string     `json:"reason" doc:"why it would not be done"`
	Note      string     `json:"note,omitempty" doc:"what was said to it"`
	DecidedAt time.Time  `json:"decided_at" doc:"when that was decided"`
	DecidedBy string     `json:"decided_by" doc:"by whom"`
	Practices []practice `json:"practices" doc:"what it would have closed"`
}

// WontDoOut are those of a milestone.
func WontDoOut(s models.Snapshot) WontDo {
	places := placesOf(s)
	return WontDo{rest.Each(s.WontDo, func(i models.WontDoItem) wontDoItem {
		return wontDoItem{i.Number, i.Title, i.Reason, i.Note, i.DecidedAt, i.DecidedBy, practicesAt(places, i.Practices)}
	})}
}

// placesOf are the places of the reviews of a milestone, by the ids of their lenses.
func placesOf(s models.Snapshot) map[string]int {
	places := map[string]int{}
	for n, r := range s.Reviews {
		places[r.Lens.ID] = n
	}
	return places
}

func practicesAt(places map[string]int, list []models.SnapshotPractice) []practice {
	return rest.Each(list, func(p models.SnapshotPractice) practice {
		return practice{places[p.LensID], p.QuestionID, p.ChoiceID}
	})
}

// practicesModel is the same as the operations take it: lenses are the places of their reviews.
func practicesModel(list []practice) []models.SnapshotPractice {
	return rest.Each(list, func(p practice) models.SnapshotPractice {
		return models.SnapshotPractice{LensID: strconv.Itoa(p.Review), QuestionID: p.QuestionID, ChoiceID: p.ChoiceID}
	})
}

// Model is the same as the operations take it: lenses are the places of their reviews.
func (w WontDo) Model() (list []models.WontDoItem) {
	for _, i := range w.WontDo {
		list = append(list, models.WontDoItem{Number: i.Number, Title: i.Title, Reason: i.Reason, Note: i.Note,
			DecidedAt: i.DecidedAt, DecidedBy: i.DecidedBy, Practices: practicesModel(i.Practices)})
	}
	return list
}

// Accepted are the risks that were taken on purpose when a milestone was saved.
type Accepted struct {
	Accepted []acceptedEntry `json:"accepted,omitempty" doc:"of a milestone: risks that were taken on purpose then"`
}

type acceptedEntry struct {
	QuestionID   string    `json:"question_id" doc:"the question"`
	ChoiceID     string    `json:"choice_id,omitempty" doc:"the practice; missing: the whole question"`
	Risk         string    `json:"risk" doc:"of the question when it was asked"`
	Undecided    bool      `json:"undecided,omitempty" doc:"with risk NONE: the lens did not say"`
	Reason       string    `json:"reason" doc:"why the risk was taken"`
	Mitigation   string    `json:"mitigation" doc:"what kept it small meanwhile"`
	ApproverRole string    `json:"approver_role" doc:"who answered for it"`
	DecidedAt    time.Time `json:"decided_at" doc:"when it was accepted"`
	DecidedBy    string    `json:"decided_by" doc:"by whom"`
	Until        string    `json:"until" doc:"last day on which it was to hold"`
}

// AcceptedOut are those of a review of a milestone.
func AcceptedOut(r models.ReviewSnapshot) Accepted {
	return Accepted{rest.Each(r.Accepted, func(e accepted.Entry) acceptedEntry {
		return acceptedEntry{e.QuestionID, e.ChoiceID, string(e.Risk.Key()), e.Risk == questionnaires.RiskUndecided,
			e.Reason, e.Mitigation, e.ApproverRole, e.DecidedAt, e.DecidedBy, e.Until}
	})}
}

// Model is the same as the operations take it.
func (a Accepted) Model() (list []accepted.Entry) {
	for _, e := range a.Accepted {
		list = append(list, accepted.Entry{QuestionID: e.QuestionID, ChoiceID: e.ChoiceID,
			Risk:   questionnaires.RiskOf(questionnaires.Risk(e.Risk), e.Undecided),
			Reason: e.Reason, Mitigation: e.Mitigation, ApproverRole: e.ApproverRole, DecidedBy: e.DecidedBy,
			DecidedAt: e.DecidedAt, Until: e.Until})
	}
	return list
}
