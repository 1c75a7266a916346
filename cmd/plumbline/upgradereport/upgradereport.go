// Package upgradereport is what "plumbline review upgrade" says: what an upgrade does to each answer, comment and note,
// as JSON and in words; and the file that says under which ids things go on.
//
// It imports what an upgrade carries over.
package upgradereport

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"plumbline/models"
	"plumbline/models/service/reviews"
)

// Renames is the file that --map names; reports of an upgrade have offers in the same form.
type Renames struct {
	Pillars   map[string]string `json:"pillars,omitempty"`
	Questions map[string]string `json:"questions,omitempty"`
	Choices   map[string]string `json:"choices,omitempty"`
}

// Report is what the command prints in JSON.
type Report struct {
	From    string    `json:"from"`
	To      string    `json:"to"`
	Done    bool      `json:"done"`
	Kept    []string  `json:"kept"`
	Rerated []string  `json:"rerated"`
	Trimmed []string  `json:"trimmed"`
	Dropped []string  `json:"dropped"`
	New     []string  `json:"new"`
	Renamed []renamed `json:"renamed"`
	Offered Renames   `json:"offered"`
	Fates   []fate    `json:"fates"`
}

type renamed struct {
	Part string `json:"part"`
	From string `json:"from"`
	To   string `json:"to"`
}

type fate struct {
	Kind    string   `json:"kind"`
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	To      string   `json:"to,omitempty"`
	Count   int      `json:"count"`
	Names   []string `json:"names,omitempty"`
	Outcome string   `json:"outcome"`
}

// New makes the report of what was carried over, or would be.
func New(c reviews.CarriedOver, done bool) Report {
	list := func(ids []string) []string { return append([]string{}, ids...) }
	r := Report{From: c.From, To: c.To, Done: done, Kept: list(c.Kept), Rerated: []string{},
		Trimmed: list(c.Trimmed), Dropped: list(c.Dropped),
		New: list(c.New), Renamed: []renamed{}, Offered: Renames(c.Offered), Fates: []fate{}}
	for _, x := range c.Rerated {
		r.Rerated = append(r.Rerated, x.QuestionID)
	}
	for _, x := range c.Renamed {
		r.Renamed = append(r.Renamed, renamed{string(x.Part), x.From, x.To})
	}
	for _, f := range c.Fates {
		r.Fates = append(r.Fates, fate{string(f.Kind), f.ID, f.Title, f.To, f.Count, f.Names, string(f.Outcome)})
	}
	return r
}

// Text is the report for people.
func (r Report) Text() []byte {
	var out bytes.Buffer
	if r.Done {
		fmt.Fprintf(&out, "Upgraded from %s to %s. The milestone keeps the review as it was.\n", r.From, r.To)
	} else {
		fmt.Fprintf(&out, "From %s to %s. Nothing was changed: name a milestone with --milestone to upgrade.\n", r.From, r.To)
	}
	for _, x := range []struct {
		what string
		ids  []string
	}{{"Answers as they were", r.Kept}, {"Answers with another risk", r.Rerated}, {"Answers that lose choices", r.Trimmed},
		{"Answers to questions that are gone", r.Dropped}, {"New questions", r.New}} {
		fmt.Fprintf(&out, "%s: %d  %s\n", x.what, len(x.ids), strings.Join(x.ids, " "))
	}
	for _, x := range r.Renamed {
		fmt.Fprintf(&out, "Goes on under another id: %s %s → %s\n", x.Part, x.From, x.To)
	}
	for _, f := range r.Fates {
		fmt.Fprintf(&out, "%s: %d × %s of %s (%s) %s\n", f.Outcome, f.Count, f.Kind, f.ID, f.Title,
			strings.Join(f.Names, ", "))
	}
	if n := len(r.Offered.Pillars) + len(r.Offered.Questions) + len(r.Offered.Choices); n > 0 {
		fmt.Fprintf(&out,
			"Identical titles would carry %d more ids: --by-title, or --map with what --format json prints as offered\n", n)
	}
	return out.Bytes()
}

// ParseRenames reads the file that --map names.
func ParseRenames(data []byte) (models.IDRenames, error) {
	var names Renames
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	d.DisallowUnknownFields()
	err := d.Decode(&names)
	return models.IDRenames(names), err
}
