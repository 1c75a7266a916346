package lenses

import (
	"cmp"

	"plumbline/api/web/page"
)

// besideTheirs sets beside each field of a stale form what the draft has there by now, where that is something else.
func (h handlers) besideTheirs(r *page.Request, data *questionEditData) {
	trial, err := h.Service.Drafts.Try(r.HTTP.Context(), r.Param("lens"), nil)
	if err != nil {
		return // the form is shown without
	}
	_, q := trial.Before.Question(r.Param("question"))
	if q == nil {
		return
	}
	var theirs questionEditData
	form := formOf(q)
	theirs.fill(&form, q, nil)
	compareFields(data.Fields, theirs.Fields)
	compareFields(data.Facilitation, theirs.Facilitation)
	for i, mine := range data.Choices {
		for _, x := range theirs.Choices {
			if x.Was == mine.Was && x.Was != "" {
				compareFields(data.Choices[i].Name, x.Name)
				compareFields(data.Choices[i].Fields, x.Fields)
				compareFields(data.Choices[i].More, x.More)
			}
		}
	}
	for i := range min(len(data.Rules), len(theirs.Rules)) {
		besideOne(&data.Rules[i].Condition, theirs.Rules[i].Condition)
		besideOne(&data.Rules[i].Risk, theirs.Rules[i].Risk)
	}
	besideOne(&data.Default, theirs.Default)
}

// compareFields compares fields of two states of one part, which come in the same order.
func compareFields(mine, theirs []editField) {
	for i := range min(len(mine), len(theirs)) {
		besideOne(&mine[i], theirs[i])
	}
}

func besideOne(mine *editField, theirs editField) {
	if mine.Value != theirs.Value {
		mine.Now = cmp.Or(theirs.Value, "(empty)")
	}
}
