// Package branding has the types of how reports of a workspace look and of what they hold: a logo, two colours and a
// text for every foot, and presets that are saved under names.
//
// It may import models. It knows no report and no database; Sections is what the reports are held against.
package branding

import (
	"time"

	"plumbline/models"
)

// Brand is how the reports of a workspace look.
type Brand struct {
	WorkspaceID string
	Fields
	Logo Logo // without an image: there is none

	Version   int // for ETag; 0: nothing was ever set
	UpdatedAt time.Time
	UpdatedBy string
}

// Plain reports whether nothing is set.
func (b Brand) Plain() bool { return b.Fields == Fields{} && b.Logo.Empty() }

// MaxFooter is how many characters the text in the foot may have: it stands on one line.
const MaxFooter = 100

// Fields is what people write of a brand. Colours are six hex digits after a #; "" is that of Plumbline.
type Fields struct {
	PrimaryColor string // of titles and headings
	AccentColor  string // of links and marks
	Footer       string `validate:"text,line,max=100"` // on each page
}

// Check refuses what can't stand in a report: colours that are none, and those that are too pale on white.
func (f Fields) Check() error {
	var faults []models.FieldFault
	for _, c := range []struct{ field, text string }{{"primary_color", f.PrimaryColor}, {"accent_color", f.AccentColor}} {
		if c.text == "" {
			continue
		}
		if why := colorFault(c.text); why != "" {
			faults = append(faults, models.FieldFault{Field: c.field, Message: why})
		}
	}
	if len(faults) > 0 {
		return models.InvalidInput(faults...)
	}
	return models.Validate(&f)
}

// Patch changes the fields that are not nil.
type Patch struct{ PrimaryColor, AccentColor, Footer *string }

// Apply returns the fields as the patch makes them.
func (p Patch) Apply(f Fields) Fields {
	for _, c := range []struct {
		to   *string
		from *string
	}{{&f.PrimaryColor, p.PrimaryColor}, {&f.AccentColor, p.AccentColor}, {&f.Footer, p.Footer}} {
		if c.from != nil {
			*c.to = *c.from
		}
	}
	return f
}
