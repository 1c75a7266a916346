package service

import "plumbline/models"

// reviewEvent says that more than an answer of the review changed.
func reviewEvent(r models.Review) models.Event {
	return models.Event{Kind: models.EventReview, WorkloadID: r.WorkloadID, LensID: r.LensID, Version: r.Version}
}
