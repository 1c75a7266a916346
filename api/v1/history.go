package v1

import (
	"context"
	"time"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/service/reviews"
)

type historyEntry struct {
	At        time.Time     `json:"at" doc:"when"`
	ActorID   string        `json:"actor_id" doc:"id of the user, token or access key; empty for the system"`
	ActorName string        `json:"actor_name" doc:"who"`
	Changes   []auditChange `json:"changes" doc:"from what to what; the risk among them"`
}

func historyOut(e reviews.HistoryEntry) historyEntry {
	return historyEntry{e.At, e.ActorID, e.Name,
		rest.Each(e.Changes, func(c models.FieldChange) auditChange { return auditChange(c) })}
}

func (a *API) listHistory(ctx context.Context, r *rest.Request, _ rest.None) (rest.List[historyEntry], error) {
	page, err := a.svc.Answers.History(ctx, answerPath(r), r.Page())
	return rest.ListOf(page, historyOut), err
}
