package oscal_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"plumbline/models"
	"plumbline/models/accepted"
	q "plumbline/questionnaires"
	"plumbline/reports"
	"plumbline/reports/format"
	"plumbline/reports/reportstest"
)

var kinds = []reports.Format{format.OSCALResults, format.OSCALPlan}

// made is a document as bytes and as what they say.
func made(t testing.TB, s reports.Source, preset reports.Preset, opt reports.ReportOptions) ([]byte, any) {
	t.Helper()
	var out, again bytes.Buffer
	for _, w := range []*bytes.Buffer{&out, &again} {
		if _, err := reports.Write(w, s, preset, opt); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(out.Bytes(), again.Bytes()) {
		t.Errorf("%s: the same data gives other bytes", opt.Format)
	}
	if dir := os.Getenv("REPORTS_KEEP"); dir != "" {
		name := strings.ReplaceAll(fmt.Sprintf("%s-%s.%s", t.Name(), preset, opt.Format.Extension()), "/", "-")
		if err := os.WriteFile(filepath.Join(dir, name), out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	said, err := jsonschema.UnmarshalJSON(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), said
}

// schema is NIST's, which is kept beside the project: PLUMBLINE_TEST_OSCAL names the file. Without it the test is
// skipped; where other input lies beside the project in CI, it fails.
func schema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	const name = "oscal_complete_schema-1-2-2.json"
	file := os.Getenv("PLUMBLINE_TEST_OSCAL")
	for dir := ".."; file == "" && len(dir) < 30; dir = "../" + dir {
		if found := filepath.Join(dir, "shared/reference/oscal", name); exists(found) {
			file = found
		}
	}
	if file == "" {
		if os.Getenv("CI") != "" && os.Getenv("PLUMBLINE_TEST_NO_SHARED") == "" {
			t.Fatal("there is no " + name)
		}
		t.Skip("there is no " + name + ": name it in PLUMBLINE_TEST_OSCAL")
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	said, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("oscal.json", said); err != nil {
		t.Fatal(err)
	}
	out, err := c.Compile("oscal.json")
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

// sources are workloads with everything that a document tells, random ones, and one that says nothing.
func sources(t testing.TB) map[string]reports.Source {
	all := map[string]reports.Source{"full": worked(reportstest.Full(t)), "empty": {},
		"plan": worked(reportstest.Plan(t)), "no reviews": {Snapshot: reportstest.Snapshot(nil, nil)}}
	for seed := range uint64(6) {
		all[fmt.Sprint("random ", seed)] = worked(reportstest.Random(t, seed))
	}
	all["sums"] = reports.Source{Snapshot: reportstest.Full(t), Record: record(reportstest.Full(t))}
	return all
}

// worked adds decisions and items to a snapshot.
func worked(s models.Snapshot) reports.Source {
	s.Work = &models.PlannedWork{Day: "2026-11-23", NextReview: "2027-02-01", Currency: "EUR"}
	s.TimeZone = "Europe/Berlin"
	n := 0
	for i := range s.Reviews {
		r := &s.Reviews[i]
		for j, a := range r.Answers {
			if a.Risk != q.RiskHigh && a.Risk != q.RiskMedium {
				continue
			}
			_, question := r.Doc.Question(a.QuestionID)
			practice := models.SnapshotPractice{LensID: r.Lens.ID, QuestionID: a.QuestionID, ChoiceID: question.Choices[0].ID}
			switch n++; j % 3 {
			case 0:
				s.Work.Items = append(s.Work.Items, models.PlannedItem{Number: n, Title: fmt.Sprint("Mend *it* ", n),
					Owner: "Team Blue", DueOn: "2026-11-01", Status: "in_progress", Effort: "LOW", BuildCost: 1200, Risk: a.Risk,
					Reopened: 1, Practices: []models.SnapshotPractice{practice, practice}})
			case 1:
				r.Accepted = append(r.Accepted, accepted.Entry{QuestionID: a.QuestionID, Risk: a.Risk, Reason: "Too dear_now_",
					Mitigation: "By hand", ApproverRole: "CISO", DecidedBy: "Katherine", DecidedAt: reportstest.At,
					Until: "2027-03-31"})
			default:
				s.WontDo = append(s.WontDo, models.WontDoItem{Number: n, Title: "Not this", Reason: "not_worth_it",
					Note: "Because <of> it", DecidedAt: reportstest.At, DecidedBy: "Edsger",
					Practices: []models.SnapshotPractice{practice}})
			}
		}
	}
	return reports.Source{Snapshot: s, Record: record(s)}
}

func record(s models.Snapshot) *reports.Record {
	out := &reports.Record{Milestones: []models.Milestone{{Number: 1, Name: "Spring", CreatedAt: reportstest.At,
		CreatedBy: "Ada"}}, Place: &models.AuditLine{Position: 4711, Hash: bytes.Repeat([]byte{0xAB}, 32)}}
	for _, r := range s.Reviews {
		of := r.Answers[0].QuestionID
		out.Acceptances = append(out.Acceptances, accepted.Acceptance{ID: "a", LensID: r.Lens.ID, QuestionID: of,
			Risk: "HIGH", Reason: "Spring comes", ApproverRole: "CISO", Until: "2026-03-31", State: accepted.Accepted,
			AskedBy: "Ada",
			AskedAt: reportstest.At.Add(-time.Hour), DecidedAt: reportstest.At, DecidedBy: "Katherine",
			DecisionNote: "No longer"})
		for range 3 {
			out.Changes = append(out.Changes, models.AuditLine{At: reportstest.At, ActorName: "Grace", Kind: "answer",
				ThingID: r.Lens.ID + "/" + of, Changes: []models.FieldChange{{Field: "risk", From: "HIGH", To: "MEDIUM"}}})
		}
	}
	return out
}

// TestDocumentsAreValid holds the documents against NIST's schema, whatever was typed.
func TestDocumentsAreValid(t *testing.T) {
	t.Parallel()
	valid := schema(t)
	all := sources(t)
	for name, text := range map[string]string{
		"nothing": "", "spaces": " \t \n ", "control": "a\x00b\x07c\x1b[0m\r\nd\u2028e\x85f", "no UTF-8": "a\xff\xfeb",
		"markup": "# *a* _b_ `c` [d](javascript:x) <script>{{ insert: param, x }}</script> ~e~ ^f^",
		"line":   "\n\nfirst\n\nsecond", "long": strings.Repeat("汉é ", 16<<10), "digits": "7.5) Ω.a-b_c",
		"overrides": "\u202Eback\u2066", "emoji": "👩‍👩‍👧‍👦",
	} {
		s := worked(reportstest.Plan(t))
		soil(&s, text)
		all["hostile "+name] = s
	}
	for name, s := range all {
		for _, preset := range []reports.Preset{reports.Architect, reports.Auditor} {
			for _, f := range kinds {
				_, said := made(t, s, preset, reports.ReportOptions{Format: f, Watermark: "Guest copy"})
				if err := valid.Validate(said); err != nil {
					t.Errorf("%s to %s as %s: %.3000v", name, preset, f, err)
				}
			}
		}
	}
}

// soil puts a text wherever people type one.
func soil(s *reports.Source, text string) {
	w := &s.Workload
	w.Name, w.Description, w.Notes, w.ReviewOwner, w.ArchitecturalDesign, w.UpdatedBy = text, text, text, text, text, text
	w.Tags, w.AWSRegions, w.PillarPriorities = map[string]string{text: text}, []string{text}, []string{text}
	s.WorkspaceName, s.AccountID, s.TimeZone = text, text, text
	s.Milestone = &models.Milestone{Number: 3, Name: text}
	s.Work.NextReview, s.Work.Day, s.Work.Currency = text, text, text
	for i := range s.Work.Items {
		item := &s.Work.Items[i]
		item.Title, item.Owner, item.DueOn, item.Status, item.Effort = text, text, text, text, text
	}
	for i := range s.WontDo {
		item := &s.WontDo[i]
		item.Title, item.Reason, item.Note, item.DecidedBy, item.DecidedAt = text, text, text, text, time.Time{}
	}
	for i := range s.Record.Changes {
		s.Record.Changes[i].ActorName, s.Record.Changes[i].ThingID = text, text
	}
	for i := range s.Reviews {
		r := &s.Reviews[i]
		r.Lens.Name, r.Lens.Key, r.Version.Name, r.Review.Notes, r.Doc.Description = text, text, text, text, text
		for j := range r.Accepted {
			a := &r.Accepted[j]
			a.Reason, a.Mitigation, a.ApproverRole, a.DecidedBy, a.Until = text, text, text, text, text
		}
		for j := range r.Answers {
			r.Answers[j].Notes, r.Answers[j].UpdatedBy = text, text
			for k := range r.Answers[j].Choices {
				r.Answers[j].Choices[k].Notes = text
			}
		}
		for _, p := range r.Doc.Pillars {
			p.Name = text
			for _, asks := range p.Questions {
				asks.Title, asks.DocumentID, asks.Description, asks.ShortName = text, text, text, text
				asks.HelpfulResource = &q.Resource{DisplayText: text, URL: text}
				for _, c := range asks.Choices {
					c.Title, c.Description, c.ImprovementPlan = text, text, &q.Resource{DisplayText: text, URL: text}
					c.Guidance = &q.Guidance{DocumentID: text, Steps: []string{text}, Link: text, Effort: q.LevelLow}
				}
			}
		}
	}
}

// visit calls see with every object of a document.
func visit(value any, see func(object map[string]any)) {
	switch v := value.(type) {
	case map[string]any:
		see(v)
		for _, one := range v {
			visit(one, see)
		}
	case []any:
		for _, one := range v {
			visit(one, see)
		}
	}
}

var isReference = regexp.MustCompile(`-uuids?$`)

// TestUUIDs holds that each is given once, leads to something where it leads, and is the same in both documents of a
// workload, and in those of a later state; that of the document is another one for another document.
func TestUUIDs(t *testing.T) {
	t.Parallel()
	for name, s := range sources(t) {
		var risks [2]string
		var ids [3]string
		for i, f := range kinds {
			_, said := made(t, s, reports.Auditor, reports.ReportOptions{Format: f})
			given := map[string]bool{}
			visit(said, func(o map[string]any) {
				if id, ok := o["uuid"].(string); ok {
					if given[id] {
						t.Errorf("%s as %s: %s is given twice", name, f, id)
					}
					given[id] = true
				}
			})
			visit(said, func(o map[string]any) {
				for member, value := range o {
					for _, id := range strs(value) {
						within := member == "href" && strings.HasPrefix(id, "#")
						if (isReference.MatchString(member) || within) && !given[strings.TrimPrefix(id, "#")] {
							t.Errorf("%s as %s: %s leads to %s, which there is not", name, f, member, id)
						}
					}
				}
				if list, ok := o["risks"].([]any); ok {
					for _, one := range list {
						risks[i] += one.(map[string]any)["uuid"].(string)
					}
				}
			})
			ids[i] = documentID(said)
		}
		if risks[0] != risks[1] {
			t.Errorf("%s: risks have other UUIDs in the plan", name)
		}
		s.Workload.Notes += "!"
		_, later := made(t, s, reports.Auditor, reports.ReportOptions{Format: kinds[0]})
		ids[2] = documentID(later)
		if ids[0] == ids[1] || ids[0] == ids[2] || ids[0] == "" {
			t.Errorf("%s: the UUIDs of three documents are %v", name, ids)
		}
	}
}

// strs are the strings of a member: itself, or those of the list.
func strs(value any) (all []string) {
	switch v := value.(type) {
	case string:
		all = append(all, v)
	case []any:
		for _, one := range v {
			if s, ok := one.(string); ok {
				all = append(all, s)
			}
		}
	}
	return all
}

func documentID(said any) string {
	for _, document := range said.(map[string]any) {
		return document.(map[string]any)["uuid"].(string)
	}
	return ""
}

// TestRisksTellTheirStatus holds what became of risks, by what was decided and planned.
func TestRisksTellTheirStatus(t *testing.T) {
	t.Parallel()
	s := worked(reportstest.Full(t))
	_, said := made(t, s, reports.Auditor, reports.ReportOptions{Format: format.OSCALPlan})
	counts := map[string]int{}
	visit(said, func(o map[string]any) {
		if o["statement"] == nil {
			return
		}
		counts[o["status"].(string)]++
		file, err := json.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		switch text := string(file); o["status"] {
		case "deviation-approved":
			if !strings.Contains(text, `Too dear_now\\_`) || o["deadline"] != "2027-03-31T21:59:59Z" ||
				!strings.Contains(text, `"By hand"`) {
				t.Errorf("an accepted risk is %s", text)
			}
		case "remediating":
			if !strings.Contains(text, `Mend \\*it\\*`) || o["deadline"] != "2026-11-01T22:59:59Z" ||
				!strings.Contains(text, `"item-owner"`) || !strings.Contains(text, "EUR") {
				t.Errorf("a risk in work is %s", text)
			}
		}
	})
	high, accepts := s.Counts(), len(s.Reviews[0].Accepted)
	if all := counts["open"] + counts["remediating"] + counts["deviation-approved"]; all != high.High+high.Medium ||
		counts["deviation-approved"] != accepts || counts["remediating"] != len(s.Work.Items) || counts["open"] == 0 {
		t.Errorf("there are %v of %d and %d risks", counts, high.High, high.Medium)
	}
	if _, err := reports.Write(&bytes.Buffer{}, s, reports.Leadership, reports.ReportOptions{
		Format: format.OSCALPlan}); models.CodeOf(err) != models.CodeInvalid {
		t.Errorf("to leadership: %v", err)
	}
}

var escape = regexp.MustCompile(`\\\\([!-/:-@\[-\x60{-~])`)

// TestResultsSayWhatOtherFormatsSay holds that each note of the report to architects is in the assessment results as it
// was typed, and each question's title too.
func TestResultsSayWhatOtherFormatsSay(t *testing.T) {
	t.Parallel()
	all := sources(t)
	all["everything"] = reports.Source{Snapshot: reportstest.Snapshot([]*q.Lens{reportstest.Lens(t,
		reportstest.LensDocument(t, "A lens", []int{1}, 3))}, func(_, _ int, of *q.Question) models.AnswerFields {
		return models.AnswerFields{Applicable: true, Choices: reportstest.Select(of.Choices[0].ID),
			Notes: reportstest.Everything}
	})}
	notes := 0
	for name, s := range all {
		_, report := made(t, s, reports.Architect, reports.ReportOptions{Format: format.JSON})
		_, said := made(t, s, reports.Architect, reports.ReportOptions{Format: format.OSCALResults})
		texts, plain := map[string]bool{}, map[string]bool{}
		visit(said, func(o map[string]any) {
			for _, value := range o {
				for _, one := range strs(value) {
					texts[one], plain[strings.Join(strings.Fields(escape.ReplaceAllString(one, "$1")), " ")] = true, true
				}
			}
		})
		visit(report, func(o map[string]any) {
			source, _ := o["source"].(string)
			title, _ := o["title"].(string)
			switch o["kind"] {
			case "note":
				if notes++; strings.TrimSpace(source) != "" && !texts[source] {
					t.Errorf("%s: the results lack the note %.200q", name, source)
				}
			case "item":
				if title = strings.Join(strings.Fields(title), " "); title != "" && !plain[title] {
					t.Errorf("%s: the results lack the title %.200q", name, title)
				}
			}
		})
	}
	if notes < 100 {
		t.Errorf("%d notes were looked for", notes)
	}
}
