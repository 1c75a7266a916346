package v1

import (
	"context"

	"plumbline/api/v1/rest"
	"plumbline/models"
)

type lensNameBody struct {
	Name string `json:"name" doc:"what is displayed from now on; key, ids and documents stay" required:"true" min:"1" max:"128"`
}

func (a *API) renameLens(ctx context.Context, r *rest.Request, in lensNameBody) (lensJSON, error) {
	seen, err := r.IfMatch()
	if err != nil {
		return lensJSON{}, err
	}
	v, err := a.svc.Lenses.Rename(ctx, r.Param("lens"), models.LensName(in), seen)
	if err != nil {
		return lensJSON{}, err
	}
	return lensOut(v), nil
}
