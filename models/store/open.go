package store

import (
	"context"
	"errors"
	"strings"

	"gorm.io/gorm"

	"plumbline/models"
	"plumbline/models/store/migrations"
)

// Open opens the database, makes it if the path is new, and migrates it. dsn is the path of a SQLite file, plain or
// as "file:…", or the address of a PostgreSQL database ("postgres://…", "postgresql://…"). An address that can't be used is an
// Invalid error, an outage an Unavailable one; so is a database that a newer version of the program has migrated.
func Open(ctx context.Context, dsn string, opt Options) (*Store, error) {
	opt = opt.withDefaults()
	e, dialector, err := openEngine(ctx, dsn, opt)
	if err != nil {
		return nil, explain(ctx, "open", err)
	}
	s := &Store{engine: e, hub: newHub()}
	s.hub.bus = e.bus(s.hub)
	if err := s.start(ctx, dialector, opt); err != nil {
		return nil, explain(ctx, "open", errors.Join(err, s.Close()))
	}
	return s, nil
}

func openEngine(ctx context.Context, dsn string, opt Options) (engine, gorm.Dialector, error) {
	if isPostgres(dsn) {
		return openPostgres(ctx, dsn, opt)
	}
	return openSQLite(dsn, opt)
}

func isPostgres(dsn string) bool {
	return strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://")
}

func (s *Store) start(ctx context.Context, dialector gorm.Dialector, opt Options) error {
	db, err := gorm.Open(dialector, &gorm.Config{
		SkipDefaultTransaction:   true,
		DisableNestedTransaction: true,
		DisableAutomaticPing:     true,
		TranslateError:           true,
		Logger:                   slowLog{to: opt.Logger, threshold: opt.SlowQuery},
	})
	if err != nil {
		return err
	}
	s.gorm = db
	err = s.Write(ctx, func(tx *Tx) error {
		if err := tx.takeTime(); err != nil {
			return err
		}
		if err := migrations.Run(tx.db); err != nil {
			return err
		}
		return tx.chainOldAudit()
	})
	s.engine.started()
	if newer, ok := errors.AsType[*migrations.NewerError](err); ok {
		return models.Errorf(models.Unavailable, "the database was migrated by a newer version of Plumbline (%s): start "+
			"that version or a later one, or restore a backup from before the upgrade", newer.ID).Because(newer)
	}
	return err
}
