package archived

import (
	"strconv"
	"time"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/service/archive"
	"plumbline/questionnaires"
)

// item is one piece of remediation work. Other items are named by their numbers.
type item struct {
	Number          int           `json:"number" doc:"as it was; an import gives new numbers in the same order"`
	Title           string        `json:"title" doc:"what is to be done, in a line"`
	Description     string        `json:"description,omitempty" doc:"Markdown"`
	Practices       []practice    `json:"practices,omitempty" doc:"what it closes"`
	Needs           []int         `json:"needs,omitempty" doc:"numbers of items that come first, of this workload"`
	Status          string        `json:"status" doc:"where it stands"`
	StatusNote      string        `json:"status_note,omitempty" doc:"why it stands there, as was said"`
	Reason          string        `json:"reason,omitempty" doc:"of wont_do"`
	Owner           owner         `json:"owner" doc:"whose work it is"`
	DueOn           string        `json:"due_on,omitempty" doc:"by which day it is to be done"`
	FirstDueOn      string        `json:"first_due_on,omitempty" doc:"the first such day that it had"`
	SLADueOn        string        `json:"sla_due_on,omitempty" doc:"the day that the settings gave when it was made"`
	DueSource       string        `json:"due_source,omitempty" doc:"who gave the day: sla or agreed"`
	Priority        string        `json:"priority" doc:"how urgent people find it"`
	Effort          string        `json:"effort,omitempty" doc:"how much work it is"`
	Impact          string        `json:"impact,omitempty" doc:"how much it helps"`
	Risk            string        `json:"risk,omitempty" doc:"of its questions when it was made"`
	Undecided       bool          `json:"undecided,omitempty" doc:"with risk NONE: the lens did not say"`
	BuildCost       int64         `json:"build_cost,omitempty" doc:"once, in whole units of the workspace's currency"`
	RunCost         int64         `json:"run_cost,omitempty" doc:"per month, in the same"`
	Tradeoff        string        `json:"tradeoff,omitempty" doc:"what it costs elsewhere, Markdown"`
	TradeoffPillars []string      `json:"tradeoff_pillars,omitempty" doc:"ids of pillars that pay for it"`
	Links           []link        `json:"links,omitempty" doc:"what belongs to it"`
	Origin          origin        `json:"origin" doc:"what it was made from"`
	RegressedFrom   int           `json:"regressed_from,omitempty" doc:"number of the item that closed a practice before"`
	RegressedAt     *time.Time    `json:"regressed_at,omitempty" doc:"when a practice was lost that it had closed"`
	Reopened        int           `json:"reopened,omitempty" doc:"how often it was done and came back"`
	CreatedAt       time.Time     `json:"created_at" doc:"when it was made"`
	CreatedBy       string        `json:"created_by" doc:"who made it"`
	UpdatedAt       time.Time     `json:"updated_at" doc:"when it changed last"`
	UpdatedBy       string        `json:"updated_by" doc:"who changed it last"`
	StartedAt       *time.Time    `json:"started_at,omitempty" doc:"when it first was in progress"`
	ClosedAt        *time.Time    `json:"closed_at,omitempty" doc:"when it was confirmed or given up"`
	ClosedBy        string        `json:"closed_by,omitempty" doc:"by whom"`
	ClosedByID      string        `json:"closed_by_id,omitempty" doc:"the same person, as in people"`
	Version         int           `json:"version" doc:"counts changes"`
	Activity        []activity    `json:"activity,omitempty" doc:"what happened to it, the oldest first"`
	Comments        []itemComment `json:"comments,omitempty" doc:"what was said about it, the oldest first"`
}

type practice struct {
	Review     int    `json:"review" doc:"place of its review in reviews, from 0"`
	QuestionID string `json:"question_id" doc:"the question"`
	ChoiceID   string `json:"choice_id" doc:"the practice"`
}

type owner struct {
	Kind   string `json:"kind,omitempty" doc:"member, team or outsider; missing: nobody's"`
	UserID string `json:"user_id,omitempty" doc:"of a member, as in people; if unknown there, an outsider"`
	Name   string `json:"name,omitempty" doc:"of a team or an outsider"`
}

