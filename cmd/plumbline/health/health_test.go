package health_test

import (
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plumbline/cmd/plumbline/health"
)

// answer is a server that answers as a database lets it.
func answer(status int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/readyz" {
			status = http.StatusTeapot
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, "the database is away")
	})
}

func TestCheck(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://127.0.0.1:9")
	for status, want := range map[int]string{200: "", 503: "is not ready (503", 418: "the database is away"} {
		server := httptest.NewServer(answer(status))
		_, port, _ := strings.Cut(strings.TrimPrefix(server.URL, "http://"), ":")
		for _, listens := range []string{"127.0.0.1:" + port, "0.0.0.0:" + port, ":" + port, "[::]:" + port} {
			err := health.Check(t.Context(), listens, "")
			if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
				t.Errorf("%d at %s: %v", status, listens, err)
			}
		}
		server.Close()
		if err := health.Check(t.Context(), "127.0.0.1:"+port, ""); err == nil ||
			!strings.Contains(err.Error(), "plumbline serve") {
			t.Errorf("nobody answers: %v", err)
		}
	}
}

// The server's own certificate is enough, whatever its name; another one is not, nor a file that is none.
func TestCheckWithTLS(t *testing.T) {
	server := httptest.NewTLSServer(answer(200))
	defer server.Close()
	listens, dir := strings.TrimPrefix(server.URL, "https://"), t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	own := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}))
	if err := health.Check(t.Context(), listens, file("own.pem", own)); err != nil {
		t.Error(err)
	}
	for _, path := range []string{file("empty.pem", ""), file("words.pem", "-----BEGIN"), filepath.Join(dir, "none.pem")} {
		if err := health.Check(t.Context(), listens, path); err == nil || !strings.Contains(err.Error(), "--tls-cert") {
			t.Errorf("%s: %v", path, err)
		}
	}
	if err := health.Check(t.Context(), listens, ""); err == nil {
		t.Error("a server with TLS answers without")
	}
}
