package main

import (
	"slices"
	"strings"
	"testing"

	"plumbline/models"
	"plumbline/models/store/storetest"
)

// The plan, the cheapest path and what-ifs are alike, whether the command looks into the database or asks a server; and
// a what-if saves nothing.
func TestPlanBesideAndByServer(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		id, _ := reviewedDatabase(t, dsn)
		p := startProgram(t, "serve", "--data", dsn)
		_, secret, _ := runCommand(t, "", "token", "create", "--data", dsn)
		p.token = strings.TrimSpace(secret)
		answer := "/workloads/" + id + "/lenses/service-basics/answers/backup"
		p.must("PUT", answer, map[string]any{"selected": []string{"backup_no"}}, nil)
		t.Setenv("PLUMBLINE_TOKEN", p.token)
		for _, row := range []struct {
			args   string
			status int
			holds  string
		}{
			{"", exitOK, "4 practices are missing in 1 workload. 2 of them clear 1 high risk."},
			{"--workload checkout --order effort", exitOK, "service-basics  reliability  backup"},
			{"--pillar operations", exitOK, "Nothing is missing."},
			{"--risk medium", exitOK, "Nothing is missing."},
			{"--format json", exitOK, `"clear_high": {`},
			{"--format csv --workload " + id, exitOK, "lens,pillar,question,code,practice,effort"},
			{"--cheapest", exitOK, "2 practices clear 1 high risk in 1 workload."},
			{"--cheapest --goal medium --format csv", exitOK, "Checkout,service-basics,reliability,backup,,HIGH,NONE,backup_"},
			{"--workload Checkout --what-if backup:backup_daily,backup:backup_restore", exitOK, "High risks: 1, then 0."},
			{"--workload Checkout --what-if service-basics:backup:backup_daily --format json", exitOK, `"state": "done"`},
			{"--workload Checkout --what-if backup:nope", exitFailed, "does not have"},
			{"--workload Checkout --what-if backup", exitFailed, "QUESTION:PRACTICE"},
			{"--what-if backup:backup_daily", exitFailed, "needs --workload"},
			{"--workload Nothing", exitFailed, "no workload"},
		} {
			var outs []string
			for _, where := range [][]string{{"--data", dsn}, {"--server", p.url}} {
				args := append(append([]string{"plan"}, strings.Fields(row.args)...), where...)
				status, out, errOut := runCommand(t, "", args...)
				if status != row.status || !strings.Contains(out+errOut, row.holds) {
					t.Errorf("%s: status %d, want %d with %q\n%s%s", args, status, row.status, row.holds, out, errOut)
				}
				outs = append(outs, out)
			}
			if outs[0] != outs[1] {
				t.Errorf("%s: beside the database\n%s\nand by the server\n%s", row.args, outs[0], outs[1])
			}
		}
	})
}

