package api_test

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"testing"

	"plumbline/api/middleware"
	"plumbline/models/store"
	"plumbline/models/store/observe"
	"plumbline/models/store/storetest"
)

// databaseUse is what one request asks of the database.
type databaseUse struct{ reads, writes, statements int }

// databaseUses counts what requests ask of the database, by the id of the request. What goes on in the background
// belongs to none.
type databaseUses struct {
	mu     sync.Mutex
	of     map[string]databaseUse
	before func(statement string) // of every statement of a request
}

func (u *databaseUses) observer() *observe.Observer {
	count := func(ctx context.Context, add func(*databaseUse)) {
		u.mu.Lock()
		defer u.mu.Unlock()
		use := u.of[middleware.RequestID(ctx)]
		add(&use)
		u.of[middleware.RequestID(ctx)] = use
	}
	return &observe.Observer{
		Transaction: func(ctx context.Context, writes bool) {
			count(ctx, func(use *databaseUse) {
				if writes {
					use.writes++
				} else {
					use.reads++
				}
			})
		},
		Statement: func(ctx context.Context, query string) {
			count(ctx, func(use *databaseUse) { use.statements++ })
			if u.before != nil && middleware.RequestID(ctx) != "" {
				u.before(query)
			}
		},
	}
}

// by gives what the request behind the reply asked of the database.
func (u *databaseUses) by(r reply) databaseUse {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.of[r.header.Get("X-Request-Id")]
}

// eachObserved is each, with what its requests ask of the database.
func eachObserved(t *testing.T, test func(*server, *databaseUses)) {
	t.Parallel()
	storetest.EachAtOnce(t, func(t *testing.T, dsn string) {
		uses := &databaseUses{of: map[string]databaseUse{}}
		test(newServer(t, storetest.OpenWith(t, dsn, store.Options{Observer: uses.observer()})), uses)
	})
}

// A page is one read transaction, and so of one moment. An answer that is saved is one write, which gives back what the
// page shows; beside it there is only the look at who asks.
func TestPagesAndSavesAreFewTransactions(t *testing.T) {
	eachObserved(t, func(s *server, uses *databaseUses) {
		id, base := s.review()
		who, question := "contributor session", base+backup
		s.get(who, question, http.StatusOK) // the lens is read once
		form := s.answerForm(who, question).form(t, "selected", "backup_daily")
		rows := []struct {
			name          string
			ask           func() reply
			status        int
			reads, writes int
			statements    int // at most
		}{
			{"question page", func() reply { return s.visit(visit{method: "GET", path: question, as: who}) },
				http.StatusOK, 1, 0, 24},
			{"workload page", func() reply { return s.visit(visit{method: "GET", path: "/workloads/" + id, as: who}) },
				http.StatusOK, 1, 0, 24},
			{"live fragment", func() reply { return s.script(who, "GET", question+"/live", "") },
				http.StatusOK, 1, 0, 24},
			{"save by form", func() reply {
				return s.visit(visit{method: "POST", path: question, as: who, form: form})
			}, http.StatusSeeOther, 2, 1, 24},
			{"save by script", func() reply { return s.script(who, "POST", question+"/save", editOfNotes("", "By script")) },
				http.StatusOK, 1, 1, 24},
			{"save that clashes", func() reply {
				return s.script(who, "POST", question+"/save", editOfNotes("Never so", "By script again"))
			}, http.StatusOK, 1, 1, 24},
		}
		for _, row := range rows {
			r := row.ask()
			if r.status != row.status {
				t.Errorf("%s: status %d, want %d: %s", row.name, r.status, row.status, r.body)
			}
			use := uses.by(r)
			t.Logf("%s: %d reads, %d writes, %d statements", row.name, use.reads, use.writes, use.statements)
			if use.reads != row.reads || use.writes != row.writes || use.statements > row.statements {
				t.Errorf("%s: %d reads, %d writes, %d statements; want %d, %d and at most %d", row.name,
					use.reads, use.writes, use.statements, row.reads, row.writes, row.statements)
			}
		}
	})
}

// editOfNotes is what a script sends when notes were changed.
func editOfNotes(from, to string) string {
	text, err := json.Marshal(map[string]any{"notes": map[string]string{"from": from, "to": to}})
	if err != nil {
		panic(err) // strings
	}
	return string(text)
}
