package v1

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"plumbline/api/v1/rest"
	"plumbline/models"
)

// contradiction refuses a body that says of a choice both that it is in place and that it does not apply.
func (b answerBody) contradiction() error {
	if b.Selected == nil || b.NotApplicable == nil {
		return nil
	}
	var faults []models.FieldFault
	for _, id := range slices.Sorted(maps.Keys(*b.NotApplicable)) {
		if slices.Contains(*b.Selected, id) {
			faults = append(faults,
				models.FieldFault{Field: rest.MemberPath("not_applicable", id), Message: "is selected in the same request"})
		}
	}
	if len(faults) > 0 {
		return models.InvalidInput(faults...)
	}
	return nil
}

// placed moves the faults of the model's patch, which has one map of choices, to where the body has them.
func (b answerBody) placed(err error) error {
	e, ok := errors.AsType[*models.Error](err)
	if !ok || e.Code != models.CodeInvalid || len(e.Faults) == 0 {
		return err
	}
	faults := make([]models.FieldFault, len(e.Faults))
	for i, f := range e.Faults {
		faults[i] = models.FieldFault{Field: b.place(f.Field), Message: f.Message}
	}
	return models.InvalidInput(faults...).Because(errors.Unwrap(e))
}

func (b answerBody) place(field string) string {
	ruledOut := map[string]ruledOut{}
	if b.NotApplicable != nil {
		ruledOut = *b.NotApplicable
	}
	step, place, _ := strings.Cut(field, "/")
	if step != "choices" {
		return field
	}
	id, member, _ := strings.Cut(place, "/")
	_, out := ruledOut[rest.UnescapeStep(id)]
	_, noted := b.ChoiceNotes[rest.UnescapeStep(id)]
	switch {
	case place == "" && len(ruledOut) > 0:
		return "not_applicable"
	case place == "":
		return "choice_notes"
	case noted && (!out || member == "notes"): // choice_notes win over the notes of not_applicable
		return "choice_notes/" + id
	}
	return "not_applicable/" + place
}
