package apitest

import (
	"strings"
	"sync"
	"testing"
	"time"

	"plumbline/models/service"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
)

// Furnished are servers that are all alike when they start: what a database begins with is brought in once for each
// engine, and each server has a copy of it.
type Furnished struct {
	template *storetest.Template
	mu       sync.Mutex
	people   map[bool]Population // by whether it is on PostgreSQL
	sessions map[bool][]string   // ids of those that live, likewise
}

// populated are servers with the people that NewServer brings in, and nothing else.
var populated = NewFurnished(func(*Server) {})

// NewFurnished are servers with the people that NewServer brings in, and with what furnish does. furnish runs once for
// each engine, on a server that ends before the first copy is made; what it finds out, such as ids, it must keep for
// each engine apart.
func NewFurnished(furnish func(*Server)) *Furnished {
	f := &Furnished{people: map[bool]Population{}, sessions: map[bool][]string{}}
	f.template = storetest.NewTemplate(func(t testing.TB, dsn string, st *store.Store) {
		s := NewServer(t, st)
		furnish(s)
		Must(t, s.Service.Flush(t.Context()))
		sessions := s.liveSessions()
		f.mu.Lock()
		defer f.mu.Unlock()
		f.people[isPostgres(dsn)], f.sessions[isPostgres(dsn)] = s.Population, sessions
	})
	return f
}

func isPostgres(dsn string) bool { return strings.Contains(dsn, "://") }

// OnSQLite starts a server of its own on SQLite; it ends with the test.
func (f *Furnished) OnSQLite(t testing.TB) *Server {
	t.Helper()
	dsn := f.template.SQLite(t)
	return f.start(t, dsn, storetest.OpenAt(t, dsn))
}

// SQLiteServer is NewServer on a database of its own on SQLite.
func SQLiteServer(t testing.TB) *Server {
	t.Helper()
	return populated.OnSQLite(t)
}

// ServerAt is NewServer for a database that EachAddress or OnPostgres gives, and the store that is open on it.
func ServerAt(t testing.TB, dsn string, st *store.Store) *Server {
	t.Helper()
	return populated.start(t, dsn, st)
}

func (f *Furnished) start(t testing.TB, dsn string, st *store.Store) *Server {
	t.Helper()
	f.mu.Lock()
	people, sessions := f.people[isPostgres(dsn)].clone(), f.sessions[isPostgres(dsn)]
	f.mu.Unlock()
	s := &Server{T: t, Store: st, Service: service.New(st, ServiceOptions()), Population: people}
	// as after a sign-in just now: or its first use would be noted, which is a change
	Must(t, st.Write(t.Context(), func(tx *store.Tx) error {
		for _, id := range sessions {
			if err := tx.TouchSession(id, time.Now().Truncate(time.Minute)); err != nil {
				return err
			}
		}
		return nil
	}))
	s.serve()
	return s
}

// liveSessions are the ids of people's sessions that can be used.
func (s *Server) liveSessions() (ids []string) {
	s.T.Helper()
	Must(s.T, s.Store.Read(s.T.Context(), func(tx *store.Tx) error {
		for _, user := range s.Users {
			sessions, err := tx.LiveSessions(user.ID, time.Now())
			if err != nil {
				return err
			}
			for _, session := range sessions {
				ids = append(ids, session.ID)
			}
		}
		return nil
	}))
	return ids
}
