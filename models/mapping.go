package models

import "time"

// RoleMapping gives a role to whoever has a value in a claim of the identity provider.
type RoleMapping struct {
	ID          string
	Claim       string // name of the claim, such as "groups"
	Value       string // what the claim must be, or hold
	WorkspaceID string // "" with role Administrator
	Role        Role
	CreatedAt   time.Time
	CreatedBy   string
	MatchedAt   time.Time // when somebody signed in whose claims it matched, to the day; zero: never

	ClaimSeenAt time.Time // when the claim came last at a sign-in, to the day; zero: never. It is not stored with the mapping
	Warning     string    // why it can't match as far as is known, in words; "" if it can
}

// MappingInput makes a mapping.
type MappingInput struct {
	Claim       string `validate:"required,notblank,text,line,max=200"`
	Value       string `validate:"required,notblank,text,line,max=500"`
	WorkspaceID string `validate:"text,max=64"`
	Role        Role   `validate:"required,oneof=viewer contributor architect owner administrator"`
}

// ProviderIdentity is what a signed ID token, and the userinfo of the same subject, said of a person, already verified.
type ProviderIdentity struct {
	Issuer        string
	Subject       string
	Email         string
	EmailVerified bool
	Name          string
	Claims        IdentityClaims // of the ID token, and those of userinfo that it lacks
}

// SeenClaim is the name of a claim that came at a sign-in.
type SeenClaim struct {
	Name   string
	SeenAt time.Time // to the day
	Latest bool      // it came at the latest sign-in
}

// MaxMappings bounds the mappings of a server: each sign-in reads all.
const MaxMappings = 1000

// ValidateMapping is Validate and what the tags can't say.
func ValidateMapping(in *MappingInput) error {
	if err := Validate(in); err != nil {
		return err
	}
	switch {
	case in.Role == Administrator && in.WorkspaceID != "":
		return InvalidInput(FieldFault{Field: "workspace_id",
			Message: "must not be given with the role administrator, which is of the whole server"})
	case in.Role != Administrator && in.WorkspaceID == "":
		return InvalidInput(FieldFault{Field: "workspace_id", Message: "is missing"})
	}
	return nil
}
