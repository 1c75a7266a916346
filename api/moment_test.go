package api_test

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"testing"

	"plumbline/api/middleware"
	"plumbline/models"
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
	before func() // is called once before the next statement of a request that holds the text
	text   string
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
			var now func()
			count(ctx, func(use *databaseUse) {
				use.statements++
				if u.before != nil && middleware.RequestID(ctx) != "" && strings.Contains(query, u.text) {
					now, u.before = u.before, nil
				}
			})
			if now != nil {
				now()
			}
		},
	}
}

// once calls a function before the next statement of a request that holds the text.
func (u *databaseUses) once(text string, before func()) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.text, u.before = text, before
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
				http.StatusOK, 1, 0, 23},
			{"workload page", func() reply { return s.visit(visit{method: "GET", path: "/workloads/" + id, as: who}) },
				http.StatusOK, 1, 0, 15},
			{"live fragment", func() reply { return s.script(who, "GET", question+"/live", "") },
				http.StatusOK, 1, 0, 15},
			{"save by form", func() reply {
				return s.visit(visit{method: "POST", path: question, as: who, form: form})
			}, http.StatusSeeOther, 2, 1, 28},
			{"save by script", func() reply { return s.script(who, "POST", question+"/save", editOfNotes("", "By script")) },
				http.StatusOK, 1, 1, 21},
			{"save that clashes", func() reply {
				return s.script(who, "POST", question+"/save", editOfNotes("Never so", "By script again"))
			}, http.StatusOK, 1, 1, 16},
		}
		for _, row := range rows {
			r := row.ask()
			if r.status != row.status {
				t.Errorf("%s: status %d, want %d: %s", row.name, r.status, row.status, r.body)
			}
			use := uses.by(r)
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

// What is written while a page is read is not on it, neither the part that is read before nor the one that is read
// after the write.
func TestAPageIsOfOneMoment(t *testing.T) {
	eachObserved(t, func(s *server, uses *databaseUses) {
		id, base := s.review()
		who, at := "contributor session", models.AnswerPath{Workload: id, Lens: "service-basics", Question: "backup"}
		write := func() {
			notes := "Noted meanwhile"
			_, err := s.svc.Answers.Update(s.owner, at, models.AnswerPatch{Notes: &notes}, nil)
			must(t, err)
			_, err = s.svc.Comments.Create(s.as("owner session"), at, models.CommentInput{Body: "Said meanwhile"},
				models.IdempotencyKey{})
			must(t, err)
		}
		s.get(who, base+backup, http.StatusOK)
		uses.once("FROM assignments", write)
		first, second := s.get(who, base+backup, http.StatusOK), s.get(who, base+backup, http.StatusOK)
		for _, text := range []string{"Noted meanwhile", "Said meanwhile"} {
			if strings.Contains(first, text) {
				t.Errorf("the page that was being read has %q", text)
			}
			if !strings.Contains(second, text) {
				t.Errorf("the next page lacks %q", text)
			}
		}
	})
}

// What a save gives back is what is read after it.
func TestASaveGivesBackWhatIsThere(t *testing.T) {
	eachObserved(t, func(s *server, _ *databaseUses) {
		id, base := s.review()
		who, at := "contributor session", models.AnswerPath{Workload: id, Lens: "service-basics", Question: "backup"}
		saved := s.script(who, "POST", base+backup+"/save", editOfNotes("", "By script"))
		if live := s.script(who, "GET", base+backup+"/live", ""); string(saved.body) != string(live.body) {
			t.Errorf("the save gave\n%s\nand there is\n%s", saved.body, live.body)
		}
		mark := &models.Edit[models.Mark]{
			From: models.Mark{Status: models.ChoiceUnselected, Reason: models.NoReason},
			To:   models.Mark{Status: models.ChoiceSelected, Reason: models.NoReason},
		}
		edit := models.AnswerEdit{Choices: map[string]models.ChoiceEdit{"backup_daily": {Mark: mark}}}
		for range 2 { // the second time there is nothing to change
			done, err := s.svc.Answers.Edit(s.as(who), at, edit)
			must(t, err)
			there, err := s.svc.Answers.Question(s.as(who), at)
			must(t, err)
			if !reflect.DeepEqual(done.QuestionView, there) {
				t.Errorf("the save gave\n%+v\nand there is\n%+v", done.QuestionView, there)
			}
		}
	})
}
