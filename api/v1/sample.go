package v1

import "context"

func (a *API) createSample(ctx context.Context, _ *request, _ none) (workload, error) {
	v, err := a.svc.Samples.Add(ctx)
	return workloadOut(v), err
}
