package v1

import (
	"context"

	"plumbline/models"
)

type accessKey struct {
	ID string `json:"id" doc:"the access key id, which requests name"`
	credential
	Secret string `json:"secret,omitempty" doc:"the secret access key, in the reply to its creation only"`
}

func keyOut(k models.AccessKey) accessKey {
	return accessKey{ID: k.ID, credential: credential{k.Name, string(k.Role), k.UserID, moment(k.ExpiresAt), moment(k.RevokedAt),
		moment(k.LastUsedAt), k.CreatedAt, k.CreatedBy}}
}

func keyMade(secret string, k models.AccessKey, err error) (accessKey, error) {
	out := keyOut(k)
	out.Secret = secret
	return out, err
}

func (a *API) listKeys(ctx context.Context, r *request, _ none) (list[accessKey], error) {
	page, err := a.svc.Keys.List(ctx, r.page())
	return listOut(page, keyOut), err
}

func (a *API) createKey(ctx context.Context, _ *request, in tokenBody) (accessKey, error) {
	return keyMade(a.svc.Keys.Create(ctx, in.input()))
}

func (a *API) revokeKey(ctx context.Context, r *request, _ none) (none, error) {
	return none{}, a.svc.Keys.Revoke(ctx, r.param("key"))
}

func (a *API) listOwnKeys(ctx context.Context, r *request, _ none) (list[accessKey], error) {
	page, err := a.svc.Keys.ListOwn(ctx, r.page())
	return listOut(page, keyOut), err
}

func (a *API) createOwnKey(ctx context.Context, _ *request, in tokenBody) (accessKey, error) {
	return keyMade(a.svc.Keys.CreateOwn(ctx, in.input()))
}

func (a *API) revokeOwnKey(ctx context.Context, r *request, _ none) (none, error) {
	return none{}, a.svc.Keys.RevokeOwn(ctx, r.param("key"))
}
