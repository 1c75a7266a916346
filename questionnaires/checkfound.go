package questionnaires

import (
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"plumbline/questionnaires/jsontree"
)

// maxProblems bounds the errors and, apart from them, the warnings that one document can cause.
const maxProblems = 500

// rawProblem is a problem before its place is worked out.
type rawProblem struct {
	code    checkCode
	node    int32  // what it is about; -1 is the whole document
	member  string // a member that node lacks, or ""
	at      int32  // byte offset
	message string
}

// report notes a problem with value n, where it begins.
func (p *lensParser) report(c checkCode, n int32, message string) {
	p.reportAt(c, n, p.doc.Nodes[n].Start, message)
}

// reportAt notes a problem with value n at a byte offset of its own.
func (p *lensParser) reportAt(c checkCode, n, at int32, message string) {
	p.keep(rawProblem{code: c, node: n, at: at, message: message})
}

// full reports whether enough problems of the check's level are known, so that no more messages need be built.
func (p *lensParser) full(c checkCode) bool { return p.count[p.level(c)] > maxProblems }

// keep adds a finding unless its level has enough. Errors and warnings are bounded apart, so that a flood of
// warnings never hides the error that makes the lens unusable.
func (p *lensParser) keep(f rawProblem) {
	level := p.level(f.code)
	p.count[level]++
	switch n := p.count[level]; {
	case n <= maxProblems:
		p.found = append(p.found, f)
	case n == maxProblems+1:
		f.code, f.member, f.message = codeMore, "", "There are more problems than these. Fix some and try again."
		p.found = append(p.found, f)
	}
}

// level grades a check by the mode of this parse.
func (p *lensParser) level(c checkCode) ProblemLevel {
	if p.strict {
		return lensChecks[c].Strict
	}
	return lensChecks[c].Level
}

// problems sorts what was found by position and turns offsets into lines and columns, in one walk over the source.
func (p *lensParser) problems() Problems {
	if len(p.found) == 0 {
		return nil
	}
	sort.SliceStable(p.found, func(i, j int) bool { return p.found[i].at < p.found[j].at })
	ps := make(Problems, 0, len(p.found))
	line, begin, column, from := 1, 0, 1, 0
	for _, f := range p.found {
		at := int(f.at)
		if n := strings.Count(p.doc.Source[from:at], "\n"); n > 0 {
			line += n
			begin = strings.LastIndexByte(p.doc.Source[:at], '\n') + 1
			column, from = 1, begin
		}
		column += utf8.RuneCountInString(p.doc.Source[from:at])
		from = at
		ps = append(ps, Problem{Level: p.level(f.code), Code: lensChecks[f.code].Code, Pointer: p.pointer(f),
			Line: line, Column: column, Message: f.message})
	}
	return slices.Clip(ps)
}

// pointer points at what the finding is about, be it there or missing.
func (p *lensParser) pointer(f rawProblem) string {
	at := ""
	if f.node >= 0 {
		at = p.doc.Pointer(f.node)
	}
	if f.member != "" {
		at += "/" + jsontree.PointerToken(f.member)
	}
	return at
}
