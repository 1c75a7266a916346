package models

import (
	"slices"
	"strings"
)

// FieldChange is one field that changed. From and To are what it held, "" where it was empty before or is now. Of a
// field that holds a list they are the elements with commas between, for people, and FromList and ToList are the
// elements.
type FieldChange struct {
	Field string
	From  string
	To    string

	FromList []string // neither is nil where the field holds a list, both are nil where it holds one text
	ToList   []string
}

// listSeparator stands between the elements of a list in From and To.
const listSeparator = ", "

// ListChange is the change of a field that holds a list.
func ListChange(field string, from, to []string) FieldChange {
	return FieldChange{
		Field: field, From: strings.Join(from, listSeparator), To: strings.Join(to, listSeparator),
		FromList: append([]string{}, from...), ToList: append([]string{}, to...),
	}
}

// IsList reports whether the change was written down as one of a list.
func (c FieldChange) IsList() bool { return c.FromList != nil || c.ToList != nil }

// Lists returns the elements before and after of a field that holds a list of ids. Lines of older releases have
// the text alone, which is taken apart for them: no id holds a comma.
func (c FieldChange) Lists() (from, to []string) {
	if c.IsList() {
		return c.FromList, c.ToList
	}
	return textList(c.From), textList(c.To)
}

func textList(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, listSeparator)
}

// toggles reports whether an id is in one of the two lists only.
func (c FieldChange) toggles(id string) bool {
	from, to := c.Lists()
	return slices.Contains(from, id) != slices.Contains(to, id)
}
