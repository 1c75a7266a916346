package plan

import (
	"plumbline/models"
	"plumbline/models/remediation"
)

// checkOrigin refuses comments and parked points that are not of the workload.
func (m *itemMaker) checkOrigin(origin remediation.Origin) error {
	wrong := func(field, message string) error {
		return models.InvalidInput(models.FieldFault{Field: "origin/" + field, Message: message})
	}
	var review string
	var err error
	switch origin.Kind {
	case remediation.FromProposal, remediation.FromImport: // what is made from them knows its own
		return nil
	case remediation.ByHand, remediation.FromPlan:
		if origin.ID != "" {
			return wrong("id", "is for comments and parked points")
		}
		return nil
	case remediation.FromComment:
		var comment models.Comment
		comment, err = m.tx.Comment(origin.ID)
		if err == nil && !comment.DeletedAt.IsZero() {
			return wrong("id", "was deleted")
		}
		review = comment.ReviewID
	case remediation.FromParked:
		var parked models.ParkedItem
		parked, err = m.tx.Parked(origin.ID)
		review = parked.ReviewID
	default:
		return wrong("kind", "must be one of hand, plan, comment, parked")
	}
	_, here := m.views[review]
	if models.CodeOf(err) == models.CodeNotFound || (err == nil && !here) {
		return wrong("id", map[remediation.OriginKind]string{remediation.FromComment: "is no comment of this workload",
			remediation.FromParked: "is no parked point of this workload"}[origin.Kind])
	}
	return err
}

// byPeople refuses origins that only other operations give. at is where the item is in the input.
func byPeople(origin remediation.Origin, at string) error {
	if origin.Kind == remediation.FromProposal || origin.Kind == remediation.FromImport {
		return models.InvalidInput(models.FieldFault{Field: at + "origin/kind",
			Message: "must be one of hand, plan, comment, parked"})
	}
	return nil
}
