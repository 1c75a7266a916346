package v1

import (
	"context"
	"plumbline/api/v1/rest"
)

type resetRequest struct {
	Email string `json:"email" doc:"e-mail address of the account" required:"true" max:"254"`
}

type resetAsked struct {
	Message string `json:"message" doc:"what happens now; the same words for every address"`
}

func (a *API) requestReset(ctx context.Context, _ *rest.Request, in resetRequest) (resetAsked, error) {
	return resetAsked{"If there is an account with this e-mail address, a link to set a new password is on its way to it."},
		a.svc.Links.RequestReset(ctx, in.Email)
}
