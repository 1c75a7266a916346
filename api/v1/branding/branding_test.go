package branding_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models/branding"
)

func TestMain(m *testing.M) { apitest.Main(m) }

const brandAt, presetsAt = "/report-brand", "/report-presets"

func call(method, path, as string, body any, tag ...string) apitest.Call {
	c := apitest.Call{Method: method, Path: path, As: as, Body: body, Header: map[string]string{}}
	for _, t := range tag {
		c.Header["If-Match"] = t
	}
	return c
}

type object = map[string]any

func TestHowReportsLookIsChangedByOwners(t *testing.T) {
	apitest.EachAlone(t, func(s *apitest.Server) {
		edit := func(as string, body object, tag ...string) apitest.Call {
			return call("PATCH", brandAt, as, body, tag...)
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "stranger", Call: edit("nobody", object{"footer": "x"}), Status: 401},
			{Name: "viewer", Call: edit("viewer", object{"footer": "x"}), Status: 403},
			{Name: "architect", Call: edit("architect", object{"footer": "x"}), Status: 403},
			{Name: "nothing yet", Call: call("GET", brandAt, "viewer", nil), Status: 200, Holds: []string{`"version":0`}},
			{Name: "too pale", Call: edit("owner", object{"primary_color": "#777777", "accent_color": "#ffff00"}),
				Status: 422, Holds: []string{"4.47 to 1", "1.07 to 1", "/primary_color", "/accent_color"}},
			{Name: "no colour", Call: edit("owner", object{"accent_color": "red;}"}), Status: 422},
			{Name: "two lines", Call: edit("owner", object{"footer": "a\nb"}), Status: 422},
			{Name: "long", Call: edit("owner", object{"footer": strings.Repeat("ß", 101)}), Status: 422},
			{Name: "unknown", Call: edit("owner", object{"font": "Comic"}), Status: 422},
			{Name: "set", Call: edit("owner", object{"primary_color": "#7a1f3d", "accent_color": "#00695c",
				"footer": "Öffentliche Betriebe · Ελλάδα"}), Status: 200, Holds: []string{"Ελλάδα", `"version":1`},
				Changes: true},
			{Name: "the same", Call: edit("owner", object{"primary_color": "#7a1f3d"}, `"1"`), Status: 200},
			{Name: "stale", Call: edit("owner", object{"footer": "x"}, `"7"`), Status: 412, Holds: []string{"#7a1f3d"}},
			{Name: "no logo yet", Call: call("GET", brandAt+"/logo", "viewer", nil), Status: 404},
		})
	})
}

func logo() []byte {
	p := image.NewNRGBA(image.Rect(0, 0, 120, 40))
	for i := range 120 * 40 {
		p.SetNRGBA(i%120, i/120, color.NRGBA{0x7a, 0x1f, 0x3d, 255})
	}
	var out bytes.Buffer
	_ = png.Encode(&out, p)
	return out.Bytes()
}

func putLogo(s *apitest.Server, as, kind string, data []byte, status int) {
	s.T.Helper()
	s.Expect(apitest.Call{Method: "PUT", Path: brandAt + "/logo", As: as, Body: data,
		Header: map[string]string{"Content-Type": kind}}, status)
}

func TestLogosComeAndGo(t *testing.T) {
	apitest.EachAlone(t, func(s *apitest.Server) {
		putLogo(s, "nobody", "image/png", logo(), 401)
		putLogo(s, "viewer", "image/png", logo(), 403)
		putLogo(s, "owner", "image/png", []byte("no picture"), 422)
		putLogo(s, "owner", "image/svg+xml", []byte(`<svg viewBox="0 0 9 9"><script/></svg>`), 422)
		putLogo(s, "owner", "image/png", make([]byte, branding.MaxLogoFile+2), 413)
		putLogo(s, "owner", "image/png", logo(), 200)
		r := s.Expect(call("GET", brandAt+"/logo", "viewer", nil), 200)
		if p, err := png.Decode(bytes.NewReader(r.Body)); err != nil || p.Bounds().Dx() != 120 ||
			r.Header.Get("Content-Type") != "image/png" {
			s.T.Error(err, r.Header)
		}
		s.Expect(call("DELETE", brandAt+"/logo", "architect", nil), 403)
		s.Expect(call("DELETE", brandAt+"/logo", "owner", nil, `"9"`), 412)
		s.Expect(call("DELETE", brandAt+"/logo", "owner", nil, `"1"`), 200)
		s.Expect(call("GET", brandAt+"/logo", "viewer", nil), 404)
		lines := s.Expect(call("GET", "/audit?kind=report+brand", "owner", nil), 200)
		s.PageHolds("audit", lines.Body, "120×40", "report.settings")
	})
}

