package workloads

import (
	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/service/reviews"
)

type guestHomeData struct {
	Link    models.GuestLink
	Review  reviews.ReviewView
	Pillars []guestPillar
}

// guestPillar is a pillar of the review with what its questions add up to.
type guestPillar struct {
	Name string
	models.PillarReview
}

// guestHome is the one review that the link opens.
func (h handlers) guestHome(r *page.Request) (page.Reply, error) {
	link := r.Session.Guest
	review, err := h.Service.Reviews.Get(r.HTTP.Context(), link.WorkloadID, link.LensID)
	if err != nil {
		return page.Reply{}, err
	}
	data := guestHomeData{Link: link, Review: review}
	for _, p := range review.Pillars {
		row := guestPillar{p.PillarID, p}
		if pillar := review.Doc.Pillar(p.PillarID); pillar != nil {
			row.Name = pillar.Name
		}
		data.Pillars = append(data.Pillars, row)
	}
	return page.Reply{Template: "visit", Title: review.Lens.Name, Data: data}, nil
}
