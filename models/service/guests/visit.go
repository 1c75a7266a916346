package guests

import (
	"context"
	"time"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
)

// GuestVisit is something that a guest did with a link, as the audit log has it.
type GuestVisit struct {
	At      time.Time
	Address string // it was done from there
	Report  bool   // the report was downloaded; else the link was opened
}

// GuestLinkView is a link with the review that it opens, and with what was done with it last.
type GuestLinkView struct {
	models.GuestLink
	Review reviews.ReviewView
	Visits models.ResultPage[GuestVisit] // the latest first
}

// Get returns a link with a page of what was done with it.
func (g GuestLinks) Get(ctx context.Context, at models.ReviewPath, id string, p models.PageRequest) (GuestLinkView,
	error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, g.core, func(tx *store.Tx) (GuestLinkView, error) {
		review, err := g.reviews.Find(tx, actor, models.ManageGuests, at)
		if err != nil {
			return GuestLinkView{}, err
		}
		link, err := linkOf(tx, review, id)
		if err != nil {
			return GuestLinkView{}, err
		}
		lines, err := core.AuditPage(tx, link.WorkspaceID, models.AuditQuery{ActorID: link.ID, ThingID: link.ID,
			Kind: linkKind, PageRequest: p})
		view := GuestLinkView{GuestLink: link, Review: review}
		view.Visits.Next = lines.Next
		for _, line := range lines.Items {
			if line.ActorKind == models.GuestActor {
				view.Visits.Items = append(view.Visits.Items, visitOf(line))
			}
		}
		return view, err
	})
}

func visitOf(line models.AuditLine) GuestVisit {
	v := GuestVisit{At: line.At, Address: line.Address}
	for _, c := range line.Changes {
		v.Report = v.Report || c.Field == "report"
	}
	return v
}
