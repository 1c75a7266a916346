package api_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"plumbline/api/apitest"
	"plumbline/api/auth"
)

// Whatever everybody may send is small, at the API and at the pages. The tables tell what that is, so that a new row is
// tried too.
func TestBodiesOfEverybodyAreSmall(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		tried := 0
		for _, as := range []string{"nobody", "owner session"} {
			for _, path := range []string{"/session", "/links/check", "/links/use", "/resets", "/guest"} {
				c := apitest.Call{Method: "POST", Path: path, As: as, Body: `{"code":"` + strings.Repeat("x", 20<<10) + `"}`}
				if r := s.Do(c); r.Status != http.StatusRequestEntityTooLarge ||
					!strings.Contains(string(r.Body), "larger than 16384 bytes") {
					t.Errorf("POST %s with 20 KB by %s: %d %s", path, as, r.Status, r.Body)
				}
				tried++
			}
			for _, path := range []string{"/signin", "/reset", "/join", "/join/use", "/guest"} {
				v := apitest.Visit{Method: "POST", Path: path, As: as, Form: url.Values{"code": {strings.Repeat("x", 20<<10)}}}
				if r := s.Visit(v); r.Status != http.StatusRequestEntityTooLarge ||
					!strings.Contains(string(r.Body), "larger than 16 KB") {
					t.Errorf("POST %s with 20 KB by %s: %d %s", path, as, r.Status, r.Body)
				}
				tried++
			}
		}
		if tried != 20 {
			t.Errorf("tried %d", tried)
		}
	})
}

// unfinished sends n bytes of a body of size bytes and leaves the connection open.
func unfinished(s *apitest.Server, method, path, as string, sizes [2]int) net.Conn {
	s.T.Helper()
	conn, err := (&net.Dialer{}).DialContext(s.T.Context(), "tcp", strings.TrimPrefix(s.URL, "http://"))
	apitest.Must(s.T, err)
	s.T.Cleanup(func() { conn.Close() })
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\nContent-Length: %d\r\n", method,
		path, sizes[1])
	if token, ok := s.Tokens[as]; ok {
		fmt.Fprintf(&b, "Authorization: Bearer %s\r\n", token)
	}
	if secret, ok := s.Sessions[as]; ok {
		fmt.Fprintf(&b, "Cookie: plumbline_session=%s\r\n%s: %s\r\n", secret, auth.CSRFHeader, auth.CSRFToken(secret))
	}
	b.WriteString("\r\n" + `{"name":"`)
	b.Write(bytes.Repeat([]byte("x"), max(0, sizes[0]-9)))
	_, err = conn.Write(b.Bytes())
	if err != nil && sizes[0] < 64<<10 {
		s.T.Error(err)
	}
	return conn
}

// statusOf reads the status of the answer on a connection.
func statusOf(t testing.TB, conn net.Conn) int {
	t.Helper()
	apitest.Must(t, conn.SetReadDeadline(time.Now().Add(time.Minute)))
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	apitest.Must(t, err)
	defer res.Body.Close()
	_, err = io.Copy(io.Discard, res.Body)
	apitest.Must(t, err)
	return res.StatusCode
}

// Who is nobody is told so before anything of a body is read.
func TestNobodysBodyIsNotRead(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		for path, want := range map[string]int{"/api/v1/workloads": 401, "/api/v1/workloads/import": 401,
			"/api/v1/session": 413} {
			sizes := [2]int{9, 2 << 20}
			if want == 413 {
				sizes[0] = 17 << 10
			}
			if got := statusOf(t, unfinished(s, "POST", path, "nobody", sizes)); got != want {
				t.Errorf("POST %s: %d, want %d", path, got, want)
			}
		}
	})
}

// Bodies that never end hold a bounded amount of memory, of each workspace less than of all; others can still send
// theirs, and all of it is given back.
func TestUnfinishedBodiesAreBounded(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		open := make([]net.Conn, 60) // MB, of which a workspace may hold 32
		for i := range open {
			open[i] = unfinished(s, "POST", "/api/v1/workloads", "owner", [2]int{1 << 20, 2 << 20})
		}
		refused := map[int]bool{}
		for try := 0; len(refused) < 28; try++ {
			if try == 60_000 {
				t.Fatalf("%d of 60 MB were refused", len(refused))
			}
			i := try % len(open)
			apitest.Must(t, open[i].SetReadDeadline(time.Now().Add(time.Millisecond)))
			if _, err := open[i].Read(make([]byte, 1)); err == nil || !errors.Is(err, os.ErrDeadlineExceeded) {
				refused[i] = true
			}
		}
		if r := s.Do(apitest.Call{Method: "POST", Path: "/workloads", As: "stranger",
			Body: apitest.WorkloadBody("Meanwhile")}); r.Status != http.StatusCreated {
			t.Errorf("another workspace meanwhile: %d %s", r.Status, r.Body)
		}
		for _, conn := range open {
			apitest.Must(t, conn.Close())
		}
		for range 200 {
			if s.Do(apitest.Call{Method: "POST", Path: "/workloads", As: "owner",
				Body: apitest.WorkloadBody("Afterwards")}).Status == http.StatusCreated {
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
		t.Error("the room is not given back")
	})
}

// A list of nothing is short as JSON and long in memory.
func TestManySmallEntries(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		s.Sample()
		for member, entry := range map[string]string{"milestones": "{}", "reviews": "{}",
			"lens_versions": `{"document":""}`} {
			body := `{"format":"plumbline-workload","format_version":1,"workload":{},"` + member + `":[` +
				strings.Repeat(entry+",", 300_000) + entry + `]}`
			if r := s.Do(apitest.Call{Method: "POST", Path: "/workloads/import", As: "owner",
				Body: body}); r.Status != http.StatusRequestEntityTooLarge {
				t.Errorf("%s: %d %.200s", member, r.Status, r.Body)
			}
		}
	})
}
