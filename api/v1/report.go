package v1

import (
	"bytes"
	"context"

	"plumbline/api/v1/planning"
	verified "plumbline/api/v1/proofs"
	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/service/proofs"
	"plumbline/models/service/reviews"
	"plumbline/models/service/trend"
	"plumbline/questionnaires"
	"plumbline/reports"
	"plumbline/reports/improvement"
)

type planJSON struct {
	Entries   []planEntry   `json:"entries" doc:"questions to improve: high risks before medium ones, each by position"`
	Open      []planEntry   `json:"open" doc:"questions nobody answered yet"`
	ClearHigh rest.Clearing `json:"clear_high" doc:"the fewest practices that leave no high risk"`
	Accepted  rest.Accepted `json:"accepted" doc:"how many of them are accepted; they count as risks all the same"`
	Undecided []planEntry   `json:"undecided" doc:"answered questions of which the lens does not say"`

	WontDo []planning.WontDoItem `json:"wont_do,omitempty" doc:"items that won't be done"`
}

type planEntry struct {
	Position   int            `json:"position,omitempty" doc:"what to improve first, from 1"`
	Number     string         `json:"number" doc:"pillar and question, such as 2.3; with the lens's letter where there are several lenses"`
	LensKey    string         `json:"lens_key" doc:"short name of the lens"`
	PillarID   string         `json:"pillar_id" doc:"the pillar"`
	QuestionID string         `json:"question_id" doc:"the question"`
	DocumentID string         `json:"document_id,omitempty" doc:"what people cite, such as SEC02"`
	Title      string         `json:"title" doc:"the question in words"`
	ShortName  string         `json:"short_name" doc:"the question in a few words"`
	Terms      []string       `json:"terms,omitempty" doc:"terms of art by which people search for the question"`
	Risk       string         `json:"risk" doc:"its risk; NONE only with undecided" enum:"UNANSWERED,HIGH,MEDIUM,NONE"`
	Undecided  bool           `json:"undecided,omitempty" doc:"with risk NONE: the lens does not say"`
	Why        string         `json:"why" doc:"why the risk is what it is"`
	Paths      []pathJSON     `json:"paths" doc:"the cheapest ways to a lower risk"`
	Practices  []practiceJSON `json:"practices" doc:"practices that apply and are not in place"`

	// apart, since they are wide
	AcceptedUntil string `json:"accepted_until,omitempty" doc:"last day on which all of its risk is accepted"`

	Accepted []rest.AcceptedEntry `json:"accepted,omitempty" doc:"who took its risk, or that of a practice"`
}

type practiceJSON struct {
	ChoiceID string         `json:"choice_id" doc:"the choice"`
	Title    string         `json:"title" doc:"the practice in a line"`
	Terms    []string       `json:"terms,omitempty" doc:"terms of art by which people search for the practice"`
	Text     string         `json:"text" doc:"how to get there"`
	Steps    []string       `json:"steps,omitempty" doc:"how to get there in steps, where the lens has them"`
	Labels   []string       `json:"labels,omitempty" doc:"what the lens says of it: document id, effort, impact, who does it"`
	Links    []resourceJSON `json:"links" doc:"where to read on"`

	AloneRisk string `json:"alone_risk,omitempty" doc:"the lower risk to which it alone leads" enum:"MEDIUM,NONE"`
	QuickWin  bool   `json:"quick_win,omitempty" doc:"of low effort, and it lowers the risk alone or its impact is high"`
}

func planEntryOut(e improvement.Entry) planEntry {
	return planEntry{
		Position: e.Position, Number: e.Number, LensKey: e.LensKey, PillarID: e.PillarID, QuestionID: e.QuestionID,
		DocumentID: e.DocumentID,
		Title:      e.Title, ShortName: e.ShortName, Terms: e.Terms,
		Risk: string(e.Risk.Key()), Undecided: undecided(e.Risk), Why: labels.ExplainRecorded(e.Risk, e.Reason).Text(),
		Paths: rest.Each(e.ShortestWays,
			func(p questionnaires.RiskPath) pathJSON { return pathJSON{string(p.To), p.Sets, p.More} }),
		Practices: rest.Each(e.Practices, func(p improvement.Practice) practiceJSON {
			return plannedPractice(e.Risk, p)
		}),
		AcceptedUntil: e.AcceptedUntil, Accepted: rest.AcceptedEntries(e.Accepted),
	}
}

func plannedPractice(risk questionnaires.Risk, p improvement.Practice) practiceJSON {
	out := practiceJSON{ChoiceID: p.ChoiceID, Title: p.Title, Terms: p.Terms, Text: p.Text, Steps: p.Steps,
		Labels: p.Labels(), Links: rest.Each(p.Links, func(l improvement.SourceLink) resourceJSON { return resourceJSON(l) }),
		QuickWin: p.QuickWin(risk)}
	if p.Lowers(risk) {
		out.AloneRisk = string(p.Alone)
	}
	return out
}

// snapshot reads the state that the query names, and the id of the one lens it asks for, if any.
func (a *API) snapshot(ctx context.Context, r *rest.Request) (models.Snapshot, string, error) {
	snap, err := a.svc.Reviews.Snapshot(ctx, r.Param("workload"), r.QueryNumber("milestone"))
	if err != nil {
		return snap, "", err
	}
	lens, err := reviews.OneLens(snap, r.Query("lens"))
	return snap, lens, err
}

