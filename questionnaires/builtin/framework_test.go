package builtin

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plumbline/questionnaires"
)

var updateGolden = flag.Bool("update", false, "rewrite the golden files")

// compareGolden compares a text with a file of testdata, or writes the file.
func compareGolden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *updateGolden {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got == string(want) {
		return
	}
	old, new := strings.Split(string(want), "\n"), strings.Split(got, "\n")
	for i := range min(len(old), len(new)) {
		if old[i] != new[i] {
			t.Fatalf("%s:%d is %q, but now it comes to %q", path, i+1, old[i], new[i])
		}
	}
	t.Fatalf("%s has %d lines, but now there are %d", path, len(old), len(new))
}

// framework reads the facts about the framework, a row for each best practice and each "None of these".
func framework(t *testing.T) (rows []map[string]string) {
	t.Helper()
	data, err := os.ReadFile(sharedFile(t, "reference/framework.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	names := strings.Split(lines[0], "\t")
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, cell := range strings.Split(line, "\t") {
			row[names[i]] = strings.TrimSpace(cell)
		}
		rows = append(rows, row)
	}
	return rows
}

// practiceFact is what a row of the table says, without the topic; the link is last and may be missing.
func practiceFact(pillar, questionDoc, question, choiceDoc, choice, level, link string) string {
	return strings.Join([]string{pillar, questionDoc, question, choiceDoc, choice, level, link}, " ")
}

// practiceFacts lists those of a lens.
func practiceFacts(l *questionnaires.Lens, links bool) (out []string) {
	for _, p := range l.Pillars {
		for _, q := range p.Questions {
			for _, c := range q.Choices {
				g := questionnaires.Guidance{DocumentID: "NONE"}
				if c.Guidance != nil {
					g = *c.Guidance
				}
				if !links {
					g.Link = ""
				}
				out = append(out, practiceFact(p.ID, q.DocumentID, q.ID, g.DocumentID, c.ID, g.RiskLevel, g.Link))
			}
		}
	}
	return out
}

// TestFrameworkIsComplete holds ids, order, levels and links against the facts.
func TestFrameworkIsComplete(t *testing.T) {
	have := practiceFacts(mustLens(t, "wellarchitected"), true)
	rows := framework(t)
	if len(have) != len(rows) {
		t.Errorf("%d choices, want %d", len(have), len(rows))
	}
	for i, row := range rows {
		if row["best_practice_doc_id"] == "NONE" {
			row["risk_level"], row["url"] = "", ""
		}
		want := practiceFact(row["pillar_id"], row["question_doc_id"], row["question_id"], row["best_practice_doc_id"],
			row["choice_id"],
			row["risk_level"], row["url"])
		if i < len(have) && have[i] != want {
			t.Fatalf("row %d of framework.tsv\nhave %s\nwant %s", i+2, have[i], want)
		}
	}
}

// TestFrameworkIDs proves the same of ids and levels where the table is not at hand, and the counts.
func TestFrameworkIDs(t *testing.T) {
	l := mustLens(t, "wellarchitected")
	compareGolden(t, "framework-ids.txt", strings.Join(practiceFacts(l, false), "\n")+"\n")
	practices, none := 0, 0
	for _, p := range l.Pillars {
		for _, q := range p.Questions {
			for _, c := range q.Choices {
				if c.NoneOfThese() {
					none++
				} else {
					practices++
				}
			}
		}
	}
	if got := fmt.Sprint(len(l.Pillars), l.Questions(), practices, none); got != "6 57 307 57" {
		t.Errorf("pillars, questions, practices and none-of-these: %s", got)
	}
}
