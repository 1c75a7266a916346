package remediation

import (
	"context"
	"time"

	"plumbline/api/v1/itemfilter"
	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/service/plan"
	"plumbline/questionnaires"
)

// statusName is where an item stands.
type statusName string

// Enum lists all of them.
func (statusName) Enum() []string { return words(remediation.Statuses) }

// giveUpName is why an item won't be done.
type giveUpName string

// Enum lists all of them.
func (giveUpName) Enum() []string { return words(remediation.WontDoReasons) }

// itemBase is what a list and a single item have in common.
type itemBase struct {
	ID              string     `json:"id" doc:"32 hex digits"`
	Number          int        `json:"number" doc:"within the workspace, from 1; never given twice"`
	WorkloadID      string     `json:"workload_id" doc:"the workload that it belongs to"`
	Workload        string     `json:"workload" doc:"its name"`
	Title           string     `json:"title" doc:"what is to be done, in a line"`
	Description     string     `json:"description" doc:"Markdown"`
	Status          statusName `json:"status" doc:"where it stands"`
	StatusNote      string     `json:"status_note,omitempty" doc:"why it stands there, as was said"`
	Reason          giveUpName `json:"reason,omitempty" doc:"of wont_do"`
	Owner           itemOwner  `json:"owner" doc:"whose work it is; kind is empty where it is nobody's"`
	DueOn           string     `json:"due_on,omitempty" doc:"by which day it is to be done; missing: none"`
	FirstDueOn      string     `json:"first_due_on,omitempty" doc:"the first such day that it had"`
	SLADueOn        string     `json:"sla_due_on,omitempty" doc:"the day that the settings gave when it was made"`
	DueSource       string     `json:"due_source,omitempty" doc:"who gave the day: settings or people" enum:"sla,agreed"`
	Overdue         bool       `json:"overdue" doc:"not closed, and its day is over in the workspace's time zone"`
	DueSoon         bool       `json:"due_soon" doc:"not closed, and its day is near by the settings"`
	AgeDays         int        `json:"age_days" doc:"whole days from its creation until now, or until it was closed"`
	Priority        string     `json:"priority" doc:"how urgent people find it" enum:"urgent,high,normal,low"`
	Effort          string     `json:"effort,omitempty" doc:"how much work it is" enum:"HIGH,MEDIUM,LOW"`
	Impact          string     `json:"impact,omitempty" doc:"how much it helps" enum:"HIGH,MEDIUM,LOW"`
	Risk            string     `json:"risk,omitempty" doc:"of its questions when it was made" enum:"HIGH,MEDIUM,NONE"`
	Undecided       bool       `json:"undecided,omitempty" doc:"with risk NONE: the lens did not say"`
	BuildCost       int64      `json:"build_cost" doc:"once, in whole units of the workspace's currency"`
	RunCost         int64      `json:"run_cost" doc:"per month, in the same"`
	Tradeoff        string     `json:"tradeoff" doc:"what it costs elsewhere, Markdown"`
	TradeoffPillars []string   `json:"tradeoff_pillars" doc:"ids of pillars that pay for it"`
	Links           []itemLink `json:"links" doc:"what belongs to it"`
	Origin          itemOrigin `json:"origin" doc:"what it was made from"`
	RegressedFrom   string     `json:"regressed_from,omitempty" doc:"the item that closed a practice of it before"`
	RegressedAt     *time.Time `json:"regressed_at,omitempty" doc:"when a practice was lost that it had closed"`
	Reopened        int        `json:"reopened" doc:"how often it was done and came back"`
	CreatedAt       time.Time  `json:"created_at" doc:"when it was made"`
	CreatedBy       string     `json:"created_by" doc:"who made it"`
	UpdatedAt       time.Time  `json:"updated_at" doc:"when it changed last"`
	UpdatedBy       string     `json:"updated_by" doc:"who changed it last"`
	StartedAt       *time.Time `json:"started_at,omitempty" doc:"when it first was in progress"`
	ClosedAt        *time.Time `json:"closed_at,omitempty" doc:"when it was confirmed or given up"`
	ClosedBy        string     `json:"closed_by,omitempty" doc:"by whom"`
	Version         int        `json:"version" doc:"the ETag's number"`
}

type itemOwner struct {
	Kind   string `json:"kind" doc:"empty: nobody" enum:"member,team,outsider,"`
	UserID string `json:"user_id,omitempty" doc:"of a member"`
	Name   string `json:"name,omitempty" doc:"of a team or of somebody without an account; a member's own is not read"`
}

