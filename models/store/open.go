package store

import (
	"context"
	"errors"
	"strings"

	"gorm.io/gorm"

	"plumbline/models"
	"plumbline/models/store/migrations"
	"plumbline/models/store/observe"
	"plumbline/models/store/postgres"
	"plumbline/models/store/sealing"
	"plumbline/models/store/sqlite"
)

// Open opens the database, makes it if the path is new, and migrates it. dsn is the path of a SQLite file,
// plain or as "file:…", or the address of a PostgreSQL database ("postgres://…", "postgresql://…"). An
// address that can't be used is an Invalid error, an outage an Unavailable one; so is a database that a newer
// version of the program has migrated.
func Open(ctx context.Context, dsn string, opt Options) (*Store, error) {
	opt = opt.withDefaults()
	s := &Store{observer: opt.Observer}
	if err := s.openEngine(ctx, dsn, opt); err != nil {
		return nil, err
	}
	if err := s.start(ctx, opt); err != nil {
		return nil, explainError(ctx, s.engine.Explain, "open", errors.Join(err, s.Close()))
	}
	return s, nil
}

func (s *Store) openEngine(ctx context.Context, dsn string, opt Options) (err error) {
	if isPostgres(dsn) {
		s.engine, err = postgres.Open(ctx, dsn, opt.postgres(), s.listeners.put)
		return explainError(ctx, postgres.ExplainError, "open", err)
	}
	s.engine, err = sqlite.Open(dsn, opt.sqlite(), s.listeners.put)
	return explainError(ctx, sqlite.ExplainError, "open", err)
}

// SQLiteFile returns the path of the SQLite file that an address names, and false for an address of PostgreSQL and
// one that can't be used.
func SQLiteFile(dsn string) (path string, ok bool) {
	if isPostgres(dsn) {
		return "", false
	}
	path, err := sqlite.FilePath(dsn)
	return path, err == nil
}

func isPostgres(dsn string) bool {
	return strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://")
}

func (s *Store) start(ctx context.Context, opt Options) error {
	db, err := gorm.Open(s.engine.Dialector(), &gorm.Config{
		SkipDefaultTransaction:   true,
		DisableNestedTransaction: true,
		DisableAutomaticPing:     true,
		TranslateError:           true,
		Logger:                   observe.SlowLog{To: opt.Logger, Threshold: opt.SlowQuery},
	})
	if err != nil {
		return err
	}
	s.gorm = db
	if dialectOf(db) == postgresDialect {
		s.groups = newGroups(s)
		s.sealer = sealing.NewSealer(sealing.Work{
			Some: s.sealSome, All: s.SealAudit, Log: opt.Logger, Always: opt.Server,
		})
	}
	err = s.Write(ctx, func(tx *Tx) error {
		if err := tx.takeTime(); err != nil {
			return err
		}
		if err := migrations.Run(tx.db); err != nil {
			return err
		}
		return tx.chainOldAudit()
	})
	s.engine.Started()
	if err == nil {
		s.sealer.Begin()
	}
	if newer, ok := errors.AsType[*migrations.NewerError](err); ok {
		return models.Errorf(models.CodeUnavailable, "the database was migrated by a newer version of Plumbline (%s): start "+
			"that version or a later one, or restore a backup from before the upgrade", newer.ID).Because(newer)
	}
	return err
}
