package workloads

import (
	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/urls"
	"plumbline/reports/improvement"
)

// mostToImprove is how many of the first things to improve a page shows, as many as a report.
const mostToImprove = 5

// improveFirst is one of the first things to improve.
type improveFirst struct {
	page.RiskMark
	At                  urls.QuestionPath
	Name, Title, Pillar string
	Practice, Facts     string // the missing practice to begin with, and what the lens says of it
}

// toImprove are the first things to improve in a workload, in the order of its plan.
func toImprove(snap models.Snapshot) (list []improveFirst, err error) {
	first, err := improvement.First(snap, mostToImprove)
	for _, e := range first {
		one := improveFirst{RiskMark: page.RiskMarkOf(e.Risk), Name: e.ShortName, Title: e.Title, Pillar: e.PillarName,
			At: urls.ReviewPage(snap.Workload.ID, e.LensKey).Question(e.QuestionID)}
		if len(e.Practices) > 0 {
			one.Practice, one.Facts = e.Practices[0].Title, labels.PracticeFacts(e.Practices[0].Impact, e.Practices[0].Effort)
		}
		list = append(list, one)
	}
	return list, err
}
