// Package charts draws what moves over time: lines over days and bars over months, as pictures that the templates of
// page/templates/base/charts.html show, each with its table.
//
// It may import the page, figures, labels and questionnaires.
package charts

import (
	"plumbline/api/web/page"
	"plumbline/models/figures"
	"plumbline/questionnaires"
)

// OfTrend draws a trend; one point makes no line.
func OfTrend(t figures.Trend) []LineChart {
	if len(t.Points) < 2 {
		return nil
	}
	risk := func(r questionnaires.Risk) LineSeries {
		mark := page.RiskMarkOf(r)
		return LineSeries{Class: mark.Class, Words: mark.Word, Shape: true,
			value: func(p figures.Point) (int, bool) { return p.Counts.Of(r), true }}
	}
	risks := LineChart{ID: "risks", Title: "Questions by risk", of: "questions"}
	for _, r := range []questionnaires.Risk{questionnaires.RiskHigh, questionnaires.RiskMedium,
		questionnaires.RiskUndecided, questionnaires.RiskUnanswered, questionnaires.RiskNone} {
		s := risk(r)
		s.TableOnly = r == questionnaires.RiskNone
		if r == questionnaires.RiskHigh || r == questionnaires.RiskMedium || s.ever(t.Points) {
			risks.Series = append(risks.Series, s)
		}
	}
	score := LineChart{ID: "score", Title: "Score", of: "of 100", Top: 100, Series: []LineSeries{
		{Class: "score", Words: "Score", value: func(p figures.Point) (int, bool) { return p.Counts.Score() }}}}
	items := LineChart{ID: "items", Title: "Items", of: "items", Series: []LineSeries{
		{Class: "todo", Words: "To do", value: func(p figures.Point) (int, bool) { return p.Open, p.Items }},
		{Class: "late", Words: "Overdue", value: func(p figures.Point) (int, bool) { return p.Overdue, p.Items }}}}
	return []LineChart{risks.drawn(t.Points), score.drawn(t.Points), items.drawn(t.Points)}
}
