package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// FileName is what a file is called that somebody downloads, or that a command writes into a folder: the words that
// people gave a thing, in their own script, and the same for programs that take nothing but ASCII.
type FileName struct {
	Name  string // such as "Ελλάδα milestone 2.pdf"
	ASCII string // such as "milestone-2.pdf"; letters, digits, dots and dashes
}

// zeroWidthJoiner joins what belongs together in some scripts and in emoji.
const zeroWidthJoiner = 0x200d

// maxFileStem is how many bytes a file name has before its extension: file systems take 255 in all.
const maxFileStem = 180

// FileNameOf makes the name of a file of parts, such as the name of a workload and "milestone 2". What a file system or
// a browser would not take in a name gives way: separators, control characters, marks of direction, a dot in front,
// names of devices. Without anything that is left it is "download".
func FileNameOf(extension string, parts ...string) FileName {
	stem := cutBytes(fileStem(strings.Join(parts, " ")), maxFileStem)
	if stem = strings.TrimRight(stem, " ."); stem == "" || isDevice(stem) {
		stem = strings.TrimSpace("download " + stem)
	}
	plain := asciiStem(strings.Join(parts, " "))
	if plain == "" || isDevice(plain) {
		plain = strings.Trim("download-"+plain, "-")
	}
	return FileName{stem + "." + extension, plain + "." + extension}
}

// fileStem keeps of a text what may stand in the name of a file.
func fileStem(s string) string {
	mapped := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case r == utf8.RuneError, r != zeroWidthJoiner && (isInvisible(r) || !unicode.IsPrint(r)):
			return -1
		case strings.ContainsRune(`/\:*?"<>|`, r):
			return '-'
		}
		return r
	}, NormalizeName(s))
	return strings.TrimLeft(strings.Join(strings.Fields(mapped), " "), ". ")
}

// asciiStem is the letters and digits of a text that ASCII has, accents taken off, with dashes for all else.
func asciiStem(s string) string {
	var b strings.Builder
	dash := false
	for _, r := range strings.ToLower(norm.NFKD.String(s)) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			if dash && b.Len() > 0 {
				b.WriteByte('-')
			}
			dash = false
			b.WriteRune(r)
		case !unicode.Is(unicode.Mn, r):
			dash = true
		}
		if b.Len() >= maxFileStem/2 {
			break
		}
	}
	return b.String()
}

// isDevice tells names that Windows keeps for devices, with any extension.
func isDevice(stem string) bool {
	base, _, _ := strings.Cut(strings.ToUpper(stem), ".")
	switch base = strings.TrimRight(base, " "); base {
	case "CON", "PRN", "AUX", "NUL":
		return true
	}
	return len(base) == 4 && (strings.HasPrefix(base, "COM") || strings.HasPrefix(base, "LPT")) && base[3] >= '0' &&
		base[3] <= '9'
}

// cutBytes cuts a text to so many bytes, between characters.
func cutBytes(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most]
}

// Disposition is the header Content-Disposition (RFC 6266) of the kind "attachment" or "inline": the ASCII name, and,
// where it is another one, the name in its own script as RFC 8187 (before: RFC 5987) writes it.
func (f FileName) Disposition(kind string) string {
	header := kind + `; filename="` + f.ASCII + `"`
	if f.Name != f.ASCII {
		header += "; filename*=UTF-8''" + percentEncoded(f.Name)
	}
	return header
}

// percentEncoded encodes every byte but the letters, digits and marks that RFC 8187 lets stand.
func percentEncoded(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0 {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(hex[c>>4])
		b.WriteByte(hex[c&15])
	}
	return b.String()
}
