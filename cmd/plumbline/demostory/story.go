// Package demostory fills the demo's database with what a team does in the twelve weeks after a review: items, one that
// came back, an accepted risk, a milestone. It calls the operations that people call, in the order of time, under a
// clock that it moves. At the end of each day it keeps the figures of the day, as the server's scheduler does.
//
// It may import models and its packages below the service, and the service.
package demostory

import (
	"context"
	"fmt"
	"time"

	"plumbline/models"
	"plumbline/models/accepted"
	"plumbline/models/remediation"
	"plumbline/models/service"
	"plumbline/models/service/plan"
	"plumbline/questionnaires"
)

const (
	lens  = "service-basics"
	weeks = 12 // how long ago the review was
)

// Clock is the clock of the story. It stands still until the story moves it.
type Clock struct{ now, end time.Time }

// NewClock makes a clock that stands twelve weeks before a moment.
func NewClock(end time.Time) *Clock { return &Clock{end.AddDate(0, 0, -7*weeks), end} }

// Now is the time that the clock shows.
func (c *Clock) Now() time.Time { return c.now }

// daysAgo moves the clock forward to so many days before the end, and a little.
func (c *Clock) daysAgo(days int) { c.now = c.end.AddDate(0, 0, -days).Add(-time.Hour) }

// Story is who acts, on which workload.
type Story struct {
	Service  *service.Service // with the story's clock
	Clock    *Clock
	Space    string // the workspace
	Workload string // the sample
	Owner    models.User
	Member   models.User // a contributor
}

// Play acts the story.
func Play(ctx context.Context, s Story) error {
	teller := &teller{Story: s, owner: as(ctx, s.Owner, s.Space, models.Owner),
		member: as(ctx, s.Member, s.Space, models.Contributor), items: map[string]string{}}
	next := 0
	for days := 7*weeks - 1; days >= 0; days-- {
		s.Clock.daysAgo(days)
		if err := s.Service.Trends.Note(ctx); err != nil { // of the day before
			return fmt.Errorf("the figures of the demo, %d days ago: %w", days+1, err)
		}
		for ; next < len(chapters) && chapters[next].daysAgo == days; next++ {
			if err := chapters[next].happens(teller); err != nil {
				return fmt.Errorf("the demo, %d days ago: %w", days, err)
			}
		}
	}
	return nil
}

// as is the context of a person who is signed in.
func as(ctx context.Context, u models.User, space string, role models.Role) context.Context {
	return models.WithActor(ctx, models.Actor{Kind: models.UserActor, ID: u.ID, UserID: u.ID, Name: u.Name,
		WorkspaceID: space, Role: role})
}

// teller has what the chapters need.
type teller struct {
	Story
	owner, member context.Context
	items         map[string]string // ids by a short name
}

// chapter is what happens on one day.
type chapter struct {
	daysAgo int
	happens func(*teller) error
}

// chapters are in the order of time, one a day at most.
var chapters = []chapter{
	{82, (*teller).makeItems},
	{74, func(t *teller) error {
		return first(t.move("runbooks", remediation.InProgress, ""), t.move("access", remediation.InProgress, ""))
	}},
	{62, func(t *teller) error { return t.verify("runbooks", "Three alerts were tried; each leads to its page.") }},
	{55, func(t *teller) error { return t.move("copies", remediation.InProgress, "") }},
	{50, func(t *teller) error { return t.verify("access", "All nine people have a second factor now.") }},
	{45, func(t *teller) error { return t.milestone("After the autumn work") }},
	{30, func(t *teller) error {
		return first(t.move("capture", remediation.Blocked, "The contract with the second payment provider is not signed."),
			t.comment("copies", "The account is there; the copies of last night lie in it. The restore is next."))
	}},
	{21, (*teller).acceptRisk},
	{6, (*teller).loseAccess},
}

