package answersfile

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"

	"plumbline/questionnaires"
)

const formHead = `# Answers to the lens %q.
# Make the report with: plumbline report --lens LENS.json --answers THIS.yaml --out plan.pdf
# Take the "#" away from the choices that are in place. A question with an empty list is unanswered.
workload:
  name: Name of the workload
  description: What it does, and for whom
  environment: PRODUCTION        # or PREPRODUCTION
  review_owner: Who answers for this review
  aws_regions: [eu-central-1]    # and/or non_aws_regions: [Own data centre]
  # account_ids: ["111122223333"]
  # architectural_design: https://wiki.example.com/architecture
  # notes: |
  #   Markdown.
  # tags: {team: checkout}
date: %s               # what the report is dated
lens_version: ""
# notes: |
#   Notes on the review as a whole, Markdown.
# pillar_notes:
#   pillar_id: Notes on one pillar.

answers:
  # An answer may also have:
  #   not_applicable: {choice_id: {reason: OUT_OF_SCOPE, notes: Why}}
  #     reasons: OUT_OF_SCOPE, BUSINESS_PRIORITIES, ARCHITECTURE_CONSTRAINTS, OTHER, NONE
  #   choice_notes: {choice_id: A note on one choice}
  #   notes: |
  #     Notes on the question, Markdown.
  #   applicable: false            # the question does not apply, with a reason: as above
  #   by: Who answered
`

// Blank is an empty file for the lens, with every question and choice in comments.
func Blank(doc *questionnaires.Lens, now time.Time) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, formHead, doc.Name, now.Format(time.DateOnly))
	for _, p := range doc.Pillars {
		fmt.Fprintf(&b, "\n  # ---- %s ----\n", oneLine(p.Name))
		for _, q := range p.Questions {
			formQuestion(&b, q)
		}
	}
	return b.Bytes()
}

func formQuestion(b io.Writer, q *questionnaires.Question) {
	fmt.Fprintf(b, "\n  # %s\n  %s:\n    selected:\n", oneLine(q.Title), q.ID)
	width := 0
	for _, c := range q.Choices {
		width = max(width, len(c.ID))
	}
	for _, c := range q.Choices {
		fmt.Fprintf(b, "    # - %-*s # %s\n", width, c.ID, formLabel(c))
	}
}

// formLabel is the choice in a line, with what people cite and what it means if it is missing, where the lens says so.
func formLabel(c *questionnaires.Choice) string {
	label := oneLine(c.Title)
	if g := c.Guidance; g != nil && g.DocumentID != "" {
		label = g.DocumentID + " " + label
	}
	if g := c.Guidance; g != nil && g.RiskLevel != "" {
		label += " (" + strings.ToLower(g.RiskLevel) + " if missing)"
	}
	return label
}

// oneLine keeps a title inside its comment.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
