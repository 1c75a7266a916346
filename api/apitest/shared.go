package apitest

import (
	"os"
	"path/filepath"
	"testing"
)

// SharedFiles gives the files of a folder of real input beside the repository. Without it the test is skipped, which is
// a failure in CI.
func SharedFiles(t testing.TB, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(repository(t), "..", "shared", pattern))
	Must(t, err)
	if len(files) == 0 {
		if os.Getenv("CI") != "" && os.Getenv("PLUMBLINE_TEST_NO_SHARED") == "" {
			t.Fatalf("../shared/%s is not there", pattern)
		}
		t.Skipf("../shared/%s is not there", pattern)
	}
	return files
}

// repository is the directory of the repository, which the tests of every package are somewhere in.
func repository(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	for ; err == nil && dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
	}
	t.Fatalf("no go.mod above the tests: %v", err)
	return ""
}
