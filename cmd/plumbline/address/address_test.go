package address_test

import (
	"strings"
	"testing"

	"plumbline/cmd/plumbline/address"
)

func TestPublicURL(t *testing.T) {
	for given, want := range map[string]string{
		"":                             "",
		"https://review.example.org":   "https://review.example.org",
		"https://review.example.org/":  "https://review.example.org",
		"HTTPS://Review.Example.org":   "https://review.example.org",
		"https://a.example:443":        "https://a.example",
		"http://a.example:80/":         "http://a.example",
		"http://a.example:443":         "http://a.example:443",
		"http://10.0.0.7:8080":         "http://10.0.0.7:8080",
		"http://[::1]:8080":            "http://[::1]:8080",
		"https://[2001:DB8::1]":        "https://[2001:db8::1]",
		"http://localhost:8080":        "http://localhost:8080",
		"https://A.example/Plumbline":  "https://a.example/Plumbline",
		"https://a.example:443/a/b-c/": "https://a.example/a/b-c",
	} {
		if got, err := address.Public(given); err != nil || got != want {
			t.Errorf("%q: %q %v, want %q", given, got, err, want)
		}
	}
	for _, wrong := range []string{"review.example.org", "//a.example", "ftp://a.example", "https://", "https://:443",
		"https://a.example:", "https://a.example:0",
		"https://a.example:65536", "https://a.example:http", "https://a.example//", "https://a.example/a//b",
		"https://a.example/../a", "https://a.example/a b", "https://a.example/a%2fb", "https://a.example/ä",
		"https://a.example/api", "https://a.example/lenses/x", "https://a.example/plumbline?x=1",
		"https://a.example/plumbline#x", "https://a.example/a\"b", "https://a.example/?x=1", "https://a.example?",
		"https://a.example/#", "https://me:hunter2@a.example", "https://me@a.example", "https://bücher.example",
		"https://a b.example", "https://a.example\n",
		"https://*.example.org", "javascript:alert(1)", "https://a.example,https://b.example", "https://-.example",
		`https://a"b.example`, "null", "https://[fe80::1%25eth0]"} {
		if got, err := address.Public(wrong); err == nil || got != "" || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: %q %v", wrong, got, err)
		}
	}
}