func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// makeItems turns the findings of the review into work.
func (t *teller) makeItems() error {
	member := remediation.ItemOwner{Kind: remediation.MemberOwner, UserID: t.Member.ID}
	for _, i := range []struct {
		name      string
		question  string
		practices []string
		fields    remediation.ItemFields
	}{
		{"access", "access", []string{"access_mfa", "access_leavers"}, remediation.ItemFields{
			Title: "A second factor for everyone who can change production", Owner: member, Priority: remediation.Urgent,
			Effort: questionnaires.LevelLow, Impact: questionnaires.LevelHigh}},
		{"copies", "backup", []string{"backup_apart", "backup_restore", "backup_target"}, remediation.ItemFields{
			Title: "Copies in another account, and a restore from scratch", Owner: member,
			Priority: remediation.HighPriority, Effort: questionnaires.LevelHigh, Impact: questionnaires.LevelHigh,
			BuildCost: 12_000, RunCost: 300, Tradeoff: "The second account costs more each month.",
			TradeoffPillars: []string{"safekeeping"},
			Description: "1. Create the account\n2. Copy each night\n" +
				"3. Restore from scratch, and write down how long it took"}},
		{"runbooks", "oncall", []string{"oncall_runbook"}, remediation.ItemFields{
			Title: "Each alert links to what to try first", Priority: remediation.NormalPriority,
			Owner:  remediation.ItemOwner{Kind: remediation.TeamOwner, Name: "Storefront"},
			Effort: questionnaires.LevelLow, Impact: questionnaires.LevelMedium}},
		{"capture", "failure", []string{"failure_degrade"}, remediation.ItemFields{
			Title: "Take orders while the payment provider is down", Priority: remediation.NormalPriority,
			Owner:  remediation.ItemOwner{Kind: remediation.OutsiderOwner, Name: "Payment provider"},
			Effort: questionnaires.LevelHigh, Impact: questionnaires.LevelMedium, BuildCost: 40_000, RunCost: 900}},
		{"drill", "", nil, remediation.ItemFields{
			Title: "A restore drill each quarter", Priority: remediation.LowPriority, Effort: questionnaires.LevelLow,
			DueOn: remediation.DateOf(t.Clock.end.AddDate(0, 0, 40))}},
	} {
		in := plan.ItemInput{Fields: i.fields, Origin: remediation.Origin{Kind: remediation.FromPlan}}
		for _, practice := range i.practices {
			in.Practices = append(in.Practices, plan.PracticeName{Lens: lens, Question: i.question, Choice: practice})
		}
		if i.question == "" {
			in.Origin.Kind, in.Fields.Needs = remediation.ByHand, []string{t.items["copies"]}
		}
		made, err := t.Service.Items.Create(t.owner, t.Workload, in, models.IdempotencyKey{})
		if err != nil {
			return err
		}
		t.items[i.name] = made.ID
	}
	return nil
}

func (t *teller) move(item string, to remediation.Status, note string) error {
	_, err := t.Service.Items.Move(t.member, t.items[item], remediation.StatusMove{To: to, Note: note}, nil)
	return err
}

// verify confirms an item together with its practices.
func (t *teller) verify(item, note string) error {
	_, err := t.Service.Items.Verify(t.owner, t.items[item], plan.Verification{Select: true, Note: note}, nil)
	return err
}

func (t *teller) comment(item, text string) error {
	_, err := t.Service.ItemTalk.Comment(t.member, t.items[item], models.CommentInput{Body: text},
		models.IdempotencyKey{})
	return err
}

func (t *teller) milestone(name string) error {
	_, err := t.Service.Milestones.Create(t.owner, t.Workload, models.MilestoneInput{Name: name}, models.IdempotencyKey{})
	return err
}

// acceptRisk is asked by one person and decided by another one.
func (t *teller) acceptRisk() error {
	asked, err := t.Service.Acceptances.Ask(t.member, models.ReviewPath{Workload: t.Workload, Lens: lens},
		accepted.Input{QuestionID: "failure", ApproverRole: "Head of Payments", ApproverID: t.Owner.ID,
			Reason:     "A second provider pays off after the winter sale only, when the contract is renewed.",
			Mitigation: "Orders without a payment are kept for two hours, and the shop says so.",
			Until:      t.Clock.end.AddDate(0, 0, 70).Format(time.DateOnly)}, models.IdempotencyKey{})
	if err != nil {
		return err
	}
	_, err = t.Service.Acceptances.Decide(t.owner, asked.ID, accepted.Decision{Accept: true,
		Note: "Until the contract is renewed, not longer."}, nil)
	return err
}

// loseAccess takes a practice away that an item had closed: the risk is back, and the item with it.
func (t *teller) loseAccess() error {
	gone := models.ChoiceUnselected
	note := "The new `ops-emergency` account signs in with a password alone."
	_, err := t.Service.Answers.Update(t.member,
		models.AnswerPath{Workload: t.Workload, Lens: lens, Question: "access"}, models.AnswerPatch{
			Choices: map[string]models.ChoicePatch{"access_mfa": {Status: &gone, Notes: &note}}}, nil)
	return err
}
