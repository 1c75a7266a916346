package questionnaires

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// sharedLenses returns the published lenses beside the repository.
func sharedLenses(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("../../shared/lenses/*.json")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		if os.Getenv("CI") != "" && os.Getenv("PLUMBLINE_TEST_NO_SHARED") == "" {
			t.Fatal("the published lenses are missing: CI needs them in ../shared/lenses")
		}
		t.Skip("the published lenses are not here: ../shared/lenses is empty")
	}
	return files
}

// sampleFile is the small lens that ships in the binary.
const sampleFile = "builtin/sample/service-basics.json"

func readFile(t testing.TB, name string) []byte {
	t.Helper()
	doc, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// mustParse parses a document that has to be without errors.
func mustParse(t testing.TB, doc []byte) *Lens {
	t.Helper()
	lens, problems := Parse(doc, ParseOptions{})
	if lens == nil {
		t.Fatalf("no lens: %v", problems.Err())
	}
	return lens
}

func genericJSON(t testing.TB, doc []byte) any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(doc, []byte("\ufeff"))))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

// roundTrip proves that JSON says what the document said, and that it parses to the same lens.
func roundTrip(t testing.TB, doc []byte, lens *Lens) {
	t.Helper()
	out := lens.JSON()
	if !reflect.DeepEqual(genericJSON(t, doc), genericJSON(t, out)) {
		t.Errorf("JSON() says something else than the document:\n%s", out)
	}
	again, problems := Parse(out, ParseOptions{})
	if again == nil {
		t.Fatalf("JSON() does not parse: %v\n%s", problems.Err(), out)
	}
	if !reflect.DeepEqual(lens, again) {
		t.Errorf("JSON() parses to another lens:\n%s", out)
	}
	if !bytes.Equal(out, again.JSON()) {
		t.Errorf("JSON() of JSON() differs")
	}
}

func TestPublishedLenses(t *testing.T) {
	for _, file := range sharedLenses(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			doc := readFile(t, file)
			lens, problems := Parse(doc, ParseOptions{})
			if lens == nil {
				t.Fatalf("no lens: %v", problems.Err())
			}
			roundTrip(t, doc, lens)
			for _, p := range problems {
				t.Log(p)
			}
			_, problems = Parse(doc, ParseOptions{Strict: true})
			for _, p := range problems {
				if p.Level == LevelError {
					t.Error(p)
				}
			}
		})
	}
}
