package api_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// Sixteen people change the same answers again and again, each reading, changing and writing back with If-Match: a write
// that would overwrite another's is refused and tried again, and in the end every single change is there.
func TestSixteenWriters(t *testing.T) {
	const writers, rounds = 16, 15
	each(t, func(s *server) {
		id := s.sample()
		base := s.url + "/api/v1/workloads/" + id + "/lenses/service-basics/answers/"
		var refused atomic.Int64
		var wait sync.WaitGroup
		for w := range writers {
			wait.Go(func() {
				// Four questions for sixteen writers: most writes meet others.
				url := base + []string{"backup", "access", "load", "oncall"}[w%4]
				for range rounds {
					n, err := s.increment(url, w)
					if err != nil {
						s.t.Error(err)
						return
					}
					refused.Add(int64(n))
				}
			})
		}
		wait.Wait()
		for q, question := range []string{"backup", "access", "load", "oncall"} {
			answer := s.ok("GET", "/workloads/"+id+"/lenses/service-basics/answers/"+question, nil)
			tally := map[string]int{}
			must(s.t, json.Unmarshal([]byte(answer.at("notes").String()), &tally))
			for w := q; w < writers; w += 4 {
				if got := tally[fmt.Sprint(w)]; got != rounds {
					s.t.Errorf("%s has %d changes of writer %d, want %d", question, got, w, rounds)
				}
			}
			if version := answer.at("version").String(); version != fmt.Sprint(writers/4*rounds) {
				s.t.Errorf("%s is at version %s", question, version)
			}
		}
		s.recount(id)
		s.t.Logf("%d writes, %d refused as stale and tried again", writers*rounds, refused.Load())
	})
}

// increment reads an answer, counts up the writer's entry in its notes and writes it back; it tells how often that was stale.
func (s *server) increment(url string, writer int) (stale int, err error) {
	for ; ; stale++ {
		now, etag, status, err := s.exchange("GET", url, "", "")
		if err != nil || status != http.StatusOK {
			return stale, fmt.Errorf("read: %d %v", status, err)
		}
		tally := map[string]int{}
		if notes := now.at("notes").String(); notes != "" {
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
		_, _, status, err = s.exchange("PATCH", url, etag, string(body))
		if err != nil || status == http.StatusOK {
			return stale, err
		}
		if status != http.StatusPreconditionFailed {
			return stale, fmt.Errorf("write: %d", status)
		}
	}
}

func (s *server) exchange(method, url, etag, body string) (now tree, newTag string, status int, err error) {
	req, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		return now, "", 0, err
	}
	req.Header.Set("Authorization", "Bearer "+s.tokens["contributor"])
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
	err = json.Unmarshal(data, &now.v)
	return now, res.Header.Get("ETag"), res.StatusCode, err
}
