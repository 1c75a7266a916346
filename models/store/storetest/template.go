package storetest

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"plumbline/models/store"
)

// Main runs the tests of a package, whose TestMain calls it, on databases that are migrated once for all of them: each
// test gets a copy. Without it every test on PostgreSQL migrates a database of its own.
func Main(m *testing.M) {
	copies = true
	defer dropTemplates()
	m.Run()
}

// copies says that Main runs, which drops what is copied on PostgreSQL.
var copies bool

// Migrated gives the address of a database of its own with all migrations and nothing in it: on PostgreSQL where
// Variable is set, else on SQLite.
func Migrated(t testing.TB) string {
	t.Helper()
	if os.Getenv(PostgresVariable) != "" {
		return MigratedPostgres(t)
	}
	return MigratedSQLite(t)
}

// MigratedSQLite gives the path of a SQLite database with all migrations and nothing in it.
func MigratedSQLite(t testing.TB) string {
	t.Helper()
	return migrated.SQLite(t)
}

// MigratedPostgres is NewPostgresDatabase with all migrations. Where Main does not run, the database is empty, and
// migrated by whoever opens it.
func MigratedPostgres(t testing.TB) string {
	t.Helper()
	if !copies {
		return NewPostgresDatabase(t)
	}
	return migrated.Postgres(t)
}

// migrated has all migrations and nothing in it.
var migrated = &Template{fill: func(t testing.TB, dsn string) {
	t.Helper()
	if err := migrate(dsn); err != nil {
		t.Fatalf("migrate a database to copy: %v", err)
	}
}}

// Template is a database that tests copy, one for each engine. It is made for the first test that wants a copy, and
// again for the next one if that fails. It is safe for concurrent use.
type Template struct {
	fill func(t testing.TB, dsn string)

	mu       sync.Mutex
	content  []byte // of the SQLite file; nil: not made
	postgres postgresTemplate
}

// NewTemplate is a template with all migrations and what fill writes, which gets the store and its address, once for
// each engine that tests run on. What it tells tests of what it wrote, it must guard. Only packages whose TestMain is
// Main may copy it on PostgreSQL.
func NewTemplate(fill func(t testing.TB, dsn string, s *store.Store)) *Template {
	return &Template{fill: func(t testing.TB, dsn string) {
		t.Helper()
		s, err := store.Open(context.Background(), dsn, store.Options{})
		if err != nil {
			t.Fatalf("open a database to copy: %v", err)
		}
		defer s.Close() // when fill ends the test
		fill(t, dsn, s)
		if err := s.Close(); err != nil {
			t.Fatalf("close a database to copy: %v", err)
		}
	}}
}

// SQLite gives the path of a copy.
func (m *Template) SQLite(t testing.TB) string {
	t.Helper()
	path := SQLite(t)
	if err := os.WriteFile(path, m.file(t), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// file is the content of the SQLite file to copy.
func (m *Template) file(t testing.TB) []byte {
	t.Helper()
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.content != nil {
		return m.content
	}
	path := filepath.Join(t.TempDir(), "template.db")
	m.fill(t, path)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	m.content = content
	return content
}

// Postgres gives the address of a copy, which is dropped after the test.
func (m *Template) Postgres(t testing.TB) string {
	t.Helper()
	return createPostgres(t, "TEMPLATE "+m.source(t))
}

// source is the name of the PostgreSQL database to copy.
func (m *Template) source(t testing.TB) string {
	t.Helper()
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.postgres.filled {
		return m.postgres.name
	}
	options := "ENCODING 'UTF8' TEMPLATE template0"
	if m != migrated {
		options = "TEMPLATE " + migrated.source(t)
	}
	m.postgres.drop() // what is left of an attempt that failed
	dsn, err := m.postgres.create(context.Background(), options)
	if err != nil {
		t.Fatalf("make a database to copy: %v", err)
	}
	m.fill(t, dsn)
	m.postgres.filled = true
	made.Lock()
	defer made.Unlock()
	made.list = append(made.list, m)
	return m.postgres.name
}

// made are the templates that this process has on PostgreSQL.
var made struct {
	sync.Mutex
	list []*Template
}

func dropTemplates() {
	made.Lock()
	defer made.Unlock()
	for _, m := range made.list {
		m.postgres.drop()
	}
}

func migrate(dsn string) error {
	s, err := store.Open(context.Background(), dsn, store.Options{})
	if err != nil {
		return err
	}
	return s.Close()
}