func TestPresetsAreSavedByOwners(t *testing.T) {
	apitest.EachAlone(t, func(s *apitest.Server) {
		make1 := func(as string, body object) apitest.Call { return call("POST", presetsAt, as, body) }
		board := object{"name": "Für den Vorstand", "base": "leadership", "sections": []string{"work", "changes"},
			"language": "de", "paper": "letter", "classification": "Vertraulich"}
		decomposed := "Fu\u0308r den VORSTAND"
		one := presetsAt + "/" + url.PathEscape(decomposed)
		patch := func(as string, body object, tag ...string) apitest.Call { return call("PATCH", one, as, body, tag...) }
		s.RunScenarios([]apitest.Scenario{
			{Name: "stranger", Call: make1("nobody", board), Status: 401},
			{Name: "viewer", Call: make1("viewer", board), Status: 403},
			{Name: "architect", Call: make1("architect", board), Status: 403},
			{Name: "no base", Call: make1("owner", object{"name": "a"}), Status: 422},
			{Name: "another report's section", Call: make1("owner", object{"name": "a", "base": "auditor",
				"sections": []string{"trend"}}), Status: 422, Holds: []string{"dismissed_questions"}},
			{Name: "name of a report", Call: make1("owner", object{"name": "Auditor", "base": "auditor"}), Status: 422},
			{Name: "made", Call: make1("owner", board), Status: 201, Holds: []string{"Vertraulich"}, Changes: true},
			{Name: "other letters", Call: make1("owner", object{"name": decomposed, "base": "architect"}), Status: 409,
				Holds: []string{"Für den Vorstand"}},
			{Name: "by name", Call: call("GET", one, "viewer", nil), Status: 200, Holds: []string{`"version":1`}},
			{Name: "list", Call: call("GET", presetsAt, "viewer", nil), Status: 200,
				Holds: []string{"Für den Vorstand", `"scorecard"`, "Who does what until when"}},
			{Name: "edit as viewer", Call: patch("viewer", object{"paper": "a4"}), Status: 403},
			{Name: "stale", Call: patch("owner", object{"paper": "a4"}, `"3"`), Status: 412, Holds: []string{"Vertraulich"}},
			{Name: "edited", Call: patch("owner", object{"paper": "a4"}, `"1"`), Status: 200, Changes: true},
			{Name: "as it is", Call: patch("owner", object{"paper": "a4"}, `"2"`), Status: 200},
			{Name: "another report", Call: patch("owner", object{"base": "auditor"}), Status: 200, Changes: true,
				Lacks: []string{`"sections"`}},
			{Name: "delete as architect", Call: call("DELETE", one, "architect", nil), Status: 403},
			{Name: "deleted", Call: call("DELETE", one, "owner", nil, `"3"`), Status: 204, Changes: true},
			{Name: "gone", Call: call("GET", one, "owner", nil), Status: 404},
		})
		for n := range branding.MaxPresets + 1 {
			status := http.StatusCreated
			if n == branding.MaxPresets {
				status = http.StatusConflict
			}
			s.Expect(make1("owner", object{"name": "p" + strings.Repeat("i", n+1), "base": "auditor"}), status)
		}
	})
}

// lensOf is the lens of the only review of a workload.
func lensOf(s *apitest.Server, load string) string {
	s.T.Helper()
	list, err := s.Service.Reviews.List(s.Owner, load)
	apitest.Must(s.T, err)
	return list[0].Lens.Key
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func text(s *apitest.Server, pdf []byte) string {
	s.T.Helper()
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		if os.Getenv("CI") != "" {
			s.T.Fatal("pdftotext must be there in CI")
		}
		s.T.Skip("pdftotext is not installed")
	}
	file := filepath.Join(s.T.TempDir(), "a.pdf")
	apitest.Must(s.T, os.WriteFile(file, pdf, 0o600))
	out, err := exec.Command(tool, "-layout", file, "-").Output()
	apitest.Must(s.T, err)
	return string(out)
}

