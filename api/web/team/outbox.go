package team

import (
	"plumbline/api/web/page"
	"plumbline/models/delivery"
	"plumbline/models/urls"
)

type outboxData struct {
	State      delivery.State // the filter
	Deliveries []delivery.Delivery
	Next       string
	SendsMail  bool
}

// States are those to filter by.
func (outboxData) States() []delivery.State { return delivery.States[:] }

func (h handlers) outboxPage(r *page.Request) (page.Reply, error) {
	data := outboxData{State: delivery.State(r.Query("state")), SendsMail: h.Service.Deliveries.SendsMail()}
	list, err := h.Service.Deliveries.List(r.HTTP.Context(),
		delivery.Query{State: data.State, PageRequest: r.ListPage("after", 0)})
	data.Deliveries, data.Next = list.Items, r.NextPage("after", list.Next)
	return page.Reply{Template: "outbox", Title: "Outbox", Data: data}, err
}

func (h handlers) retryDelivery(r *page.Request) (page.Reply, error) {
	if _, err := h.Service.Deliveries.Retry(r.HTTP.Context(), r.Param("delivery")); err != nil {
		return h.Again(r, "", err, h.outboxPage)
	}
	return page.Done(urls.Outbox, "retried")
}

func (h handlers) discardDelivery(r *page.Request) (page.Reply, error) {
	if err := h.Service.Deliveries.Discard(r.HTTP.Context(), r.Param("delivery")); err != nil {
		return h.Again(r, "", err, h.outboxPage)
	}
	return page.Done(urls.Outbox, "discarded")
}
