// Command generate writes the notices that package licenses embeds, from the modules that the program is built of. It
// may import the standard library only; its test tells when the notices are out of date.
package main

import (
	"bytes"
	"compress/gzip"
	"log"
	"os"
)

func main() {
	text, err := collectNotices("..") // go generate runs it in the folder of package licenses
	if err != nil {
		log.Fatal(err)
	}
	packed, err := compressText(text)
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile("notices.txt.gz", packed, 0o600); err != nil {
		log.Fatal(err)
	}
}

// compressText compresses a text, the same one to the same bytes.
func compressText(text string) ([]byte, error) {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write([]byte(text)); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
