package doc

import (
	"net/url"
	"strings"
)

// LinkedSpan makes a span clickable if its target may be: http, https and mailto only.
func LinkedSpan(s Span, target string) Span {
	if s.URL = clickable(target); s.URL != "" {
		s.Link = true
	}
	return s
}

// maxTarget is the longest address that a link may have: every line of the link's text holds it once.
const maxTarget = 2048

// clickable returns the target in the ASCII form that a link needs, or "" for one that stays text.
func clickable(target string) string {
	u, err := url.Parse(strings.TrimSpace(target))
	if err != nil || len(target) > maxTarget {
		return ""
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		if u.Host == "" {
			return ""
		}
	case "mailto":
	default:
		return ""
	}
	return asciiAddress(u.String())
}

// asciiAddress percent-encodes what is left of other characters, such as those of an international host name.
func asciiAddress(s string) string {
	var out strings.Builder
	for i := range len(s) {
		if b := s[i]; b <= ' ' || b >= 0x7F {
			out.WriteByte('%')
			out.WriteByte(hexDigits[b>>4])
			out.WriteByte(hexDigits[b&15])
			continue
		}
		out.WriteByte(s[i])
	}
	return out.String()
}

const hexDigits = "0123456789ABCDEF"
