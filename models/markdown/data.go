package markdown

import (
	"encoding/base64"
	"fmt"
	"strings"
)

const (
	minEmbedded = 64   // characters of a data: address that are shortened
	minRaw      = 1024 // characters of base64 without an address that are
	minLine     = 60   // characters of a line of base64 that goes on in the next
)

// shortenData shortens embedded data (pictures that an editor wrote into the text) to one word that says what it was,
// so that a report does not print pages of base64: "data:image/png;base64,…45-KB-not-shown", or
// "base64…45-KB-not-shown" where nothing names the kind.
func shortenData(s string) string {
	if len(s) < minEmbedded {
		return s
	}
	var out strings.Builder
	done := 0
	for i := 0; i < len(s); {
		if !isBase64(s[i]) {
			i++
			continue
		}
		end := base64End(s, i)
		if head := dataHead(s, i); head > 0 {
			end = i + wordEnd(s[i:])
			if end-i >= minEmbedded {
				out.WriteString(s[done:i] + "…" + base64Size(end-i) + "-not-shown")
				done = end
			}
		} else if end-i >= minRaw && isData(s[i:end]) && !strings.HasPrefix(lineBefore(s, i), "-----BEGIN ") {
			out.WriteString(s[done:i] + "base64…" + base64Size(end-i-strings.Count(s[i:end], "\n")) + "-not-shown")
			done = end
		}
		i = end
	}
	out.WriteString(s[done:])
	return out.String()
}

func isBase64(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '+' || c == '/' || c == '-' ||
		c == '_'
}

// wordEnd is the length of the characters that can belong to a data: address.
func wordEnd(s string) int {
	n := 0
	for n < len(s) && (isBase64(s[n]) || s[n] == '=' || s[n] == '%') {
		n++
	}
	return n
}

// base64End returns the end of the base64 that starts here: one word, or lines of the same kind.
func base64End(s string, from int) int {
	for i := from; ; i++ {
		line := i
		i += wordEnd(s[i:])
		if i-line < minLine || i+1 >= len(s) || s[i] != '\n' || !isBase64(s[i+1]) || i == line {
			return max(i, from+1)
		}
		if next := wordEnd(s[i+1:]); i+1+next < len(s) && s[i+1+next] != '\n' {
			return i // the next line has other text too
		}
	}
}

// dataHead reports whether "data:…;base64," stands right before.
func dataHead(s string, at int) int {
	const mark = ";base64,"
	if !strings.HasSuffix(s[:at], mark) {
		return 0
	}
	from := strings.LastIndex(s[max(0, at-120):at], "data:")
	return from + 1
}

// isData tells base64 from a long word: it holds both kinds of letters and digits, and can be decoded.
func isData(s string) bool {
	s = strings.ReplaceAll(s, "\n", "")
	if !strings.ContainsAny(s, "0123456789") || strings.ToLower(s) == s || strings.ToUpper(s) == s {
		return false
	}
	s = strings.NewReplacer("-", "+", "_", "/").Replace(strings.TrimRight(s, "="))
	_, err := base64.RawStdEncoding.DecodeString(s)
	return err == nil
}

// base64Size tells how much data so many characters of base64 are.
func base64Size(characters int) string {
	n := characters * 3 / 4
	if n < 1<<10 {
		return fmt.Sprintf("%d-bytes", n)
	}
	return fmt.Sprintf("%d-KB", (n+1<<9)>>10)
}

// lineBefore returns the line above the one that starts at a place.
func lineBefore(s string, at int) string {
	s = strings.TrimSuffix(s[:at], "\n")
	return s[strings.LastIndexByte(s, '\n')+1:]
}

// ImageText says in words what an image is that is not shown: its description, and for embedded data what and how much
// it is. rest is the address if there is one to go to.
func ImageText(alt, address string) (words, rest string) {
	words = "Image"
	if alt = strings.TrimSpace(alt); alt != "" {
		words += ": " + alt
	}
	if len(address) < 5 || !strings.EqualFold(address[:5], "data:") {
		return words, address
	}
	kind, data, _ := strings.Cut(address[5:], ";")
	if _, amount, folded := strings.Cut(data, "…"); folded {
		kind = strings.TrimPrefix(kind+", ", ", ") + strings.ReplaceAll(strings.TrimSuffix(amount, "-not-shown"), "-", " ")
	}
	if kind == "" {
		return words + ", not shown", ""
	}
	return words + ", not shown (" + kind + ")", ""
}
