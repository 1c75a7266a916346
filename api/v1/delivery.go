package v1

import (
	"context"
	"time"

	"plumbline/api/v1/rest"
	"plumbline/models"
	outgoing "plumbline/models/delivery"
)

// delivery is a row of the outbox, without what it says.
type delivery struct {
	ID          string     `json:"id" doc:"32 hex digits; the Message-ID of a mail begins with it"`
	Kind        string     `json:"kind" doc:"by what it leaves: mail"`
	About       string     `json:"about" doc:"what it tells, such as invitation, mention or password_reset"`
	WorkspaceID string     `json:"workspace_id,omitempty" doc:"the workspace that it concerns; none: the server"`
	Recipient   string     `json:"recipient" doc:"e-mail address"`
	State       string     `json:"state" doc:"how far it is" enum:"waiting,sent,failed"`
	Attempts    int        `json:"attempts" doc:"how often it was tried"`
	LastError   string     `json:"last_error,omitempty" doc:"why the last attempt failed"`
	CreatedAt   time.Time  `json:"created_at" doc:"when it was written"`
	NextAt      *time.Time `json:"next_attempt_at,omitempty" doc:"when it is tried next; none: at once, or never"`
	ExpiresAt   *time.Time `json:"expires_at,omitempty" doc:"when it is of no use any more, since its link ends"`
	SentAt      *time.Time `json:"sent_at,omitempty" doc:"when it was sent"`
	FailedAt    *time.Time `json:"failed_at,omitempty" doc:"when it failed"`
}

func deliveryOut(d outgoing.Delivery) delivery {
	out := delivery{ID: d.ID, Kind: string(d.Kind), About: string(d.About), WorkspaceID: d.WorkspaceID,
		Recipient: d.Recipient, State: string(d.State), Attempts: d.Attempts, LastError: d.LastError,
		CreatedAt: d.CreatedAt, ExpiresAt: rest.TimeOrNil(d.ExpiresAt)}
	switch d.State {
	case outgoing.Waiting:
		out.NextAt = rest.TimeOrNil(d.DueAt)
	case outgoing.Sent:
		out.SentAt = rest.TimeOrNil(d.EndedAt)
	case outgoing.Failed:
		out.FailedAt = rest.TimeOrNil(d.EndedAt)
	}
	return out
}

var deliveryState = rest.Parameter{Name: "state", Doc: "only those in this state", Enum: deliveryStates()}

func deliveryStates() (list []string) {
	for _, s := range outgoing.States {
		list = append(list, string(s))
	}
	return list
}

func (a *API) outboxRoutes() []rest.Route {
	return []rest.Route{
		{Method: methodGet, Path: "/instance/outbox", ID: "listDeliveries", Action: models.ManageOutbox, Status: statusOK,
			Summary: "What leaves the server (mails): what waits, was sent or failed, newest first",
			Query:   append(pagingParams, deliveryState), Do: rest.Do(a.listDeliveries)},
		{Method: methodPost, Path: "/instance/outbox/:delivery/retry", ID: "retryDelivery", Action: models.ManageOutbox,
			Status: statusOK, Summary: "Send a delivery that failed or waits, as if it were new", Do: rest.Do(a.retryDelivery)},
		{Method: methodDelete, Path: "/instance/outbox/:delivery", ID: "discardDelivery", Action: models.ManageOutbox,
			Status: statusNoContent, Summary: "Discard a delivery that failed or waits: it is not sent any more",
			Do: rest.Do(a.discardDelivery)},
	}
}

func (a *API) listDeliveries(ctx context.Context, r *rest.Request, _ rest.None) (rest.List[delivery], error) {
	page, err := a.svc.Deliveries.List(ctx, outgoing.Query{State: outgoing.State(r.Query("state")),
		PageRequest: r.Page()})
	return rest.ListOf(page, deliveryOut), err
}

func (a *API) retryDelivery(ctx context.Context, r *rest.Request, _ rest.None) (delivery, error) {
	d, err := a.svc.Deliveries.Retry(ctx, r.Param("delivery"))
	return deliveryOut(d), err
}

func (a *API) discardDelivery(ctx context.Context, r *rest.Request, _ rest.None) (rest.None, error) {
	return rest.None{}, a.svc.Deliveries.Discard(ctx, r.Param("delivery"))
}
