package oscal

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"plumbline/models"
	"plumbline/models/labels"
	q "plumbline/questionnaires"
	"plumbline/reports/improvement"
	counted "plumbline/reports/reviewed"
)

// controlID is the id of a question of a lens.
func controlID(l counted.Lens, questionID string) string {
	lens := l.Review.Lens
	key := lens.Key
	if key == "" {
		key = lens.ID
	}
	return token(token(key) + "." + token(questionID))
}

// question says what was answered to a question, and what follows.
func (b *builder) question(l counted.Lens, p counted.Pillar, e counted.Question) asked {
	lens, id := l.Review.Lens.ID, e.Question.ID
	a := asked{lensID: lens, questionID: id}
	a.observations = append(b.answer(lens, e), b.choices(lens, e)...)
	reason := e.Reason()
	reason.Cite = true
	why := b.text(labels.ExplainRecorded(e.Answer.Risk, reason).Text(), labels.Risk(e.Answer.Risk))
	a.finding = finding{UUID: b.uuid("finding", lens, id), Title: b.line(e.Question.Title, e.Number), Description: why,
		Props: b.props(Fact{"number", e.Number}, Fact{"document id", e.Question.DocumentID},
			Fact{"short name", e.Question.Short()}, Fact{"risk", riskWord(e.Answer.Risk)}, Fact{"lens", l.Review.Lens.Key},
			Fact{"pillar", p.Pillar.Name}, Fact{"question", id}),
		Target: target{Type: "objective-id", ID: controlID(l, id) + ".objective"}}
	a.finding.Target.Status, a.finding.Target.Done = standing(e.Answer)
	for _, o := range a.observations {
		a.finding.Observations = append(a.finding.Observations, observationUUID{o.UUID})
	}
	if entry, risky := b.entries[a.key()]; risky {
		a.risk = b.risk(a, e, entry, why)
		a.finding.Risks = []riskUUID{{a.risk.UUID}}
	}
	return a
}

// riskWord is a risk as a property has it.
func riskWord(r q.Risk) string { return strings.ToLower(string(r)) }

// standing is the state of a question's objective.
func standing(a models.Answer) (state, *state) {
	switch a.Risk {
	case q.RiskNone:
		return state{State: "satisfied", Reason: "pass"}, &state{State: "implemented"}
	case q.RiskNotApplicable:
		return state{State: "satisfied", Reason: "other", Remarks: "The question does not apply."},
			&state{State: "not-applicable", Remarks: labels.Reason(a.Reason)}
	case q.RiskHigh, q.RiskMedium:
		return state{State: "not-satisfied", Reason: "fail"}, nil
	case q.RiskUnanswered:
		return state{State: "not-satisfied", Reason: "other", Remarks: "Nobody answered the question yet."}, nil
	}
	return state{State: "not-satisfied", Reason: "other", Remarks: "The lens does not say."}, nil
}

// observed is what somebody said.
func (b *builder) observed(a models.Answer, id, title, description string, props []prop) observation {
	o := observation{UUID: id, Title: title, Description: description, Props: props, Methods: []string{"INTERVIEW"},
		Types: []string{"control-objective"}, Subjects: []subject{{b.component, "component"}}, Collected: b.at(a.UpdatedAt)}
	if who := b.assessor(a.UpdatedBy); who != "" {
		o.Origins = []origin{b.origin(who)}
	}
	return o
}

// answer is the answer with its note, or nothing if there is none.
func (b *builder) answer(lens string, e counted.Question) []observation {
	if e.Answer.Risk == q.RiskUnanswered && strings.TrimSpace(e.Answer.Notes) == "" {
		return nil
	}
	props, or := b.props(Fact{"number", e.Number}, Fact{"applicable", "yes"}), "Answered without a note."
	if !e.Answer.Applicable {
		reason := labels.Reason(e.Answer.Reason)
		props = b.props(Fact{"number", e.Number}, Fact{"applicable", "no"}, Fact{"reason", reason})
		or = "Does not apply: " + labels.InSentence(reason) + "."
	}
	if e.Answer.Version > 0 {
		props = append(props, b.props(Fact{"version", strconv.Itoa(e.Answer.Version)})...)
	}
	return []observation{b.observed(e.Answer, b.uuid("answer", lens, e.Question.ID),
		b.line("Answer to "+e.Number+" "+e.Question.Short(), ""), b.note(e.Answer.Notes, b.text(or, "")), props)}
}

