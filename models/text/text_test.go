package text

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestDecode(t *testing.T) {
	for _, c := range []struct{ why, in, out, wrong string }{
		{"plain", "Café\n", "Café\n", ""},
		{"empty", "", "", ""},
		{"a mark", "\ufeffCafé", "Café", ""},
		{"a mark alone", "\ufeff", "", ""},
		{"a mark within stays", "a\ufeffb", "a\ufeffb", ""},
		{"composed and not, as they are", "e\u0301é", "e\u0301é", ""},
		{"line ends, as they are", "a\r\nb\rc", "a\r\nb\rc", ""},
		{"UTF-16, little-endian", "\xff\xfea\x00b\x00", "",
			"is UTF-16 (little-endian), not UTF-8: save it as UTF-8 and try again"},
		{"UTF-16, big-endian", "\xfe\xff\x00a", "", "is UTF-16 (big-endian)"},
		{"UTF-32, little-endian", "\xff\xfe\x00\x00a\x00\x00\x00", "", "is UTF-32 (little-endian)"},
		{"UTF-32, big-endian", "\x00\x00\xfe\xff\x00\x00\x00a", "", "is UTF-32 (big-endian)"},
		{"UTF-16 without a mark", "n\x00a\x00m\x00e\x00", "", "is UTF-16 (little-endian)"},
		{"UTF-16 without a mark, big-endian", "\x00n\x00a\x00m\x00e", "", "is UTF-16 (big-endian)"},
		{"Latin-1", "name: Caf\xe9\n", "",
			"is not UTF-8; the byte 0xE9 at line 1, column 10 is no character of it (it looks like Windows-1252 or Latin-1, where it is “é”)"},
		{"in a later line", "ä\nöü\xfc", "", "the byte 0xFC at line 2, column 3"},
		{"Windows-1252", "10 \x80", "",
			"the byte 0x80 at line 1, column 4 is no character of it (it looks like Windows-1252, where it is “€”)"},
		{"a byte that nothing has", "a\x81", "", "the byte 0x81 at line 1, column 2 is no character of it: save"},
		{"cut off", "a\xe2\x82", "", "ends within a character"},
		{"half a pair", "a\xed\xa0\x80b", "", "half of a surrogate pair"},
		{"overlong", "a\xc0\xaf", "", "0xC0"},
	} {
		out, err := DecodeUTF8([]byte(c.in))
		if c.wrong == "" && (err != nil || string(out) != c.out) || c.wrong != "" &&
			(err == nil || !strings.Contains(err.Error(), c.wrong)) {
			t.Errorf("%s: %q, %v", c.why, out, err)
		}
	}
}

func TestSecret(t *testing.T) {
	for in, want := range map[string]string{
		"secret": "secret", "secret\n": "secret", "secret\r\n": "secret", "\ufeffsecret\r\n": "secret",
		"secret\n\n": "secret\n", " secret \n": " secret ",
		"": "", "\n": "", "\ufeff": "", "secret\r": "secret",
	} {
		if got, err := DecodeSecret([]byte(in)); err != nil || got != want {
			t.Errorf("%q: %q, %v", in, got, err)
		}
	}
	for _, in := range []string{"\xff\xfes\x00e\x00", "s\x00e\x00c\x00", "secr\xe9t"} {
		if got, err := DecodeSecret([]byte(in)); err == nil || got != "" || strings.Contains(err.Error(), "é") ||
			strings.Contains(err.Error(), "E9") {
			t.Errorf("%q: %q, %v", in, got, err)
		}
	}
}

func TestJSON(t *testing.T) {
	for in, ok := range map[string]bool{
		`{"a":"\ud83d\ude00"}`: true, `{"a":"\u00e9 \\ \" \n"}`: true, "\ufeff{}": true, `"\\ud800"`: true, `"\ufffd"`: true,
		`{"a":"x"}`: true, `"\`: true,
		`{"a":"\ud800"}`: false, `{"a":"\uDC00"}`: false, `{"a":"\ud800\ud800"}`: false, `{"a":"\ud800\n"}`: false,
		`{"\udfff":1}`: false, `"\ud83d\\ude00"`: false,
	} {
		if _, err := JSON([]byte(in)); (err == nil) != ok {
			t.Errorf("%s: %v", in, err)
		}
	}
}

func TestNamesCompareComposed(t *testing.T) {
	for _, c := range []struct {
		a, b       string
		same, fold bool
	}{
		{"Café", "Cafe\u0301", true, true},
		{"\ufeffCafé", "Café", true, true},
		{"Café", "CAFE\u0301", false, true},
		{"Ca fé", "Café", false, true},
		{"Ca\u200bfé", "Café", false, true},
		{"Åsa", "A\u030asa", true, true},
		{"각", "\u1100\u1161\u11a8", true, true},
		{"ǰ", "j\u030c", true, true},
		{"Cafe", "Café", false, false},
		{"Straße", "STRASSE", false, false},
		{"ﬁ", "fi", false, false},
	} {
		if SameText(c.a, c.b) != c.same || (FoldName(c.a) == FoldName(c.b)) != c.fold {
			t.Errorf("%q and %q: same %v, folded %q and %q", c.a, c.b, SameText(c.a, c.b), FoldName(c.a), FoldName(c.b))
		}
	}
}

func TestOneLine(t *testing.T) {
	for in, ok := range map[string]bool{
		"Shop": true, "متجر": true, "שלום \u200fx": true, "": true,
		"a\nb": false, "a\tb": false, "a\u2028b": false, "a\u202eb": false, "a\u2066b": false, "a\x00": false,
		"a\u0085b": false,
	} {
		if OneLine(in) != ok {
			t.Errorf("%q: %v", in, OneLine(in))
		}
	}
}

// What comes through is UTF-8 that is kept, and folding is the same whatever is folded once more.
func FuzzText(f *testing.F) {
	for _, seed := range []string{"Cafe\u0301", "\xff\xfe", "\ufeff", `{"a":"\ud800"}`, "a\x81", "İıſK", "\u0345\u0301ά"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if out, err := DecodeUTF8(data); err == nil && !utf8.Valid(out) {
			t.Fatalf("%q came through", out)
		}
		if _, err := DecodeSecret(data); err != nil && strings.Contains(err.Error(), "0x") {
			t.Fatalf("the error tells of the secret: %v", err)
		}
		_, _ = JSON(data)
		s := strings.ToValidUTF8(string(data), "")
		if once := FoldName(s); FoldName(once) != once || FoldName(norm.NFD.String(s)) != once {
			t.Fatalf("%q folds to %q, then %q, decomposed %q", s, once, FoldName(once), FoldName(norm.NFD.String(s)))
		}
		if once := NormalizeName(s); once != "" && norm.NFC.String(once) != once {
			t.Fatalf("%q", once)
		}
		if strings.Contains(NormalizeLineEnds(s), "\r") {
			t.Fatal("a carriage return is left")
		}
	})
}
