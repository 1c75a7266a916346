package remediationcmd

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"plumbline/api/v1/remediation"
	"plumbline/cmd/plumbline/command"
	"plumbline/cmd/plumbline/itemfilter"
	"plumbline/cmd/plumbline/output"
	"plumbline/models"
	rules "plumbline/models/remediation"
	"plumbline/models/service"
	"plumbline/models/service/plan"
)

// several names items.
type several struct {
	command.Flags
	output.ListFlag
	Items []string `arg:"" help:"Numbers or ids of items."`
}

func (c several) change(ctx context.Context, program *command.Program,
	of func(context.Context, *service.Service) (plan.BulkEdit, error)) error {
	return program.Beside(ctx, c.Place(), func(ctx context.Context, svc *service.Service) error {
		bulk, err := of(ctx, svc)
		if err != nil {
			return err
		}
		bulk.IDs = c.Items
		rows, err := svc.Items.EditMany(ctx, bulk)
		if err != nil {
			return err
		}
		return output.List(c.ListFlag, program.Out, "ITEM STATUS DUE PRIORITY RISK OWNER WORKLOAD TITLE",
			output.ConvertAll(rows, func(r plan.ItemRow) row { return row{r} }))
	})
}

type edit struct {
	several
	fields
	Title string `help:"What is to be done, in a line." placeholder:"TITLE"`
}

// Run changes the items.
func (c *edit) Run(ctx context.Context, program *command.Program) error {
	return c.change(ctx, program, func(ctx context.Context, svc *service.Service) (plan.BulkEdit, error) {
		patch, err := c.patch(ctx, svc)
		if c.Title != "" {
			patch.Title = &c.Title
		}
		return plan.BulkEdit{Fields: patch}, err
	})
}

type move struct {
	several
	To     string `help:"open, in_progress, blocked, in_review, to_verify or wont_do." required:"" placeholder:"STATUS"`
	Note   string `help:"What blocks it, or why it won't be done." placeholder:"TEXT"`
	Reason string `help:"Of wont_do, such as not_worth_it or duplicate; other for any else." placeholder:"REASON"`
}

// Run moves the items.
func (c *move) Run(ctx context.Context, program *command.Program) error {
	return c.change(ctx, program, func(context.Context, *service.Service) (plan.BulkEdit, error) {
		return plan.BulkEdit{Move: &rules.StatusMove{To: rules.Status(c.To), Note: c.Note,
			Reason: rules.WontDoReason(c.Reason)}}, nil
	})
}

type verify struct {
	one
	Select bool   `help:"Select its practices that are missing, in the same step."`
	Note   string `help:"What is to be said to it." placeholder:"TEXT"`
}

// Run confirms the item.
func (c *verify) Run(ctx context.Context, program *command.Program) error {
	return program.Beside(ctx, c.Place(), func(ctx context.Context, svc *service.Service) error {
		_, err := svc.Items.Verify(ctx, c.Item, plan.Verification{Select: c.Select, Note: c.Note}, nil)
		return err
	})
}

type comment struct {
	one
	Body string `arg:"" help:"Markdown; @ and a name mention people."`
}

// Run adds the comment.
func (c *comment) Run(ctx context.Context, program *command.Program) error {
	return program.Beside(ctx, c.Place(), func(ctx context.Context, svc *service.Service) error {
		_, err := svc.ItemTalk.Comment(ctx, c.Item, models.CommentInput{Body: c.Body}, models.IdempotencyKey{})
		return err
	})
}

func printItem(to io.Writer, v plan.ItemView) error {
	lines := []string{fmt.Sprintf("#%d %s", v.Number, v.Title), "Workload  " + v.Workload, "Status    " + string(v.Status)}
	add := func(head, text string) {
		if text != "" {
			lines = append(lines, fmt.Sprintf("%-9s %s", head, text))
		}
	}
	due := string(v.DueOn)
	if v.Overdue {
		due += ", overdue"
	}
	add("Note", v.StatusNote)
	add("Due", due)
	add("Owner", v.Owner.Name)
	add("Priority", string(v.Priority))
	for _, p := range v.Practices {
		state := "missing"
		if p.Closed {
			state = "in place"
		}
		add("Practice", fmt.Sprintf("%s/%s/%s, %s: %s", p.Lens.Key, p.Question.ID, p.Choice.ID, state, p.Choice.Title))
	}
	for _, e := range v.Effects {
		add("Risk", fmt.Sprintf("%s: %s, %s with it", e.Question.Title, e.From.Key(), e.To.Key()))
	}
	for _, n := range v.Needs {
		add("Needs", strings.TrimSpace(fmt.Sprintf("#%d %s", n.Number, n.Title)))
	}
	text := strings.Join(lines, "\n") + "\n"
	if v.Description != "" {
		text += "\n" + v.Description + "\n"
	}
	_, err := io.WriteString(to, text)
	return err
}

// figures are what roadmap, metrics and budget have in common.
type figures struct {
	command.Flags
	output.ListFlag
	itemfilter.Filters
}

// cells is a row of a table that is made on the spot.
type cells []string

// Cells is part of output.TableRow.
func (c cells) Cells() []string { return c }

