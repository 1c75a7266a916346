package v1_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"plumbline/api/apitest"
)

// Sixteen people change the same answers again and again, each reading, changing and writing back with If-Match: a
// write that would overwrite another's is refused and tried again, and in the end every single change is there.
func TestSixteenWriters(t *testing.T) {
	const writers, rounds = 16, 15
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		base := s.URL + "/api/v1/workloads/" + id + "/lenses/service-basics/answers/"
		var refused atomic.Int64
		var wait sync.WaitGroup
		for w := range writers {
			wait.Go(func() {
				// Four questions for sixteen writers: most writes meet others.
				url := base + []string{"backup", "access", "load", "oncall"}[w%4]
				for range rounds {
					n, err := incrementNotes(s, url, w)
					if err != nil {
						s.T.Error(err)
						return
					}
					refused.Add(int64(n))
				}
			})
		}
		wait.Wait()
		for q, question := range []string{"backup", "access", "load", "oncall"} {
			answer := s.OK("GET", "/workloads/"+id+"/lenses/service-basics/answers/"+question, nil)
			tally := map[string]int{}
			apitest.Must(s.T, json.Unmarshal([]byte(answer.At("notes").String()), &tally))
			for w := q; w < writers; w += 4 {
				if got := tally[fmt.Sprint(w)]; got != rounds {
					s.T.Errorf("%s has %d changes of writer %d, want %d", question, got, w, rounds)
				}
			}
			if version := answer.At("version").String(); version != fmt.Sprint(writers/4*rounds) {
				s.T.Errorf("%s is at version %s", question, version)
			}
		}
		s.Recount(id)
		s.T.Logf("%d writes, %d refused as stale and tried again", writers*rounds, refused.Load())
	})
}

// incrementNotes reads an answer, counts up the writer's entry in its notes and writes it back; it tells how often that
// was stale.
func incrementNotes(s *apitest.Server, url string, writer int) (stale int, err error) {
	for ; ; stale++ {
		now, etag, status, err := exchangeJSON(s, "GET", url, "", "")
		if err != nil || status != http.StatusOK {
			return stale, fmt.Errorf("read: %d %v", status, err)
		}
		tally := map[string]int{}
		if notes := now.At("notes").String(); notes != "" {
			if err := json.Unmarshal([]byte(notes), &tally); err != nil {
				return stale, err
			}
		}
		tally[fmt.Sprint(writer)]++
		notes, err := json.Marshal(tally)
		if err != nil {
			return stale, err
		}
		body, err := json.Marshal(map[string]any{"notes": string(notes)})
		if err != nil {
			return stale, err
		}
		_, _, status, err = exchangeJSON(s, "PATCH", url, etag, string(body))
		if err != nil || status == http.StatusOK {
			return stale, err
		}
		if status != http.StatusPreconditionFailed {
			return stale, fmt.Errorf("write: %d", status)
		}
	}
}

func exchangeJSON(s *apitest.Server, method, url, etag, body string) (now apitest.Tree, newTag string, status int,
	err error) {
	req, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		return now, "", 0, err
	}
	req.Header.Set("Authorization", "Bearer "+s.Tokens["contributor"])
	if etag != "" {
		req.Header.Set("If-Match", etag)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return now, "", 0, err
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		return now, "", 0, err
	}
	err = json.Unmarshal(data, &now.Value)
	return now, res.Header.Get("ETag"), res.StatusCode, err
}
