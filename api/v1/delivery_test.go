package v1_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models/delivery"
)

// undelivered is a server whose mail server fails with the error, and a letter that it did not take: its id and secret.
func undelivered(base *apitest.Server, fail error) (s *apitest.Server, box *apitest.Mailbox, id, code string) {
	s, box = apitest.MailingServer(base)
	box.Fail = fail
	r := invite(s, "new@example.org")
	if r.Status != http.StatusCreated {
		s.T.Fatalf("invite: %d %s", r.Status, r.Body)
	}
	code = r.Tree(s.T).At("code").String()
	s.SentMails(box)
	list := outboxOf(s, "")
	if len(list) != 1 {
		s.T.Fatalf("%d deliveries", len(list))
	}
	return s, box, list[0].ID, code
}

func invite(s *apitest.Server, email string) apitest.Reply {
	s.T.Helper()
	return s.Do(apitest.Call{Method: "POST", Path: "/invitations", As: "owner session",
		Body: map[string]any{"email": email, "role": "viewer"}})
}

type shownDelivery struct {
	ID, Kind, About, Recipient, State string
	WorkspaceID                       string `json:"workspace_id"`
	Attempts                          int
	LastError                         string `json:"last_error"`
	NextAt                            string `json:"next_attempt_at"`
	SentAt                            string `json:"sent_at"`
	FailedAt                          string `json:"failed_at"`
}

func outboxOf(s *apitest.Server, query string) []shownDelivery {
	s.T.Helper()
	var list struct{ Items []shownDelivery }
	r := s.Do(apitest.Call{Method: "GET", Path: "/instance/outbox" + query, As: "administrator session"})
	if r.Status != http.StatusOK || strings.Contains(string(r.Body), "pll_") {
		s.T.Fatalf("outbox: %d %s", r.Status, r.Body)
	}
	apitest.Must(s.T, json.Unmarshal(r.Body, &list))
	return list.Items
}

func onDelivery(s *apitest.Server, method, id, what string) apitest.Reply {
	return s.Do(apitest.Call{Method: method, Path: "/instance/outbox/" + id + what, As: "administrator session"})
}

// Administrators see what failed and why, have it tried again, and every change is in the log; the secret is nowhere.
func TestFailedMailsAreSeenAndRetried(t *testing.T) {
	apitest.Each(t, func(base *apitest.Server) {
		refused := delivery.NewError(delivery.NeverTaken, errors.New("550 5.1.1 nobody of that name"))
		s, box, id, code := undelivered(base, refused)
		d := outboxOf(s, "?state=failed")[0]
		if d.ID != id || d.Kind != "mail" || d.About != "invitation" || d.Recipient != "new@example.org" ||
			d.Attempts != 1 || d.WorkspaceID != s.WorkspaceID || d.FailedAt == "" || d.SentAt != "" ||
			!strings.Contains(d.LastError, "nobody of that name") {
			s.T.Errorf("%+v", d)
		}
		if sent, waiting := outboxOf(s, "?state=sent"), outboxOf(s, "?state=waiting"); len(sent)+len(waiting) != 0 {
			s.T.Errorf("%+v %+v", sent, waiting)
		}
		box.Fail = nil
		if r := onDelivery(s, "POST", id, "/retry"); r.Status != http.StatusOK {
			s.T.Fatalf("retry: %d %s", r.Status, r.Body)
		}
		got := s.SentMails(box)
		if len(got) != 1 || got[0].ID != id || !strings.Contains(got[0].Text, code) {
			s.T.Errorf("mails: %+v", got)
		}
		if d := outboxOf(s, "?state=sent")[0]; d.ID != id || d.SentAt == "" || d.FailedAt != "" || d.LastError != "" {
			s.T.Errorf("%+v", d)
		}
		retry, discard := onDelivery(s, "POST", id, "/retry"), onDelivery(s, "DELETE", id, "")
		for what, r := range map[string]apitest.Reply{"retry": retry, "discard": discard} {
			if r.Status != http.StatusConflict {
				s.T.Errorf("%s of what was sent: %d %s", what, r.Status, r.Body)
			}
		}
		log := instanceAudit(s)
		if !strings.Contains(log, `"outbox.manage"`) || !strings.Contains(log, id) || strings.Contains(log, code) {
			s.T.Errorf("audit: %s", log)
		}
	})
}

