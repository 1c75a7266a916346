package models

// Keys and values of the instance's settings.
const (
	SettingRequireCodes = "require_one_time_codes" // SettingYes or not
	SettingClaims       = "claims"                 // names of the claims that came at sign-ins, JSON
	SettingYes          = "yes"
)

// CodesRequiredBy says who requires one-time codes of an actor that has none.
type CodesRequiredBy string

// The instance requires them for everything, a workspace for what is in it.
const (
	RequiredByNobody    CodesRequiredBy = ""
	RequiredByWorkspace CodesRequiredBy = "workspace"
	RequiredByInstance  CodesRequiredBy = "instance"
)

// InstanceSettings are what administrators set for the whole server.
type InstanceSettings struct {
	RequireCodes bool // whoever signs in with a password must have one-time codes, or may only set them up
}

// SettingsPatch changes the settings that are not nil.
type SettingsPatch struct{ RequireCodes *bool }
