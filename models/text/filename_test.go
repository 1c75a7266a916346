package text

import (
	"mime"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFileNames(t *testing.T) {
	for _, row := range []struct{ given, name, ascii string }{
		{"Storefront checkout", "Storefront checkout.pdf", "storefront-checkout.pdf"},
		{"Ελλάδα", "Ελλάδα.pdf", "download.pdf"},
		{"日本 2", "日本 2.pdf", "2.pdf"},
		{"Café Zürich", "Café Zürich.pdf", "cafe-zurich.pdf"},
		{"../../etc/passwd", "-..-etc-passwd.pdf", "etc-passwd.pdf"},
		{`a"b\c/d:e`, "a-b-c-d-e.pdf", "a-b-c-d-e.pdf"},
		{"line\r\nSet-Cookie: x=1", "line Set-Cookie- x=1.pdf", "line-set-cookie-x-1.pdf"},
		{"\u202egnp.exe", "gnp.exe.pdf", "gnp-exe.pdf"},
		{"con", "download con.pdf", "download-con.pdf"},
		{"LPT1", "download LPT1.pdf", "download-lpt1.pdf"},
		{" ... ", "download.pdf", "download.pdf"},
		{"", "download.pdf", "download.pdf"},
		{"ends. ", "ends.pdf", "ends.pdf"},
		{"👩‍👩‍👧", "👩‍👩‍👧.pdf", "download.pdf"},
	} {
		got := FileNameOf("pdf", row.given)
		if got.Name != row.name || got.ASCII != row.ascii {
			t.Errorf("%q gives %q and %q, want %q and %q", row.given, got.Name, got.ASCII, row.name, row.ascii)
		}
	}
	if got := FileNameOf("pdf", "Ελλάδα", "milestone 2"); got.Name != "Ελλάδα milestone 2.pdf" ||
		got.ASCII != "milestone-2.pdf" {
		t.Errorf("of two parts: %+v", got)
	}
}

// Whatever the name, the header is one line of ASCII that programs read back as it was.
func TestDispositionIsReadBack(t *testing.T) {
	for _, name := range []string{"Ελλάδα", "日本", "Storefront checkout", "100% *done*'s", "a;b=c", "x\x00y\nz",
		strings.Repeat("長", 400), "\xff\xfe", "plain"} {
		file := FileNameOf("json", name)
		header := file.Disposition("attachment")
		if strings.IndexFunc(header, func(r rune) bool { return r < ' ' || r > '~' }) >= 0 {
			t.Errorf("%q: the header has more than ASCII: %q", name, header)
		}
		kind, params, err := mime.ParseMediaType(header)
		if file.Name != file.ASCII { // mime gives the extended one where it is alone
			plain, rest, _ := strings.Cut(header, `; filename*=`)
			if _, _, err := mime.ParseMediaType(plain); err != nil {
				t.Errorf("%q: %v", plain, err)
			}
			kind, params, err = mime.ParseMediaType("attachment; filename*=" + rest)
		}
		if err != nil || kind != "attachment" || params["filename"] != file.Name || len(file.Name) > 200 ||
			!utf8.ValidString(file.Name) {
			t.Errorf("%q: %q gives %v, %v", name, header, params, err)
		}
	}
}
