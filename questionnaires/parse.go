package questionnaires

import (
	"fmt"
	"strings"

	"plumbline/questionnaires/jsontree"
)

// ParseOptions choose how Parse judges a document.
type ParseOptions struct {
	Strict bool // what AWS would refuse to import is an error and not a warning
}

// Parse reads a lens document in the AWS custom lens format and reports all that is wrong with it, sorted by
// position. The lens is nil exactly when one of the problems is an error. What the format does not know is kept and
// comes back from JSON.
//
// A document has at most MaxInput bytes of UTF-8, and MaxDepth levels. Outside the optional members of ours it has at
// most MaxBytes characters; strict mode holds all its bytes against that limit, to be on the safe side with AWS. What
// is larger in any case is refused before the checks. A text that is not JSON gives the first place
// where it isn't; of errors and of warnings some hundreds are listed, then one more that says there are more.
func Parse(doc []byte, opt ParseOptions) (*Lens, Problems) {
	p := newParser(opt)
	lens := p.read(doc)
	return lens, p.problems()
}

func newParser(opt ParseOptions) *lensParser {
	return &lensParser{strict: opt.Strict, count: map[ProblemLevel]int{}, doc: &jsontree.Document{}}
}

// parseMarkdown returns the lens, or nil where one of the problems is an error.
func (p *lensParser) read(doc []byte) *Lens {
	if len(doc) > MaxInput {
		p.keep(rawProblem{code: codeSize, node: -1,
			message: fmt.Sprintf("The document has %d bytes; at most %d are read.", len(doc), MaxInput)})
		return nil
	}
	src, marked := strings.CutPrefix(string(doc), "\ufeff")
	tree, flaws, ok := jsontree.Read(src, MaxDepth)
	p.doc = tree
	if marked {
		p.keep(rawProblem{code: codeByteOrderMark, node: -1,
			message: "The document begins with a byte order mark. Save it as UTF-8 without one."})
	}
	for _, f := range flaws {
		p.keep(rawProblem{code: flawCodes[f.Kind], node: f.Node, at: f.At, message: f.Message})
	}
	if !ok {
		return nil
	}
	n := len(doc)
	if !p.strict {
		n = characters(p.doc.Source)
	}
	if p.spared = p.spareable(); p.size(n) {
		return nil
	}
	p.spared = 0
	lens := p.lens()
	p.size(n)
	if p.count[LevelError] > 0 || !p.compile(lens) {
		return nil
	}
	return lens
}

// flawCodes are the checks that reading the text itself makes.
var flawCodes = map[jsontree.FlawKind]checkCode{
	jsontree.FlawEncoding:      codeEncoding,
	jsontree.FlawSyntax:        codeSyntax,
	jsontree.FlawTooDeep:       codeDepth,
	jsontree.FlawTrailing:      codeTrailing,
	jsontree.FlawDuplicateName: codeDuplicateMember,
	jsontree.FlawLoneSurrogate: codeSurrogate,
	jsontree.FlawNullCharacter: codeNull,
	jsontree.FlawLongName:      codeLongName,
}

// size holds a document of n characters, or bytes in strict mode, against MaxBytes and reports whether it is too large.
func (p *lensParser) size(n int) (over bool) {
	what, unit := "document has", "characters"
	switch {
	case p.strict:
		unit = "bytes"
	case p.spared > 0:
		n, what = n-p.spared, "document without its guidance has"
	}
	if n <= MaxBytes {
		return false
	}
	p.keep(rawProblem{code: codeSize, node: -1,
		message: fmt.Sprintf("The %s %d %s; a lens has at most %d.", what, n, unit, MaxBytes)})
	return true
}

// lensParser turns a document into a Lens and gathers the problems.
type lensParser struct {
	doc    *jsontree.Document
	strict bool
	found  []rawProblem
	count  map[ProblemLevel]int
	spared int // characters of the optional members of ours, which do not count as part of the lens

	questions map[string]int32 // the question ids so far, and where each is
	choices   map[string]bool  // the choice ids of earlier questions; true once a repetition was reported
}

// lens reads the root. The maps start here and not in Parse, since a document that is not JSON needs none.
func (p *lensParser) lens() *Lens {
	p.questions, p.choices = map[string]int32{}, map[string]bool{}
	if !p.is(0, jsontree.KindObject) {
		return nil
	}
	f, extra := p.object(0, &lensShape)
	l := &Lens{Extra: extra}
	l.SchemaVersion = p.schemaVersion(f[lensVersion])
	l.Name = p.name(f[lensName])
	l.Description = p.description(f[lensDescription])
	l.Pillars = p.pillars(f[lensPillars])
	if f[lensPillars] > 0 && l.Questions() == 0 {
		p.report(codeNoQuestions, f[lensPillars], "The lens has no questions: there is nothing to review.")
	}
	return l
}

// schemaVersion returns what the document says, which may be nothing: export must not say more than the author did.
func (p *lensParser) schemaVersion(n int32) string {
	if n == 0 {
		p.keep(rawProblem{code: codeNoSchemaVersion, member: "schemaVersion", at: p.doc.Nodes[0].Start,
			message: fmt.Sprintf("The schemaVersion is missing; %q is assumed.", SchemaVersion)})
		return ""
	}
	version := p.doc.Text(n)
	if version != SchemaVersion {
		p.report(codeSchemaVersion, n,
			fmt.Sprintf("The schemaVersion is %q; the format has only %q.", clipQuote(version), SchemaVersion))
	}
	return version
}

// compile readies the risk rules of a lens without errors for Rate.
func (p *lensParser) compile(l *Lens) bool {
	ok := true
	for _, pillar := range l.Pillars {
		for _, q := range pillar.Questions {
			if err := q.compile(); err != nil {
				ok = false
				p.report(codeCondition, p.questions[q.ID], "The rules of this question can't be compiled: "+err.Error()+".")
			}
		}
	}
	return ok
}
