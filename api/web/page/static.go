package page

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"

	"github.com/gin-gonic/gin"

	"plumbline/models"
)

//go:embed static
var staticFiles embed.FS

const staticRoot = "/static/"

// staticServer is the files that pages load, under a path with the hash of them all, so that browsers may keep them for
// ever.
type staticServer struct {
	root  string // such as /static/0123456789ab
	files map[string]staticFile
}

type staticFile struct {
	mediaType   string
	plain, gzip []byte
}

// staticOnce packs the files once for all servers of a process.
var staticOnce = sync.OnceValue(loadStatic)

// loadStatic reads the embedded files; that they can be read is known when the program is built.
func loadStatic() staticServer {
	s := staticServer{files: map[string]staticFile{}}
	sum := sha256.New()
	err := fs.WalkDir(staticFiles, "static", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := staticFiles.ReadFile(name)
		if err != nil {
			return err
		}
		sum.Write([]byte(name + "\n"))
		sum.Write(data)
		s.files[strings.TrimPrefix(name, "static/")] = staticFile{typeOf(name), data, compressFile(data)}
		return nil
	})
	if err != nil {
		panic(err)
	}
	s.root = staticRoot + hex.EncodeToString(sum.Sum(nil))[:12]
	return s
}

func typeOf(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	}
	return mime.TypeByExtension(path.Ext(name))
}

func compressFile(data []byte) []byte {
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err == nil {
		_, err = z.Write(data)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		panic(err) // a buffer takes everything
	}
	return out.Bytes()
}

// serve answers with a file. One of another release's hash is today's, not to be kept: during an update pages of both
// are about.
func (s staticServer) serve(c *gin.Context) {
	hash, name, _ := strings.Cut(strings.TrimPrefix(c.Param("path"), "/"), "/")
	f, known := s.files[name]
	if !known {
		c.String(StatusOf(models.CodeNotFound), "There is no such file.\n")
		return
	}
	h := c.Writer.Header()
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "no-cache")
	if staticRoot+hash == s.root {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	data := f.plain
	if strings.Contains(c.GetHeader("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		data = f.gzip
	}
	c.Data(http.StatusOK, f.mediaType, data)
}
