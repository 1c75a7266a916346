package migrations

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"github.com/go-gormigrate/gormigrate/v2"
	"gorm.io/gorm"
)

// migrationTable keeps the ids of the migrations that a database has seen.
const migrationTable = "schema_migrations"

// advisoryLock is the key under which PostgreSQL servers wait for each other's migrations: "plumblin" in ASCII.
const advisoryLock = 0x706c756d626c696e

//go:embed sql
var sqlFiles embed.FS

// allMigrations lists the migrations, oldest first.
var allMigrations = []*gormigrate.Migration{
	initialSchema,
	builtinLenses,
	peopleTables,
	reviewTogether,
	signInRules,
	lensUpgrades,
	undecided,
	composedNames,
	costCenter,
	outbox,
	auditSealing,
	eventTable,
	timeZone,
	mentionRead,
	items,
	itemLists,
	proposals,
	scheduleTables,
	trendDays,
	acceptances,
	feedTokens,
	reportProofs,
	reportLooks,
}

// NewerError tells that the database has seen a migration that this program does not know.
type NewerError struct{ ID string }

func (e *NewerError) Error() string {
	return fmt.Sprintf("migrations: the database has seen migration %q, which this program does not know", e.ID)
}

// Run migrates. tx must be a write transaction: an immediate one on SQLite; on PostgreSQL, Run takes a lock that
// holds until the transaction ends. A database that is up to date is not changed; one that is newer gives a NewerError.
func Run(tx *gorm.DB) error {
	if err := prepareTable(tx); err != nil {
		return err
	}
	if err := refuseNewer(tx); err != nil {
		return err
	}
	options := &gormigrate.Options{TableName: migrationTable, IDColumnName: "id"}
	if err := gormigrate.New(tx, options, allMigrations).Migrate(); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

// prepareTable waits for other servers and makes the table of ids.
func prepareTable(tx *gorm.DB) error {
	if isPostgres(tx) {
		if err := tx.Exec("SELECT pg_advisory_xact_lock(?)", int64(advisoryLock)).Error; err != nil {
			return fmt.Errorf("wait for another server's migration: %w", err)
		}
	}
	err := tx.Exec("CREATE TABLE IF NOT EXISTS " + migrationTable + " (id TEXT NOT NULL PRIMARY KEY)").Error
	if err != nil {
		return fmt.Errorf("prepare migrations: %w", err)
	}
	return nil
}

func refuseNewer(tx *gorm.DB) error {
	var seen []string
	if err := tx.Raw("SELECT id FROM " + migrationTable + " ORDER BY id").Scan(&seen).Error; err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	for _, id := range seen {
		if !slices.ContainsFunc(allMigrations, func(m *gormigrate.Migration) bool { return m.ID == id }) {
			return &NewerError{ID: id}
		}
	}
	return nil
}

func isPostgres(tx *gorm.DB) bool { return tx.Name() == "postgres" }

// sqlMigration gives a migration that runs sql/<id>_<engine>.sql, statement by statement: each ends with ";" at the end
// of a line.
func sqlMigration(id string) *gormigrate.Migration {
	return &gormigrate.Migration{ID: id, Migrate: func(tx *gorm.DB) error {
		engine := "sqlite"
		if isPostgres(tx) {
			engine = "postgres"
		}
		text, err := sqlFiles.ReadFile("sql/" + id + "_" + engine + ".sql")
		if err != nil {
			return err
		}
		for query := range strings.SplitSeq(string(text), ";\n") {
			if query = strings.TrimSpace(query); query == "" {
				continue
			}
			if err := tx.Exec(query).Error; err != nil {
				return fmt.Errorf("%s: %w", id, err)
			}
		}
		return nil
	}}
}
