package sharing

import (
	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/service/reviews"
	"plumbline/models/urls"
)

type offersData struct {
	Waiting  []offerRow
	Accepted []offerRow
	Past     []offerRow // rejected, left and expired
	Account  string     // of the own workspace
	Next     string
}

// offerRow is what another workspace offers, with the page of the thing and of the answer.
type offerRow struct {
	reviews.ShareView
	Thing string
	Path  urls.SharePath
}

func offerRowOf(v reviews.ShareView) offerRow {
	row := offerRow{v, string(urls.WorkloadPage(v.ThingID)), urls.Share(v.ID)}
	if v.Kind == models.LensShare {
		row.Thing = string(urls.LensPage(v.ThingID))
	}
	return row
}

func (h handlers) offersPage(r *page.Request) (page.Reply, error) {
	list, err := h.Service.Shares.Received(r.HTTP.Context(), r.ListPage("after", 0))
	data := offersData{Account: r.Session.Workspace.AccountID, Next: r.NextPage("after", list.Next)}
	for _, v := range list.Items {
		row := offerRowOf(v)
		switch v.Status {
		case models.SharePending:
			data.Waiting = append(data.Waiting, row)
		case models.ShareAccepted:
			data.Accepted = append(data.Accepted, row)
		default:
			data.Past = append(data.Past, row)
		}
	}
	return page.Reply{Template: "offers", Title: "Shared with you", Data: data}, err
}

func (h handlers) acceptOffer(r *page.Request) (page.Reply, error) {
	if _, err := h.Service.Shares.Accept(r.HTTP.Context(), r.Param("offer")); err != nil {
		return h.answerRefused(r, err)
	}
	return page.Done(urls.Shares, "share-accepted")
}

// answerRefused shows the list, which says how the offer is now, where it can't be answered any more.
func (h handlers) answerRefused(r *page.Request, err error) (page.Reply, error) {
	if models.CodeOf(err) != models.CodeConflict {
		return page.Reply{}, err
	}
	return h.Again(r, "offer", err, h.offersPage)
}

type rejectOfferData struct{ Offer offerRow }

// rejectOfferPage asks whether the offer is to be rejected, or what was accepted to be left.
func (h handlers) rejectOfferPage(r *page.Request) (page.Reply, error) {
	offer, err := h.Service.Shares.Offered(r.HTTP.Context(), r.Param("offer"))
	title := "Reject offer"
	if offer.Status == models.ShareAccepted {
		title = "Leave " + offer.ThingName
	}
	return page.Reply{Template: "offerreject", Title: title, Data: rejectOfferData{offerRowOf(offer)}}, err
}

func (h handlers) rejectOffer(r *page.Request) (page.Reply, error) {
	before, err := h.Service.Shares.Offered(r.HTTP.Context(), r.Param("offer"))
	if err == nil {
		_, err = h.Service.Shares.Reject(r.HTTP.Context(), r.Param("offer"))
	}
	switch {
	case err != nil:
		return h.answerRefused(r, err)
	case before.Status == models.ShareAccepted:
		return page.Done(urls.Shares, "share-left")
	}
	return page.Done(urls.Shares, "share-rejected")
}
