package v1

import (
	"context"
	"time"

	"plumbline/api/v1/rest"
	"plumbline/models"
)

type userJSON struct {
	ID           string     `json:"id" doc:"32 hex digits"`
	Email        string     `json:"email" doc:"what the user signs in with; unique, letter case aside"`
	Name         string     `json:"name" doc:"what histories and reports show"`
	Admin        bool       `json:"administrator" doc:"of the instance: accounts, workspaces, mappings"`
	HasPassword  bool       `json:"has_password" doc:"false: signs in by the identity provider only"`
	OneTimeCodes bool       `json:"one_time_codes" doc:"signing in wants a code of an authenticator app"`
	Disabled     bool       `json:"disabled" doc:"may not sign in"`
	LastSignInAt *time.Time `json:"last_sign_in_at,omitempty" doc:"when the user signed in last"`
	CreatedAt    time.Time  `json:"created_at" doc:"when the account was made"`
	CreatedBy    string     `json:"created_by" doc:"who made it"`
	TimeZone     string     `json:"time_zone" doc:"of dates on pages, such as Europe/Berlin; empty: the workspace's"`
	Version      int        `json:"version" doc:"the ETag's number"`
}

func (u userJSON) ETag() int        { return u.Version }
func (u userJSON) Location() string { return "/users/" + u.ID }

func userOut(u models.User) userJSON {
	return userJSON{u.ID, u.Email, u.Name, u.Admin, u.Password != "", u.HasTOTP(), u.Disabled(),
		rest.TimeOrNil(u.LastSignInAt),
		u.CreatedAt, u.CreatedBy, u.TimeZone, u.Version}
}

type ownPatch struct {
	Name     *string `json:"name,omitempty" doc:"what histories and reports show" max:"100"`
	TimeZone *string `json:"time_zone,omitempty" doc:"of dates on pages, such as Europe/Berlin; empty: the workspace's"`
}

func (a *API) updateSelf(ctx context.Context, _ *rest.Request, in ownPatch) (userJSON, error) {
	u, err := a.svc.Users.UpdateSelf(ctx, models.OwnPatch(in))
	return userOut(u), err
}

type passwordChange struct {
	Password    string `json:"password,omitempty" doc:"the present one, where there is one"`
	NewPassword string `json:"new_password" doc:"at least 12 characters; common ones, repeats, sequences and the person's own name are refused" required:"true" min:"12" max:"512"`
}

func (a *API) changePassword(ctx context.Context, _ *rest.Request, in passwordChange) (rest.None, error) {
	return rest.None{}, a.svc.Users.ChangePassword(ctx, in.Password, in.NewPassword)
}

type totpSetup struct {
	Secret  string `json:"secret" doc:"base32, for an authenticator app"`
	Address string `json:"address" doc:"the same as an otpauth address, for a QR code"`
}

func (a *API) beginTOTP(ctx context.Context, _ *rest.Request, in passwordBody) (totpSetup, error) {
	setup, err := a.svc.Users.BeginTOTP(ctx, in.Password)
	return totpSetup(setup), err
}

type totpCode struct {
	Code string `json:"code" doc:"the code of the moment" required:"true"`
}

type recoveryJSON struct {
	Codes []string `json:"recovery_codes" doc:"each stands in for one code, once; in this reply only"`
}

func (a *API) confirmTOTP(ctx context.Context, _ *rest.Request, in totpCode) (recoveryJSON, error) {
	codes, err := a.svc.Users.ConfirmTOTP(ctx, in.Code)
	return recoveryJSON{rest.EmptyIfNil(codes)}, err
}

type passwordBody struct {
	Password string `json:"password,omitempty" doc:"the password once more; without one, the account must have signed in within the last 10 minutes"`
}

func (a *API) dropTOTP(ctx context.Context, _ *rest.Request, in passwordBody) (rest.None, error) {
	return rest.None{}, a.svc.Users.DropTOTP(ctx, in.Password)
}

func (a *API) listUsers(ctx context.Context, r *rest.Request, _ rest.None) (rest.List[userJSON], error) {
	page, err := a.svc.Users.List(ctx, models.UserQuery{Text: r.Query("text"), PageRequest: r.Page()})
	return rest.ListOf(page, userOut), err
}

func (a *API) getUser(ctx context.Context, r *rest.Request, _ rest.None) (userJSON, error) {
	u, err := a.svc.Users.Get(ctx, r.Param("user"))
	return userOut(u), err
}

type userBody struct {
	Email    string `json:"email" doc:"what the user signs in with" required:"true" max:"254"`
	Name     string `json:"name" doc:"what histories and reports show" required:"true" max:"100"`
	Password string `json:"password,omitempty" doc:"at least 12 characters, and not easily guessed; without one the user needs a reset link or the identity provider" min:"12" max:"512"`
	Admin    bool   `json:"administrator,omitempty" doc:"of the instance"`
}

func (a *API) createUser(ctx context.Context, _ *rest.Request, in userBody) (userJSON, error) {
	u, err := a.svc.Users.Create(ctx, models.UserInput{Email: in.Email, Name: in.Name, Admin: in.Admin}, in.Password)
	return userOut(u), err
}

type userPatch struct {
	Email    *string `json:"email,omitempty" doc:"what the user signs in with" max:"254"`
	Name     *string `json:"name,omitempty" doc:"what histories and reports show" max:"100"`
	Admin    *bool   `json:"administrator,omitempty" doc:"of the instance; one always remains"`
	Disabled *bool   `json:"disabled,omitempty" doc:"true: sessions end, personal tokens and keys stop working"`
	TimeZone *string `json:"time_zone,omitempty" doc:"of dates on pages, such as Europe/Berlin; empty: the workspace's"`
}

func (a *API) updateUser(ctx context.Context, r *rest.Request, in userPatch) (userJSON, error) {
	seen, err := r.IfMatch()
	if err != nil {
		return userJSON{}, err
	}
	u, err := a.svc.Users.Update(ctx, r.Param("user"),
		models.UserPatch{Name: in.Name, Email: in.Email, Admin: in.Admin, Disabled: in.Disabled, TimeZone: in.TimeZone},
		seen)
	return userOut(u), err
}

type resetBody struct {
	DropCodes bool `json:"drop_one_time_codes,omitempty" doc:"end the one-time codes too, for somebody who lost the app and the recovery codes"`
}

func (a *API) resetUser(ctx context.Context, r *rest.Request, in resetBody) (linkJSON, error) {
	return a.linkMade(a.svc.Users.Reset(ctx, r.Param("user"), in.DropCodes))
}
