package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"plumbline/cmd/plumbline/output"
	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/service/access"
	"plumbline/models/text"
)

type userCmd struct {
	List   userListCmd   `cmd:"" help:"List the accounts of the server."`
	Create userCreateCmd `cmd:"" help:"Create an account, and print a link for its password unless --password-stdin is given."`
	Show   userShowCmd   `cmd:"" help:"Print one account."`
	Update userUpdateCmd `cmd:"" help:"Edit an account."`
	Reset  userResetCmd  `cmd:"" help:"Print a link with which the owner of an account sets a new password."`
	Codes  userCodesCmd  `cmd:"" name:"require-codes" help:"Require one-time codes of everybody who signs in with a password, or no longer."`

	Notices userNoticesCmd `cmd:"" help:"Print which notices come to an account by mail, or change it."`
}

// userRow is an account as it is printed.
type userRow struct {
	ID           string     `json:"id"`
	Email        string     `json:"email"`
	Name         string     `json:"name"`
	Admin        bool       `json:"administrator"`
	Disabled     bool       `json:"disabled"`
	HasPassword  bool       `json:"has_password"`
	OneTimeCodes bool       `json:"one_time_codes"`
	TimeZone     string     `json:"time_zone"`
	CreatedAt    time.Time  `json:"created_at"`
	LastSignInAt *time.Time `json:"last_sign_in_at,omitempty"`
}

func newUserRow(u models.User) userRow {
	return userRow{u.ID, u.Email, u.Name, u.Admin, u.Disabled(), u.Password != "", u.HasTOTP(), u.TimeZone, u.CreatedAt,
		output.TimeOrNil(u.LastSignInAt)}
}

const userHeads = "ID EMAIL NAME STATE ADMINISTRATOR PASSWORD CODES LAST-SIGN-IN"

func (r userRow) Cells() []string {
	return []string{r.ID, r.Email, r.Name, cmp.Or(output.WordIf(r.Disabled, "disabled"), "active"),
		output.WordIf(r.Admin, "yes"),
		output.WordIf(r.HasPassword, "yes"), output.WordIf(r.OneTimeCodes, "yes"), output.Minute(r.LastSignInAt)}
}

type userListCmd struct {
	dataFlag
	unusedAddress
	output.ListFlag
	Find string `help:"Only those with this text in name or e-mail address." placeholder:"TEXT"`
}

// Run lists the accounts.
func (u *userListCmd) Run(ctx context.Context, std programStreams) error {
	return u.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		users, err := readAllPages(func(p models.PageRequest) (models.ResultPage[models.User], error) {
			return svc.Users.List(ctx, models.UserQuery{Text: u.Find, PageRequest: p})
		})
		if err != nil {
			return err
		}
		return output.List(u.ListFlag, std.out, userHeads, output.ConvertAll(users, newUserRow))
	})
}

type userShowCmd struct {
	dataFlag
	unusedAddress
	output.ListFlag
	Email string `arg:"" help:"E-mail address or id of the account."`
}

// Run prints the account.
func (u *userShowCmd) Run(ctx context.Context, std programStreams) error {
	return u.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		user, err := svc.Users.Get(ctx, u.Email)
		switch {
		case err != nil:
			return err
		case u.JSON:
			return output.JSON(std.out, newUserRow(user))
		}
		return output.List(u.ListFlag, std.out, userHeads, []userRow{newUserRow(user)})
	})
}

type userCreateCmd struct {
	dataFlag
	addressFlags
	Email         string `arg:"" help:"What the user signs in with."`
	Name          string `help:"What histories and reports show." required:""`
	Admin         bool   `help:"Create an administrator of the server: accounts, workspaces, mappings."`
	PasswordStdin bool   `help:"Read the password from standard input, one line."`
}

// Run makes the account and prints its id; without a password it prints a reset link too.
func (u *userCreateCmd) Run(ctx context.Context, std programStreams) error {
	if err := u.check(); err != nil {
		return err
	}
	password := ""
	if u.PasswordStdin {
		var err error
		if password, err = passwordFrom(std.in); err != nil {
			return err
		}
	}
	return u.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		user, err := svc.Users.Create(ctx, models.UserInput{Email: u.Email, Name: u.Name, Admin: u.Admin}, password)
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(std.out, "%s  %s\n", user.ID, user.Email); err != nil || password != "" {
			return err
		}
		return printReset(ctx, svc.Users, userResetCmd{addressFlags: u.addressFlags, Email: user.ID}, std.out)
	})
}