func (a *API) getPlan(ctx context.Context, r *rest.Request, _ rest.None) (planJSON, error) {
	snap, lens, err := a.snapshot(ctx, r)
	if err != nil {
		return planJSON{}, err
	}
	p, err := improvement.Derive(snap, lens)
	if err != nil {
		return planJSON{}, err
	}
	wontDo, err := improvement.WontDo(snap, lens)
	return planJSON{WontDo: planning.WontDoItems(wontDo),
		Accepted: rest.AcceptedOf(p.AcceptedCounts()), Entries: rest.Each(p.Entries, planEntryOut),
		Open:      rest.Each(p.Open, planEntryOut),
		Undecided: rest.Each(p.Undecided, planEntryOut),
		ClearHigh: rest.Clearing(p.ClearHigh(func(improvement.Entry) bool { return true }))}, err
}

// reportQuery reads which report is asked for, beside its preset.
func reportQuery(r *rest.Request) (q trend.BriefingQuery, opt reports.ReportOptions) {
	q.Milestone, q.Lens, q.Since = r.QueryNumber("milestone"), r.Query("lens"), r.QueryNumber("since")
	if r.Query("compare") == "none" {
		q.Since = trend.NoMilestone
	}
	opt.Classification = r.Query("classification")
	return q, opt
}

// reportOperations are the names of the operations, each with what it gives.
var reportOperations = map[reports.Format][2]string{
	"pdf":  {"getReport", "A report as a PDF: to architects or to leadership"},
	"html": {"getReportHTML", "The same report as one HTML file, without anything beside it"},
	"docx": {"getReportDOCX", "The same report as a document of a word processor, with charts that can be edited"},
	"xlsx": {"getReportXLSX", "The same report as a workbook: its text, and a sheet for each table"},
	"pptx": {"getReportPPTX", "The report to leadership as slides; preset is leadership if not given"},
	"json": {"getReportJSON", "The same report for programs: sections and blocks, each of a kind that is named"},
	"csv": {"getReportCSV", "One table of the report: the practices with question, risk and state; to leadership, " +
		"who does what until when; to auditors, how answers changed"},
	"md": {"getReportMarkdown", "The same report as Markdown, charts as tables"},
	"oscal-ar": {"getReportOSCALResults",
		"OSCAL 1.2.2 assessment results: to architects, or to auditors with the record of decisions and changes"},
	"oscal-poam": {"getReportOSCALPlan",
		"OSCAL 1.2.2 plan of action and milestones (POA&M): risks with what is planned; to architects or auditors"},
}

// reportRoutes has an operation for each format.
func (a *API) reportRoutes() (list []rest.Route) {
	for _, f := range reports.Formats {
		does, sends := reportOperations[f], []string{f.MediaType()}
		if f == "json" {
			sends = nil // JSON has a schema, and is what is sent if nothing else is said
		}
		list = append(list, rest.Route{Method: methodGet, Path: "/workloads/:workload/report." + f.Extension(), ID: does[0],
			Cost: rest.Heavy, Summary: does[1], Action: models.ReadReview, Status: statusOK, Query: reportParams,
			Sends: sends, Headers: verified.ReplyHeaders,
			Do: rest.Do(func(ctx context.Context, r *rest.Request, _ rest.None) (rest.Blob, error) {
				return a.report(ctx, r, f)
			})})
	}
	return list
}

// report makes the report that is asked for.
func (a *API) report(ctx context.Context, r *rest.Request, format reports.Format) (rest.Blob, error) {
	q, opt := reportQuery(r)
	asked := r.Query("preset")
	if asked == "" && format.IsSlides() {
		asked = string(reports.Leadership)
	}
	look, err := a.svc.ReportPresets.For(ctx, r.Param("workload"), asked)
	if err != nil {
		return rest.Blob{}, err
	}
	preset := reports.Preset(look.Base)
	opt = opt.Wearing(look, r.Query("paper"))
	if q.Record = preset == reports.Auditor; preset != reports.Leadership {
		q.Since = trend.NoMilestone
	}
	made, err := a.svc.Briefings.Report(ctx, r.Param("workload"), q)
	if err != nil {
		return rest.Blob{}, err
	}
	opt.Format, opt.Lens, opt.Watermark = format, made.LensID, made.Watermark
	var file bytes.Buffer
	opt.Font = a.font
	warnings, err := reports.Write(&file, made.Source(), preset, opt)
	if err != nil {
		return rest.Blob{}, err
	}
	for _, w := range warnings {
		a.log.WarnContext(ctx, "a report could not show everything as written", "workload", made.Snapshot.Workload.ID,
			"where", w.Where)
	}
	receipt := a.svc.Proofs.Register(ctx, proofs.File{Data: file.Bytes(), Format: string(format), Preset: string(preset),
		Saved: look.Saved, Snapshot: made.Snapshot, LensID: made.LensID})
	return rest.Blob{MediaType: format.MediaType(), File: made.FileName(format.Extension(), preset.FileKinds()...),
		Data: file.Bytes(), Header: verified.Headers(receipt)}, nil
}