// A what-if is kept, listed, shown, made items of and deleted on the command line; the database and a server print the
// same, and who may not, or names what is not there, is told.
func TestProposalsBesideAndByServer(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		id, _ := reviewedDatabase(t, dsn)
		p := startProgram(t, "serve", "--data", dsn)
		token := func(role string) string {
			status, secret, errOut := runCommand(t, "", "token", "create", "--name", role, "--role", role, "--data", dsn)
			if status != exitOK {
				t.Fatal(errOut)
			}
			return strings.TrimSpace(secret)
		}
		viewer, contributor := token("viewer"), token("contributor")
		p.token = token("owner")
		p.must("PUT", "/workloads/"+id+"/lenses/service-basics/answers/backup",
			map[string]any{"selected": []string{"backup_no"}}, nil)
		run := func(as, where string, status int, holds string, words ...string) string {
			t.Helper()
			t.Setenv("PLUMBLINE_TOKEN", as)
			at := map[string][]string{"beside": {"--data", dsn}, "server": {"--server", p.url}}[where]
			got, out, errOut := runCommand(t, "", slices.Concat([]string{"proposals"}, words, at)...)
			if got != status || !strings.Contains(out+errOut, holds) {
				t.Errorf("%s %q: status %d, want %d with %q\n%s%s", where, words, got, status, holds, out, errOut)
			}
			return strings.TrimSpace(out)
		}
		create := func(name, practices string) []string {
			return []string{"create", "checkout", name, "--what-if", practices, "--note", "Cheap\x1b[31m\nand soon"}
		}
		run("not a token", "server", exitFailed, "", "list", "Checkout")
		run(viewer, "server", exitFailed, "", create("Günstig", "backup:backup_daily")...)
		ids := map[string]string{}
		for where, name := range map[string]string{"beside": "Günstig", "server": "备份 first"} {
			run(contributor, where, exitFailed, "does not have", create(name, "backup:nope")...)
			run(contributor, where, exitFailed, "QUESTION:PRACTICE", create(name, "backup")...)
			run(contributor, where, exitFailed, "name", create("x", "backup:backup_daily")...)
			run(contributor, where, exitFailed, "no workload", "list", "Nothing")
			run(contributor, where, exitFailed, "no proposal", "show", "Checkout", "Nothing")
			run(contributor, where, exitFailed, "no proposal", "items", "Checkout", models.NewID())
			run(contributor, where, exitFailed, "no proposal", "delete", "Checkout", models.NewID())
			ids[name] = run(contributor, where, exitOK, "",
				create(name, "backup:backup_daily,service-basics:backup:backup_restore")...)
		}
		for _, row := range []struct {
			words []string
			holds string
		}{
			{[]string{"list", "Checkout"}, ids["备份 first"]},
			{[]string{"list", id, "--json"}, `"name": "Günstig"`},
			{[]string{"show", "Checkout", "GÜNSTIG"}, "High risks: 1, then 0."},
			{[]string{"show", "Checkout", ids["备份 first"]}, "note: Cheap [31m and soon\n"},
			{[]string{"show", "Checkout", "Günstig", "--json"}, `"state": "done"`},
		} {
			beside, asked := run(viewer, "beside", exitOK, row.holds, row.words...), run(viewer, "server", exitOK, row.holds,
				row.words...)
			if beside != asked {
				t.Errorf("%q: beside the database\n%s\nand by the server\n%s", row.words, beside, asked)
			}
		}
		updated := func(as, where string, status int, holds string, words ...string) string {
			t.Helper()
			return run(as, where, status, holds, slices.Concat([]string{"update", "Checkout", "Günstig"}, words)...)
		}
		for _, where := range []string{"beside", "server"} {
			updated(contributor, where, exitFailed, "nothing to change")
			updated(contributor, where, exitFailed, "name", "--name", "x")
			updated(contributor, where, exitFailed, "does not have", "--add", "backup:nope")
			updated(contributor, where, exitFailed, "QUESTION:PRACTICE", "--what-if", "backup")
			updated(contributor, where, exitFailed, "has no practice", "--remove", "backup:backup_apart")
			run(contributor, where, exitFailed, "no proposal", "update", "Checkout", models.NewID(), "--name", "Another")
			out := updated(contributor, where, exitOK, "note: Later", "--add", "backup:backup_apart", "--remove",
				"service-basics:backup:backup_daily", "--note", "Later")
			if strings.Contains(out, "backup_daily") || !strings.Contains(out, ":backup_apart ") ||
				!strings.Contains(out, ":backup_restore ") {
				t.Errorf("%s: after one came and one left\n%s", where, out)
			}
			updated(contributor, where, exitOK, `"note": ""`, "--note", "", "--json", "--what-if",
				"backup:backup_daily,backup:backup_restore")
			run(contributor, where, exitOK, "name: 备份计划\n", "update", "Checkout", "Günstig", "--name", "备份计划")
			run(contributor, where, exitOK, "High risks: 1, then 0.", "update", "Checkout", "备份计划", "--name", "Günstig")
		}
		updated(viewer, "server", exitFailed, "", "--name", "Mine")
		updated("not a token", "server", exitFailed, "", "--name", "Mine")
		run(viewer, "server", exitFailed, "", "items", "Checkout", "Günstig")
		run(viewer, "server", exitFailed, "", "delete", "Checkout", "Günstig")
		first := run(contributor, "server", exitOK, "2 practices", "items", "Checkout", "Günstig")
		for _, where := range []string{"beside", "server"} {
			again := run(contributor, where, exitOK, "", "items", "Checkout", "Günstig", "--each", "practice")
			if again != first {
				t.Errorf("%s: the items once more\n%s\nwant\n%s", where, again, first)
			}
			run(contributor, where, exitOK, `"number": 1`, "items", "Checkout", "备份 first", "--json")
		}
		run(contributor, "beside", exitOK, "", create("Günstig", "backup:backup_daily")...)
		for _, where := range []string{"beside", "server"} {
			run(contributor, where, exitFailed, "2 proposals are called", "delete", "Checkout", "Günstig")
		}
		run(contributor, "beside", exitOK, "", "delete", "Checkout", ids["Günstig"])
		run(contributor, "server", exitOK, "", "delete", "Checkout", "备份 first")
		for _, where := range []string{"beside", "server"} {
			left := run(viewer, where, exitOK, "Günstig", "list", "Checkout")
			if strings.Contains(left, ids["Günstig"]) || strings.Contains(left, "备份") {
				t.Errorf("%s: deleted ones are listed\n%s", where, left)
			}
		}
	})
}

