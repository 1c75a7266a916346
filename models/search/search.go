// Package search finds questions of a review by words: in what the lens says, and in what was noted of the answers. It
// decides nothing about who may search what; whoever calls it gives it what may be searched.
//
// It may import models, models/text and questionnaires.
package search

import (
	"cmp"
	"slices"

	"plumbline/models"
	"plumbline/questionnaires"
)

// Place is where a question was found.
type Place string

// The places, the one that weighs most first. InSeveral says that no text has all the words, but several of the
// question have them together.
const (
	InTitle       Place = "title"
	InTerms       Place = "terms"
	InPractice    Place = "practice"
	InDescription Place = "description"
	InGuidance    Place = "guidance"
	InPrompts     Place = "prompts"
	InNotes       Place = "notes"
	InSeveral     Place = "several"
)

// Places lists them in the order in which what was found comes.
var Places = [...]Place{InTitle, InTerms, InPractice, InDescription, InGuidance, InPrompts, InNotes, InSeveral}

// rank orders what is found: names, terms of art, practices, other texts of the lens, notes, and what is found in
// several places only.
func (p Place) rank() int {
	switch p {
	case InTitle:
		return 0
	case InTerms:
		return 1
	case InPractice:
		return 2
	case InDescription, InGuidance, InPrompts:
		return 3
	case InNotes:
		return 4
	}
	return 5
}

// maxNotes bounds how many bytes of notes one search reads.
const maxNotes = 2 << 20

// Scope is what is searched.
type Scope struct {
	Doc     *questionnaires.Lens
	Answers []models.Answer // one for each question, in the order of the lens
	Prompts bool            // those for whoever leads the review too
	Review  *models.Review  // whose notes, and those of its pillars, are searched too; nil: none
}

// Found is a question, or notes that belong to no question, in which the words are.
type Found struct {
	Pillar   *questionnaires.Pillar   // nil: the notes of the review as a whole
	Question *questionnaires.Question // nil: the notes of the pillar or the review
	Answer   models.Answer
	At       Place
	Choice   *questionnaires.Choice // the practice that the text belongs to; nil: to none
	Text     string                 // the text around the first word, without what stands at its ends
}

// IDs are those of pillar, question and choice; "" where what was found belongs to none.
func (f Found) IDs() (pillar, question, choice string) {
	if f.Pillar != nil {
		pillar = f.Pillar.ID
	}
	if f.Question != nil {
		question = f.Question.ID
	}
	if f.Choice != nil {
		choice = f.Choice.ID
	}
	return pillar, question, choice
}

// Short is the question in a few words, "" where it is none.
func (f Found) Short() string {
	if f.Question == nil {
		return ""
	}
	return f.Question.Short()
}

// Result is what a search found, by weight and then in the order of the lens.
type Result struct {
	Found   []Found
	Partial bool // there are more notes than a search reads
}

// Find searches for texts that have all the words.
func Find(in Scope, query Query) Result {
	if len(query.words) == 0 {
		return Result{}
	}
	s := finder{query: query, notesLeft: maxNotes}
	at := 0
	for _, p := range in.Doc.Pillars {
		for _, q := range p.Questions {
			s.question(in, p, q, in.Answers[at])
			at++
		}
	}
	if in.Review != nil {
		s.reviewNotes(in)
	}
	slices.SortStableFunc(s.Found, func(a, b Found) int { return cmp.Compare(a.At.rank(), b.At.rank()) })
	return s.Result
}

// finder is a search under way.
type finder struct {
	Result
	query     Query
	notesLeft int
}

// part is a text of a question.
type part struct {
	at     Place
	choice *questionnaires.Choice
	text   string
}

// question looks through the parts of a question, those that weigh most first, until one has all the words.
func (s *finder) question(in Scope, p *questionnaires.Pillar, q *questionnaires.Question, a models.Answer) {
	found := Found{Pillar: p, Question: q, Answer: a}
	var had wordSet
	var first part
	for x := range parts(in, q, a) {
		if x.at == InNotes && !s.takeNotes(x.text) {
			continue
		}
		has := s.query.in(x.text, x.at == InTitle)
		if has == s.query.all() {
			found.At, found.Choice, found.Text = x.at, x.choice, s.query.excerpt(x.text)
			switch x.at { // codes and ids say little
			case InTitle:
				found.Text = q.Title
			case InPractice:
				found.Text = x.choice.Title
			}
			s.Found = append(s.Found, found)
			return
		}
		if has != 0 && had == 0 {
			first = x
		}
		had |= has
	}
	if had == s.query.all() {
		found.At, found.Choice, found.Text = InSeveral, first.choice, s.query.excerpt(first.text)
		s.Found = append(s.Found, found)
	}
}

// takeNotes tells whether a note is still to be read.
func (s *finder) takeNotes(text string) bool {
	if len(text) > s.notesLeft {
		s.Partial = true
		return false
	}
	s.notesLeft -= len(text)
	return true
}

func (s *finder) reviewNotes(in Scope) {
	look := func(p *questionnaires.Pillar, notes string) {
		if notes != "" && s.takeNotes(notes) && s.query.in(notes, false) == s.query.all() {
			s.Found = append(s.Found, Found{Pillar: p, At: InNotes, Text: s.query.excerpt(notes)})
		}
	}
	look(nil, in.Review.Notes)
	for _, x := range in.Review.Pillars {
		if p := in.Doc.Pillar(x.PillarID); p != nil {
			look(p, x.Notes)
		}
	}
}
