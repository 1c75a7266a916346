package main

import (
	"context"

	"plumbline/cmd/plumbline/noticescmd"
	"plumbline/cmd/plumbline/output"
	"plumbline/models/service"
)

type userNoticesCmd struct {
	dataFlag
	unusedAddress
	output.ListFlag
	Ref string `arg:"" name:"email" help:"E-mail address or id of the account."`
	noticescmd.Flags
}

// Run changes what was given and prints which notices come to the account.
func (u *userNoticesCmd) Run(ctx context.Context, std programStreams) error {
	return u.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		return u.Flags.Run(ctx, svc, u.Ref, u.ListFlag, std.out)
	})
}
