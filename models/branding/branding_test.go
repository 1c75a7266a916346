package branding_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"plumbline/models"
	"plumbline/models/branding"
)

func TestContrastIsThatOfWCAG(t *testing.T) {
	for text, want := range map[string]float64{"#000000": 21, "#ffffff": 1, "#767676": 4.54, "#777777": 4.48,
		"#ff0000": 3.998, "#0000ff": 8.59, "#1f5f8b": 6.8} {
		c, ok := branding.ParseColor(text)
		if got := c.OnWhite(); !ok || math.Abs(got-want) > 0.05 {
			t.Errorf("%s has %.3f, want %.2f", text, got, want)
		}
		if c.String() != text {
			t.Errorf("%s is written %s", text, c)
		}
	}
}

// Every colour is taken that can be read on white, and no other; what is refused says how far it is off.
func TestColorsThatAreTakenCanBeRead(t *testing.T) {
	for range 20_000 {
		c := branding.Color{R: uint8(rand.Uint32()), G: uint8(rand.Uint32()), B: uint8(rand.Uint32())}
		err := branding.Fields{PrimaryColor: c.String()}.Check()
		if on := c.OnWhite(); (err == nil) != (on >= 4.5) {
			t.Fatalf("%s with %.3f: %v", c, on, err)
		} else if err != nil && !strings.Contains(faultText(err), fmt.Sprintf("%.2f to 1", math.Floor(on*100)/100)) {
			t.Fatal(faultText(err))
		}
	}
	for _, text := range []string{"red", "#123", "#12345g", "1f5f8b", "#1f5f8b ", "#1f5f8b;}", "#+1f5f8", "url(a)"} {
		if err := (branding.Fields{AccentColor: text}).Check(); models.CodeOf(err) != models.CodeInvalid {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestPresetsAreChecked(t *testing.T) {
	good := branding.PresetFields{Name: "Für den Vorstand", Base: "leadership"}
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for name, edit := range map[string]func(*branding.PresetFields){
		"no name":       func(f *branding.PresetFields) { f.Name = " " },
		"two lines":     func(f *branding.PresetFields) { f.Name = "a\nb" },
		"long name":     func(f *branding.PresetFields) { f.Name = strings.Repeat("ż", 81) },
		"a report":      func(f *branding.PresetFields) { f.Name = " Leader\u200bship" },
		"an id":         func(f *branding.PresetFields) { f.Name = models.NewID() },
		"no base":       func(f *branding.PresetFields) { f.Base = "board" },
		"other section": func(f *branding.PresetFields) { f.Sections = []string{"plan"} },
		"twice":         func(f *branding.PresetFields) { f.Sections = []string{"work", "work"} },
		"risk":          func(f *branding.PresetFields) { f.Risks = []string{"AWFUL"} },
		"language":      func(f *branding.PresetFields) { f.Language = "tlh" },
		"paper":         func(f *branding.PresetFields) { f.Paper = "a3" },
		"footer":        func(f *branding.PresetFields) { f.Footer = strings.Repeat("w", 101) },
		"mark":          func(f *branding.PresetFields) { f.Classification = strings.Repeat("w", 41) },
		"pillar":        func(f *branding.PresetFields) { f.Pillars = []string{""} },
	} {
		f := good
		edit(&f)
		if err := f.Check(); models.CodeOf(err) != models.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
