package v1

import (
	"context"
	"time"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/service/access"
	"plumbline/models/service/guests"
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
	State      string     `json:"state" doc:"expired by its time, ended by somebody" enum:"active,expired,ended"`
	RevokedAt  *time.Time `json:"revoked_at,omitempty" doc:"when it was ended"`
	Opens      int        `json:"opens" doc:"how often it was opened"`
	OpenedAt   *time.Time `json:"opened_at,omitempty" doc:"when it was opened last"`
	CreatedAt  time.Time  `json:"created_at" doc:"when it was made"`
	CreatedBy  string     `json:"created_by" doc:"who made it"`
}

func guestLinkOut(g models.GuestLink) guestLink {
	return guestLink{ID: g.ID, Name: g.Name, WorkloadID: g.WorkloadID, LensID: g.LensID, Passcode: g.Passcode != "",
		ExpiresAt: g.ExpiresAt, State: string(g.State(time.Now())),
		RevokedAt: rest.TimeOrNil(g.RevokedAt), Opens: g.Opens, OpenedAt: rest.TimeOrNil(g.OpenedAt), CreatedAt: g.CreatedAt,
		CreatedBy: g.CreatedBy}
}

func reviewPath(r *rest.Request) models.ReviewPath {
	return models.ReviewPath{Workload: r.Param("workload"), Lens: r.Param("lens")}
}

func (a *API) createGuestLink(ctx context.Context, r *rest.Request, in guestBody) (guestLink, error) {
	secret, g, err := a.svc.GuestLinks.Create(ctx, reviewPath(r), models.GuestInput(in), models.IdempotencyKey{})
	out := guestLinkOut(g)
	out.Code, out.URL = secret, a.site.Guest(secret)
	return out, err
}

func (a *API) listGuestLinks(ctx context.Context, r *rest.Request, _ rest.None) (rest.List[guestLink], error) {
	page, err := a.svc.GuestLinks.List(ctx, reviewPath(r), r.Page())
	return rest.ListOf(page, guestLinkOut), err
}

func (a *API) revokeGuestLink(ctx context.Context, r *rest.Request, _ rest.None) (rest.None, error) {
	return rest.None{}, a.svc.GuestLinks.Revoke(ctx, reviewPath(r), r.Param("link"))
}

// guestVisit is something that a guest did with a link.
type guestVisit struct {
	At      time.Time `json:"at" doc:"when"`
	Address string    `json:"address" doc:"from where"`
	Kind    string    `json:"kind" doc:"the link was opened, or the report downloaded" enum:"opened,report"`
}

func (a *API) listGuestVisits(ctx context.Context, r *rest.Request, _ rest.None) (rest.List[guestVisit], error) {
	view, err := a.svc.GuestLinks.Get(ctx, reviewPath(r), r.Param("link"), r.Page())
	return rest.ListOf(view.Visits, func(v guests.GuestVisit) guestVisit {
		if v.Report {
			return guestVisit{v.At, v.Address, "report"}
		}
		return guestVisit{v.At, v.Address, "opened"}
	}), err
}

type guestEntry struct {
	Code     string `json:"code" doc:"the link's secret" required:"true"`
	Passcode string `json:"passcode,omitempty" doc:"where the link asks for one"`
}

func (a *API) openGuestLink(ctx context.Context, r *rest.Request, in guestEntry) (sessionJSON, error) {
	return begunSession(a.svc.Guests.Open(ctx,
		access.GuestEntry{Code: in.Code, Passcode: in.Passcode, Previous: a.auth.Session(r.HTTP)}))
}