type link struct {
	Title string `json:"title,omitempty" doc:"what it leads to"`
	URL   string `json:"url" doc:"https:// or http://"`
}

type origin struct {
	Kind  string `json:"kind" doc:"hand, plan, comment, parked, proposal or import"`
	Place string `json:"place,omitempty" doc:"what it is in this file, as reviews/0/comments/3"`
}

type activity struct {
	At        time.Time `json:"at" doc:"when"`
	ActorKind string    `json:"actor_kind" doc:"user, token, key or system"`
	UserID    string    `json:"user_id,omitempty" doc:"of a person, as in people"`
	Actor     string    `json:"actor" doc:"who, by name"`
	Kind      string    `json:"kind" doc:"what happened"`
	Old       string    `json:"old,omitempty" doc:"what it was before"`
	New       string    `json:"new,omitempty" doc:"what it was then"`
	Note      string    `json:"note,omitempty" doc:"why"`
}

type itemComment struct {
	UserID    string     `json:"user_id,omitempty" doc:"who wrote it, as in people"`
	Author    string     `json:"author" doc:"name of who wrote it, then"`
	Body      string     `json:"body" doc:"Markdown; empty if it was deleted"`
	Mentions  []string   `json:"mentions,omitempty" doc:"whom it mentions, as in people"`
	Version   int        `json:"version" doc:"counts changes"`
	CreatedAt time.Time  `json:"created_at" doc:"when it was written"`
	UpdatedAt time.Time  `json:"updated_at" doc:"when it changed last"`
	DeletedAt *time.Time `json:"deleted_at,omitempty" doc:"when it was deleted"`
	DeletedBy string     `json:"deleted_by,omitempty" doc:"who deleted it"`
}

// number reads a number or a place out of an id of the archive; 0 if it is none.
func number(id string) int {
	n, _ := strconv.Atoi(id)
	return n
}

// idOf is the id in the archive of an item with a number; "" for none.
func idOf(number int) string {
	if number == 0 {
		return ""
	}
	return strconv.Itoa(number)
}

func mentioned(m models.Mention) string { return m.UserID }

func mention(id string) models.Mention { return models.Mention{UserID: id} }

func itemOut(i archive.Item) item {
	return item{
		Number: number(i.ID), Title: i.Title, Description: i.Description,
		Practices: rest.Each(i.Practices, func(p remediation.PracticeRef) practice {
			return practice{number(p.ReviewID), p.QuestionID, p.ChoiceID}
		}),
		Needs: rest.Each(i.Needs, number), Status: string(i.Status), StatusNote: i.StatusNote,
		Reason: string(i.WontDoReason), Owner: ownerOut(i.Owner), DueOn: string(i.DueOn), FirstDueOn: string(i.FirstDueOn),
		SLADueOn: string(i.SLADueOn), DueSource: string(i.DueSource), Priority: string(i.Priority), Effort: i.Effort,
		Impact: i.Impact, Risk: string(i.Risk.Key()), Undecided: i.Risk == questionnaires.RiskUndecided,
		BuildCost: i.BuildCost, RunCost: i.RunCost, Tradeoff: i.Tradeoff, TradeoffPillars: i.TradeoffPillars,
		Links:  rest.Each(i.Links, func(l remediation.ItemLink) link { return link(l) }),
		Origin: origin{string(i.Origin.Kind), i.Origin.ID}, RegressedFrom: number(i.RegressedFrom),
		RegressedAt: rest.TimeOrNil(i.RegressedAt), Reopened: i.Reopened, CreatedAt: i.CreatedAt, CreatedBy: i.CreatedBy,
		UpdatedAt: i.UpdatedAt, UpdatedBy: i.UpdatedBy, StartedAt: rest.TimeOrNil(i.StartedAt),
		ClosedAt: rest.TimeOrNil(i.ClosedAt), ClosedBy: i.ClosedBy, ClosedByID: i.ClosedByID, Version: i.Version,
		Activity: rest.Each(i.Activity, activityOut), Comments: rest.Each(i.Comments, itemCommentOut),
	}
}

