package main

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"plumbline/cmd/plumbline/output"
	"plumbline/models"
	"plumbline/models/delivery"
	"plumbline/models/service"
)

type outboxCmd struct {
	List    outboxListCmd    `cmd:"" help:"List mails that wait, were sent or failed, newest first."`
	Retry   outboxRetryCmd   `cmd:"" help:"Have what failed or waits sent as if it were new, by a running server."`
	Discard outboxDiscardCmd `cmd:"" help:"Discard a delivery that failed or waits: it is not sent any more."`
}

// deliveryRow is a delivery as it is printed: without what it says.
type deliveryRow struct {
	ID        string     `json:"id"`
	State     string     `json:"state"`
	Kind      string     `json:"kind"`
	About     string     `json:"about"`
	Recipient string     `json:"recipient"`
	Workspace string     `json:"workspace_id,omitempty"`
	Attempts  int        `json:"attempts"`
	CreatedAt time.Time  `json:"created_at"`
	NextAt    *time.Time `json:"next_attempt_at,omitempty"`
	EndedAt   *time.Time `json:"ended_at,omitempty"`
	LastError string     `json:"last_error,omitempty"`
}

func newDeliveryRow(d delivery.Delivery) deliveryRow {
	row := deliveryRow{ID: d.ID, State: string(d.State), Kind: string(d.Kind), About: string(d.About),
		Recipient: d.Recipient, Workspace: d.WorkspaceID, Attempts: d.Attempts, CreatedAt: d.CreatedAt,
		EndedAt: output.TimeOrNil(d.EndedAt), LastError: d.LastError}
	if d.State == delivery.Waiting {
		row.NextAt = output.TimeOrNil(d.DueAt)
	}
	return row
}

const deliveryHeads = "ID STATE KIND ABOUT RECIPIENT ATTEMPTS CREATED NEXT-TRY ENDED ERROR"

func (r deliveryRow) Cells() []string {
	return []string{r.ID, r.State, r.Kind, r.About, r.Recipient, strconv.Itoa(r.Attempts), output.Minute(&r.CreatedAt),
		output.Minute(r.NextAt), output.Minute(r.EndedAt), r.LastError}
}

type outboxListCmd struct {
	dataFlag
	unusedAddress
	output.ListFlag
	State string `help:"Only those in this state: waiting, sent or failed." enum:"waiting,sent,failed,all" default:"all"`
}

// Run lists the deliveries.
func (o *outboxListCmd) Run(ctx context.Context, std programStreams) error {
	state := delivery.State(o.State)
	if o.State == "all" {
		state = ""
	}
	return o.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		all, err := readAllPages(func(p models.PageRequest) (models.ResultPage[delivery.Delivery], error) {
			return svc.Deliveries.List(ctx, delivery.Query{State: state, PageRequest: p})
		})
		if err != nil {
			return err
		}
		return output.List(o.ListFlag, std.out, deliveryHeads, output.ConvertAll(all, newDeliveryRow))
	})
}

type outboxRetryCmd struct {
	dataFlag
	unusedAddress
	output.ListFlag
	ID string `arg:"" help:"Id of the delivery."`
}

// Run puts the delivery in line again.
func (o *outboxRetryCmd) Run(ctx context.Context, std programStreams) error {
	return o.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		d, err := svc.Deliveries.Retry(ctx, o.ID)
		if err != nil {
			return err
		}
		return output.List(o.ListFlag, std.out, deliveryHeads, []deliveryRow{newDeliveryRow(d)})
	})
}

type outboxDiscardCmd struct {
	dataFlag
	unusedAddress
	ID string `arg:"" help:"Id of the delivery."`
}

// Run discards the delivery.
func (o *outboxDiscardCmd) Run(ctx context.Context, std programStreams) error {
	return o.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		if err := svc.Deliveries.Discard(ctx, o.ID); err != nil {
			return err
		}
		_, err := fmt.Fprintln(std.out, "discarded")
		return err
	})
}
