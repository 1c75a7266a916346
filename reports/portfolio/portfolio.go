// Package portfolio describes the report on many workloads together: how they stand on one page, by pillar, what most
// of them lack, which high risks have stood longest, and which workloads nobody reviewed.
//
// It may import models with portfolio, labels and timezone, the questionnaires and reports/doc.
package portfolio

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/portfolio"
	"plumbline/models/timezone"
	q "plumbline/questionnaires"
	"plumbline/reports/doc"
)

// Taking makes a text fit to be shown of what somebody wrote; where names its place for a warning.
type Taking func(where, text string) doc.CleanText

// Describe describes the report. It is about a day, not about a moment: the same data give the same bytes all day.
func Describe(p portfolio.Portfolio, take Taking) doc.Report {
	b := builder{p: p, take: take, zone: timezone.Of(p.TimeZone)}
	if day, err := timezone.ParseDay(p.Today); err == nil {
		b.day = b.zone.Start(day)
	}
	name := b.name()
	d := doc.Report{Title: name + ": portfolio", Author: b.spaces(), Subject: b.scope(), At: b.day.UTC(), Name: name,
		Topics: b.scope(), Foot: doc.CleanText(b.zone.Day(b.day)), Dense: true}
	d.Sections = append(d.Sections, b.cover(), b.verdict())
	for _, s := range []doc.Section{b.heatMap(), b.trend(), b.lacks(), b.questions(), b.oldest(), b.reviews(), b.work(),
		b.method()} {
		if len(s.Body) > 0 {
			s.Joins = true
			d.Sections = append(d.Sections, s)
		}
	}
	return d
}

type builder struct {
	p    portfolio.Portfolio
	take Taking
	zone timezone.Zone
	day  time.Time // its first moment
}

// name is what the report is about: the workspace, or how many of them.
func (b builder) name() doc.CleanText {
	if len(b.p.Spaces) == 1 {
		return b.take("Workspace name", b.p.Spaces[0].Name)
	}
	return doc.CleanText(fmt.Sprintf("%d workspaces", len(b.p.Spaces)))
}

func (b builder) spaces() doc.CleanText {
	var names []string
	for _, s := range b.p.Spaces {
		names = append(names, string(b.take("Workspace name", s.Name)))
	}
	return doc.CleanText(strings.Join(names, ", "))
}

// scope says what the portfolio is narrowed to.
func (b builder) scope() doc.CleanText {
	scope := "All workloads"
	if e := b.p.Environment; e != "" {
		scope = "Workloads in " + labels.InSentence(labels.Environment(e))
	}
	if b.p.Lens != "" && b.p.Map.Lens.ID != "" {
		return doc.CleanText(scope+" reviewed with ") + b.take("Lens name", b.p.Map.Lens.Name)
	}
	return doc.CleanText(scope)
}

func (b builder) cover() doc.Section {
	c := doc.Cover{Kind: "Portfolio", Title: b.name(), Topics: []doc.CleanText{b.scope()}, Facts: []doc.Fact{
		{Name: "Date", Value: doc.CleanText(b.zone.Day(b.day))},
		{Name: "Workloads", Value: number(len(b.p.Workloads))},
	}}
	if len(b.p.Spaces) > 1 {
		c.Facts = append(c.Facts, doc.Fact{Name: "Workspaces", Value: b.spaces()})
	}
	for n, l := range b.p.Lenses {
		if n == 6 {
			c.Facts = append(c.Facts, doc.Fact{Name: "More", Value: doc.CleanText(labels.CountLabel(len(b.p.Lenses)-n,
				"lens more", "lenses more"))})
			break
		}
		c.Facts = append(c.Facts, doc.Fact{Name: "Lens", Value: b.take("Lens name", l.Name) +
			doc.CleanText(", "+labels.CountLabel(l.Workloads, "workload", "workloads"))})
	}
	return doc.Section{Kind: doc.CoverSection, Title: "Cover", Place: "cover", Body: []doc.Block{c}}
}

// verdict is the page that answers by itself.
func (b builder) verdict() doc.Section {
	s := doc.Section{Kind: doc.OverviewSection, Title: "On one page", Place: "verdict"}
	headline, rest, _ := strings.Cut(labels.PortfolioVerdict(b.p), ". ")
	s.Body = []doc.Block{text(strings.TrimSuffix(headline, ".")+".", doc.StyleHeadline)}
	if rest != "" {
		s.Body = append(s.Body, doc.Paragraph{Layout: doc.Layout{Above: 6}, Spans: doc.PlainSpan(doc.CleanText(rest),
			doc.StyleLead)})
	}
	tally := doc.Tally{Layout: doc.Layout{Above: 26}, Large: true}
	for _, r := range b.p.Counts.States() {
		tally.Counts = append(tally.Counts, doc.RiskCount{Risk: r, Name: doc.CleanText(labels.Risk(r)),
			N: b.p.Counts.Of(r)})
	}
	s.Body = append(s.Body, tally)
	if rows := b.lackRows(); len(rows) > 0 {
		g := lackGrid()
		g.Rows = rows[:min(len(rows), 5)]
		s.Body = append(s.Body, doc.Paragraph{Layout: doc.Layout{Above: 22},
			Spans: doc.PlainSpan("What most workloads lack", doc.StyleStrong)}, g)
	}
	if chart := b.pillars(); len(chart.Rows) > 0 {
		s.Body = append(s.Body, chart)
	}
	return s
}

