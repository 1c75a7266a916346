package reports_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

// runPDFTool runs a PDF tool over the file. Without the tool the test is skipped, but not where CI says that all
// must be there.
func runPDFTool(t *testing.T, pdf []byte, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("%s is needed in CI: %v", name, err)
		}
		t.Skipf("%s is not installed", name)
	}
	file := filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	for i, a := range args {
		if a == "FILE" {
			args[i] = file
		}
	}
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	return string(out)
}

// pdfWords returns the text of a PDF, in reading order.
func pdfWords(t *testing.T, pdf []byte) string {
	t.Helper()
	return runPDFTool(t, pdf, "pdftotext", "-enc", "UTF-8", "-raw", "FILE", "-")
}

// withoutSpace takes out white space and direction marks, so that line breaks do not matter.
func withoutSpace(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, s)
}

// wantTexts fails for each text that the PDF's text does not have.
func wantTexts(t *testing.T, all string, texts ...string) {
	t.Helper()
	all = withoutSpace(all)
	for _, want := range texts {
		if !strings.Contains(all, withoutSpace(want)) {
			t.Errorf("not in the report: %q", want[:min(len(want), 200)])
		}
	}
}

var pageOf = regexp.MustCompile(`Page \d+ of \d+\s*$`)

// bodyText takes the running heads and feet out of a text, which may stand in the middle of a long note.
func bodyText(all string, lines ...string) string {
	var out strings.Builder
	for l := range strings.Lines(strings.ReplaceAll(all, "\f", "\n")) {
		skip := pageOf.MatchString(l)
		for _, s := range lines {
			skip = skip || strings.TrimSpace(l) == s
		}
		if !skip {
			out.WriteString(l)
		}
	}
	return out.String()
}

func checkPDF(t *testing.T, pdf []byte) {
	t.Helper()
	if out := runPDFTool(t, pdf, "qpdf", "--check", "FILE"); strings.Contains(out, "WARNING") {
		t.Errorf("qpdf: %s", out)
	}
}

// indexOf finds a text regardless of white space; −1 if it is not there.
func indexOf(all, text string) int { return strings.Index(withoutSpace(all), withoutSpace(text)) }
