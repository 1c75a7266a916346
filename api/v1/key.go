package v1

import (
	"context"

	"plumbline/api/v1/rest"
	"plumbline/models"
)

type accessKey struct {
	ID string `json:"id" doc:"the access key id, which requests name"`
	credential
	Secret string `json:"secret,omitempty" doc:"the secret access key, in the reply to its creation only"`
}

func keyOut(k models.AccessKey) accessKey {
	return accessKey{ID: k.ID,
		credential: credential{k.Name, string(k.Role), k.UserID, rest.TimeOrNil(k.ExpiresAt), rest.TimeOrNil(k.RevokedAt),
			rest.TimeOrNil(k.LastUsedAt), k.CreatedAt, k.CreatedBy}}
}

func keyMade(secret string, k models.AccessKey, err error) (accessKey, error) {
	out := keyOut(k)
	out.Secret = secret
	return out, err
}

func (a *API) listKeys(ctx context.Context, r *rest.Request, _ rest.None) (rest.List[accessKey], error) {
	page, err := a.svc.Keys.List(ctx, r.Page())
	return rest.ListOf(page, keyOut), err
}

func (a *API) createKey(ctx context.Context, _ *rest.Request, in tokenBody) (accessKey, error) {
	return keyMade(a.svc.Keys.Create(ctx, in.input()))
}

func (a *API) revokeKey(ctx context.Context, r *rest.Request, _ rest.None) (rest.None, error) {
	return rest.None{}, a.svc.Keys.Revoke(ctx, r.Param("key"))
}

func (a *API) listOwnKeys(ctx context.Context, r *rest.Request, _ rest.None) (rest.List[accessKey], error) {
	page, err := a.svc.Keys.ListOwn(ctx, r.Page())
	return rest.ListOf(page, keyOut), err
}

func (a *API) createOwnKey(ctx context.Context, _ *rest.Request, in tokenBody) (accessKey, error) {
	return keyMade(a.svc.Keys.CreateOwn(ctx, in.input()))
}

func (a *API) revokeOwnKey(ctx context.Context, r *rest.Request, _ rest.None) (rest.None, error) {
	return rest.None{}, a.svc.Keys.RevokeOwn(ctx, r.Param("key"))
}
