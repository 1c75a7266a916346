package questionnaires

import (
	"fmt"
	"slices"
	"strings"

	"plumbline/questionnaires/jsontree"
)

// awsOmission says what a document for AWS leaves out to stay within MaxBytes.
type awsOmission struct {
	flat  bool // all is on one line
	brief bool // a helpful resource leaves out how to tell
	most  int  // characters of a text made of guidance
}

// awsOmissions are tried in turn until the document has at most MaxBytes.
var awsOmissions = [...]awsOmission{
	{most: MaxDescription},
	{most: MaxDescription, flat: true},
	{most: MaxDescription, flat: true, brief: true},
	{most: MaxDescription / 2, flat: true, brief: true},
	{most: MaxDescription / 4, flat: true, brief: true},
	{most: MaxDescription / 8, flat: true, brief: true},
}

// shortenedText is a text that was shortened: where its resource begins in the written document, and what to say of it.
type shortenedText struct {
	at      int32
	message string
}

// AWS writes the lens with nothing but what the format knows, for import into the AWS tool, and reports what strict
// mode finds in it. Positions are those in the written document. It keeps the description of a choice, which AWS takes.
//
// Guidance is dropped, but what AWS has a place for is put there where the lens says nothing itself: Steps, numbered,
// and Link become the improvement plan, Why and HowToTell the helpful resource. Such a text ends in "…" where it
// was cut to MaxDescription. A document of more than MaxBytes is written on one line; if that is not enough, HowToTell
// is left out, and then texts are cut to a half, a quarter and an eighth. Every loss is a warning.
func (l *Lens) AWS() ([]byte, Problems) {
	var w *lensWriter
	for _, t := range awsOmissions {
		w = newWriter(l, t)
		w.lens(l)
		if w.Out = append(w.Out, '\n'); len(w.Out) <= MaxBytes {
			break
		}
	}
	p := newParser(ParseOptions{Strict: true})
	p.read(w.Out)
	p.cuts(w)
	return w.Out, p.problems()
}

// cuts reports what w left out of the document that p has read.
func (p *lensParser) cuts(w *lensWriter) {
	if w.brief {
		p.keep(rawProblem{code: codeShortened, node: -1,
			message: fmt.Sprintf("How to tell was left out: with it the lens has more than %d bytes.", MaxBytes)})
	}
	for _, c := range w.cuts {
		n, found := slices.BinarySearchFunc(p.doc.Nodes, c.at, func(v jsontree.Node, at int32) int { return int(v.Start - at) })
		if found {
			p.report(codeShortened, int32(n), c.message)
		}
	}
}

// help returns the helpful resource of a choice. For AWS it is made of guidance where the lens has none of its own.
func (w *lensWriter) help(c *Choice) *Resource {
	own, g := c.HelpfulResource, c.Guidance
	if w.extras || own != nil && !own.blank() || g == nil || g.Why == "" {
		return own
	}
	text := g.Why
	if g.HowToTell != "" && !w.brief {
		text += "\n\nHow to tell: " + g.HowToTell
	}
	return &Resource{DisplayText: w.fit(text)}
}

// plan returns the improvement plan of a choice, likewise.
func (w *lensWriter) plan(c *Choice) *Resource {
	own, g := c.ImprovementPlan, c.Guidance
	if w.extras || own != nil && !own.blank() || g == nil || len(g.Steps) == 0 {
		return own
	}
	var b strings.Builder
	for i, step := range g.Steps {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "%d. %s", i+1, step)
	}
	return &Resource{DisplayText: w.fit(b.String()), URL: g.Link}
}

// fit shortens a text that is too long and remembers to say so.
func (w *lensWriter) fit(text string) string {
	short := shortenText(text, w.most)
	if short != text {
		w.cut = fmt.Sprintf("This text has %d characters and was cut to %d.", characters(text), characters(short))
	}
	return short
}

// noteCut remembers the place of the value that comes next if its text was cut.
func (w *lensWriter) noteCut() {
	if w.cut != "" {
		w.cuts = append(w.cuts, shortenedText{int32(len(w.Out)), w.cut})
		w.cut = ""
	}
}

// shortenText cuts a text to at most max characters, "…" included: behind the last sentence or line that fits, or
// behind the last word where that would lose more than half.
func shortenText(text string, max int) string {
	if characters(text) <= max {
		return text
	}
	const mark = " …"
	room := string([]rune(text)[:max-characters(mark)])
	end := max / 2
	for i := len(room) - 1; i >= end; i-- {
		if room[i] == '\n' {
			return strings.TrimRight(room[:i], "\n") + "\n…"
		}
		if sentenceEnds(text, i) {
			return room[:i+1] + mark
		}
	}
	if i := strings.LastIndexAny(room, " \n"); i >= end {
		room = room[:i]
	}
	return strings.TrimRight(room, " \n") + mark
}

// sentenceEnds reports whether a sentence ends with byte i. The full stop of a number, as in "2. Then", ends none.
func sentenceEnds(text string, i int) bool {
	if strings.IndexByte(".?!", text[i]) < 0 || i == 0 || isDigit(text[i-1]) {
		return false
	}
	return i+1 == len(text) || text[i+1] == ' ' || text[i+1] == '\n'
}