// ownerOut leaves the name of a member to people.
func ownerOut(o remediation.ItemOwner) owner {
	if o.Kind == remediation.MemberOwner {
		o.Name = ""
	}
	return owner{string(o.Kind), o.UserID, o.Name}
}

// activityOut names people only: tokens and keys are not in the file.
func activityOut(a remediation.Activity) activity {
	out := activity{a.At, string(a.ActorKind), "", a.ActorName, string(a.Kind), a.Old, a.New, a.Note}
	if a.ActorKind == models.UserActor {
		out.UserID = a.ActorID
	}
	return out
}

func itemCommentOut(c remediation.ItemComment) itemComment {
	return itemComment{c.UserID, c.Author, c.Body, rest.Each(c.Mentions, mentioned), c.Version, c.CreatedAt, c.UpdatedAt,
		rest.TimeOrNil(c.DeletedAt), c.DeletedBy}
}

func (i item) model() archive.Item {
	return archive.Item{
		Item: remediation.Item{
			ID: strconv.Itoa(i.Number),
			ItemFields: remediation.ItemFields{
				Title: i.Title, Description: i.Description,
				Practices: rest.Each(i.Practices, func(p practice) remediation.PracticeRef {
					return remediation.PracticeRef{ReviewID: strconv.Itoa(p.Review), QuestionID: p.QuestionID,
						ChoiceID: p.ChoiceID}
				}),
				Owner: remediation.ItemOwner{Kind: remediation.OwnerKind(i.Owner.Kind), UserID: i.Owner.UserID,
					Name: i.Owner.Name},
				DueOn: remediation.Date(i.DueOn), Priority: remediation.Priority(i.Priority), Effort: i.Effort,
				Impact: i.Impact, BuildCost: i.BuildCost, RunCost: i.RunCost, Tradeoff: i.Tradeoff,
				TradeoffPillars: i.TradeoffPillars,
				Links:           rest.Each(i.Links, func(l link) remediation.ItemLink { return remediation.ItemLink(l) }),
				Needs:           rest.Each(i.Needs, strconv.Itoa),
			},
			Status: remediation.Status(i.Status), StatusNote: i.StatusNote,
			WontDoReason: remediation.WontDoReason(i.Reason),
			Risk:         questionnaires.RiskOf(questionnaires.Risk(i.Risk), i.Undecided),
			FirstDueOn:   remediation.Date(i.FirstDueOn), SLADueOn: remediation.Date(i.SLADueOn),
			DueSource:     remediation.DueSource(i.DueSource),
			Origin:        remediation.Origin{Kind: remediation.OriginKind(i.Origin.Kind), ID: i.Origin.Place},
			RegressedFrom: idOf(i.RegressedFrom), RegressedAt: timeOf(i.RegressedAt), Reopened: i.Reopened,
			CreatedAt: i.CreatedAt, CreatedBy: i.CreatedBy, UpdatedAt: i.UpdatedAt, UpdatedBy: i.UpdatedBy,
			StartedAt: timeOf(i.StartedAt), ClosedAt: timeOf(i.ClosedAt), ClosedBy: i.ClosedBy, ClosedByID: i.ClosedByID,
			Version: i.Version,
		},
		Activity: rest.Each(i.Activity, activity.model), Comments: rest.Each(i.Comments, itemComment.model),
	}
}

func (a activity) model() remediation.Activity {
	return remediation.Activity{At: a.At, ActorKind: models.ActorKind(a.ActorKind), ActorID: a.UserID, ActorName: a.Actor,
		Kind: remediation.ActivityKind(a.Kind), Old: a.Old, New: a.New, Note: a.Note}
}

func (c itemComment) model() remediation.ItemComment {
	return remediation.ItemComment{UserID: c.UserID, Author: c.Author, Body: c.Body,
		Mentions: rest.Each(c.Mentions, mention), Version: c.Version, CreatedAt: c.CreatedAt, UpdatedAt: c.UpdatedAt,
		DeletedAt: timeOf(c.DeletedAt), DeletedBy: c.DeletedBy}
}
