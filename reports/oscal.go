package reports

import (
	"encoding/hex"
	"maps"
	"slices"
	"strconv"
	"strings"

	"plumbline/models/accepted"
	"plumbline/models/labels"
	"plumbline/reports/format"
	"plumbline/reports/oscal"
	"plumbline/reports/reviewed"
)

// oscalKinds write the documents of OSCAL, which are made of the Snapshot itself and not of a described report.
var oscalKinds = map[Format]func(oscal.Source) ([]byte, error){
	format.OSCALResults: oscal.Results, format.OSCALPlan: oscal.PlanOfAction}

// oscalTitles are what the documents are.
var oscalTitles = map[Format]string{format.OSCALResults: "assessment results",
	format.OSCALPlan: "plan of action and milestones"}

// oscalSource is what such a document is made of. For auditors it has the record too.
func (r *reportBuilder) oscalSource(s Source, preset Preset, opt ReportOptions) oscal.Source {
	out := oscal.Source{Snapshot: r.snap, Lenses: r.reviewed, Plan: r.plan, Only: len(r.reviewed) < len(r.snap.Reviews),
		Title: r.snap.Workload.Name + ": " + oscalTitles[opt.Format], State: r.state(), At: r.at(),
		Clean: func(text string) string { return string(cleanText(text)) },
		Facts: []oscal.Fact{{Name: "audience", Value: string(preset)}, {Name: oscal.Marking, Value: opt.Classification},
			{Name: "copy", Value: opt.Watermark}}}
	for _, p := range propertyRows(r.snap.Workload)[2:] { // its name and description have members of their own
		out.Properties = append(out.Properties, oscal.Fact{Name: string(p.name), Value: p.value})
	}
	tags := r.snap.Workload.Tags
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		out.Properties = append(out.Properties, oscal.Fact{Name: "tag", Value: key + " = " + tags[key]})
	}
	if by := r.snap.Workload.UpdatedBy; by != "" {
		out.Properties = append(out.Properties, oscal.Fact{Name: "updated by", Value: by})
	}
	if preset == Auditor && s.Record != nil {
		out.Log = r.logged(*s.Record)
		if line := s.Record.Place; line != nil {
			out.Facts = append(out.Facts, oscal.Fact{Name: "audit head", Value: hex.EncodeToString(line.Hash)})
		}
	}
	return out
}

// logged is the record of auditors, the oldest first: recorded states, acceptances and changes of answers.
func (r *reportBuilder) logged(record Record) (all []oscal.Logged) {
	for _, m := range record.Milestones {
		all = append(all, oscal.Logged{ID: "milestone " + strconv.Itoa(m.Number), Title: "Milestone recorded: " + m.Name,
			By: m.CreatedBy, At: m.CreatedAt})
	}
	for _, a := range record.Acceptances {
		all = append(all, r.loggedAcceptance(a)...)
	}
	for _, line := range record.Changes {
		lensID, questionID, _ := strings.Cut(line.ThingID, "/")
		if len(r.reviewed) < len(r.snap.Reviews) && !r.reportsOn(lensID) {
			continue
		}
		title, id := questionID, "change "+strconv.FormatInt(line.Position, 10)+" "+line.ThingID
		e, known := r.asked(lensID, questionID)
		if known {
			title = e.Number + " " + e.Question.Short()
		}
		if what := r.changedWords(e, line); what != "" {
			all = append(all, oscal.Logged{ID: id, Title: "Answer changed: " + title, Text: what,
				By: line.ActorName, At: line.At})
		}
	}
	slices.SortStableFunc(all, func(a, b oscal.Logged) int { return a.At.Compare(b.At) })
	return all
}

// loggedAcceptance is how an acceptance was asked for, decided and ended.
func (r *reportBuilder) loggedAcceptance(a accepted.Acceptance) (all []oscal.Logged) {
	e, known := r.asked(a.LensID, a.QuestionID)
	if !known {
		return nil
	}
	facts := []oscal.Fact{{Name: "number", Value: e.Number}, {Name: "choice", Value: a.ChoiceID},
		{Name: "until", Value: a.Until}, {Name: "approver role", Value: a.ApproverRole},
		{Name: "approver", Value: a.ApproverName}, {Name: "state", Value: r.acceptanceState(a)}}
	add := func(l oscal.Logged) {
		if !l.At.IsZero() {
			l.Title, l.Facts = l.Title+": "+acceptedThing(e, a), facts
			all = append(all, l)
		}
	}
	add(oscal.Logged{ID: "asked " + a.ID, Title: "Acceptance asked for", By: a.AskedBy, At: a.AskedAt,
		Text: strings.TrimSpace(a.Reason + "\n" + a.Mitigation)})
	add(oscal.Logged{ID: "decided " + a.ID, Title: "Acceptance decided", By: a.DecidedBy, Role: "approver",
		At: a.DecidedAt, Text: a.DecisionNote})
	add(oscal.Logged{ID: "closed " + a.ID, Title: "Acceptance ended", By: a.ClosedBy, At: a.ClosedAt, Text: a.ClosedNote})
	return all
}

func acceptedThing(e reviewed.Question, a accepted.Acceptance) string {
	if c := e.Question.Choice(a.ChoiceID); c != nil {
		return labels.WholeRisk(a.Risk) + ", of one practice: " + c.Title
	}
	return labels.WholeRisk(a.Risk) + ", " + e.Number + " " + e.Question.Short()
}
