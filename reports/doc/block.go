package doc

import q "plumbline/questionnaires"

// Block is a part of a section: one of the types of this package that say so.
type Block interface{ block() }

// Layout is what a format with pages should know of a block. Formats without pages ignore it.
type Layout struct {
	Above float64 // white space above it at least, in points; none at the top of a page
	Keep  bool    // on the same page as the end of what is before it
}

// Cover is the first page of a report.
type Cover struct {
	Kind   CleanText   // what sort of report this is
	Title  CleanText   // what it is about
	Topics []CleanText // below the title, one a line
	More   CleanText   // after the topics: how many there are besides; "" if none
	Facts  []Fact      // what a reader looks for before turning the page
}

// Fact is a name with its value; a value of "" shows as a dash.
type Fact struct{ Name, Value CleanText }

// Part is a numbered or named group of blocks below a section: a pillar, or the questions of one risk. A list
// of contents has it. Its heading stays on one page with Intro and the first of Items where they are short.
type Part struct {
	Number CleanText // "" if it has none
	Title  CleanText
	Place  string // its name for links, unique in the report
	Opens  bool   // it begins something new: a rule above it
	Needs  SpaceNeed
	Intro  []Block
	Items  []Block
}

// SpaceNeed says how much of a page must be left for a block to start on it.
type SpaceNeed int

// The needs of a Part.
const (
	NoNeed SpaceNeed = iota
	QuarterPage
	ThirdOfPage
)

// Item is a question with what is said of it. A short one stays on one page.
type Item struct {
	Keep   bool // on the same page as the end of what is before it
	Number CleanText
	Title  CleanText
	Place  string // its name for links, unique in the report
	Lines  int    // lines of body text that must be left on a page for it to start there; 0 is no need
	Body   []Block
}

// Paragraph is a text. Its first two lines stay together, and its last two.
type Paragraph struct {
	Layout
	Spans []Span
}

// Row is blocks with a label beside them. Without anything to show it has a dash.
type Row struct {
	Layout
	Label CleanText
	Body  []Block
	See   PageReference // at the end of its first line
}

// PageReference points to the page of a place: Text, then the page's number. Without a Place it is nothing.
type PageReference struct {
	Text  CleanText
	Place string
}

// Risk is the reason for a risk, with the risk's shape and name beside it.
type Risk struct {
	Layout
	Risk q.Risk
	Name CleanText
	Why  CleanText
}

// Reference is one line that points to a question elsewhere in the report, with its risk.
type Reference struct {
	Layout
	Risk   q.Risk
	Number CleanText
	Title  CleanText
	See    PageReference
}

// Rule is a line over the whole width. What follows stays with it.
type Rule struct{ Above, Below float64 } // white space, in points

// ChoiceState is how a report sorts choices.
type ChoiceState int

// The states of a choice.
const (
	ChoiceInPlace ChoiceState = iota
	ChoiceMissing
	ChoiceNotApplicable
)

// Choice is what is said of a choice, with a mark in front that shows its state.
type Choice struct {
	Layout
	State ChoiceState
	Body  []Block
}

// RiskCount is how many questions have a risk. Name is the risk in words. Change says how the number moved, such as
// "3 fewer"; "" says nothing of that.
type RiskCount struct {
	Risk   q.Risk
	Name   CleanText
	N      int
	Change CleanText
}

// Tally shows counts: on one line, or, if it is large, as the figures of a whole page.
type Tally struct {
	Layout
	Counts []RiskCount
	Large  bool
}

// Chart is one stacked bar for each row, on one scale, with the counts as numbers beside it and a value at the end.
type Chart struct {
	Layout
	Title CleanText
	Value CleanText // what the value is
	Risks []q.Risk  // the columns of numbers
	Rows  []ChartRow
	Rest  CleanText // follows "5 of 9 " where a page has no room for all rows
}

// ChartRow is one bar of a Chart.
type ChartRow struct {
	Name   CleanText
	Place  string // where it is told in full
	Counts q.RiskCounts
	Value  CleanText
}

func (Cover) block()     {}
func (Part) block()      {}
func (Item) block()      {}
func (Paragraph) block() {}
func (Row) block()       {}
func (Risk) block()      {}
func (Reference) block() {}
func (Rule) block()      {}
func (Choice) block()    {}
func (Tally) block()     {}
func (Chart) block()     {}
