// Package licenses holds the notices of everything by others that ships in the program: modules, fonts, the list of
// common passwords, Go's standard library. It may import the standard library only.
package licenses

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
)

//go:generate go run ./generate

// Text has, for each licence, what ships under it and its full text with the copyright lines.
func Text() (string, error) {
	packed, err := gzip.NewReader(bytes.NewReader(packedNotices))
	if err != nil {
		return "", err
	}
	text, err := io.ReadAll(packed)
	return string(text), err
}

//go:embed notices.txt.gz
var packedNotices []byte
