package text

import (
	"bytes"
	"errors"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"
)

// The byte-order marks of other encodings; UTF-32 before UTF-16, which begins alike.
var foreignMarks = []struct {
	mark []byte
	name string
}{
	{[]byte{0xff, 0xfe, 0, 0}, "UTF-32 (little-endian)"},
	{[]byte{0, 0, 0xfe, 0xff}, "UTF-32 (big-endian)"},
	{[]byte{0xff, 0xfe}, "UTF-16 (little-endian)"},
	{[]byte{0xfe, 0xff}, "UTF-16 (big-endian)"},
}

const encodingAdvice = ": save it as UTF-8 and try again"

// DecodeUTF8 returns a text that came as bytes, as UTF-8 without a byte-order mark. Other encodings are refused and
// named, with the place of the first byte that is no character. The error is what goes after the name of the file: "is
// UTF-16 …".
func DecodeUTF8(data []byte) ([]byte, error) {
	if name := OtherEncoding(data); name != "" {
		return nil, errors.New("is " + name + ", not UTF-8" + encodingAdvice)
	}
	if !utf8.Valid(data) {
		return nil, errors.New("is not UTF-8; " + whichByte(data) + encodingAdvice)
	}
	return bytes.TrimPrefix(data, []byte(byteOrderMark)), nil
}

// DecodeSecret returns a password or key that came as the bytes of a file or pipe: without a byte-order mark, and
// without the one line end that editors and echo put behind it. The error tells nothing of what the secret is.
func DecodeSecret(data []byte) (string, error) {
	if name := OtherEncoding(data); name != "" {
		return "", errors.New("is " + name + ", not UTF-8" + encodingAdvice)
	}
	if !utf8.Valid(data) {
		return "", errors.New("is not UTF-8" + encodingAdvice)
	}
	data = bytes.TrimPrefix(data, []byte(byteOrderMark))
	if end := len(data) - 1; end >= 0 && data[end] == '\n' {
		data = data[:end]
	}
	if end := len(data) - 1; end >= 0 && data[end] == '\r' {
		data = data[:end]
	}
	return string(data), nil
}

// OtherEncoding names an encoding that is not UTF-8 by its byte-order mark or, without one, by every other byte being
// 0, as Latin letters are in UTF-16; "" if it is none.
func OtherEncoding(data []byte) string {
	for _, f := range foreignMarks {
		if bytes.HasPrefix(data, f.mark) {
			return f.name
		}
	}
	even, odd, n := 0, 0, min(len(data), 64)&^1
	for i := 0; i < n; i += 2 {
		even += isZero(data[i])
		odd += isZero(data[i+1])
	}
	switch {
	case n < 4:
	case odd == n/2 && even == 0:
		return "UTF-16 (little-endian)"
	case even == n/2 && odd == 0:
		return "UTF-16 (big-endian)"
	}
	return ""
}

func isZero(b byte) int {
	if b == 0 {
		return 1
	}
	return 0
}

// whichByte tells the first byte that is no character of UTF-8, where it is, and what it may be instead.
func whichByte(data []byte) string {
	at := 0
	for at < len(data) {
		c, size := utf8.DecodeRune(data[at:])
		if c == utf8.RuneError && size == 1 {
			break
		}
		at += size
	}
	before := data[:at]
	line, column := 1+bytes.Count(before, []byte{'\n'}), 1+utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
	said := fmt.Sprintf("the byte 0x%02X at line %d, column %d is no character of it", data[at], line, column)
	if guess := GuessEncoding(data[at:]); guess != "" {
		said += " (" + guess + ")"
	}
	return said
}

// GuessEncoding says what the bytes at the beginning of rest may be that are no character of UTF-8, "" if that can't be
// told.
func GuessEncoding(rest []byte) string {
	switch b := rest[0]; {
	case len(rest) >= 3 && b == 0xed && rest[1] >= 0xa0 && rest[1] <= 0xbf:
		return "it begins half of a surrogate pair"
	case b >= 0xc2 && b <= 0xf4 && cutOff(rest):
		return "the text ends within a character"
	case b >= 0xa0:
		return fmt.Sprintf("it looks like Windows-1252 or Latin-1, where it is “%c”", rune(b))
	case windows1252[b-0x80] != 0:
		return fmt.Sprintf("it looks like Windows-1252, where it is “%c”", windows1252[b-0x80])
	}
	return ""
}

// cutOff reports whether rest is the beginning of one character and no more.
func cutOff(rest []byte) bool {
	if len(rest) < 2 || utf8.FullRune(rest) {
		return false
	}
	return true
}

// windows1252 are the characters of the bytes 0x80 to 0x9F; 0 where there is none.
var windows1252 = [32]rune{'€', 0, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0, 'Ž', 0,
	0, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0, 'ž', 'Ÿ'}

// JSON is DecodeUTF8 for a JSON document. It refuses escapes that are half of a surrogate pair too, of which decoders
// make U+FFFD without a word.
func JSON(data []byte) ([]byte, error) {
	data, err := DecodeUTF8(data)
	if err != nil {
		return nil, err
	}
	for at := 0; ; {
		next := bytes.IndexByte(data[at:], '\\')
		if next < 0 || at+next+1 >= len(data) {
			return data, nil
		}
		at += next
		c, size := readEscape(data[at:])
		if utf16.IsSurrogate(c) {
			low, more := readEscape(data[at+size:])
			if utf16.DecodeRune(c, low) == utf8.RuneError {
				line := 1 + bytes.Count(data[:at], []byte{'\n'})
				return nil, fmt.Errorf("has half of a surrogate pair, %s, in line %d: that is no character", data[at:at+size], line)
			}
			size += more
		}
		at += size
	}
}

// readEscape reads a backslash with what belongs to it; the character is -1 if it is not of the form \uXXXX.
func readEscape(rest []byte) (c rune, size int) {
	if len(rest) < 2 || rest[0] != '\\' {
		return -1, 0
	}
	if rest[1] != 'u' || len(rest) < 6 {
		return -1, 2
	}
	for _, b := range rest[2:6] {
		d := bytes.IndexByte([]byte("0123456789abcdef"), b|0x20)
		if d < 0 || b < '0' {
			return -1, 2
		}
		c = c<<4 | rune(d)
	}
	return c, 6
}
