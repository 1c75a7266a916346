package questionnaires

import (
	"slices"
	"strings"

	"plumbline/questionnaires/jsontree"
)

// JSON writes the lens in the AWS custom lens format: indented by two spaces, members in the order of the
// specification, then the optional ones of ours and the extra ones, whose values stand on one line each, with a line
// feed at the end. It says all that the parsed document said. Where Parse would refuse the indented text as too large,
// all is on one line, without a line feed.
func (l *Lens) JSON() []byte {
	w := newWriter(l, awsOmission{})
	w.extras = true
	w.lens(l)
	if w.Out = append(w.Out, '\n'); fitsMaxBytes(w.Out) {
		return w.Out
	}
	w = newWriter(l, awsOmission{flat: true})
	w.extras = true
	w.lens(l)
	return w.Out
}

// fitsMaxBytes reports whether Parse would take a document of that size.
func fitsMaxBytes(doc []byte) bool {
	if len(doc) <= MaxBytes {
		return true
	}
	p := newParser(ParseOptions{})
	p.read(doc)
	return !slices.ContainsFunc(p.found, func(f rawProblem) bool { return f.code == codeSize })
}

// size guesses how many bytes the lens takes when it is written.
func (l *Lens) size() int {
	const perQuestion = 4096
	return 1024 + l.Questions()*perQuestion
}

// lensWriter writes a lens as JSON.
type lensWriter struct {
	jsontree.Writer
	awsOmission                 // how the texts for AWS are made
	extras      bool            // members that the format does not know are written too
	cuts        []shortenedText // texts that were shortened
	cut         string          // what to say of the next text, if it was shortened
}

func newWriter(l *Lens, s awsOmission) *lensWriter {
	return &lensWriter{Writer: jsontree.Writer{Flat: s.flat, Out: make([]byte, 0, l.size())}, awsOmission: s}
}

// lens writes the root. AWS asks for the schema version, so it is filled in where AWS is to read the result.
func (w *lensWriter) lens(l *Lens) {
	w.Open('{')
	version := l.SchemaVersion
	if version == "" && !w.extras {
		version = SchemaVersion
	}
	w.Text("schemaVersion", version)
	w.Text("name", l.Name)
	w.Text("description", l.Description)
	writeArray(w, "pillars", l.Pillars, (*lensWriter).pillar)
	w.extra(l.Extra)
	w.Close('}')
}

func (w *lensWriter) pillar(p *Pillar) {
	w.Text("id", p.ID)
	w.Text("name", p.Name)
	w.purpose(p)
	writeArray(w, "questions", p.Questions, (*lensWriter).question)
	w.extra(p.Extra)
}

func (w *lensWriter) question(q *Question) {
	w.Text("id", q.ID)
	w.Text("title", q.Title)
	w.Text("description", q.Description)
	w.linked("helpfulResource", q.HelpfulResource)
	w.facilitation(q)
	writeArray(w, "choices", q.Choices, (*lensWriter).choice)
	writeArray(w, "riskRules", q.RiskRules, (*lensWriter).rule)
	w.extra(q.Extra)
}

func (w *lensWriter) choice(c *Choice) {
	w.Text("id", c.ID)
	w.Text("title", c.Title)
	w.Text("description", c.Description)
	w.linked("helpfulResource", w.help(c))
	w.linked("improvementPlan", w.plan(c))
	writeArray(w, "additionalResources", w.worth(c.AdditionalResources), (*lensWriter).additional)
	w.guidance(c)
	w.extra(c.Extra)
}

// worth leaves out what has no text and no link, unless all is to be kept.
func (w *lensWriter) worth(list []AdditionalResource) []AdditionalResource {
	if w.extras {
		return list
	}
	var out []AdditionalResource
	for _, a := range list {
		a.Content = slices.DeleteFunc(slices.Clone(a.Content), Resource.blank)
		if len(a.Content) > 0 {
			out = append(out, a)
		}
	}
	return out
}

// blank reports whether there is nothing to show: white space is nothing.
func (r Resource) blank() bool {
	return strings.TrimSpace(r.DisplayText) == "" && strings.TrimSpace(r.URL) == ""
}

func (w *lensWriter) additional(a AdditionalResource) {
	w.Text("type", a.Type)
	writeArray(w, "content", a.Content, (*lensWriter).resource)
	w.extra(a.Extra)
}

// linkedText writes a member that is a resource, or nothing where there is none. An empty one is worth nothing to AWS.
func (w *lensWriter) linked(name string, r *Resource) {
	if r == nil || !w.extras && r.blank() {
		return
	}
	w.Name(name)
	w.noteCut()
	w.Open('{')
	w.resource(*r)
	w.Close('}')
}

func (w *lensWriter) resource(r Resource) {
	w.Text("displayText", r.DisplayText)
	w.Text("url", r.URL)
	w.extra(r.Extra)
}

func (w *lensWriter) rule(r RiskRule) {
	w.Text("condition", r.Condition)
	w.Text("risk", r.Risk)
	w.extra(r.Extra)
}

// extra writes the members that the format does not know, after those that it does.
func (w *lensWriter) extra(ms []ExtraMember) {
	if !w.extras {
		return
	}
	for _, m := range ms {
		w.Name(m.Name)
		w.Out = append(w.Out, m.Value...)
	}
}

// writeArray writes a list of objects, or nothing where it is empty.
func writeArray[T any](w *lensWriter, name string, list []T, each func(*lensWriter, T)) {
	if len(list) == 0 {
		return
	}
	w.Name(name)
	w.Open('[')
	for _, v := range list {
		w.Element()
		w.Open('{')
		each(w, v)
		w.Close('}')
	}
	w.Close(']')
}
