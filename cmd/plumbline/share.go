package main

import (
	"context"
	"fmt"
	"time"

	"plumbline/cmd/plumbline/command"
	"plumbline/cmd/plumbline/output"
	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/service/reviews"
)

type shareCmd struct {
	Offer    shareOfferCmd    `cmd:"" help:"Share a workload or a lens with another workspace, and print the share's id."`
	List     shareListCmd     `cmd:"" help:"List what was offered of a workload or a lens."`
	Revoke   shareRevokeCmd   `cmd:"" help:"Revoke a share."`
	Received shareReceivedCmd `cmd:"" help:"List what other workspaces offer to this one."`
	Accept   shareAcceptCmd   `cmd:"" help:"Accept an offer."`
	Reject   shareRejectCmd   `cmd:"" help:"Reject an offer, or leave what was accepted."`
}

// thingFlag names what is shared: exactly one of the two.
type thingFlag struct {
	Workload string `help:"Id or name of a workload." xor:"thing" required:"" placeholder:"WORKLOAD"`
	Lens     string `help:"Id or key of a lens." xor:"thing" required:"" placeholder:"LENS"`
}

func (f thingFlag) thing(ctx context.Context, svc *service.Service) (reviews.SharedThing, error) {
	if f.Lens != "" {
		return reviews.SharedThing{Kind: models.LensShare, Ref: f.Lens}, nil
	}
	id, err := command.WorkloadID(ctx, svc, f.Workload)
	return reviews.SharedThing{Kind: models.WorkloadShare, Ref: id}, err
}

// shareRow is a share as it is printed.
type shareRow struct {
	ID        string     `json:"id"`
	Kind      string     `json:"kind"`
	ThingID   string     `json:"thing_id"`
	ThingName string     `json:"name"`
	AccountID string     `json:"account_id"`
	Role      string     `json:"role"`
	Status    string     `json:"status"`
	ExpiresAt *time.Time `json:"expires_at"`
}

func newShareRow(s models.Share) shareRow {
	s = s.At(time.Now())
	return shareRow{s.ID, string(s.Kind), s.ThingID, s.ThingName, s.AccountID, string(s.Role), string(s.Status),
		output.TimeOrNil(s.ExpiresAt)}
}

func (r shareRow) Cells() []string {
	return []string{r.ID, r.Kind, r.AccountID, r.Role, r.Status, output.Minute(r.ExpiresAt), r.ThingName}
}

const shareHeads = "ID KIND WITH ROLE STATUS EXPIRES NAME"

type shareOfferCmd struct {
	spaceFlag
	unusedAddress
	thingFlag
	Account string `arg:"" help:"The 12 digits of the other workspace."`
	Role    string `help:"viewer or contributor." enum:"viewer,contributor" default:"viewer"`
}

// Run offers the thing.
func (c *shareOfferCmd) Run(ctx context.Context, std programStreams) error {
	return c.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		thing, err := c.thing(ctx, svc)
		if err != nil {
			return err
		}
		share, err := svc.Shares.Offer(ctx, thing, models.ShareInput{AccountID: c.Account, Role: models.Role(c.Role)},
			models.IdempotencyKey{})
		if err == nil {
			_, err = fmt.Fprintln(std.out, share.ID)
		}
		return err
	})
}

type shareListCmd struct {
	spaceFlag
	unusedAddress
	thingFlag
	output.ListFlag
}

// Run lists the shares of the thing.
func (c *shareListCmd) Run(ctx context.Context, std programStreams) error {
	return c.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		thing, err := c.thing(ctx, svc)
		if err != nil {
			return err
		}
		rows, err := readAllPages(func(p models.PageRequest) (models.ResultPage[models.Share],
			error) {
			return svc.Shares.ListOf(ctx, thing, p)
		})
		if err != nil {
			return err
		}
		return output.List(c.ListFlag, std.out, shareHeads, output.ConvertAll(rows, newShareRow))
	})
}

type shareRevokeCmd struct {
	spaceFlag
	unusedAddress
	thingFlag
	ID string `arg:"" help:"Id of the share, as share list prints it."`
}

// Run ends the share.
func (c *shareRevokeCmd) Run(ctx context.Context) error {
	return c.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		thing, err := c.thing(ctx, svc)
		if err != nil {
			return err
		}
		return svc.Shares.Revoke(ctx, thing, c.ID)
	})
}

type shareReceivedCmd struct {
	spaceFlag
	unusedAddress
	output.ListFlag
}

// Run lists what is offered to the workspace.
func (c *shareReceivedCmd) Run(ctx context.Context, std programStreams) error {
	return c.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		rows, err := readAllPages(func(p models.PageRequest) (models.ResultPage[reviews.ShareView],
			error) {
			return svc.Shares.Received(ctx, p)
		})
		if err != nil {
			return err
		}
		return output.List(c.ListFlag, std.out, shareHeads,
			output.ConvertAll(rows, func(v reviews.ShareView) shareRow { return newShareRow(v.Share) }))
	})
}

type shareAcceptCmd struct {
	spaceFlag
	unusedAddress
	ID string `arg:"" help:"Id of the share, as share received prints it."`
}

// Run accepts the offer.
func (c *shareAcceptCmd) Run(ctx context.Context) error {
	return c.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		_, err := svc.Shares.Accept(ctx, c.ID)
		return err
	})
}

type shareRejectCmd struct {
	spaceFlag
	unusedAddress
	ID string `arg:"" help:"Id of the share, as share received prints it."`
}

// Run rejects the offer.
func (c *shareRejectCmd) Run(ctx context.Context) error {
	return c.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		_, err := svc.Shares.Reject(ctx, c.ID)
		return err
	})
}
