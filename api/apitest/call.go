package apitest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"plumbline/api/auth"
)

// Call is one request. Body is sent as it is if it is a string or bytes, as JSON otherwise.
type Call struct {
	Method, Path, As string
	Body             any
	Header           map[string]string
}

// Reply is what came back.
type Reply struct {
	Status int
	Header http.Header
	Body   []byte
}

// Do sends a request to the API and holds the reply against the OpenAPI document.
func (s *Server) Do(c Call) Reply {
	s.T.Helper()
	req, err := http.NewRequestWithContext(s.T.Context(), c.Method, s.URL+"/api/v1"+c.Path, bodyOf(s.T, c.Body))
	Must(s.T, err)
	if token, ok := s.Tokens[c.As]; ok {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	if secret, ok := s.Sessions[c.As]; ok {
		req.AddCookie(&http.Cookie{Name: "plumbline_session", Value: secret})
		req.Header.Set(auth.CSRFHeader, auth.CSRFToken(secret))
	}
	for name, value := range c.Header {
		req.Header.Set(name, value)
	}
	res, err := http.DefaultClient.Do(req)
	Must(s.T, err)
	defer res.Body.Close()
	data, err := io.ReadAll(replyBody(res))
	Must(s.T, err)
	r := Reply{res.StatusCode, res.Header, data}
	s.Spec.check(s.T, c, r)
	return r
}

// replyBody gives the body of a reply: of one without end the first event.
func replyBody(res *http.Response) io.Reader {
	if res.Header.Get("Content-Type") != "text/event-stream" {
		return res.Body
	}
	first, lines := "", bufio.NewScanner(res.Body)
	for !strings.Contains(first, "data: ") && lines.Scan() {
		first += lines.Text() + "\n"
	}
	return strings.NewReader(first)
}

func bodyOf(t testing.TB, body any) io.Reader {
	switch b := body.(type) {
	case nil:
		return nil
	case string:
		return strings.NewReader(b)
	case []byte:
		return bytes.NewReader(b)
	}
	data, err := json.Marshal(body)
	Must(t, err)
	return bytes.NewReader(data)
}

// OK asks as the owner, wants a success and decodes the reply into a tree.
func (s *Server) OK(method, path string, body any) Tree {
	s.T.Helper()
	r := s.Do(Call{Method: method, Path: path, As: "owner", Body: body})
	if r.Status >= 300 {
		s.T.Fatalf("%s %s: %d %s", method, path, r.Status, r.Body)
	}
	return r.Tree(s.T)
}

// Expect sends a request that must answer with the status.
func (s *Server) Expect(c Call, status int) Reply {
	s.T.Helper()
	r := s.Do(c)
	if r.Status != status {
		s.T.Fatalf("%s %s as %s: %d, want %d: %s", c.Method, c.Path, c.As, r.Status, status, r.Body)
	}
	return r
}
