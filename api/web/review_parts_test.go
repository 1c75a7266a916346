package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
)

// A tick is saved although the note beside it can't be, sent by a script: the reply names the part that was refused,
// and why.
func TestARefusedPartHoldsNoOtherBack(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		_, base := s.ReviewOfBackup()
		long := strings.Repeat("x", models.MaxNotes+1)
		tick := `"mark":{"from":{"status":"UNSELECTED","reason":"NONE"},"to":{"status":"SELECTED","reason":"NONE"}}`
		body := func(parts string) string { return fmt.Sprintf(parts, long) }
		for _, x := range []struct{ name, body, part, words string }{
			{"the notes", body(`{"choices":{"backup_daily":{` + tick + `}},"notes":{"from":"","to":%q}}`), "notes",
				"Notes must have at most 65536 bytes"},
			{"the note of a choice", body(`{"choices":{"backup_apart":{` + tick + `,"notes":{"from":"","to":%q}}}}`),
				"choices/backup_apart/notes", "65536 bytes"},
			{"a choice that is gone", `{"choices":{"gone":{` + tick + `},"backup_restore":{` + tick + `}}}`, "choices/gone",
				"gone"},
		} {
			r := editByScript(s, "contributor session", base+apitest.BackupPath, x.body)
			var got struct {
				Refused []struct{ Part, Message string }
			}
			apitest.Must(t, json.Unmarshal(r.Body, &got))
			if r.Status != http.StatusOK || len(got.Refused) != 1 || got.Refused[0].Part != x.part ||
				!strings.Contains(got.Refused[0].Message, x.words) {
				t.Errorf("%s: %d %+v", x.name, r.Status, got.Refused)
			}
		}
		a := s.OK("GET", base+"/answers/backup", nil)
		if got := a.At("selected").String(); a.At("notes").String() != "" || !strings.Contains(got, "backup_daily") ||
			!strings.Contains(got, "backup_apart") || !strings.Contains(got, "backup_restore") {
			t.Errorf("saved: %s", a.String())
		}
		if r := editByScript(s, "contributor session", base+apitest.BackupPath,
			body(`{"notes":{"from":"","to":%q}}`)); r.Status != http.StatusUnprocessableEntity {
			t.Errorf("an edit of which nothing can be saved: %d", r.Status)
		}
	})
}

// The same by the whole form: what was saved is shown as it is, and what was refused as it was typed, with the reason.
func TestARefusedPartInAForm(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		_, base := s.ReviewOfBackup()
		long := strings.Repeat("y", models.MaxNotes+1)
		x := answerFormOf(s, "contributor session", base+apitest.BackupPath)
		r := s.PostForm("contributor session", base+apitest.BackupPath, x.form(t, "selected", "backup_daily", "notes", long),
			422)
		s.PageHolds("the form again", r.Body, "Not saved: what is named below", "Notes must have at most 65536 bytes", long,
			`value="backup_daily" checked`)
		a := s.OK("GET", base+"/answers/backup", nil)
		if a.At("selected/0").String() != "backup_daily" || a.At("notes").String() != "" {
			t.Errorf("saved: %s", a.String())
		}
		m := baseField.FindSubmatch(r.Body)
		if m == nil || !strings.Contains(string(m[1]), "SELECTED") || strings.Contains(string(m[1]), "yyy") {
			t.Error("the form's base is not the state as it is")
		}
	})
}
