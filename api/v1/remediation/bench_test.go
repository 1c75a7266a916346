//go:build unix

package remediation_test

import (
	"database/sql"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"plumbline/api/apitest"
	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/service/plan"
	"plumbline/models/service/reviews"
	"plumbline/models/store/sqlite"
	"plumbline/models/store/storetest"
)

const (
	benchWorkloads = 1000
	benchItems     = 10 // of each workload
)

// BenchmarkItems measures what lists and figures of 10,000 items in a workspace of 1,000 workloads cost the server,
// from request to last byte on loopback. bare-rows is what they are measured against: database/sql alone reads the
// same rows, with the columns that a list shows, and does nothing with them; healthz touches no database. cpu-ms is the
// processor time of this process, with SQLite and the client in it, without PostgreSQL: it says the same on a busy
// machine.
func BenchmarkItems(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) { benchItemsOn(b, sqlite.DriverName, storetest.MigratedSQLite(b)) })
	b.Run("postgres", func(b *testing.B) {
		if os.Getenv(storetest.PostgresVariable) == "" {
			b.Skipf("%s is not set: no PostgreSQL server to measure", storetest.PostgresVariable)
		}
		benchItemsOn(b, "pgx", storetest.MigratedPostgres(b))
	})
}

func benchItemsOn(b *testing.B, driver, dsn string) {
	s := apitest.NewServer(b, storetest.OpenAt(b, dsn))
	db, err := sql.Open(driver, dsn)
	apitest.Must(b, err)
	b.Cleanup(func() { apitest.Must(b, db.Close()) })
	fillPlan(b, s, db, driver)
	b.Run("bare-rows", func(b *testing.B) {
		defer reportCPU(b)()
		for b.Loop() {
			readBare(b, db)
		}
	})
	for _, one := range [][2]string{{"healthz", "/healthz"}, {"list", "/api/v1/items?active=true"},
		{"list-text", "/api/v1/items?q=backup&sort=updated"}, {"table-page", "/items"},
		{"board-page", "/items/board"},
		{"timeline-page", "/items/timeline"}, {"roadmap", "/api/v1/items/roadmap"}, {"metrics", "/api/v1/items/metrics"},
		{"budget", "/api/v1/items/budget"}} {
		b.Run(one[0], func(b *testing.B) {
			fetchBare(b, s, one[1]) // statements are prepared, templates are parsed
			defer reportCPU(b)()
			for b.Loop() {
				fetchBare(b, s, one[1])
			}
		})
	}
}

// reportCPU reports the processor time of an operation, from now until what it gives is called.
func reportCPU(b *testing.B) func() {
	used := func() time.Duration {
		var u syscall.Rusage
		apitest.Must(b, syscall.Getrusage(syscall.RUSAGE_SELF, &u))
		return time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	before := used()
	return func() { b.ReportMetric((used()-before).Seconds()*1000/float64(b.N), "cpu-ms/op") }
}

func readBare(b *testing.B, db *sql.DB) {
	rows, err := db.Query("SELECT number, title, owner_name, due_on, priority, risk, status FROM items")
	apitest.Must(b, err)
	defer rows.Close()
	n := 0
	for ; rows.Next(); n++ {
		var number, priority int
		var title, owner, due, risk, status string
		apitest.Must(b, rows.Scan(&number, &title, &owner, &due, &priority, &risk, &status))
	}
	if apitest.Must(b, rows.Err()); n != benchWorkloads*benchItems {
		b.Fatalf("%d items", n)
	}
}

func fetchBare(b *testing.B, s *apitest.Server, path string) {
	req, err := http.NewRequest("GET", s.URL+path, nil)
	apitest.Must(b, err)
	req.AddCookie(&http.Cookie{Name: "plumbline_session", Value: s.Sessions["contributor session"]})
	res, err := http.DefaultClient.Do(req)
	apitest.Must(b, err)
	defer res.Body.Close()
	if _, err := io.Copy(io.Discard, res.Body); err != nil || res.StatusCode != http.StatusOK {
		b.Fatal(path, res.StatusCode, err)
	}
}

// fillPlan makes the items by the operations, and then lets years pass over them.
func fillPlan(b *testing.B, s *apitest.Server, db *sql.DB, driver string) {
	b.Helper()
	first := s.Sample()
	ctx := s.As("owner session")
	for n := range benchWorkloads {
		id := first
		if n > 0 {
			load, err := s.Service.Workloads.Create(ctx, reviews.WorkloadInput{WorkloadFields: models.WorkloadFields{
				Name: fmt.Sprint("Workload ", n), Description: "Takes load", Environment: models.Production,
				ReviewOwner: "Ada Lovelace", AWSRegions: []string{"eu-central-1"}}}, models.IdempotencyKey{})
			apitest.Must(b, err)
			id = load.ID
		}
		list := make([]plan.ItemInput, benchItems)
		for i := range list {
			fields := remediation.ItemFields{Title: fmt.Sprintf("Keep the backups of part %d of workload %d apart", i, n),
				Description: strings.Repeat("Why it matters, and how it is done. ", 8), BuildCost: int64(100 * i),
				RunCost: int64(n)}
			switch i % 5 {
			case 0:
				fields.Owner = remediation.ItemOwner{Kind: remediation.MemberOwner, UserID: s.Users["contributor"].ID}
			case 1:
				fields.Owner = remediation.ItemOwner{Kind: remediation.TeamOwner, Name: fmt.Sprint("Team ", n%20)}
			}
			list[i].Fields = fields
		}
		_, err := s.Service.Items.CreateMany(ctx, id, list, models.IdempotencyKey{})
		apitest.Must(b, err)
	}
	for _, query := range []string{
		"UPDATE items SET created_at = created_at - 86400000000 * (number % 400)",
		"UPDATE items SET risk = CASE number % 3 WHEN 0 THEN 'HIGH' WHEN 1 THEN 'MEDIUM' ELSE '' END",
		"UPDATE items SET due_on = " + benchDay("number % 200") + ", sla_due_on = " + benchDay("number % 150") +
			" WHERE number % 9 > 0",
		"UPDATE items SET status = CASE number % 11 WHEN 0 THEN 'in_progress' WHEN 1 THEN 'blocked' " +
			"WHEN 2 THEN 'in_review' WHEN 3 THEN 'to_verify' WHEN 4 THEN 'done' WHEN 5 THEN 'done' " +
			"WHEN 6 THEN 'wont_do' ELSE 'open' END",
		"UPDATE items SET closed_at = created_at + 86400000000 * (number % 60) WHERE status IN ('done', 'wont_do')",
		"INSERT INTO item_needs (item_id, needs_id) SELECT a.id, b.id FROM items AS a JOIN items AS b " +
			"ON b.workspace_id = a.workspace_id AND b.number = a.number + 7 WHERE a.number % 20 = 1",
	} {
		_, err := db.Exec(query)
		apitest.Must(b, err)
	}
	if driver == "pgx" { // as a server does by itself
		_, err := db.Exec("VACUUM ANALYZE")
		apitest.Must(b, err)
	}
}

// benchDay is SQL for a day of three months before and three months after today.
func benchDay(n string) string {
	text := "CASE " + n
	for day := range 200 {
		text += fmt.Sprintf(" WHEN %d THEN '%s'", day, ahead(day-60))
	}
	return text + " ELSE '' END"
}
