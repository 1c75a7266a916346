package archived_test

import (
	"bytes"
	"os"
	"testing"

	"plumbline/api/apitest"
	v1 "plumbline/api/v1"
	"plumbline/models"
)

// FuzzReadArchive holds that a file is read or refused as wrong, and that what was read is written as what is read as
// the same.
func FuzzReadArchive(f *testing.F) {
	seed, err := os.ReadFile("testdata/full.json")
	apitest.Must(f, err)
	f.Add(seed)
	f.Add([]byte(`{"format": "plumbline-workload", "format_version": 1}`))
	f.Add([]byte(`{"format": "plumbline-workload", "format_version": 3, "items": [{"number": -1, "needs": [0]}],
		"acceptances": [{"review": -1, "extends": 99}], "daily_figures": [{"day": "x"}], "proposals": [{}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		read, err := v1.ReadArchive(data)
		if err != nil {
			if models.CodeOf(err) == models.CodeInternal {
				t.Fatalf("%v", err)
			}
			return
		}
		var once, twice bytes.Buffer
		if v1.WriteArchive(&once, read) != nil { // a time that JSON has no form for
			return
		}
		again, err := v1.ReadArchive(once.Bytes())
		if err != nil {
			t.Fatalf("what was written is refused: %v\n%s", err, once.Bytes())
		}
		apitest.Must(t, v1.WriteArchive(&twice, again))
		if !bytes.Equal(once.Bytes(), twice.Bytes()) {
			t.Fatalf("written again, it is\n%s\nwant\n%s", twice.Bytes(), once.Bytes())
		}
	})
}
