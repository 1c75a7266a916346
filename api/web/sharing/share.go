package sharing

import (
	"cmp"
	"strings"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/service/reviews"
	"plumbline/models/urls"
)

// sharedPlace is the thing that a page is about.
type sharedPlace struct {
	Kind models.ShareKind
	Name string
	Page string // of the thing
	Path urls.SharesPath
}

// Lens tells a lens from a workload.
func (p sharedPlace) Lens() bool { return p.Kind == models.LensShare }

// thingOf names the thing that the address is about.
func thingOf(r *page.Request) reviews.SharedThing {
	if lens := r.Param("lens"); lens != "" {
		return reviews.SharedThing{Kind: models.LensShare, Ref: lens}
	}
	return reviews.SharedThing{Kind: models.WorkloadShare, Ref: r.Param("workload")}
}

// shareOf is the id of the share that the address is about.
func shareOf(r *page.Request) string { return cmp.Or(r.Param("share"), r.Param("lens_share")) }

// placeOf looks the thing up.
func (h handlers) placeOf(r *page.Request) (sharedPlace, error) {
	thing := thingOf(r)
	if thing.Kind == models.LensShare {
		lens, err := h.Service.Lenses.Get(r.HTTP.Context(), thing.Ref)
		at := urls.LensPage(lens.ID)
		return sharedPlace{thing.Kind, lens.Name, string(at), at.Shares()}, err
	}
	load, err := h.Service.Workloads.Get(r.HTTP.Context(), thing.Ref)
	at := urls.WorkloadPage(load.ID)
	return sharedPlace{thing.Kind, load.Name, string(at), at.Shares()}, err
}

type sharesData struct {
	Place   sharedPlace
	Shares  []models.Share
	Next    string
	Account string // of the own workspace
	Role    models.Role
	Once    string
}

func (h handlers) sharesPage(r *page.Request) (page.Reply, error) {
	place, err := h.placeOf(r)
	if err != nil {
		return page.Reply{}, err
	}
	list, err := h.Service.Shares.ListOf(r.HTTP.Context(), thingOf(r), r.ListPage("after", 0))
	data := sharesData{Place: place, Shares: list.Items, Next: r.NextPage("after", list.Next),
		Account: r.Session.Workspace.AccountID, Role: models.Viewer, Once: models.NewID()}
	if models.Role(r.Post("role")) == models.Contributor {
		data.Role = models.Contributor
	}
	return page.Reply{Template: "shares", Title: "Share " + place.Name, Data: data}, err
}

// accountIDTyped takes what people put between the digits of an account id away.
var accountIDTyped = strings.NewReplacer(" ", "", "-", "", "\u00a0", "", "\u202f", "")

func (h handlers) offerShare(r *page.Request) (page.Reply, error) {
	in := models.ShareInput{AccountID: accountIDTyped.Replace(r.Line("account_id")), Role: models.Role(r.Post("role"))}
	if _, err := h.Service.Shares.Offer(r.HTTP.Context(), thingOf(r), in, r.Once()); err != nil {
		return h.Again(r, "share", err, h.sharesPage)
	}
	place, err := h.placeOf(r)
	if err != nil {
		return page.Reply{}, err
	}
	return page.Done(place.Path, "share-offered")
}

type revokeShareData struct {
	Place sharedPlace
	Share models.Share
}

// Live tells whether there is something to revoke.
func (d revokeShareData) Live() bool {
	return d.Share.Status == models.SharePending || d.Share.Status == models.ShareAccepted
}

// revokeSharePage asks whether the share is to end.
func (h handlers) revokeSharePage(r *page.Request) (page.Reply, error) {
	place, err := h.placeOf(r)
	if err != nil {
		return page.Reply{}, err
	}
	share, err := h.Service.Shares.Get(r.HTTP.Context(), thingOf(r), shareOf(r))
	return page.Reply{Template: "sharerevoke", Title: "Revoke share", Data: revokeShareData{place, share}}, err
}

func (h handlers) revokeShare(r *page.Request) (page.Reply, error) {
	if err := h.Service.Shares.Revoke(r.HTTP.Context(), thingOf(r), shareOf(r)); err != nil {
		return page.Reply{}, err
	}
	place, err := h.placeOf(r)
	if err != nil {
		return page.Reply{}, err
	}
	return page.Done(place.Path, "share-revoked")
}

// shareState is the word for a state; rejected is what was left, too.
func shareState(s models.ShareStatus) string {
	return map[models.ShareStatus]string{models.SharePending: "Waiting", models.ShareAccepted: "Accepted",
		models.ShareRejected: "Rejected or left", models.ShareRevoked: "Revoked", models.ShareExpired: "Expired"}[s]
}
