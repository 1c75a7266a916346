package reports_test

import (
	"bytes"
	"image"
	"image/png"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"plumbline/models/branding"
	"plumbline/reports"
	"plumbline/reports/format"
	"plumbline/reports/pdf/tagged/taggedtest"
)

func someLogo(t testing.TB) branding.Logo {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewNRGBA(image.Rect(0, 0, 300, 60))); err != nil {
		t.Fatal(err)
	}
	logo, err := branding.ReadLogo(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return logo
}

// readableColor is one of those that a workspace may choose, the paler ones too.
func readableColor(rng *rand.Rand) branding.Color {
	for {
		c := branding.Color{R: uint8(rng.Uint32()), G: uint8(rng.Uint32()), B: uint8(rng.Uint32())}
		if on := c.OnWhite(); on >= branding.MinContrast && on < 8 {
			return c
		}
	}
}

// someLook chooses at random what people may choose.
func someLook(t testing.TB, rng *rand.Rand, preset reports.Preset) branding.Look {
	t.Helper()
	look := branding.Look{Base: string(preset), Saved: "Für den Vorstand", Brand: branding.Brand{Logo: someLogo(t),
		Fields: branding.Fields{PrimaryColor: readableColor(rng).String(), AccentColor: readableColor(rng).String(),
			Footer: strings.Repeat("W", branding.MaxFooter)}}}
	for _, s := range branding.Sections(string(preset)) {
		if rng.IntN(2) == 0 {
			look.Sections = append(look.Sections, s.Key)
		}
	}
	rng.Shuffle(len(look.Sections), func(i, j int) {
		look.Sections[i], look.Sections[j] = look.Sections[j], look.Sections[i]
	})
	look.Risks = [][]string{nil, {"HIGH"}, {"MEDIUM", "NONE"}}[rng.IntN(3)]
	look.Language = []string{"", "de", "fr", "es"}[rng.IntN(4)]
	look.Priorities = []string{"", branding.OnlyPriorities}[rng.IntN(2)]
	return look
}

// What sets the colour of texts in the stream of a page, what keeps it for later, and what shows a text.
var colorSteps = regexp.MustCompile(`([\d.]+) ([\d.]+) ([\d.]+) rg\b|([\d.]+) g\b|BT [-\d.]+ [-\d.]+ Td|\bq\b|\bQ\b`)

// textColors are the colours in which a file shows texts.
func textColors(unpacked []byte) map[branding.Color]bool {
	seen, kept := map[branding.Color]bool{}, []branding.Color{{}}
	part := func(text string) uint8 {
		v, _ := strconv.ParseFloat(text, 64)
		return uint8(v*255 + 0.5)
	}
	for _, step := range colorSteps.FindAllStringSubmatch(string(unpacked), -1) {
		last := len(kept) - 1
		switch {
		case step[1] != "":
			kept[last] = branding.Color{R: part(step[1]), G: part(step[2]), B: part(step[3])}
		case step[4] != "":
			kept[last] = branding.Color{R: part(step[4]), G: part(step[4]), B: part(step[4])}
		case step[0] == "q":
			kept = append(kept, kept[last])
		case step[0] == "Q" && last > 0:
			kept = kept[:last]
		case strings.HasPrefix(step[0], "BT"):
			seen[kept[last]] = true
		}
	}
	return seen
}

var linkWithin = regexp.MustCompile(`href="#([^"]+)"`)

// Whatever is chosen of a report and however it looks, all text in the colours of a brand can be read on white, files
// are sound and tagged, links lead somewhere, and what was switched off is said.
func TestReportsInTheLookOfAWorkspace(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 15)) //nolint:gosec // the same each time
	for n := range 24 {
		preset := reports.Presets[n%len(reports.Presets)]
		look := someLook(t, rng, preset)
		s := auditedSource(t)
		if n%2 == 1 {
			s = randomSource(t, uint64(n%5))
		}
		opt := reports.ReportOptions{}.Wearing(look, "")
		pdf := renderAs(t, s, preset, format.PDF, opt)
		for _, fault := range taggedtest.Check(pdf) {
			t.Errorf("%s: %s", preset, fault)
		}
		if !bytes.Equal(pdf, renderAs(t, s, preset, format.PDF, opt)) {
			t.Errorf("%s: the same report has other bytes", preset)
		}
		seen := textColors(unpackObjects(t, pdf))
		for c := range seen {
			if c.OnWhite() < branding.MinContrast-0.02 { // files have three decimals
				t.Errorf("%s: text is drawn in %s, with a contrast of %.2f", preset, c, c.OnWhite())
			}
		}
		if title, _ := branding.ParseColor(look.Brand.PrimaryColor); !seen[title] {
			t.Errorf("%s: no text is drawn in %s", preset, title)
		}
		checkPDF(t, pdf)
		page := string(renderHTML(t, s, preset, opt))
		for _, link := range linkWithin.FindAllStringSubmatch(page, -1) {
			if !strings.Contains(page, ` id="`+link[1]+`"`) {
				t.Errorf("%s: a link leads to %s, which is not there", preset, link[1])
			}
		}
		for _, left := range look.Without(string(preset)) {
			if !strings.Contains(page, left.Title) {
				t.Errorf("%s does not say that %q was switched off", preset, left.Title)
			}
		}
		if !strings.Contains(page, look.Brand.Footer) || !strings.Contains(page, "“Für den Vorstand”") {
			t.Errorf("%s says neither footer nor preset", preset)
		}
		for _, f := range format.All {
			if preset.ComesAs(f) {
				renderAs(t, s, preset, f, opt)
			}
		}
	}
}

// Every section of every report can be chosen, but for those that always stay.
func TestEverySectionCanBeChosen(t *testing.T) {
	for _, preset := range reports.Presets {
		whole := string(renderHTML(t, auditedSource(t), preset, reports.ReportOptions{}))
		for _, s := range branding.Sections(string(preset)) {
			look := branding.Look{Base: string(preset), Choices: branding.Choices{Sections: []string{s.Key}}}
			alone := string(renderHTML(t, auditedSource(t), preset, reports.ReportOptions{}.Wearing(look, "")))
			if n, of := strings.Count(alone, "<section"), strings.Count(whole, "<section"); n >= of || n < 2 {
				t.Errorf("%s with %s alone has %d of %d sections", preset, s.Key, n, of)
			}
		}
	}
}
