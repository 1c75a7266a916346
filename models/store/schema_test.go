package store_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plumbline/models/store"
	"plumbline/models/store/storetest"
)

var updateGolden = flag.Bool("update", false, "write the golden files anew")

const sqliteSchema = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type DESC, name"

// postgresSchema tells columns, constraints and indexes, one a line.
const postgresSchema = `
SELECT line FROM (
  SELECT 1 AS part, c.table_name AS t, lpad(c.ordinal_position::text, 3, '0') AS n,
    format('column %s.%s %s%s%s%s', c.table_name, c.column_name, c.data_type,
      CASE WHEN c.collation_name IS NULL THEN '' ELSE ' collate ' || c.collation_name END,
      CASE WHEN c.is_nullable = 'NO' THEN ' not null' ELSE '' END,
      CASE WHEN c.is_identity = 'YES' THEN ' identity ' || lower(c.identity_generation) ELSE '' END) AS line
  FROM information_schema.columns AS c WHERE c.table_schema = current_schema()
  UNION ALL
  SELECT 2, r.relname::text, k.conname::text, 
    format('constraint %s.%s %s', r.relname, k.conname, pg_get_constraintdef(k.oid))
  FROM pg_constraint AS k JOIN pg_class AS r ON r.oid = k.conrelid
  WHERE r.relnamespace = current_schema()::regnamespace
  UNION ALL
  SELECT 3, tablename::text, indexname::text, indexdef FROM pg_indexes WHERE schemaname = current_schema()
) AS lines ORDER BY part, t COLLATE "C", n COLLATE "C"`

// schemaText describes the database as the engine itself tells it.
func schemaText(t *testing.T, s *store.Store) string {
	t.Helper()
	var lines []string
	mustRead(t, s, func(tx *store.Tx) (err error) {
		query, end := sqliteSchema, ";"
		if store.IsPostgres(tx) {
			query, end = postgresSchema, ""
		}
		lines, err = store.QueryRows(tx, query)
		for i := range lines {
			lines[i] += end
		}
		return err
	})
	return strings.Join(lines, "\n") + "\n"
}

func TestTheSchemaIsTheGoldenOne(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		golden := filepath.Join("testdata", "schema_"+filepath.Base(t.Name())+".sql")
		got := schemaText(t, s)
		if *updateGolden {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("the schema is not that of %s; a change needs a migration, and then -update:\n%s", golden, got)
		}
	})
}
