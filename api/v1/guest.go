package v1

import (
	"context"
	"time"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/service/access"
)

type guestBody struct {
	Name      string    `json:"name" doc:"for whom the link is; shown in the watermark of reports" required:"true" min:"3" max:"100"`
	Passcode  string    `json:"passcode,omitempty" doc:"what the guest must know beside the link; none is asked for if not given" min:"6" max:"100"`
	ExpiresAt time.Time `json:"expires_at" doc:"when it ends, at most a year ahead" required:"true"`
}

// guestLink opens one review. The secret stands behind the "#", which browsers send to no server.
type guestLink struct {
	ID         string     `json:"id" doc:"32 hex digits"`
	Name       string     `json:"name" doc:"for whom it is"`
	WorkloadID string     `json:"workload_id" doc:"the workload"`
	LensID     string     `json:"lens_id" doc:"the lens of the review"`
	Passcode   bool       `json:"passcode" doc:"is one asked for"`
	Code       string     `json:"code,omitempty" doc:"the link's secret, in the reply to its creation only"`
	URL        string     `json:"url,omitempty" doc:"the link to pass on, in the reply to its creation only"`
	ExpiresAt  time.Time  `json:"expires_at" doc:"when it ends"`
	RevokedAt  *time.Time `json:"revoked_at,omitempty" doc:"when it was ended"`
	Opens      int        `json:"opens" doc:"how often it was opened"`
	OpenedAt   *time.Time `json:"opened_at,omitempty" doc:"when it was opened last"`
	CreatedAt  time.Time  `json:"created_at" doc:"when it was made"`
	CreatedBy  string     `json:"created_by" doc:"who made it"`
}

func guestLinkOut(g models.GuestLink) guestLink {
	return guestLink{ID: g.ID, Name: g.Name, WorkloadID: g.WorkloadID, LensID: g.LensID, Passcode: g.Passcode != "",
		ExpiresAt: g.ExpiresAt,
		RevokedAt: timeOrNil(g.RevokedAt), Opens: g.Opens, OpenedAt: timeOrNil(g.OpenedAt), CreatedAt: g.CreatedAt,
		CreatedBy: g.CreatedBy}
}

func reviewPath(r *rest.Request) models.ReviewPath {
	return models.ReviewPath{Workload: r.Param("workload"), Lens: r.Param("lens")}
}

func (a *API) createGuestLink(ctx context.Context, r *rest.Request, in guestBody) (guestLink, error) {
	secret, g, err := a.svc.Guests.Create(ctx, reviewPath(r), models.GuestInput(in))
	out := guestLinkOut(g)
	out.Code, out.URL = secret, a.site.Guest(secret)
	return out, err
}

func (a *API) listGuestLinks(ctx context.Context, r *rest.Request, _ rest.None) (rest.List[guestLink], error) {
	page, err := a.svc.Guests.List(ctx, reviewPath(r), r.Page())
	return rest.ListOf(page, guestLinkOut), err
}

func (a *API) revokeGuestLink(ctx context.Context, r *rest.Request, _ rest.None) (rest.None, error) {
	return rest.None{}, a.svc.Guests.Revoke(ctx, reviewPath(r), r.Param("link"))
}

type guestEntry struct {
	Code     string `json:"code" doc:"the link's secret" required:"true"`
	Passcode string `json:"passcode,omitempty" doc:"where the link asks for one"`
}

func (a *API) openGuestLink(ctx context.Context, r *rest.Request, in guestEntry) (sessionJSON, error) {
	return begunSession(a.svc.Guests.Open(ctx,
		access.GuestEntry{Code: in.Code, Passcode: in.Passcode, Previous: a.auth.Session(r.HTTP)}))
}
