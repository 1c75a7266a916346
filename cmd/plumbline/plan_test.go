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
