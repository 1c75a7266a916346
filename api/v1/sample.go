package v1

import (
	"context"
	"plumbline/api/v1/rest"
)

func (a *API) createSample(ctx context.Context, _ *rest.Request, _ rest.None) (workloadJSON, error) {
	v, err := a.svc.Samples.Add(ctx)
	return workloadOut(v), err
}
