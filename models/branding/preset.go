package branding

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"plumbline/models"
)

// MaxPresets bounds the saved presets of a workspace.
const MaxPresets = 50

// Preset is a report as a workspace wants it, under a name.
type Preset struct {
	ID          string
	WorkspaceID string
	PresetFields

	Version   int // for ETag
	CreatedAt time.Time
	CreatedBy string
	UpdatedAt time.Time
	UpdatedBy string
}

// PresetFields is what people choose.
type PresetFields struct {
	Name string `validate:"required,notblank,text,line,max=80"` // unique in the workspace
	Base string `validate:"required,oneof=leadership architect auditor"`
	Choices
}

// Choices say what a report holds, and how it writes days and numbers. The zero Choices are all of a report in English
// on A4.
type Choices struct {
	Sections   []string `validate:"max=20,unique"`                                 // keys in their order; none: all
	Pillars    []string `validate:"max=50,unique,dive,required,text,line,max=128"` // ids; none: all
	Risks      []string `validate:"max=6,unique,dive,oneof=HIGH MEDIUM NONE UNDECIDED UNANSWERED NOT_APPLICABLE"`
	Priorities string   `validate:"omitempty,oneof=only"` // only: pillars that have a priority in their workload

	Language       string `validate:"omitempty,oneof=en de fr es"` // of days and numbers; en if ""
	Paper          string `validate:"omitempty,oneof=a4 letter"`   // a4 if ""
	Classification string `validate:"text,line,max=40"`
	Footer         string `validate:"text,line,max=100"` // instead of that of the workspace; "" is that one
}

// OnlyPriorities is what Priorities is to list only pillars that have a priority in their workload.
const OnlyPriorities = "only"

// Narrows reports whether a report lists less than all.
func (c Choices) Narrows() bool { return len(c.Pillars)+len(c.Risks) > 0 || c.Priorities != "" }

// Languages are those of days and numbers, each with its name.
var Languages = []struct{ Key, Name string }{{"en", "English"}, {"de", "German"}, {"fr", "French"}, {"es", "Spanish"}}

// PresetPatch changes the fields that are not nil.
type PresetPatch struct {
	Name, Base                                          *string
	Sections, Pillars, Risks                            *[]string
	Priorities, Language, Paper, Classification, Footer *string
}

// Apply returns the fields as the patch makes them.
func (p PresetPatch) Apply(f PresetFields) PresetFields {
	texts := []struct{ to, from *string }{{&f.Name, p.Name}, {&f.Base, p.Base}, {&f.Priorities, p.Priorities},
		{&f.Language, p.Language}, {&f.Paper, p.Paper}, {&f.Classification, p.Classification}, {&f.Footer, p.Footer}}
	for _, c := range texts {
		if c.from != nil {
			*c.to = *c.from
		}
	}
	lists := []struct{ to, from *[]string }{{&f.Sections, p.Sections}, {&f.Pillars, p.Pillars}, {&f.Risks, p.Risks}}
	for _, c := range lists {
		if c.from != nil {
			*c.to = *c.from
		}
	}
	return f
}

// Bases are the reports that a preset is made from.
var Bases = []string{"leadership", "architect", "auditor"}

var looksLikeID = regexp.MustCompile(`^[0-9a-f]{32}$`)

// Check refuses names that mean something else where a report is asked for, and sections that the report has not.
func (f PresetFields) Check() error {
	var faults []models.FieldFault
	if err := models.Validate(&f); err != nil {
		return err
	}
	folded := models.FoldName(f.Name)
	if folded == "portfolio" || slices.Contains(Bases, folded) || looksLikeID.MatchString(folded) {
		faults = append(faults, models.FieldFault{Field: "name", Message: "is the name of a report that there is anyway, " +
			"or looks like an id: choose another one"})
	}
	if why := sectionsFault(f.Base, f.Sections); why != "" {
		faults = append(faults, models.FieldFault{Field: "sections", Message: why})
	}
	if len(faults) > 0 {
		return models.InvalidInput(faults...)
	}
	return nil
}

// sectionsFault says which section a report does not have; "" if it has all.
func sectionsFault(base string, keys []string) string {
	var known []string
	for _, s := range Sections(base) {
		known = append(known, s.Key)
	}
	for _, key := range keys {
		if !slices.Contains(known, key) {
			return "must be sections of the report: " + strings.Join(known, ", ")
		}
	}
	return ""
}

// Look is what a report is to look like and to hold.
type Look struct {
	Base  string // leadership, architect or auditor
	Saved string // the name of the saved preset; "" of none
	Choices
	Brand Brand
}

// FooterText is what stands in each foot beside what the report says of itself.
func (l Look) FooterText() string {
	if l.Footer != "" {
		return l.Footer
	}
	return l.Brand.Footer
}
