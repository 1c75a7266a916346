package apitest

import (
	"slices"
	"strings"
	"testing"
)

// The look at every page finds what runs or styles without a file, and what loads from another site, and nothing in
// texts and links.
func TestThePageCheckNotices(t *testing.T) {
	fine := `<p>one=1, a style= of its own? // no: <a href="https://example.org/">there</a> <img src="/a.png">`
	for _, bad := range []string{"<STYLE>p{}</style>", `<p class="a" Style="x">`, "<p\nonClick=\"x\">",
		"<script>x</script>", `<script type="module">x</script>`} {
		if inlineCode(`<p>`+bad) == "" {
			t.Errorf("not noticed: %s", bad)
		}
	}
	if found := inlineCode(strings.ReplaceAll(fine, " style=", "-style=")); found != "" {
		t.Errorf("found %q", found)
	}
	page := fine + `<Script src='//a.example/x.js'></script><link rel="x" href="HTTPS://b.example/x.css">` + fine
	if got := foreignAddresses(page); !slices.Equal(got, []string{"//a.example/x.js", "HTTPS://b.example/x.css"}) {
		t.Errorf("loads from %q", got)
	}
	if got := foreignAddresses(fine + "//"); len(got) != 0 {
		t.Errorf("loads from %q", got)
	}
}
