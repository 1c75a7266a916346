package v1

import (
	"context"

	"plumbline/models"
)

type lensNameBody struct {
	Name string `json:"name" doc:"what is displayed from now on; key, ids and documents stay" required:"true" min:"1" max:"128"`
}

func (a *API) renameLens(ctx context.Context, r *request, in lensNameBody) (lens, error) {
	seen, err := r.ifMatch()
	if err != nil {
		return lens{}, err
	}
	v, err := a.svc.Lenses.Rename(ctx, r.param("lens"), models.LensName(in), seen)
	if err != nil {
		return lens{}, err
	}
	return lensOut(v), nil
}
