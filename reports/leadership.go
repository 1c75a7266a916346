package reports

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"plumbline/models"
	"plumbline/models/comparison"
	"plumbline/models/figures"
	"plumbline/reports/doc"
)

// Source is what a report is made of.
type Source struct {
	models.Snapshot
	Since *comparison.Comparison // of an earlier state with the Snapshot, explained; nil: nothing to compare with
	Marks []figures.Mark         // milestones up to the Snapshot, the oldest first; a report on one lens leaves them out

	Record *Record // for auditors; nil leaves out what it would tell
}

// leadership describes the report to leadership: the verdict on one page, then what changed and why, the pillars, who
// does what until when, and which risks were taken on purpose.
func leadership(base *reportBuilder, s Source, opt ReportOptions) doc.Report {
	r := leadershipReport{reportBuilder: base, since: s.Since, onlyLens: opt.Lens,
		classification: opt.Classification}
	if opt.Lens == "" {
		r.marks = s.Marks
	}
	return r.document(opt)
}

// leadershipReport describes a report to leadership.
type leadershipReport struct {
	*reportBuilder
	since          *comparison.Comparison
	marks          []figures.Mark
	onlyLens       string // key or id of the only lens that is reported on; "" is all of them
	classification string
}

// document describes the whole report. What it tells does not depend on the paper, nor does its id.
func (r leadershipReport) document(opt ReportOptions) doc.Report {
	name, lenses := cleanText(r.snap.Workload.Name), cleanText(r.lenses())
	d := doc.Report{
		Title: name + ": report to leadership", Author: cleanText(r.snap.WorkspaceName), Subject: lenses,
		At: r.at(), Name: name, Topics: lenses, Mark: r.str("Watermark", opt.Watermark),
	}
	d.Sections = append(d.Sections, r.cover(), r.verdict())
	for _, s := range append(r.chosen(Leadership, r.part("changes", r.changes), r.part("scorecard", r.scorecard),
		r.part("work", r.work), r.part("decisions", r.decisions), r.part("trend", r.trend)), r.about()) {
		s.Joins = true
		d.Sections = append(d.Sections, s)
	}
	if len(r.fields) > 0 {
		d.Sections = append(d.Sections, r.printNotes())
	}
	id := doc.CleanText(contentID(d))
	cover := d.Sections[0].Body[0].(doc.Cover)
	cover.Facts = append(cover.Facts, doc.Fact{Name: "Report ID", Value: id})
	d.Sections[0].Body[0] = cover
	d.Paper = opt.Paper
	d.Classification = r.str("Classification", r.classification)
	d.Foot = r.running() + doc.CleanText(r.asOf()) + ", " + id
	return d
}

// contentID is the same for reports that say the same, and differs where one character does.
func contentID(d doc.Report) string {
	text, err := json.Marshal(d)
	if err != nil {
		panic("reports: a report that can't be written as JSON: " + err.Error()) // it is plain data
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

// running is what stands on each page in front of the date.
func (r leadershipReport) running() doc.CleanText {
	text := r.status()
	if r.classification != "" {
		text = r.str("Classification", r.classification) + ", " + text
	}
	return text + ", "
}

// asOf is the day that the report is about: that by which things are overdue, or that of the last change.
func (r leadershipReport) asOf() string {
	if r.snap.Work == nil {
		return r.date()
	}
	return r.reportDay()
}

// status says whether the report shows a state that can still change.
func (r leadershipReport) status() doc.CleanText {
	if r.snap.Milestone == nil {
		return "Draft"
	}
	return "Final"
}

// longestTopic is how many characters of a lens name the cover has.
const longestTopic = 120

// cover says what this is, of what, and in which state.
func (r leadershipReport) cover() doc.Section {
	s := r.reportBuilder.cover()
	c := s.Body[0].(doc.Cover)
	c.Kind = "Report to leadership"
	for n, topic := range c.Topics {
		c.Topics[n] = r.inShort("Name of a lens", string(topic), longestTopic)
	}
	c.Facts = slices.DeleteFunc(c.Facts, func(f doc.Fact) bool { return f.Name == "Account IDs" || f.Name == "Regions" })
	state := r.status() + ", " + r.str("Milestone name", strings.ToLower(r.state()[:1])+r.state()[1:])
	c.Facts[0] = doc.Fact{Name: "Status", Value: state}
	if r.snap.Work != nil {
		c.Facts[1].Name = "Last change"
		c.Facts = slices.Insert(c.Facts, 1, doc.Fact{Name: "As of", Value: doc.CleanText(r.reportDay())})
	}
	if r.classification != "" {
		c.Facts = slices.Insert(c.Facts, 1, doc.Fact{Name: "Classification",
			Value: r.str("Classification", r.classification)})
	}
	if r.since != nil {
		c.Facts = append(c.Facts, doc.Fact{Name: "Compared with", Value: r.str("Milestone name", r.sinceName())})
	}
	s.Body[0] = c
	return s
}

// sinceName names the state that the report is compared with.
func (r leadershipReport) sinceName() string {
	if m := r.since.From.Milestone; m != nil {
		return fmt.Sprintf("Milestone %d: %s, %s", m.Number, m.Name, r.day(m.CreatedAt))
	}
	return r.day(r.since.From.At)
}

// about says how to read the report and what it rests on.
func (r leadershipReport) about() doc.Section {
	s := doc.Section{Title: "About this report", Place: "about"}
	for _, row := range []struct{ name, says string }{
		{"Risks", "A question carries a high risk where practices are missing whose absence can do serious harm, and a " +
			"medium one where it can do harm. The rules of the questionnaire decide that, not the people who answer."},
		{"Score", string(methodExplanations[1].says)},
		{"Answered by", joinedNames(r.reviewers())},
		{"All of it", "The report to architects tells every question with its answer, its notes and each step of the plan."},
	} {
		if row.says != "" {
			s.Body = append(s.Body, textRow(spaceAbove(nextRow), doc.CleanText(row.name), r.str("Names of people", row.says)))
		}
	}
	s.Body = append(s.Body, r.choiceRows(Leadership, nextRow)...)
	return s
}

// maxReviewers is how many names the report tells; one more is named rather than counted.
const maxReviewers = 12

// reviewers are those who gave the answers last, in the order of the questions.
func (r leadershipReport) reviewers() (names []string) {
	for _, sh := range r.reviewed {
		for _, ch := range sh.Pillars {
			for _, e := range ch.Questions {
				if by := e.Answer.UpdatedBy; by != "" && !slices.Contains(names, by) {
					names = append(names, by)
				}
			}
		}
	}
	if more := len(names) - maxReviewers; more > 1 {
		names = append(names[:maxReviewers], fmt.Sprintf("%d more", more))
	}
	return names
}

// cell is a cell of a table with one text.
func cell(t doc.CleanText) doc.GridCell { return doc.GridCell{Spans: doc.PlainSpan(t, doc.StyleBody)} }

// quietCell is a cell with a text that is less important, such as that there is nothing.
func quietCell(t doc.CleanText) doc.GridCell {
	return doc.GridCell{Spans: doc.PlainSpan(t, doc.StyleQuiet)}
}

// remarkBelow says in a sentence what a table leaves out, and where it is.
func remarkBelow(text string) doc.Paragraph {
	return doc.Paragraph{Layout: keptBelow(closeRow), Spans: doc.PlainSpan(doc.CleanText(text), doc.StyleSmall)}
}

// heading is a line above a table.
func heading(text string) doc.Paragraph {
	return doc.Paragraph{Layout: spaceAbove(overviewGap), Spans: doc.PlainSpan(doc.CleanText(text), doc.StyleStrong)}
}
