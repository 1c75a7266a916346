package main

import (
	"cmp"
	"context"
	"strconv"
	"strings"
	"time"

	"plumbline/cmd/plumbline/output"
	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/service"
	"plumbline/models/service/access"
)

// auditFilterFlags say which lines of which log are meant.
type auditFilterFlags struct {
	Workspace string `help:"Id or name of a workspace; needed where there are several. \"instance\" is what belongs to none." placeholder:"WORKSPACE"`
	Actor     string `help:"Only what this user, token, access key or guest link did." placeholder:"ID"`
	Action    string `help:"Only this action, such as answer.update." placeholder:"ACTION"`
	Kind      string `help:"Only lines about this kind of thing, such as answer." placeholder:"KIND"`
	Workload  string `help:"Only lines about this workload." placeholder:"ID"`
	Since     string `help:"Only from this day or moment on: 2026-12-31, or 2026-12-31T08:00:00Z." placeholder:"TIME"`
	Until     string `help:"Only up to this day, or before this moment." placeholder:"TIME"`
}

func (f auditFilterFlags) query() (q models.AuditQuery, err error) {
	q = models.AuditQuery{WorkloadID: f.Workload, ActorID: f.Actor, Action: models.Action(f.Action), Kind: f.Kind}
	if q.Since, err = dayOrMoment("--since", f.Since, 0); err == nil {
		q.Until, err = dayOrMoment("--until", f.Until, 1)
	}
	return q, err
}

// dayOrMoment reads a moment, or a day: that is its beginning (UTC), and with days 1 its end.
func dayOrMoment(flag, text string, days int) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at, nil
	}
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return at, models.Errorf(models.CodeInvalid, "%s must be a day, such as 2026-12-31, or a moment, such as "+
			"2026-12-31T08:00:00Z", flag)
	}
	return at.AddDate(0, 0, days), nil
}

// chain makes the program the actor of the log that is meant, and has the query ask for it.
func (f auditFilterFlags) chain(ctx context.Context, svc *service.Service, q *models.AuditQuery) (context.Context,
	error) {
	var chain access.AuditChain
	if f.Workspace != "" {
		found, err := chainsOf(ctx, svc, f.Workspace)
		if err != nil {
			return ctx, err
		}
		chain = found[0]
	} else {
		spaces, err := svc.Workspaces.All(ctx)
		if err != nil {
			return ctx, err
		}
		space, err := chooseWorkspace(spaces, "")
		if err != nil {
			return ctx, err
		}
		chain.WorkspaceID = space.ID
	}
	q.Instance = chain.WorkspaceID == ""
	return atChain(ctx, chain), nil
}

type auditListCmd struct {
	dataFlag
	unusedAddress
	output.ListFlag
	auditFilterFlags
	Limit int `help:"At most so many lines, the newest." default:"50" placeholder:"NUMBER"`
}

// auditRow is a line as it is printed.
type auditRow struct {
	Position   int64         `json:"position"`
	At         time.Time     `json:"at"`
	ActorKind  string        `json:"actor_kind"`
	ActorID    string        `json:"actor_id,omitempty"`
	ActorName  string        `json:"actor_name"`
	Address    string        `json:"address,omitempty"`
	Action     string        `json:"action"`
	Kind       string        `json:"kind"`
	ThingID    string        `json:"thing_id"`
	WorkloadID string        `json:"workload_id,omitempty"`
	Changes    []auditChange `json:"changes"`

	text string // what it says, in a few words
}

type auditChange struct {
	Field string `json:"field"`
	From  string `json:"from"`
	To    string `json:"to"`
}

func newAuditRow(l models.AuditLine) auditRow {
	return auditRow{l.Position, l.At, string(l.ActorKind), l.ActorID, l.ActorName, l.Address, string(l.Action), l.Kind,
		l.ThingID, l.WorkloadID, output.ConvertAll(l.Changes, func(c models.FieldChange) auditChange {
			return auditChange{c.Field, c.From, c.To}
		}), labels.AuditText(l)}
}

func (r auditRow) Cells() []string {
	var changes []string
	for _, c := range r.Changes {
		changes = append(changes, c.Field+": "+cmp.Or(c.From, "-")+" → "+cmp.Or(c.To, "-"))
	}
	return []string{strconv.FormatInt(r.Position, 10), output.Minute(&r.At), r.ActorName, r.text, r.ThingID,
		strings.Join(changes, "; ")}
}

// Run lists the lines.
func (a *auditListCmd) Run(ctx context.Context, std programStreams) error {
	query, err := a.query()
	if err == nil && a.Limit < 1 {
		err = models.Errorf(models.CodeInvalid, "--limit must be at least 1")
	}
	if err != nil {
		return err
	}
	return a.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		ctx, err := a.chain(ctx, svc, &query)
		if err != nil {
			return err
		}
		var rows []auditRow
		for len(rows) < a.Limit {
			query.Limit = min(a.Limit-len(rows), models.MaxPage)
			page, err := svc.Audit.List(ctx, query)
			if err != nil {
				return err
			}
			rows = append(rows, output.ConvertAll(page.Items, newAuditRow)...)
			if query.After = page.Next; page.Next == "" {
				break
			}
		}
		return output.List(a.ListFlag, std.out, "LINE AT WHO WHAT THING CHANGES", rows)
	})
}
