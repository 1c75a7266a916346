package main

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"plumbline/cmd/plumbline/command"
	"plumbline/cmd/plumbline/output"
	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/service/access"
)

type memberCmd struct {
	List   memberListCmd   `cmd:"" help:"List the members of a workspace."`
	Add    memberAddCmd    `cmd:"" help:"Add somebody with an account."`
	Update memberUpdateCmd `cmd:"" help:"Edit what a member may do; what is not given stays."`
	Remove memberRemoveCmd `cmd:"" help:"Remove a member from the workspace; personal tokens and keys stop working there."`
	Invite memberInviteCmd `cmd:"" help:"Print a link with which somebody becomes a member, with a new account where there is none."`
}

// memberRow is a member as it is printed.
type memberRow struct {
	UserID    string    `json:"user_id"`
	Email     string    `json:"email"`
	Name      string    `json:"name"`
	Role      string    `json:"role"`
	Workloads []string  `json:"workloads,omitempty"`
	Pillars   []string  `json:"pillars,omitempty"`
	Source    string    `json:"source"`
	CreatedAt time.Time `json:"created_at"`
}

func newMemberRow(v access.MemberView) memberRow {
	return memberRow{v.UserID, v.User.Email, v.User.Name, string(v.Role), v.Workloads, v.Pillars, string(v.Source),
		v.Member.CreatedAt}
}

const memberHeads = "USER EMAIL ROLE SOURCE WORKLOADS PILLARS NAME"

func (r memberRow) Cells() []string {
	return []string{r.UserID, r.Email, r.Role, r.Source, cmp.Or(strings.Join(r.Workloads, ","), "all"),
		cmp.Or(strings.Join(r.Pillars, ","), "all"), r.Name}
}

type memberListCmd struct {
	spaceFlag
	unusedAddress
	output.ListFlag
}

// Run lists the members.
func (m *memberListCmd) Run(ctx context.Context, std programStreams) error {
	return m.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		members, err := readAllPages(func(p models.PageRequest) (models.ResultPage[access.MemberView], error) {
			return svc.Members.List(ctx, models.UserQuery{PageRequest: p})
		})
		if err != nil {
			return err
		}
		return output.List(m.ListFlag, std.out, memberHeads, output.ConvertAll(members, newMemberRow))
	})
}

// grantFlags are what a member may do.
type grantFlags struct {
	Workload []string `help:"Limit a viewer or contributor to this workload, by id or name; may be given again." sep:"none" placeholder:"WORKLOAD"`
	Pillar   []string `help:"Limit a contributor to answers of this pillar id; may be given again." sep:"none" placeholder:"PILLAR"`
}

// grant finds the workloads, so that nobody is narrowed to one that is not there.
func (g grantFlags) grant(ctx context.Context, svc *service.Service, role string) (models.MemberGrant, error) {
	out := models.MemberGrant{Role: models.Role(role), Pillars: g.Pillar}
	for _, ref := range g.Workload {
		id, err := command.WorkloadID(ctx, svc, ref)
		if err == nil {
			_, err = svc.Workloads.Get(ctx, id)
		}
		if err != nil {
			return out, err
		}
		out.Workloads = append(out.Workloads, id)
	}
	return out, nil
}

type memberAddCmd struct {
	spaceFlag
	unusedAddress
	grantFlags
	Email string `arg:"" help:"E-mail address or id of the account."`
	Role  string `help:"viewer, contributor, architect or owner." enum:"viewer,contributor,architect,owner" required:""`
}

// Run adds the member.
func (m *memberAddCmd) Run(ctx context.Context, std programStreams) error {
	return m.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		grant, err := m.grant(ctx, svc, m.Role)
		if err != nil {
			return err
		}
		member, err := svc.Members.Add(ctx, models.ActorFrom(ctx).WorkspaceID, m.Email, grant)
		if err != nil {
			return err
		}
		return output.List(output.ListFlag{}, std.out, memberHeads, []memberRow{newMemberRow(member)})
	})
}

type memberUpdateCmd struct {
	spaceFlag
	unusedAddress
	grantFlags
	Email        string `arg:"" help:"E-mail address or id of the member."`
	Role         string `help:"viewer, contributor, architect or owner." enum:",viewer,contributor,architect,owner" default:""`
	AllWorkloads bool   `help:"No longer limit access to workloads."`
	AllPillars   bool   `help:"No longer limit access to pillars."`
}

// Run lays what was given over what the member has.
func (m *memberUpdateCmd) Run(ctx context.Context, std programStreams) error {
	switch {
	case m.AllWorkloads && len(m.Workload) > 0, m.AllPillars && len(m.Pillar) > 0:
		return fmt.Errorf("--all-workloads goes without --workload, --all-pillars without --pillar")
	case m.Role == "" && !m.AllWorkloads && !m.AllPillars && len(m.Workload)+len(m.Pillar) == 0:
		return fmt.Errorf("nothing to change was given: see plumbline member update --help")
	}
	return m.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		old, err := memberCalled(ctx, svc, m.Email)
		if err != nil {
			return err
		}
		grant, err := m.grant(ctx, svc, cmp.Or(m.Role, string(old.Role)))
		if err != nil {
			return err
		}
		if len(grant.Workloads) == 0 && !m.AllWorkloads {
			grant.Workloads = old.Workloads
		}
		if len(grant.Pillars) == 0 && !m.AllPillars {
			grant.Pillars = old.Pillars
		}
		member, err := svc.Members.Update(ctx, old.UserID, grant, &old.Member.Version)
		if err != nil {
			return err
		}
		return output.List(output.ListFlag{}, std.out, memberHeads, []memberRow{newMemberRow(member)})
	})
}

// memberCalled finds a member by e-mail address or id.
func memberCalled(ctx context.Context, svc *service.Service, ref string) (access.MemberView, error) {
	user, err := svc.Users.Get(ctx, ref)
	if err != nil {
		return access.MemberView{}, err
	}
	member, err := svc.Members.Get(ctx, user.ID)
	if models.CodeOf(err) == models.CodeNotFound {
		err = models.Errorf(models.CodeNotFound, "%s is no member of this workspace", user.Email)
	}
	return member, err
}

type memberRemoveCmd struct {
	spaceFlag
	unusedAddress
	Email string `arg:"" help:"E-mail address of the member, whole: it is the confirmation too."`
}

// Run removes the member.
func (m *memberRemoveCmd) Run(ctx context.Context) error {
	return m.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		member, err := memberCalled(ctx, svc, m.Email)
		if err != nil {
			return err
		}
		return svc.Members.Remove(ctx, member.UserID, m.Email)
	})
}

type memberInviteCmd struct {
	spaceFlag
	grantFlags
	addressFlags
	Email string `arg:"" help:"Who is invited."`
	Role  string `help:"viewer, contributor, architect or owner." enum:"viewer,contributor,architect,owner" required:""`
}

// Run prints the link of the invitation.
func (m *memberInviteCmd) Run(ctx context.Context, std programStreams) error {
	if err := m.check(); err != nil {
		return err
	}
	return m.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		grant, err := m.grant(ctx, svc, m.Role)
		if err != nil {
			return err
		}
		secret, _, err := svc.Members.Invite(ctx, models.InvitationInput{Email: m.Email, Grant: grant},
			models.IdempotencyKey{})
		if err == nil {
			_, err = fmt.Fprintln(std.out, m.site().Join(secret))
		}
		return err
	})
}