// passwordFrom reads one line. Passwords come in no other way: arguments and the environment can be read by others.
func passwordFrom(in io.Reader) (string, error) {
	line, err := bufio.NewReader(io.LimitReader(in, 8*models.MaxPassword)).ReadBytes('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read the password: %w", err)
	}
	password, err := text.DecodeSecret(line)
	switch {
	case err != nil:
		return "", fmt.Errorf("the password on standard input %w", err)
	case password == "":
		return "", fmt.Errorf("there is no password on standard input")
	}
	return password, nil
}

type userResetCmd struct {
	dataFlag
	addressFlags
	Email            string `arg:"" help:"E-mail address or id of the account."`
	DropOneTimeCodes bool   `help:"Disable one-time codes too, for somebody who has lost the app and the recovery codes."`
}

// Run prints the link.
func (u *userResetCmd) Run(ctx context.Context, std programStreams) error {
	if err := u.check(); err != nil {
		return err
	}
	return u.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		return printReset(ctx, svc.Users, *u, std.out)
	})
}

func printReset(ctx context.Context, users access.Users, u userResetCmd, to io.Writer) error {
	secret, _, err := users.Reset(ctx, u.Email, u.DropOneTimeCodes)
	if err == nil {
		_, err = fmt.Fprintln(to, u.site().Join(secret))
	}
	return err
}

type userUpdateCmd struct {
	dataFlag
	unusedAddress
	output.ListFlag
	Ref     string  `arg:"" name:"email" help:"E-mail address or id of the account."`
	Name    *string `help:"What histories and reports show."`
	Email   *string `name:"email" help:"What the user signs in with." placeholder:"EMAIL"`
	Zone    *string `name:"time-zone" help:"Of dates on pages (Europe/Berlin); empty: the workspace's." placeholder:"ZONE"`
	Admin   *bool   `help:"Administrator of the server, or no longer one." negatable:""`
	Disable bool    `help:"Disable the account: its sessions, personal tokens and keys end." xor:"state"`
	Enable  bool    `help:"Enable it again." xor:"state"`
}

// Run changes what was given.
func (u *userUpdateCmd) Run(ctx context.Context, std programStreams) error {
	patch := models.UserPatch{Name: u.Name, Email: u.Email, Admin: u.Admin, TimeZone: u.Zone}
	if u.Disable || u.Enable {
		patch.Disabled = &u.Disable
	}
	if patch == (models.UserPatch{}) {
		return fmt.Errorf("nothing to change was given: see plumbline user update --help")
	}
	return u.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		user, err := svc.Users.Update(ctx, u.Ref, patch, nil)
		if err != nil {
			return err
		}
		return output.List(u.ListFlag, std.out, userHeads, []userRow{newUserRow(user)})
	})
}

type userCodesCmd struct {
	dataFlag
	unusedAddress
	State string `arg:"" enum:"on,off" help:"on: whoever has no one-time codes is asked to set them up, and can do nothing else; off."`
}

// Run sets whether the server requires one-time codes.
func (u *userCodesCmd) Run(ctx context.Context, std programStreams) error {
	return u.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		require := u.State == "on"
		now, err := svc.Settings.Update(ctx, models.SettingsPatch{RequireCodes: &require})
		if err == nil {
			_, err = fmt.Fprintf(std.out, "one-time codes required: %s\n", cmp.Or(output.WordIf(now.RequireCodes, "yes"), "no"))
		}
		return err
	})
}

type setupLinkCmd struct {
	dataFlag
	addressFlags
}

// Run prints a new set-up link; the one before ends.
func (s *setupLinkCmd) Run(ctx context.Context, std programStreams) error {
	if err := s.check(); err != nil {
		return err
	}
	return s.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		secret, _, err := svc.Workspaces.SetupLink(ctx)
		if err == nil {
			_, err = fmt.Fprintln(std.out, s.site().Join(secret))
		}
		return err
	})
}
