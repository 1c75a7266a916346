package main

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"plumbline/cmd/plumbline/output"
	"plumbline/models"
	"plumbline/models/service"
)

type mappingCmd struct {
	List   mappingListCmd   `cmd:"" help:"List which claims of the identity provider give which roles."`
	Create mappingCreateCmd `cmd:"" help:"Create a mapping: whoever has a value in a claim gets a role."`
	Claims mappingClaimsCmd `cmd:"" help:"List the names of the claims that came at sign-ins, never their values."`
	Delete mappingDeleteCmd `cmd:"" help:"Delete a mapping; what it gave is removed at the next sign-in of each person."`
}

// mappingRow is a mapping as it is printed.
type mappingRow struct {
	ID          string    `json:"id"`
	Claim       string    `json:"claim"`
	Value       string    `json:"value"`
	WorkspaceID string    `json:"workspace_id,omitempty"`
	Role        string    `json:"role"`
	CreatedAt   time.Time `json:"created_at"`
	CreatedBy   string    `json:"created_by"`

	ClaimSeenAt *time.Time `json:"claim_seen_at,omitempty"`
	MatchedAt   *time.Time `json:"matched_at,omitempty"`
	Warning     string     `json:"warning,omitempty"`
}

func newMappingRow(m models.RoleMapping) mappingRow {
	return mappingRow{m.ID, m.Claim, m.Value, m.WorkspaceID, string(m.Role), m.CreatedAt, m.CreatedBy,
		output.TimeOrNil(m.ClaimSeenAt), output.TimeOrNil(m.MatchedAt), m.Warning}
}

func (r mappingRow) Cells() []string {
	return []string{r.ID, r.Role, r.WorkspaceID, output.Minute(&r.CreatedAt), output.Minute(r.MatchedAt), r.Claim + "=" +
		r.Value, r.Warning}
}

type mappingListCmd struct {
	dataFlag
	unusedAddress
	output.ListFlag
}

// Run lists the mappings.
func (m *mappingListCmd) Run(ctx context.Context, std programStreams) error {
	return m.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		rows, err := svc.Mappings.List(ctx)
		if err != nil {
			return err
		}
		return output.List(m.ListFlag, std.out, "ID ROLE WORKSPACE CREATED MATCHED CLAIM WARNING",
			output.ConvertAll(rows, newMappingRow))
	})
}

type mappingCreateCmd struct {
	spaceFlag
	unusedAddress
	Claim string `arg:"" help:"Name of the claim, such as groups, or the path to it, such as realm_access.roles."`
	Value string `arg:"" help:"What the claim must be, or hold if it is a list."`
	Role  string `help:"What it gives: a role in the workspace, or administrator of the server." enum:"viewer,contributor,architect,owner,administrator" required:""`
}

// Run makes a mapping, and prints its id. An administrator is of the server, whatever workspace is named.
func (m *mappingCreateCmd) Run(ctx context.Context, std programStreams) error {
	make := func(ctx context.Context, svc *service.Service) error {
		in := models.MappingInput{Claim: m.Claim, Value: m.Value, WorkspaceID: models.ActorFrom(ctx).WorkspaceID,
			Role: models.Role(m.Role)}
		if in.Role == models.Administrator {
			in.WorkspaceID = ""
		}
		row, err := svc.Mappings.Create(ctx, in)
		if err == nil {
			_, err = fmt.Fprintln(std.out, row.ID)
		}
		if err == nil && row.Warning != "" {
			_, err = fmt.Fprintln(std.err, "warning: "+row.Warning)
		}
		return err
	}
	if models.Role(m.Role) == models.Administrator {
		return m.dataFlag.beside(ctx, make)
	}
	return m.beside(ctx, make)
}

// claimRow is a claim that came, as it is printed.
type claimRow struct {
	Name   string    `json:"name"`
	SeenAt time.Time `json:"seen_at"`
	Latest bool      `json:"latest"`
}

func (r claimRow) Cells() []string {
	return []string{r.SeenAt.Format(time.DateOnly), cmp.Or(output.WordIf(r.Latest, "yes"), "no"), r.Name}
}

type mappingClaimsCmd struct {
	dataFlag
	unusedAddress
	output.ListFlag
}

// Run lists the claims.
func (m *mappingClaimsCmd) Run(ctx context.Context, std programStreams) error {
	return m.beside(ctx, func(ctx context.Context, svc *service.Service) error {
		seen, err := svc.Mappings.Claims(ctx)
		if err != nil {
			return err
		}
		return output.List(m.ListFlag, std.out, "SEEN LATEST CLAIM",
			output.ConvertAll(seen, func(c models.SeenClaim) claimRow { return claimRow(c) }))
	})
}

type mappingDeleteCmd struct {
	dataFlag
	unusedAddress
	ID string `arg:"" help:"Id of the mapping, as mapping list prints it."`
}

// Run takes the mapping away.
func (m *mappingDeleteCmd) Run(ctx context.Context) error {
	return m.beside(ctx, func(ctx context.Context, svc *service.Service) error { return svc.Mappings.Delete(ctx, m.ID) })
}
