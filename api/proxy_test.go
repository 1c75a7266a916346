package api_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"plumbline/api"
	"plumbline/api/apitest"
	"plumbline/api/middleware"
)

// serverBehind is the same server once more, started with other options.
func serverBehind(s *apitest.Server, opt api.Options) string {
	web := httptest.NewServer(api.New(s.Service, opt))
	s.T.Cleanup(web.Close)
	return web.URL
}

func signInAt(s *apitest.Server, url string, header map[string]string) *http.Response {
	s.T.Helper()
	lines := http.Header{}
	for name, value := range header {
		lines.Set(name, value)
	}
	return signInFrom(s, url, lines)
}

func signInFrom(s *apitest.Server, url string, header http.Header) *http.Response {
	s.T.Helper()
	body := strings.NewReader(`{"email": "` + s.EmailOf("viewer") + `", "password": "` + apitest.Password + `"}`)
	req, err := http.NewRequest("POST", url+"/api/v1/session", body)
	apitest.Must(s.T, err)
	for name, lines := range header {
		req.Header[name] = lines
	}
	res, err := http.DefaultClient.Do(req)
	apitest.Must(s.T, err)
	defer res.Body.Close()
	_, err = io.Copy(io.Discard, res.Body)
	apitest.Must(s.T, err)
	return res
}

// What a request says of its origin counts only if a trusted proxy says it: else anybody could get around the limits,
// and lie to the audit.
func TestTrustedProxies(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		const here, far, middle, lie = "127.0.0.1", "203.0.113.9", "10.1.2.3", "198.51.100.7"
		near := []string{"127.0.0.0/8"}
		forwarded := func(lines ...string) http.Header { return http.Header{"X-Forwarded-For": lines} }
		real := func(lines ...string) http.Header { return http.Header{"X-Real-Ip": lines} }
		both := http.Header{"X-Forwarded-For": {far}, "X-Real-Ip": {lie}}
		for i, row := range []struct {
			proxies []string
			header  string // the configured one
			said    http.Header
			want    string
		}{
			{nil, "", forwarded(far), here}, {near, "", forwarded(far), far}, {[]string{"10.0.0.0/8"}, "", forwarded(far), here},
			{[]string{here}, "", forwarded(far), far},
			{[]string{"::ffff:127.0.0.1"}, "", forwarded(far), far}, {near, "", forwarded("2001:db8::7"), "2001:db8::7"},
			// Of several hops the first one from the right that is no proxy counts, in one line or several; what stands
			// before it anybody can write.
			{near, "", forwarded(lie + ", " + far), far}, {near, "", forwarded(lie, far), far},
			{near, "", forwarded(lie + ", " + far + ", " + middle), middle},
			{append(near, "10.0.0.0/8"), "", forwarded(lie + ", " + far + "," + middle), far},
			{append(near, "10.0.0.0/8"), "", forwarded(middle), middle},
			{near, "", forwarded(far + ":51234"), far}, {near, "", forwarded("[2001:db8::7]:443"), "2001:db8::7"},
			{near, "", forwarded("unknown"), here}, {near, "", forwarded(far + ", unknown"), here},
			{near, "", forwarded(""), here},
			// X-Real-IP counts where it is configured, and then alone.
			{near, "", real(lie), here}, {near, "", both, far}, {near, middleware.RealIP, both, lie},
			{near, middleware.RealIP, real(far), far}, {nil, middleware.RealIP, real(far), here},
			{near, middleware.RealIP, forwarded(far), here}, {near, middleware.RealIP, real(lie, far), far},
		} {
			if res := signInFrom(s, serverBehind(s, api.Options{TrustedProxies: row.proxies, ProxyHeader: row.header}),
				row.said); res.StatusCode != 201 {
				t.Fatalf("%v: %d", row.proxies, res.StatusCode)
			}
			list := s.Do(apitest.Call{Method: "GET", Path: "/sessions", As: "viewer session"}).Tree(t)
			if got := list.At("items/0/address").String(); got != row.want {
				t.Errorf("%d: trusting %v, %v: the address is %s, want %s", i, row.proxies, row.said, got, row.want)
			}
		}
	})
}

// Under HTTPS the cookie never travels in the clear, no other host can plant one, and browsers are told to stay with
// HTTPS; a page of the public address may post, though the proxy in front gives the server another name.
func TestBehindHTTPS(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		url := serverBehind(s, api.Options{URL: "https://review.example.org"})
		res := signInAt(s, url, map[string]string{"Origin": "https://review.example.org"})
		if res.StatusCode != 201 || len(res.Cookies()) != 2 {
			t.Fatalf("signing in: %d", res.StatusCode)
		}
		if d := res.Cookies()[1]; d.Name != "__Host-plumbline-device" || !d.Secure || !d.HttpOnly || d.Path != "/" ||
			d.Domain != "" {
			t.Errorf("the cookie of the device: %+v", d)
		}
		c := res.Cookies()[0]
		if c.Name != "__Host-plumbline" || !c.Secure || !c.HttpOnly || c.Path != "/" || c.Domain != "" {
			t.Errorf("the cookie: %+v", c)
		}
		if got := res.Header.Get("Strict-Transport-Security"); got != "max-age=31536000" {
			t.Errorf("browsers are told %q", got)
		}
		wide := signInAt(s, serverBehind(s, api.Options{URL: "https://review.example.org", HSTSSubdomains: true}), nil)
		if got := wide.Header.Get("Strict-Transport-Security"); got != "max-age=31536000; includeSubDomains" {
			t.Errorf("with subdomains browsers are told %q", got)
		}
		plain := signInAt(s, serverBehind(s, api.Options{URL: "http://localhost:8080", HSTSSubdomains: true}), nil)
		if got := plain.Header.Get("Strict-Transport-Security"); got != "" {
			t.Errorf("over http browsers are told %q", got)
		}
		if res := signInAt(s, url, map[string]string{"Origin": "http://review.example.org"}); res.StatusCode != 403 {
			t.Errorf("from the page's plain twin: %d", res.StatusCode)
		}
	})
}
