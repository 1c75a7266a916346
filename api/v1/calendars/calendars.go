// Package calendars has the operations of the JSON API by which people create and revoke calendar feeds. The feeds
// themselves are served by api/calendar.
//
// Handlers decide nothing: permission and rules are those of models/service/feeds.
package calendars

import (
	"context"
	"net/http"
	"time"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/feed"
	"plumbline/models/service"
	"plumbline/models/urls"
)

// Dependencies are what the operations stand on.
type Dependencies struct {
	Service *service.Service
	Site    urls.Site // under which people reach the server
	Paging  []rest.Parameter
}

type handlers Dependencies

// Routes is the table of the operations.
func Routes(d Dependencies) []rest.Route {
	h := handlers(d)
	return []rest.Route{
		{Method: http.MethodGet, Path: "/me/calendars", ID: "listOwnCalendars",
			Summary: "Your own calendar feeds in the workspace, newest first", Action: models.ManageOwnKeys,
			Status: http.StatusOK, Query: d.Paging, Do: rest.Do(h.listOwn)},
		{Method: http.MethodPost, Path: "/me/calendars", ID: "createOwnCalendar",
			Summary: "Create a calendar feed of your items, or of those of a workload; its address is shown once",
			Action:  models.ManageOwnKeys, Status: http.StatusCreated, Do: rest.Do(h.create)},
		{Method: http.MethodDelete, Path: "/me/calendars/:calendar", ID: "revokeOwnCalendar",
			Summary: "Revoke one of your calendar feeds", Action: models.ManageOwnKeys, Status: http.StatusNoContent,
			Do: rest.Do(h.revokeOwn)},
		{Method: http.MethodGet, Path: "/calendars", ID: "listCalendars",
			Summary: "The calendar feeds of all people of the workspace, newest first", Action: models.ManageTokens,
			Status: http.StatusOK, Query: d.Paging, Do: rest.Do(h.list)},
		{Method: http.MethodDelete, Path: "/calendars/:calendar", ID: "revokeCalendar",
			Summary: "Revoke a calendar feed, whoever it belongs to", Action: models.ManageTokens,
			Status: http.StatusNoContent, Do: rest.Do(h.revoke)},
	}
}

type body struct {
	Name       string `json:"name" doc:"what it is for" required:"true" min:"3" max:"100"`
	WorkloadID string `json:"workload_id,omitempty" doc:"all items of this workload; your own items if it is not given"`
}

type calendar struct {
	ID         string     `json:"id" doc:"32 hex digits"`
	Name       string     `json:"name" doc:"what it is for"`
	UserID     string     `json:"user_id" doc:"whose it is: it shows what this person may see"`
	WorkloadID string     `json:"workload_id,omitempty" doc:"of which workload; of the person's own items if missing"`
	Hint       string     `json:"hint" doc:"the last four characters of the secret"`
	URL        string     `json:"url,omitempty" doc:"to subscribe to, in the reply to its creation only"`
	RevokedAt  *time.Time `json:"revoked_at,omitempty" doc:"when it was revoked"`
	LastUsedAt *time.Time `json:"last_used_at,omitempty" doc:"when it was read last, to the minute"`
	CreatedAt  time.Time  `json:"created_at" doc:"when it was created"`
	CreatedBy  string     `json:"created_by" doc:"who created it"`
}

func calendarOut(f feed.Token) calendar {
	return calendar{ID: f.ID, Name: f.Name, UserID: f.UserID, WorkloadID: f.WorkloadID, Hint: f.Hint,
		RevokedAt: rest.TimeOrNil(f.RevokedAt), LastUsedAt: rest.TimeOrNil(f.LastUsedAt), CreatedAt: f.CreatedAt,
		CreatedBy: f.CreatedBy}
}

func (h handlers) create(ctx context.Context, _ *rest.Request, in body) (calendar, error) {
	secret, made, err := h.Service.Feeds.Create(ctx, feed.Input(in), models.IdempotencyKey{})
	if err != nil {
		return calendar{}, err
	}
	out := calendarOut(made)
	out.URL = h.Site.Calendar(secret)
	return out, nil
}

func (h handlers) listOwn(ctx context.Context, r *rest.Request, _ rest.None) (rest.List[calendar], error) {
	page, err := h.Service.Feeds.ListOwn(ctx, r.Page())
	return rest.ListOf(page, calendarOut), err
}

func (h handlers) list(ctx context.Context, r *rest.Request, _ rest.None) (rest.List[calendar], error) {
	page, err := h.Service.Feeds.List(ctx, r.Page())
	return rest.ListOf(page, calendarOut), err
}

func (h handlers) revokeOwn(ctx context.Context, r *rest.Request, _ rest.None) (rest.None, error) {
	return rest.None{}, h.Service.Feeds.RevokeOwn(ctx, r.Param("calendar"))
}

func (h handlers) revoke(ctx context.Context, r *rest.Request, _ rest.None) (rest.None, error) {
	return rest.None{}, h.Service.Feeds.Revoke(ctx, r.Param("calendar"))
}
