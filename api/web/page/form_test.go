package page

import (
	"strings"
	"testing"
)

func TestLocal(t *testing.T) {
	a := &Adapter{Options: Options{IsPage: func(path string) bool { return !strings.HasPrefix(path, "/api/") }}}
	for in, want := range map[string]string{
		"/members?after=x": "/members?after=x", "/": "/", "": "/", "//evil.example": "/", "/\\evil.example": "/",
		"https://evil.example/": "/",
		"javascript:alert(1)":   "/", "/\t/evil.example": "/", "members": "/", "/api/v1/workloads": "/",
		"/%2f/evil.example":             "/%2f/evil.example",
		"/" + strings.Repeat("a", 3000): "/",
	} {
		if got := a.Local(in); got != want {
			t.Errorf("local(%.40q) = %q, want %q", in, got, want)
		}
	}
}