type itemLink struct {
	Title string `json:"title,omitempty" doc:"what it leads to" max:"200"`
	URL   string `json:"url" doc:"https:// or http://" required:"true" max:"2000"`
}

type itemOrigin struct {
	Kind string `json:"kind" doc:"what it was made from" enum:"hand,plan,comment,parked,proposal,import"`
	ID   string `json:"id,omitempty" doc:"of the comment, parked point or proposal"`
}

func baseOf(i remediation.Item) itemBase {
	return itemBase{
		ID: i.ID, Number: i.Number, WorkloadID: i.WorkloadID, Title: i.Title, Description: i.Description,
		Status: statusName(i.Status), StatusNote: i.StatusNote, Reason: giveUpName(i.WontDoReason), Owner: ownerOut(i.Owner),
		DueOn: string(i.DueOn), FirstDueOn: string(i.FirstDueOn), SLADueOn: string(i.SLADueOn),
		DueSource: string(i.DueSource), Priority: string(i.Priority), Effort: i.Effort, Impact: i.Impact,
		Risk: string(i.Risk.Key()), Undecided: i.Risk == questionnaires.RiskUndecided, BuildCost: i.BuildCost,
		RunCost: i.RunCost, Tradeoff: i.Tradeoff, TradeoffPillars: rest.EmptyIfNil(i.TradeoffPillars),
		Links:         rest.Each(i.Links, func(l remediation.ItemLink) itemLink { return itemLink(l) }),
		Origin:        itemOrigin{string(i.Origin.Kind), i.Origin.ID},
		RegressedFrom: i.RegressedFrom, RegressedAt: rest.TimeOrNil(i.RegressedAt), Reopened: i.Reopened,
		CreatedAt: i.CreatedAt, CreatedBy: i.CreatedBy, UpdatedAt: i.UpdatedAt, UpdatedBy: i.UpdatedBy,
		StartedAt: rest.TimeOrNil(i.StartedAt), ClosedAt: rest.TimeOrNil(i.ClosedAt), ClosedBy: i.ClosedBy,
		Version: i.Version,
	}
}

func ownerOut(o remediation.ItemOwner) itemOwner { return itemOwner{string(o.Kind), o.UserID, o.Name} }

type itemRow struct {
	itemBase
	Practices []itemRowPractice `json:"practices" doc:"what it closes"`
	Needs     []string          `json:"needs" doc:"ids of items that come first"`
}

type itemRowPractice struct {
	LensID     string `json:"lens_id" doc:"the lens"`
	QuestionID string `json:"question_id" doc:"the question"`
	ChoiceID   string `json:"choice_id" doc:"the practice"`
}

func rowOut(r plan.ItemRow) itemRow {
	out := itemRow{itemBase: baseOf(r.Item), Needs: rest.EmptyIfNil(r.Needs),
		Practices: rest.Each(r.Practices, func(p remediation.PracticeRef) itemRowPractice {
			return itemRowPractice{r.LensIDs[p.ReviewID], p.QuestionID, p.ChoiceID}
		})}
	out.Workload, out.Overdue, out.DueSoon, out.AgeDays = r.Workload, r.Overdue, r.DueSoon, r.AgeDays
	return out
}

type itemJSON struct {
	itemBase
	Practices []itemPractice `json:"practices" doc:"what it closes"`
	Effects   []itemEffect   `json:"effects" doc:"what it does to its questions, by the lens"`
	Needs     []itemName     `json:"needs" doc:"items that come first"`
	NeededBy  []itemName     `json:"needed_by" doc:"items that need this one first"`
	Currency  string         `json:"currency" doc:"of its costs"`
	May       itemRights     `json:"may" doc:"what the one who asks may do about it"`
}

type itemPractice struct {
	LensID     string `json:"lens_id" doc:"the lens"`
	LensKey    string `json:"lens_key" doc:"its key"`
	PillarID   string `json:"pillar_id" doc:"the pillar"`
	QuestionID string `json:"question_id" doc:"the question"`
	Question   string `json:"question" doc:"the question in words"`
	ChoiceID   string `json:"choice_id" doc:"the practice"`
	Practice   string `json:"practice" doc:"the practice in a line"`
	Closed     bool   `json:"closed" doc:"it is selected, or does not apply"`
}

