// Package noto holds two fonts of the Noto family, for scripts that the other fonts in the program lack. They are under
// the SIL Open Font License 1.1, which is beside them. It may import the standard library only.
package noto

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
)

var (
	//go:embed NotoSansThai-Regular.ttf.gz
	thai []byte
	//go:embed NotoSansDevanagari-Regular.ttf.gz
	devanagari []byte
)

// SansThai is the file of Noto Sans Thai.
func SansThai() []byte { return unpacked(thai) }

// SansDevanagari is the file of Noto Sans Devanagari.
func SansDevanagari() []byte { return unpacked(devanagari) }

// unpacked is a file of the binary; only a broken build has another one.
func unpacked(file []byte) []byte {
	z, err := gzip.NewReader(bytes.NewReader(file))
	if err != nil {
		panic(err)
	}
	out, err := io.ReadAll(z)
	if err != nil {
		panic(err)
	}
	return out
}
