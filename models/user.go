package models

import "time"

// User is a person's account on this server. What a person may do is said by the memberships.
type User struct {
	ID            string
	Email         string // unique, letter case aside
	Name          string
	Password      string    // argon2id in PHC form; "" where there is none (identity provider only)
	PasswordAt    time.Time // when it was set
	TOTP          string    // sealed secret of the one-time codes (RFC 6238); "" where there is none
	TOTPAt        time.Time // when it was confirmed; zero: not in force
	TOTPStep      int64     // the last time step a code was taken for: none is taken twice
	RecoveryCodes []string  // SHA-256 of those that are left, hex
	Admin         bool      // administrator of the instance
	DisabledAt    time.Time // zero: may sign in
	LastSignInAt  time.Time
	CreatedAt     time.Time
	CreatedBy     string
	TimeZone      string // in which dates are read, a name of the tz database; "" is that of the workspace
	Version       int    // for ETag
}

// Disabled reports whether the account is shut.
func (u User) Disabled() bool { return !u.DisabledAt.IsZero() }

// HasTOTP reports whether sign-in wants a one-time code.
func (u User) HasTOTP() bool { return !u.TOTPAt.IsZero() }

// Bounds of passwords, in characters; the upper one keeps the work of hashing bounded.
const (
	MinPassword = 12
	MaxPassword = 512
)

// UserInput makes a user or fills in an account at first sign-in.
type UserInput struct {
	Email string `validate:"required,text,line,email,max=254"` // RFC 5321, section 4.5.3.1.3 less the brackets
	Name  string `validate:"required,notblank,text,line,max=100"`
	Admin bool
}

// UserPatch changes the fields that are not nil.
type UserPatch struct {
	Name     *string `validate:"omitempty,notblank,text,line,max=100"`
	Email    *string `validate:"omitempty,text,line,email,max=254"`
	Admin    *bool
	Disabled *bool
	TimeZone *string `validate:"omitempty,owntimezone"`
}

// OwnPatch changes what is the person's own of an account: the fields that are not nil.
type OwnPatch struct {
	Name     *string
	TimeZone *string
}

// UserQuery narrows a list of users. Text is looked for anywhere in name and e-mail address, letter case aside.
type UserQuery struct {
	Text string
	PageRequest
}

// Identity ties a user to a subject of an identity provider.
type Identity struct {
	Issuer    string
	Subject   string
	UserID    string
	CreatedAt time.Time
}
