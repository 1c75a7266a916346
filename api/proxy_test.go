package api_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"plumbline/api"
)

// behind is the same server once more, started with other options.
func (s *server) behind(opt api.Options) string {
	web := httptest.NewServer(api.New(s.svc, opt))
	s.t.Cleanup(web.Close)
	return web.URL
}

func (s *server) signInAt(url string, header map[string]string) *http.Response {
	s.t.Helper()
	body := strings.NewReader(`{"email": "` + s.email("viewer") + `", "password": "` + password + `"}`)
	req, err := http.NewRequest("POST", url+"/api/v1/session", body)
	must(s.t, err)
	for name, value := range header {
		req.Header.Set(name, value)
	}
	res, err := http.DefaultClient.Do(req)
	must(s.t, err)
	defer res.Body.Close()
	_, err = io.Copy(io.Discard, res.Body)
	must(s.t, err)
	return res
}

// What a request says of its origin counts only if a trusted proxy says it: else anybody could get around the limits, and lie to the audit.
func TestTrustedProxies(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		said := map[string]string{"X-Forwarded-For": "203.0.113.9"}
		for _, row := range []struct {
			proxies []string
			want    string
		}{{nil, "127.0.0.1"}, {[]string{"127.0.0.0/8"}, "203.0.113.9"}, {[]string{"10.0.0.0/8"}, "127.0.0.1"}} {
			if res := s.signInAt(s.behind(api.Options{TrustedProxies: row.proxies}), said); res.StatusCode != 201 {
				t.Fatalf("%v: %d", row.proxies, res.StatusCode)
			}
			list := s.do(call{method: "GET", path: "/sessions", as: "viewer session"}).tree(t)
			if got := list.at("items/0/address").String(); got != row.want {
				t.Errorf("trusting %v the address is %s, want %s", row.proxies, got, row.want)
			}
		}
	})
}

// Under HTTPS the cookie never travels in the clear, no other host can plant one, and browsers are told to stay with HTTPS; a page of
// the public address may post, though the proxy in front gives the server another name.
func TestBehindHTTPS(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		url := s.behind(api.Options{URL: "https://review.example.org"})
		res := s.signInAt(url, map[string]string{"Origin": "https://review.example.org"})
		if res.StatusCode != 201 || len(res.Cookies()) != 1 {
			t.Fatalf("signing in: %d", res.StatusCode)
		}
		c := res.Cookies()[0]
		if c.Name != "__Host-plumbline" || !c.Secure || !c.HttpOnly || c.Path != "/" || c.Domain != "" {
			t.Errorf("the cookie: %+v", c)
		}
		if res.Header.Get("Strict-Transport-Security") == "" {
			t.Error("browsers are not told to stay with HTTPS")
		}
		if res := s.signInAt(url, map[string]string{"Origin": "http://review.example.org"}); res.StatusCode != 403 {
			t.Errorf("from the page's plain twin: %d", res.StatusCode)
		}
	})
}
