package main

import (
	"strings"
	"testing"
)

func TestLicenses(t *testing.T) {
	status, out, errs := runCommand(t, "", "licenses")
	if status != exitOK || errs != "" {
		t.Fatalf("%d %s", status, errs)
	}
	for _, name := range []string{"gorm.io/gorm v", "github.com/go-fonts/liberation v", "Go's standard library"} {
		if !strings.Contains(out, "\n"+name) {
			t.Errorf("the notices lack %s", name)
		}
	}
}
