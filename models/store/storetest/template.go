package storetest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"plumbline/models/store"
)

// Main runs the tests of a package, whose TestMain calls it, on databases that are migrated once for all of them: each
// test gets a copy. Without it every test on PostgreSQL migrates a database of its own.
func Main(m *testing.M) {
	postgresTemplate.wanted = true
	defer postgresTemplate.drop()
	m.Run()
}

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
	content, err := sqliteTemplate()
	if err != nil {
		t.Fatalf("migrate a database to copy: %v", err)
	}
	path := SQLite(t)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// MigratedPostgres is NewPostgresDatabase with all migrations. Where Main does not run, the database is empty, and
// migrated by whoever opens it.
func MigratedPostgres(t testing.TB) string {
	t.Helper()
	if !postgresTemplate.wanted {
		return NewPostgresDatabase(t)
	}
	name, err := postgresTemplate.made()
	if err != nil {
		t.Fatalf("migrate a database to copy: %v", err)
	}
	return createPostgres(t, "TEMPLATE "+name)
}

// sqliteTemplate is the content of a migrated file.
var sqliteTemplate = sync.OnceValues(func() (content []byte, err error) {
	dir, err := os.MkdirTemp("", "plumbline-template-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "plumbline.db")
	if err := migrate(path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

func migrate(dsn string) error {
	s, err := store.Open(context.Background(), dsn, store.Options{})
	if err != nil {
		return err
	}
	return s.Close()
}

// templatePrefix begins the names of databases on PostgreSQL that tests copy.
const templatePrefix = "plumbline_template_"

// postgresTemplate is the database that this process copies. As long as it lives, it holds a lock by the name of its
// template: one without a lock was left by a process that crashed, and the next one drops it.
var postgresTemplate postgresSource

type postgresSource struct {
	wanted bool
	once   sync.Once
	name   string
	err    error
	server *sql.DB
	lock   *sql.Conn
}

func (s *postgresSource) made() (string, error) {
	s.once.Do(func() { s.err = s.make(context.Background()) })
	return s.name, s.err
}

func (s *postgresSource) make(ctx context.Context) (err error) {
	address, err := url.Parse(os.Getenv(PostgresVariable))
	if err != nil {
		return fmt.Errorf("%s is not an address", PostgresVariable)
	}
	if s.server, err = sql.Open("pgx", address.String()); err != nil {
		return err
	}
	if s.lock, err = s.server.Conn(ctx); err != nil {
		return err
	}
	s.dropLeft(ctx)
	suffix, err := randomName()
	if err != nil {
		return err
	}
	s.name = templatePrefix + suffix
	if _, err := s.lock.ExecContext(ctx, "SELECT pg_advisory_lock(hashtext($1))", s.name); err != nil {
		return err
	}
	if _, err := s.lock.ExecContext(ctx, "CREATE DATABASE "+s.name+" ENCODING 'UTF8' TEMPLATE template0"); err != nil {
		return err
	}
	address.Path = "/" + s.name
	return migrate(address.String())
}

// dropLeft drops templates whose process is gone. What fails is left to the next one.
func (s *postgresSource) dropLeft(ctx context.Context) {
	rows, err := s.lock.QueryContext(ctx, "SELECT datname FROM pg_database WHERE datname LIKE $1", templatePrefix+"%")
	if err != nil {
		return
	}
	var names []string
	for rows.Next() {
		var name string
		if rows.Scan(&name) == nil {
			names = append(names, name)
		}
	}
	_ = errors.Join(rows.Err(), rows.Close())
	for _, name := range names {
		free := false
		locked := s.lock.QueryRowContext(ctx, "SELECT pg_try_advisory_lock(hashtext($1))", name).Scan(&free)
		if locked == nil && free {
			_, _ = s.lock.ExecContext(ctx, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)")
			_, _ = s.lock.ExecContext(ctx, "SELECT pg_advisory_unlock(hashtext($1))", name)
		}
	}
}

// drop drops the template and gives its lock back. It says what it could not do: no test is left to fail.
func (s *postgresSource) drop() {
	if s.server == nil {
		return
	}
	var err error
	if s.name != "" {
		_, err = s.server.Exec("DROP DATABASE IF EXISTS " + s.name + " WITH (FORCE)")
	}
	if s.lock != nil {
		err = errors.Join(err, s.lock.Close())
	}
	if err := errors.Join(err, s.server.Close()); err != nil {
		fmt.Fprintf(os.Stderr, "drop the database that tests copied: %v\n", err)
	}
}