// Practices that are missing in several workloads become items on the command line, all or none, with an owner, a day
// and a priority; the database and a server print the same.
func TestItemsOfSeveralWorkloadsBesideAndByServer(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		id, _ := reviewedDatabase(t, dsn)
		p := startProgram(t, "serve", "--data", dsn)
		token := func(role string) string {
			status, secret, errOut := runCommand(t, "", "token", "create", "--name", role, "--role", role, "--data", dsn)
			if status != exitOK {
				t.Fatal(errOut)
			}
			return strings.TrimSpace(secret)
		}
		viewer, contributor := token("viewer"), token("contributor")
		p.token = token("owner")
		var stock struct{ ID string }
		p.must("POST", "/workloads", map[string]any{"name": "Stock, 仓库", "description": "Counts", "environment": "PRODUCTION",
			"review_owner": "Ines", "aws_regions": []string{"eu-central-1"}, "lenses": []string{"service-basics"}}, &stock)
		for _, workload := range []string{id, stock.ID} {
			p.must("PUT", "/workloads/"+workload+"/lenses/service-basics/answers/backup",
				map[string]any{"selected": []string{"backup_no"}}, nil)
		}
		run := func(as, where string, status int, holds string, words ...string) string {
			t.Helper()
			t.Setenv("PLUMBLINE_TOKEN", as)
			at := map[string][]string{"beside": {"--data", dsn}, "server": {"--server", p.url}}[where]
			got, out, errOut := runCommand(t, "", slices.Concat([]string{"items", "plan"}, words, at)...)
			if got != status || !strings.Contains(out+errOut, holds) {
				t.Errorf("%s %q: status %d, want %d with %q\n%s%s", where, words, got, status, holds, out, errOut)
			}
			return out
		}
		both := func(words ...string) []string {
			return append([]string{"--workload", "checkout", "--workload", "Stock, 仓库"}, words...)
		}
		run("not a token", "server", exitFailed, "", both("backup:backup_daily")...)
		run(viewer, "server", exitFailed, "", both("backup:backup_daily")...)
		for _, where := range []string{"beside", "server"} {
			run(contributor, where, exitFailed, "--workload", "backup:backup_daily")
			run(contributor, where, exitFailed, "no workload", "--workload", "Nothing", "backup:backup_daily")
			run(contributor, where, exitFailed, "no practice", both("backup:backup_daily", "backup:nope")...)
			run(contributor, where, exitFailed, "QUESTION:PRACTICE", both("backup")...)
			run(contributor, where, exitFailed, "--owner", both("backup:backup_daily", "--owner", "Ann")...)
			run(contributor, where, exitFailed, "no member", both("backup:backup_daily", "--owner", "x@example.com")...)
			run(contributor, where, exitFailed, "due_on", both("backup:backup_daily", "--due", "soon")...)
			run(contributor, where, exitFailed, "priority", both("backup:backup_daily", "--priority", "huge")...)
		}
		words := both("backup:backup_daily", "service-basics:backup:backup_restore", "--each", "practice", "--owner",
			"team:Betrieb", "--due", "2031-05-01", "--priority", "urgent")
		first := run(contributor, "server", exitOK, "Betrieb", words...)
		if lines := strings.Split(strings.TrimSpace(first), "\n"); len(lines) != 5 ||
			strings.Count(first, "Stock, 仓库") != 2 || strings.Count(first, "2031-05-01") != 4 {
			t.Errorf("the items\n%s", first)
		}
		if again := run(contributor, "beside", exitOK, "Betrieb", both("backup:backup_daily",
			"backup:backup_restore")...); again != first {
			t.Errorf("once more, beside the database\n%s\nwant\n%s", again, first)
		}
		run(contributor, "beside", exitOK, `"due_source": "agreed"`, append(words, "--json")...)
	})
}