// What waits has the same id at each try, and is discarded for good.
func TestDiscardedMailsAreNotSent(t *testing.T) {
	apitest.Each(t, func(base *apitest.Server) {
		s, box, id, _ := undelivered(base, delivery.NewError(delivery.TakenLater, errors.New("450 later")))
		if d := outboxOf(s, "?state=waiting")[0]; d.ID != id || d.Attempts != 1 || d.NextAt == "" {
			s.T.Errorf("%+v", d)
		}
		if r := onDelivery(s, "POST", id, "/retry"); r.Status != http.StatusOK { // at once, not in half a minute
			s.T.Fatalf("retry: %d %s", r.Status, r.Body)
		}
		if got := s.SentMails(box); len(got) != 1 || got[0].ID != id {
			s.T.Errorf("mails: %+v", got)
		}
		if r := onDelivery(s, "DELETE", id, ""); r.Status != http.StatusNoContent {
			s.T.Fatalf("discard: %d %s", r.Status, r.Body)
		}
		box.Fail = nil
		if got := s.SentMails(box); len(got) != 0 || len(outboxOf(s, "")) != 0 {
			s.T.Errorf("mails: %+v, %+v", got, outboxOf(s, ""))
		}
		for _, r := range []apitest.Reply{onDelivery(s, "DELETE", id, ""), onDelivery(s, "POST", id, "/retry")} {
			if r.Status != http.StatusNotFound {
				s.T.Errorf("of what is gone: %d", r.Status)
			}
		}
		lost := apitest.Call{Method: "GET", Path: "/instance/outbox?state=lost", As: "administrator session"}
		if r := s.Do(lost); r.Status != 422 {
			s.T.Errorf("a state that is none: %d", r.Status)
		}
	})
}

// The list comes in pages, newest first.
func TestTheOutboxComesInPages(t *testing.T) {
	apitest.Each(t, func(base *apitest.Server) {
		s, _ := apitest.MailingServer(base)
		for _, email := range []string{"one@example.org", "two@example.org", "three@example.org"} {
			invite(s, email)
		}
		var got []string
		for cursor := "first"; cursor != ""; {
			path := "/instance/outbox?limit=2"
			if cursor != "first" {
				path += "&cursor=" + cursor
			}
			var page struct {
				Items []shownDelivery
				Next  string `json:"next_cursor"`
			}
			r := s.Do(apitest.Call{Method: "GET", Path: path, As: "administrator session"})
			apitest.Must(s.T, json.Unmarshal(r.Body, &page))
			for _, d := range page.Items {
				got = append(got, d.Recipient)
			}
			cursor = page.Next
		}
		if strings.Join(got, " ") != "three@example.org two@example.org one@example.org" {
			s.T.Errorf("%v", got)
		}
	})
}

// A server without mail writes nothing down that nobody would send.
func TestWithoutMailNothingWaits(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		r := invite(s, "new@example.org")
		if list := outboxOf(s, ""); r.Status != http.StatusCreated || len(list) != 0 {
			s.T.Errorf("%d: %+v", r.Status, list)
		}
	})
}

// An invitation that was ended before its letter left is not sent.
func TestAnEndedInvitationIsNotMailed(t *testing.T) {
	apitest.Each(t, func(base *apitest.Server) {
		s, box := apitest.MailingServer(base)
		r := invite(s, "new@example.org")
		s.Do(apitest.Call{Method: "DELETE", Path: "/invitations/" + r.Tree(s.T).At("id").String(), As: "owner session"})
		got, list := s.SentMails(box), outboxOf(s, "")
		if len(got) != 0 || list[0].State != "failed" || !strings.Contains(list[0].LastError, "expired") {
			s.T.Errorf("%+v, %+v", got, list)
		}
	})
}
