package web_test

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"testing"

	"plumbline/api/apitest"
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
func (u *databaseUses) by(r apitest.Reply) databaseUse {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.of[r.Header.Get("X-Request-Id")]
}

// eachObserved is apitest.Each, with what its requests ask of the database.
func eachObserved(t *testing.T, test func(*apitest.Server, *databaseUses)) {
	apitest.EachAddress(t, func(t *testing.T, dsn string) {
		uses := &databaseUses{of: map[string]databaseUse{}}
		test(apitest.ServerAt(t, dsn, storetest.OpenWith(t, dsn, store.Options{Observer: uses.observer()})), uses)
	})
}

// A page is one read transaction, and so of one moment. An answer that is saved is one write, which gives back what the
// page shows; beside it there is only the look at who asks.
func TestPagesAndSavesAreFewTransactions(t *testing.T) {
	eachObserved(t, func(s *apitest.Server, uses *databaseUses) {
		t := s.T
		id, base := s.ReviewOfBackup()
		who, question := "contributor session", base+apitest.BackupPath
		s.GetPage(who, question, http.StatusOK) // the lens is read once
		form := answerFormOf(s, who, question).form(t, "selected", "backup_daily")
		rows := []struct {
			name          string
			ask           func() apitest.Reply
			status        int
			reads, writes int
			statements    int // at most
		}{
			{"question page", func() apitest.Reply { return s.Visit(apitest.Visit{Method: "GET", Path: question, As: who}) },
				http.StatusOK, 1, 0, 23},
			{"workload page", func() apitest.Reply {
				return s.Visit(apitest.Visit{Method: "GET", Path: "/workloads/" + id,
					As: who})
			},
				http.StatusOK, 1, 0, 18}, // two of them count what is unread at items, for the navigation
			{"live fragment", func() apitest.Reply { return s.SendScript(who, "GET", question+"/live", "") },
				http.StatusOK, 1, 0, 15},
			{"save by form", func() apitest.Reply {
				return s.Visit(apitest.Visit{Method: "POST", Path: question, As: who, Form: form})
			}, http.StatusSeeOther, 2, 1, 28},
			{"save by script", func() apitest.Reply {
				return s.SendScript(who, "POST", question+"/save",
					editOfNotes("", "By script"))
			},
				http.StatusOK, 1, 1, 21},
			{"save that clashes", func() apitest.Reply {
				return s.SendScript(who, "POST", question+"/save", editOfNotes("Never so", "By script again"))
			}, http.StatusOK, 1, 1, 16},
		}
		for _, row := range rows {
			r := row.ask()
			if r.Status != row.status {
				t.Errorf("%s: status %d, want %d: %s", row.name, r.Status, row.status, r.Body)
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
	eachObserved(t, func(s *apitest.Server, uses *databaseUses) {
		t := s.T
		id, base := s.ReviewOfBackup()
		who, at := "contributor session", models.AnswerPath{Workload: id, Lens: "service-basics", Question: "backup"}
		write := func() {
			notes := "Noted meanwhile"
			_, err := s.Service.Answers.Update(s.Owner, at, models.AnswerPatch{Notes: &notes}, nil)
			apitest.Must(t, err)
			_, err = s.Service.Comments.Create(s.As("owner session"), at, models.CommentInput{Body: "Said meanwhile"},
				models.IdempotencyKey{})
			apitest.Must(t, err)
		}
		s.GetPage(who, base+apitest.BackupPath, http.StatusOK)
		uses.once("FROM assignments", write)
		first, second := s.GetPage(who, base+apitest.BackupPath, http.StatusOK),
			s.GetPage(who, base+apitest.BackupPath, http.StatusOK)
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
	eachObserved(t, func(s *apitest.Server, _ *databaseUses) {
		t := s.T
		id, base := s.ReviewOfBackup()
		who, at := "contributor session", models.AnswerPath{Workload: id, Lens: "service-basics", Question: "backup"}
		saved := s.SendScript(who, "POST", base+apitest.BackupPath+"/save", editOfNotes("", "By script"))
		if live := s.SendScript(who, "GET", base+apitest.BackupPath+"/live", ""); string(saved.Body) != string(live.Body) {
			t.Errorf("the save gave\n%s\nand there is\n%s", saved.Body, live.Body)
		}
		mark := &models.PartEdit[models.ChoiceMark]{
			From: models.ChoiceMark{Status: models.ChoiceUnselected, Reason: models.NoReason},
			To:   models.ChoiceMark{Status: models.ChoiceSelected, Reason: models.NoReason},
		}
		edit := models.AnswerEdit{Choices: map[string]models.ChoiceEdit{"backup_daily": {Mark: mark}}}
		for range 2 { // the second time there is nothing to change
			done, err := s.Service.Answers.Edit(s.As(who), at, edit)
			apitest.Must(t, err)
			there, err := s.Service.Answers.Question(s.As(who), at)
			apitest.Must(t, err)
			if !reflect.DeepEqual(done.QuestionView, there) {
				t.Errorf("the save gave\n%+v\nand there is\n%+v", done.QuestionView, there)
			}
		}
	})
}
