package web_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/api/auth"
)

// BenchmarkReviewPage measures what the page of a question costs the server, from request to last byte on loopback,
// with the framework's lens answered to the end; beside its floors, the smallest page with a session and the check that
// the process lives, which touches no database.
func BenchmarkReviewPage(b *testing.B) {
	s := apitest.SQLiteServer(b)
	question := answeredFramework(s)
	for name, path := range map[string]string{"question": question, "live": question + "/live", "workspace": "/workspace",
		"healthz": "/healthz"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				fetchForBench(s, b, "GET", path, "")
			}
		})
	}
}

// BenchmarkReviewSave measures a choice from the click to the confirmed risk, as the page's script does it: one
// request, with the new side of the page in its answer.
func BenchmarkReviewSave(b *testing.B) {
	s := apitest.SQLiteServer(b)
	question := answeredFramework(s)
	id := s.SendScript("contributor session", "GET", question+"/live", "").Tree(b).At("state/choices")
	choice := ""
	for k := range id.Value.(map[string]any) {
		if !strings.HasSuffix(k, "_no") {
			choice = k
		}
	}
	marks := [2]string{`{"status":"UNSELECTED","reason":"NONE"}`, `{"status":"SELECTED","reason":"NONE"}`}
	i := 0
	if id.At(choice+"/status").String() == "SELECTED" {
		i = 1
	}
	for b.Loop() {
		fetchForBench(s, b, "POST", question+"/save", fmt.Sprintf(`{"choices":{%q:{"mark":{"from":%s,"to":%s}}}}`, choice,
			marks[i%2], marks[(i+1)%2]))
		i++
	}
}

func fetchForBench(s *apitest.Server, b *testing.B, method, path, body string) {
	req, err := http.NewRequest(method, s.URL+path, strings.NewReader(body))
	apitest.Must(b, err)
	req.AddCookie(&http.Cookie{Name: "plumbline_session", Value: s.Sessions["contributor session"]})
	if method == "POST" {
		req.Header.Set("Accept", "application/json")
		req.Header.Set(auth.CSRFHeader, auth.CSRFToken(s.Sessions["contributor session"]))
	}
	res, err := http.DefaultClient.Do(req)
	apitest.Must(b, err)
	defer res.Body.Close()
	if _, err := io.Copy(io.Discard, res.Body); err != nil || res.StatusCode != http.StatusOK {
		b.Fatal(res.StatusCode, err)
	}
}
