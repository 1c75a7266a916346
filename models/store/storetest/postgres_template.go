package storetest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
)

// templatePrefix begins the names of databases on PostgreSQL that tests copy.
const templatePrefix = "plumbline_template_"

// postgresTemplate is a database that this process copies. As long as it lives, it holds a lock by the name of its
// template: one without a lock was left by a process that crashed, and the next one drops it.
type postgresTemplate struct {
	filled bool
	name   string
	server *sql.DB
	lock   *sql.Conn
}

// create makes the database and gives its address. drop is for what is left of it after an error too.
func (s *postgresTemplate) create(ctx context.Context, options string) (dsn string, err error) {
	address, err := url.Parse(os.Getenv(PostgresVariable))
	if err != nil {
		return "", fmt.Errorf("%s is not an address", PostgresVariable)
	}
	if s.server, err = sql.Open("pgx", address.String()); err != nil {
		return "", err
	}
	if s.lock, err = s.server.Conn(ctx); err != nil {
		return "", err
	}
	s.dropLeft(ctx)
	suffix, err := randomName()
	if err != nil {
		return "", err
	}
	s.name = templatePrefix + suffix
	if _, err := s.lock.ExecContext(ctx, "SELECT pg_advisory_lock(hashtext($1))", s.name); err != nil {
		return "", err
	}
	if _, err := s.lock.ExecContext(ctx, "CREATE DATABASE "+s.name+" "+options); err != nil {
		return "", err
	}
	address.Path = "/" + s.name
	return address.String(), nil
}

// dropLeft drops templates whose process is gone. What fails is left to the next one.
func (s *postgresTemplate) dropLeft(ctx context.Context) {
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
func (s *postgresTemplate) drop() {
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
	*s = postgresTemplate{}
}
