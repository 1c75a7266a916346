// Package storetest gives tests a real database: a fresh one for each, on SQLite or PostgreSQL, and the databases of
// old releases. It may import models/store; only tests may import it.
package storetest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plumbline/models/store"
)

// PostgresVariable names the environment variable with the address of a PostgreSQL server, such as
// "postgres://postgres@127.0.0.1:5432/postgres". Its user must be allowed to create databases.
const PostgresVariable = "PLUMBLINE_TEST_POSTGRES"

// OpenStore opens a fresh database that lasts as long as the test: on PostgreSQL where PostgresVariable is set, else on
// SQLite.
func OpenStore(t testing.TB) *store.Store {
	t.Helper()
	return OpenAt(t, Migrated(t))
}

// OpenAt opens the database at the address and closes it after the test.
func OpenAt(t testing.TB, dsn string) *store.Store {
	t.Helper()
	return OpenWith(t, dsn, store.Options{})
}

// OpenWith is OpenAt with options.
func OpenWith(t testing.TB, dsn string, opt store.Options) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), dsn, opt)
	if err != nil {
		t.Fatalf("open the store: %v", err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close the store: %v", err)
		}
	})
	return s
}

// EachEngine runs a subtest per engine, "sqlite" and "postgres", each on a fresh database. Without a PostgreSQL server
// the second is skipped; where the environment variable CI is set it fails instead.
func EachEngine(t *testing.T, run func(*testing.T, *store.Store)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { run(t, OpenAt(t, MigratedSQLite(t))) })
	onPostgres(t, func(t *testing.T) { run(t, OpenAt(t, MigratedPostgres(t))) })
}

// EachAddress is EachEngine for tests that open the database themselves: they get the address of an empty one.
func EachAddress(t *testing.T, run func(t *testing.T, dsn string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { run(t, SQLite(t)) })
	OnPostgres(t, run)
}

// EachAtOnce is EachEngine with both engines at the same time, for tests that wait more than they work and that open
// the database themselves. What they share they must guard.
func EachAtOnce(t *testing.T, run func(t *testing.T, dsn string)) {
	t.Helper()
	eachAtOnce(t, run, MigratedSQLite, MigratedPostgres)
}

// EachAtOnce is the function of the same name with copies of the template.
func (m *Template) EachAtOnce(t *testing.T, run func(t *testing.T, dsn string)) {
	t.Helper()
	eachAtOnce(t, run, m.SQLite, m.Postgres)
}

// EachInTurn is EachAtOnce with one engine after the other.
func (m *Template) EachInTurn(t *testing.T, run func(t *testing.T, dsn string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { run(t, m.SQLite(t)) })
	m.OnPostgres(t, run)
}

// OnPostgres is the function of the same name with a copy of the template.
func (m *Template) OnPostgres(t *testing.T, run func(t *testing.T, dsn string)) {
	t.Helper()
	onPostgres(t, func(t *testing.T) { run(t, m.Postgres(t)) })
}

func eachAtOnce(t *testing.T, run func(*testing.T, string), sqlite, postgres func(testing.TB) string) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		run(t, sqlite(t))
	})
	onPostgres(t, func(t *testing.T) {
		t.Parallel()
		run(t, postgres(t))
	})
}

// OnPostgres is EachAddress for what only several processes on one database have.
func OnPostgres(t *testing.T, run func(t *testing.T, dsn string)) {
	t.Helper()
	onPostgres(t, func(t *testing.T) { run(t, NewPostgresDatabase(t)) })
}

func onPostgres(t *testing.T, run func(*testing.T)) {
	t.Helper()
	t.Run("postgres", func(t *testing.T) {
		if os.Getenv(PostgresVariable) == "" {
			if os.Getenv("CI") != "" {
				t.Fatalf("%s must be set in CI", PostgresVariable)
			}
			t.Skipf("%s is not set: no PostgreSQL server to test on", PostgresVariable)
		}
		run(t)
	})
}

// SQLite returns the path of a database that does not exist yet.
func SQLite(t testing.TB) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "plumbline.db")
}

// NewPostgresDatabase creates an empty database on the server that PostgresVariable names, gives its address, and drops
// it after the test.
func NewPostgresDatabase(t testing.TB) string {
	t.Helper()
	return createPostgres(t, "ENCODING 'UTF8' TEMPLATE template0")
}

func createPostgres(t testing.TB, options string) string {
	t.Helper()
	server, err := url.Parse(os.Getenv(PostgresVariable))
	if err != nil {
		t.Fatalf("%s is not an address", PostgresVariable)
	}
	suffix, err := randomName()
	if err != nil {
		t.Fatal(err)
	}
	name := "plumbline_test_" + suffix
	runStatement(t, server.String(), "CREATE DATABASE "+name+" "+options)
	t.Cleanup(func() { runStatement(t, server.String(), "DROP DATABASE "+name+" WITH (FORCE)") })
	own := *server
	own.Path = "/" + name
	return own.String()
}

// ExecStatement runs a statement on the database behind the store's back.
func ExecStatement(t testing.TB, dsn, query string) {
	t.Helper()
	if strings.Contains(dsn, "://") {
		runStatement(t, dsn, query)
		return
	}
	db := openFile(t, dsn)
	_, err := db.Exec(query)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatalf("SQLite: %v", err)
	}
}

func runStatement(t testing.TB, dsn, query string) {
	t.Helper()
	db, err := sql.Open("pgx", dsn) // the store registers the driver
	if err != nil {
		t.Fatalf("open the PostgreSQL server: %v", err)
	}
	_, err = db.Exec(query)
	if closing := db.Close(); err == nil {
		err = closing
	}
	if err != nil {
		t.Fatalf("PostgreSQL: %v", err)
	}
}

func randomName() (string, error) {
	b := make([]byte, 8)
	if _, err := rand.Read(b); err != nil {
		return "", err
	}
	return hex.EncodeToString(b), nil
}