type itemEffect struct {
	LensID        string `json:"lens_id" doc:"the lens"`
	QuestionID    string `json:"question_id" doc:"the question"`
	From          string `json:"from" doc:"its risk now"`
	FromUndecided bool   `json:"from_undecided,omitempty" doc:"with from NONE: the lens does not say"`
	To            string `json:"to" doc:"its risk once all practices of the item are in place"`
	ToUndecided   bool   `json:"to_undecided,omitempty" doc:"with to NONE: the lens does not say"`
}

type itemName struct {
	ID     string     `json:"id" doc:"32 hex digits"`
	Number int        `json:"number" doc:"within the workspace"`
	Title  string     `json:"title,omitempty" doc:"missing: it belongs to a workload out of reach"`
	Status statusName `json:"status" doc:"where it stands"`
}

type itemRights struct {
	Update bool `json:"update" doc:"edit and move it"`
	Verify bool `json:"verify" doc:"confirm that it is done"`
	Delete bool `json:"delete" doc:"delete it"`
}

func (i itemJSON) ETag() int        { return i.Version }
func (i itemJSON) Location() string { return "/items/" + i.ID }

func itemOut(v plan.ItemView) itemJSON {
	out := itemJSON{itemBase: baseOf(v.Item), Practices: rest.Each(v.Practices, practiceOut),
		Effects: rest.Each(v.Effects, effectOut), Needs: rest.Each(v.Needs, nameOut),
		NeededBy: rest.Each(v.NeededBy, nameOut), Currency: v.Currency, May: itemRights(v.May)}
	out.Workload, out.Overdue, out.DueSoon, out.AgeDays = v.Workload, v.Overdue, v.DueSoon, v.AgeDays
	return out
}

func practiceOut(p plan.PracticeView) itemPractice {
	return itemPractice{p.Lens.ID, p.Lens.Key, p.Pillar.ID, p.Question.ID, p.Question.Title, p.Ref.ChoiceID,
		p.Choice.Title, p.Closed}
}

func effectOut(e plan.QuestionEffect) itemEffect {
	return itemEffect{e.Lens.ID, e.Question.ID, string(e.From.Key()), e.From == questionnaires.RiskUndecided,
		string(e.To.Key()), e.To == questionnaires.RiskUndecided}
}

func nameOut(n plan.ItemName) itemName {
	return itemName{n.ID, n.Number, n.Title, statusName(n.Status)}
}

// itemQuery reads the filters of lists of items, their order and page.
func itemQuery(ctx context.Context, r *rest.Request) (remediation.ItemQuery, error) {
	q, err := itemfilter.Parse(r.Query, models.ActorFrom(ctx).UserID)
	q.Sort, q.PageRequest = remediation.ItemSort(r.Query("sort")), r.Page()
	return q, err
}

func (h handlers) listItems(ctx context.Context, r *rest.Request, _ rest.None) (rest.List[itemRow], error) {
	query, err := itemQuery(ctx, r)
	if err != nil {
		return rest.List[itemRow]{}, err
	}
	page, err := h.svc.Items.List(ctx, query)
	return rest.ListOf(page, rowOut), err
}

type itemCounts struct {
	Total    int            `json:"total" doc:"of all statuses"`
	Active   int            `json:"active" doc:"of those that are not closed"`
	ByStatus map[string]int `json:"by_status" doc:"how many of each status; all statuses are there"`
}

func (h handlers) countItems(ctx context.Context, r *rest.Request, _ rest.None) (itemCounts, error) {
	query, err := itemQuery(ctx, r)
	if err != nil {
		return itemCounts{}, err
	}
	counts, err := h.svc.Items.Count(ctx, query)
	out := itemCounts{ByStatus: map[string]int{}}
	for _, s := range remediation.Statuses {
		out.ByStatus[string(s)] = counts[s]
		if out.Total += counts[s]; s.Active() {
			out.Active += counts[s]
		}
	}
	return out, err
}

func (h handlers) getItem(ctx context.Context, r *rest.Request, _ rest.None) (itemJSON, error) {
	return itemOr(h.svc.Items.Get(ctx, r.Param("item")))
}

// itemOr is the reply of an operation that gives an item.
func itemOr(v plan.ItemView, err error) (itemJSON, error) {
	if err != nil {
		return itemJSON{}, err
	}
	return itemOut(v), nil
}
