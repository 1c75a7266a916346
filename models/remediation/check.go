package remediation

import (
	"fmt"
	"slices"

	"plumbline/models"
)

// Check brings the texts of the fields into the form in which they are kept, and says what is wrong with them.
func (f *ItemFields) Check() error {
	if err := models.Validate(f); err != nil {
		return err
	}
	faults := slices.Concat(f.Owner.faults(), f.dateAndCostFaults(), f.listFaults())
	if len(faults) > 0 {
		return models.InvalidInput(faults...)
	}
	return nil
}

func (f *ItemFields) dateAndCostFaults() (faults []models.FieldFault) {
	if _, ok := ParseDate(string(f.DueOn)); f.DueOn != "" && !ok {
		faults = append(faults, models.FieldFault{Field: "due_on", Message: "must be a day such as 2026-12-31"})
	}
	for _, cost := range []struct {
		field string
		value int64
	}{{"build_cost", f.BuildCost}, {"run_cost", f.RunCost}} {
		if cost.value < 0 || cost.value > MaxCost {
			faults = append(faults, models.FieldFault{Field: cost.field, Message: fmt.Sprintf("must be 0 to %d", MaxCost)})
		}
	}
	return faults
}

func (f *ItemFields) listFaults() (faults []models.FieldFault) {
	if len(f.Practices) > MaxPractices {
		faults = append(faults, models.FieldFault{Field: "practices",
			Message: fmt.Sprintf("must be at most %d", MaxPractices)})
	}
	seen := map[PracticeRef]bool{}
	for i, p := range f.Practices {
		if seen[p] {
			faults = append(faults, models.FieldFault{Field: fmt.Sprintf("practices/%d", i), Message: "is named twice"})
		}
		seen[p] = true
	}
	if len(f.Links) > MaxLinks {
		faults = append(faults, models.FieldFault{Field: "links", Message: fmt.Sprintf("must be at most %d", MaxLinks)})
	}
	for i := range f.Links {
		if e, ok := models.Validate(&f.Links[i]).(*models.Error); ok {
			for _, fault := range e.Faults {
				fault.Field = fmt.Sprintf("links/%d/%s", i, fault.Field)
				faults = append(faults, fault)
			}
		}
	}
	for i, id := range f.Needs {
		if !models.IsID(id) {
			faults = append(faults, models.FieldFault{Field: fmt.Sprintf("needs/%d", i), Message: "must be the id of an item"})
		}
	}
	return faults
}

// ownerName is the name of a team or an outsider.
type ownerName struct {
	Name string `validate:"required,notblank,text,line,max=200"`
}

func (o *ItemOwner) faults() []models.FieldFault {
	fault := func(field, message string) []models.FieldFault {
		return []models.FieldFault{{Field: field, Message: message}}
	}
	switch o.Kind {
	case NoOwner:
		if o.UserID != "" || o.Name != "" {
			return fault("owner/kind", "must be member, team or outsider")
		}
	case MemberOwner:
		if !models.IsID(o.UserID) {
			return fault("owner/user_id", "must be the id of a member")
		}
		o.Name = ""
	case TeamOwner, OutsiderOwner:
		name := ownerName{o.Name}
		if e, ok := models.Validate(&name).(*models.Error); ok {
			return fault("owner/name", e.Faults[0].Message)
		}
		o.Name = name.Name
		if o.UserID != "" {
			return fault("owner/user_id", "is for members")
		}
	default:
		return fault("owner/kind", "must be member, team or outsider")
	}
	return nil
}