// pillars is how all workloads stand by pillar of the lens of the map.
func (b builder) pillars() doc.Chart {
	c := doc.Chart{Layout: doc.Layout{Above: 22}, Value: "Score", Risks: b.p.Counts.States(),
		Title: "Questions of all workloads by pillar", Rest: "pillars shown; the map has all of them."}
	for _, one := range b.p.Map.Pillars {
		if one.Counts.Total() > 0 {
			c.Rows = append(c.Rows, doc.ChartRow{Name: b.take("Pillar name", one.Name), Place: "map", Counts: one.Counts,
				Value: score(one.Counts)})
		}
	}
	return c
}

// mostColumns is how many pillars stand beside each other; a lens with more has several tables.
const mostColumns = 7

// heatMap is each workload by pillar. Shapes and numbers tell it without colour.
func (b builder) heatMap() doc.Section {
	m := b.p.Map
	s := doc.Section{Title: "Workloads by pillar", Place: "map"}
	if len(m.Rows) == 0 {
		return s
	}
	s.Body = []doc.Block{text(fmt.Sprintf("%s, %s, the worst first. Each field counts questions by risk; open are those "+
		"that nobody answered.", b.take("Lens name", m.Lens.Name), labels.CountLabel(len(m.Rows), "workload", "workloads")),
		doc.StyleQuiet)}
	for start := 0; start < len(m.Pillars); start += mostColumns {
		end := min(len(m.Pillars), start+mostColumns)
		g := doc.Grid{Layout: doc.Layout{Above: 12}, Tight: true, Columns: []doc.GridColumn{{Name: "Workload", Share: 7}}}
		all := doc.GridRow{Cells: []doc.GridCell{{Spans: doc.PlainSpan("All workloads", doc.StyleStrong)}}}
		for _, pillar := range m.Pillars[start:end] {
			g.Columns = append(g.Columns, doc.GridColumn{Name: b.take("Pillar name", pillar.Name), Share: 4})
			all.Cells = append(all.Cells, heatCell(pillar.Counts))
		}
		for _, row := range m.Rows {
			g.Rows = append(g.Rows, b.heatRow(row, start, end))
		}
		g.Rows = append(g.Rows, all)
		s.Body = append(s.Body, g)
	}
	return s
}

func (b builder) heatRow(row portfolio.HeatRow, start, end int) doc.GridRow {
	w := b.p.Workloads[row.Workload]
	name := cell(b.take("Workload name", w.Name))
	if len(b.p.Spaces) > 1 {
		name.Remark = b.take("Workspace name", w.Workspace)
	}
	out := doc.GridRow{Cells: []doc.GridCell{name}}
	for _, counts := range row.Cells[start:end] {
		out.Cells = append(out.Cells, heatCell(counts))
	}
	return out
}

// heatCell counts the questions of a pillar by risk: what is worst, and below it, smaller, the rest.
func heatCell(c q.RiskCounts) doc.GridCell {
	applies := c.Total() - c.NotApplicable
	if applies == 0 || c.Unanswered == applies {
		return doc.GridCell{Spans: doc.PlainSpan("–", doc.StyleQuiet)}
	}
	var says, rest []string
	out := doc.GridCell{Risk: q.RiskNone}
	for _, one := range []struct {
		risk q.Risk
		n    int
		word string
	}{{q.RiskHigh, c.High, "high"}, {q.RiskMedium, c.Medium, "medium"}, {q.RiskUndecided, c.Undecided, "undecided"}} {
		switch count := fmt.Sprintf("%d %s", one.n, one.word); {
		case one.n == 0:
		case len(says) == 0:
			out.Risk, says = one.risk, []string{count}
		default:
			rest = append(rest, count)
		}
	}
	if len(says) == 0 {
		says = []string{"no risk"}
	}
	if c.Unanswered > 0 {
		rest = append(rest, fmt.Sprintf("%d open", c.Unanswered))
	}
	out.Spans = doc.PlainSpan(doc.CleanText(says[0]), doc.StyleBody)
	out.Remark = doc.CleanText(strings.Join(rest, ", "))
	return out
}

func text(t string, s doc.TextStyle) doc.Paragraph {
	return doc.Paragraph{Spans: doc.PlainSpan(doc.CleanText(t), s)}
}

func cell(t doc.CleanText) doc.GridCell { return doc.GridCell{Spans: doc.PlainSpan(t, doc.StyleBody)} }

func number(n int) doc.CleanText { return doc.CleanText(strconv.Itoa(n)) }

func score(c q.RiskCounts) doc.CleanText {
	if n, ok := c.Score(); ok {
		return number(n)
	}
	return "–"
}

// cite is what people cite a question by, and where it stands.
func (b builder) cite(lens models.Lens, pillar *q.Pillar, question *q.Question) doc.CleanText {
	parts := []string{question.DocumentID, pillar.Name}
	if len(b.p.Lenses) > 1 {
		parts = append(parts, lens.Name)
	}
	if question.DocumentID == "" {
		parts = parts[1:]
	}
	return b.take("Names of questions", strings.Join(parts, ", "))
}
