package main

import (
	"context"
	"fmt"

	"plumbline/models"
	"plumbline/models/service"
)

type lensRenameCmd struct {
	spaceFlag
	unusedAddress
	Lens string `arg:"" help:"Id or key of the lens."`
	Name string `arg:"" help:"What is displayed from now on. Key, ids and documents stay."`
}

// Run displays the lens under another name.
func (c *lensRenameCmd) Run(ctx context.Context, std programStreams) error {
	return c.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		lens, err := svc.Lenses.Rename(ctx, c.Lens, models.LensName{Name: c.Name}, nil)
		if err == nil {
			_, err = fmt.Fprintf(std.out, "%s is displayed as %s\n", lens.Key, lens.Name)
		}
		return withFaults(err)
	})
}