// A saved preset is asked for by its name or its id, by whoever reads the report; what it leaves out is said.
func TestReportsAreMadeBySavedPresets(t *testing.T) {
	apitest.EachAlone(t, func(s *apitest.Server) {
		load := s.Sample()
		s.Expect(call("PATCH", brandAt, "owner", object{"primary_color": "#7a1f3d", "accent_color": "#00695c",
			"footer": "Acme AG · intern"}), 200)
		putLogo(s, "owner", "image/png", logo(), 200)
		made := s.Expect(call("POST", presetsAt, "owner", object{"name": "Vorstand", "base": "leadership",
			"sections": []string{"work", "scorecard"}, "language": "de", "classification": "Vertraulich"}), 201).Tree(s.T)
		id := made.At("id").Value.(string)
		s.Expect(call("POST", presetsAt, "owner", object{"name": "High only", "base": "architect",
			"sections": []string{"ledger", "questions"}, "risks": []string{"HIGH"}}), 201)
		at := "/workloads/" + load + "/report."
		get := func(as, what string) []byte {
			s.T.Helper()
			return s.Expect(call("GET", at+what, as, nil), 200).Body
		}
		s.Expect(call("GET", at+"pdf?preset=vorstand", "nobody", nil), 401)
		s.Expect(call("GET", at+"pdf?preset=board", "viewer", nil), 422)

		pdf := get("viewer", "pdf?preset=vorstand")
		if !bytes.Equal(pdf, get("owner", "pdf?preset="+id)) {
			s.T.Error("the same report has other bytes")
		}
		says := text(s, pdf)
		for _, want := range []string{"Acme AG · intern", "Vertraulich", "“Vorstand”", "switched off for this report",
			"What changed and why; Risks taken on purpose; Trend"} {
			if !strings.Contains(strings.Join(strings.Fields(says), " "), want) {
				s.T.Errorf("the report does not say %q", want)
			}
		}
		if work, card := strings.Index(says, "Who does what until when"), strings.Index(says, "Scorecard"); work > card {
			s.T.Error("the sections are in another order", work, card)
		}
		if day := regexp.MustCompile(`\d [JFMASOND][a-z]{2} \d{4}`).FindString(says); day != "" {
			s.T.Error("a day is not written as in German:", day)
		}
		sum := s.Expect(call("POST", "/reports/verify", "viewer", object{"sha256": digest(pdf)}), 200)
		s.PageHolds("the manifest", sum.Body, `"saved_preset":"Vorstand"`, `"preset":"leadership"`)

		page := string(get("viewer", "html?preset=vorstand"))
		for _, want := range []string{"#7a1f3d", "#00695c", "data:image/png;base64,", "img-src data:", "Acme AG · intern"} {
			if !strings.Contains(page, want) {
				s.T.Errorf("the page does not have %q", want)
			}
		}
		for _, format := range []string{"docx", "xlsx", "pptx", "md", "json", "csv"} {
			if !bytes.Equal(get("viewer", format+"?preset=vorstand"), get("viewer", format+"?preset=VORSTAND")) {
				s.T.Errorf("%s has other bytes", format)
			}
		}
		s.PageHolds("md", get("viewer", "md?preset=vorstand"), "Acme AG · intern")

		high := string(get("viewer", "html?preset="+url.QueryEscape("High only")))
		for _, link := range regexp.MustCompile(`href="#([^"]+)"`).FindAllStringSubmatch(high, -1) {
			if !strings.Contains(high, ` id="`+link[1]+`"`) {
				s.T.Errorf("a link leads to %s, which is not there", link[1])
			}
		}
		s.PageHolds("high only", []byte(high), "Lists have only questions with the state high risk", "Practices counted")
		if strings.Contains(high, `id="plan"`) {
			s.T.Error("the plan is there")
		}
		s.Guest("ines", load, lensOf(s, load))
		get("ines session", "pdf?preset=vorstand")
		s.Expect(call("GET", presetsAt, "ines session", nil), 403)
	})
}