func (c figures) with(ctx context.Context, program *command.Program,
	do func(context.Context, *service.Service, rules.ItemQuery) (form any, heads string, table []cells, err error)) error {
	return program.Beside(ctx, c.Place(), func(ctx context.Context, svc *service.Service) error {
		query, err := c.Query(ctx, svc)
		if err != nil {
			return err
		}
		form, heads, table, err := do(ctx, svc, query)
		if err != nil {
			return err
		}
		if c.JSON {
			return output.JSON(program.Out, form)
		}
		return output.List(output.ListFlag{}, program.Out, heads, table)
	})
}

type roadmap struct{ figures }

// Run prints the roadmap.
func (c *roadmap) Run(ctx context.Context, program *command.Program) error {
	return c.with(ctx, program, func(ctx context.Context, svc *service.Service, q rules.ItemQuery) (any, string, []cells,
		error) {
		v, err := svc.ItemViews.Roadmap(ctx, q, plan.ByDays(0))
		var table []cells
		for _, days := range append(slices.Clone(rules.RoadmapDays), 0) {
			window := "later"
			if days > 0 {
				window = fmt.Sprint(days, " days")
			}
			for _, e := range v.Group(fmt.Sprint(days)).Entries {
				table = append(table, cells{window, fmt.Sprintf("#%d", e.Number), string(e.DueOn), string(e.Risk.Key()),
					roadmapMark(v, e.Place), v.Workloads[e.WorkloadID], e.Title})
			}
		}
		return remediation.Roadmap(v), "WITHIN ITEM DUE RISK MARK WORKLOAD TITLE", table, err
	})
}

func roadmapMark(v plan.RoadmapView, at rules.Placed) string {
	switch {
	case at.Overdue:
		return "overdue"
	case at.OverCap:
		return "over the cap"
	case at.WaitsFor != "":
		return fmt.Sprintf("waits for #%d", v.Numbers[at.WaitsFor])
	case at.PulledBy != "":
		return fmt.Sprintf("needed by #%d", v.Numbers[at.PulledBy])
	}
	return ""
}

type metrics struct {
	figures
	Months bool `help:"Print the last 12 months instead of how it stands."`
}

// Run prints the metrics.
func (c *metrics) Run(ctx context.Context, program *command.Program) error {
	return c.with(ctx, program, func(ctx context.Context, svc *service.Service, q rules.ItemQuery) (any, string, []cells,
		error) {
		m, err := svc.ItemViews.Metrics(ctx, q)
		if c.Months {
			return remediation.Metrics(m), "MONTH ACTIVE 0-30 31-60 61-90 >90 MEDIAN_AGE DONE MEDIAN_DAYS BREACHES",
				monthCells(m.Months), err
		}
		line := func(name string, m rules.MetricsOf) cells {
			return cells{name, fmt.Sprint(m.Active), fmt.Sprint(m.Ages[0]), fmt.Sprint(m.Ages[1]), fmt.Sprint(m.Ages[2]),
				fmt.Sprint(m.Ages[3]), fmt.Sprint(m.Done), fmt.Sprint(m.MedianDays), fmt.Sprint(m.MeanDays),
				fmt.Sprintf("%d of %d", m.Breaches, m.WithSLA)}
		}
		table := []cells{line("all", m.All)}
		for _, r := range m.ByRisk {
			name := string(r.Risk)
			if name == "" {
				name = "none"
			}
			table = append(table, line(name, r.MetricsOf))
		}
		return remediation.Metrics(m), "RISK ACTIVE 0-30 31-60 61-90 >90 DONE MEDIAN_DAYS MEAN_DAYS BREACHES", table, err
	})
}

func monthCells(months []rules.MonthMetrics) (table []cells) {
	for _, m := range months {
		table = append(table, cells{m.Month, fmt.Sprint(m.Active), fmt.Sprint(m.Ages[0]), fmt.Sprint(m.Ages[1]),
			fmt.Sprint(m.Ages[2]), fmt.Sprint(m.Ages[3]), fmt.Sprint(m.MedianAge), fmt.Sprint(m.Done),
			fmt.Sprint(m.MedianDays), fmt.Sprintf("%d of %d", m.Breaches, m.FellDue)})
	}
	return table
}

type budget struct{ figures }

// Run prints the budget.
func (c *budget) Run(ctx context.Context, program *command.Program) error {
	return c.with(ctx, program, func(ctx context.Context, svc *service.Service, q rules.ItemQuery) (any, string, []cells,
		error) {
		b, err := svc.ItemViews.Budget(ctx, q)
		line := func(by, name string, l rules.BudgetLine) cells {
			return cells{by, name, fmt.Sprint(l.Items), fmt.Sprint(l.Build, " ", b.Currency), fmt.Sprint(l.Run, " ", b.Currency)}
		}
		table := []cells{line("total", "", b.Total)}
		for _, l := range b.ByStatus {
			table = append(table, line("status", string(l.Status), l))
		}
		for _, l := range b.ByOwner {
			table = append(table, line("owner", l.Owner.Name, l))
		}
		for _, l := range b.ByMonth {
			table = append(table, line("month", l.Month, l))
		}
		return remediation.Budget(b), "BY NAME ITEMS BUILD RUN_PER_MONTH", table, err
	})
}