// choices are the choices of an answered question, each with its state. Of "none of these", and of a question that
// does not apply, they are those of which something is said.
func (b *builder) choices(lens string, e counted.Question) (all []observation) {
	for _, c := range e.Question.Choices {
		said := e.Answer.Choice(c.ID)
		silent := said.Status == models.ChoiceUnselected && strings.TrimSpace(said.Notes) == ""
		if silent && (c.NoneOfThese() || !e.Answer.Applicable || e.Answer.Risk == q.RiskUnanswered) {
			continue
		}
		status := said.Status
		if status == "" {
			status = models.ChoiceUnselected
		}
		facts := []Fact{{"number", e.Number}, {"choice", c.ID}, {"status", labels.ChoiceStatus(status)}}
		if c.Guidance != nil {
			facts = append(facts, Fact{"document id", c.Guidance.DocumentID})
		}
		or := labels.ChoiceStatus(status) + "."
		if said.Status == models.ChoiceNotApplicable {
			reason := labels.Reason(said.Reason)
			facts, or = append(facts, Fact{"reason", reason}), "Does not apply: "+labels.InSentence(reason)+"."
		}
		all = append(all, b.observed(e.Answer, b.uuid("choice", lens, e.Question.ID, c.ID), b.line(c.Title, c.ID),
			b.note(said.Notes, b.text(or, "")), b.props(facts...)))
	}
	return all
}

// risk is what the answer leaves open.
func (b *builder) risk(a asked, e counted.Question, entry improvement.Entry, why string) *risk {
	r := &risk{UUID: b.uuid("risk", a.lensID, a.questionID), Title: b.line(e.Question.Short(), e.Number), Description: why,
		Statement: b.statement(entry), Status: "open",
		Props: b.props(Fact{"number", e.Number}, Fact{"risk", riskWord(e.Answer.Risk)},
			Fact{"position", strconv.Itoa(entry.Position)})}
	r.Characterization = []characterization{{b.origin(b.person(e.Answer.UpdatedBy)),
		[]facet{{"risk", NS, labels.Risk(e.Answer.Risk)}}}}
	for _, o := range a.observations {
		r.Observations = append(r.Observations, observationUUID{o.UUID})
	}
	for _, p := range entry.Practices {
		r.Remediations = append(r.Remediations, b.recommended(a, entry.Risk, p))
	}
	for _, item := range b.work[a.key()] {
		if item.Status != "open" {
			r.Status = "remediating"
		}
		if due := b.endOf(item.DueOn); due != "" && (r.Deadline == "" || due < r.Deadline) {
			r.Deadline = due
		}
		r.Remediations = append(r.Remediations, b.planned(a, item))
	}
	b.acceptances(a, r, entry)
	return r
}

// statement says what is missing.
func (b *builder) statement(entry improvement.Entry) string {
	lines := []string{"Missing:", ""}
	for _, p := range entry.Practices {
		lines = append(lines, "- "+b.line(p.Title, p.ChoiceID))
	}
	if len(lines) == 2 {
		return "No practice that applies is missing."
	}
	return strings.Join(lines, "\n")
}

// acceptances say who took the risk, or that of a practice, on purpose.
func (b *builder) acceptances(a asked, r *risk, entry improvement.Entry) {
	for i, one := range entry.Accepted {
		names := []string{a.lensID, a.questionID, one.ChoiceID, one.DecidedAt.UTC().Format(time.RFC3339), fmt.Sprint(i)}
		said := entryOf(b, b.uuid("acceptance", names...), Logged{Title: "Accepted until " + labels.CalendarDay(one.Until),
			Text: one.Reason, By: one.DecidedBy, Role: "approver", At: one.DecidedAt, Facts: []Fact{{"until", one.Until},
				{"approver role", one.ApproverRole}, {"risk", riskWord(one.Risk)}, {"choice", one.ChoiceID}}})
		said.End = b.endOf(one.Until)
		said.Status = "deviation-approved"
		if entry.AcceptedUntil == "" {
			said.Status = "" // it leaves some of the risk
		}
		if r.Log == nil {
			r.Log = &log{}
		}
		r.Log.Entries = append(r.Log.Entries, said)
		if mitigated := b.text(one.Mitigation, ""); mitigated != "" {
			r.Mitigating = append(r.Mitigating, mitigation{b.uuid("mitigation", names...), mitigated})
		}
	}
	if entry.AcceptedUntil != "" {
		r.Status, r.Deadline = "deviation-approved", b.endOf(entry.AcceptedUntil)
	}
}

// entryOf is a line of a log.
func entryOf(b *builder, id string, l Logged) entry {
	out := entry{UUID: id, Title: b.line(l.Title, "Decision"), Description: b.text(l.Text, ""), Start: b.at(l.At),
		Props: b.props(l.Facts...)}
	if who := b.person(l.By); who != "" {
		out.LoggedBy = []logged{{who, l.Role}}
	}
	return out
}
