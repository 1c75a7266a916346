package planning

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"plumbline/questionnaires"
)

// Rated is an answer with what its rating needs.
type Rated struct {
	QuestionID string
	Changed    int64 // when the answer was changed last, in microseconds since 1970
	questionnaires.Answer
}

// A review's answers come as one row, a line each: a driver takes longer for a row than a database for a dozen. Neither
// ids nor JSON have line breaks.
const packedAnswers = "review_id, count(*), string_agg(question_id, '\n'), string_agg(choices, '\n'), " +
	"string_agg(CASE WHEN applicable THEN 'y' ELSE 'n' END, ''), string_agg(CAST(updated_at AS text), '\n')"

var errPacked = errors.New("planning: rows that come packed are not as many as their lines")

// Packed are the answers of a review as they were read: see Unpack.
type Packed struct {
	ReviewID                  string
	n                         int
	questions, choices, apply string
	changed                   string
}

// EachPacked reads what the rating of the answers of the reviews needs, and gives it to do, review by review; those
// without answers are left out. To unpack it takes longer than to read it, and can be done elsewhere meanwhile.
func (t *Table) EachPacked(reviewIDs []string, do func(Packed)) error {
	rows, err := t.tx.DB.Table("answers").Select(packedAnswers).Where(t.tx.Among("review_id", reviewIDs)).
		Group("review_id").Rows()
	if err != nil {
		return t.tx.Failed("list", "answers", err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var p Packed
		if err := rows.Scan(&p.ReviewID, &p.n, &p.questions, &p.choices, &p.apply, &p.changed); err != nil {
			return t.tx.Failed("list", "answers", err)
		}
		do(p)
	}
	return t.tx.Failed("list", "answers", rows.Err())
}

// Unpack gives the answers one by one.
func (p Packed) Unpack() ([]Rated, error) {
	n, questions, choices, apply, changed := p.n, p.questions, p.choices, p.apply, p.changed
	if strings.Count(questions, "\n") != n-1 || strings.Count(choices, "\n") != n-1 || len(apply) != n ||
		strings.Count(changed, "\n") != n-1 {
		return nil, errPacked
	}
	list := make([]Rated, n)
	var reader choicesReader
	for i := range list {
		var line string
		list[i].QuestionID, questions, _ = strings.Cut(questions, "\n")
		line, choices, _ = strings.Cut(choices, "\n")
		a, err := reader.read(line)
		if err != nil {
			return nil, err
		}
		list[i].Answer = a
		line, changed, _ = strings.Cut(changed, "\n")
		if list[i].Changed, err = strconv.ParseInt(line, 10, 64); err != nil {
			return nil, errPacked
		}
		list[i].DoesNotApply = apply[i] == 'n'
	}
	return list, nil
}

const (
	selected      = "SELECTED"
	notApplicable = "NOT_APPLICABLE"
)

// decoded reads a column of choices as encoding/json has it.
func decoded(column string) (a questionnaires.Answer, err error) {
	var choices []struct {
		ID     string `json:"id"`
		Status string `json:"status"`
	}
	err = json.Unmarshal([]byte(column), &choices)
	for _, c := range choices {
		switch c.Status {
		case selected:
			a.Selected = append(a.Selected, c.ID)
		case notApplicable:
			a.NotApplicable = append(a.NotApplicable, c.ID)
		}
	}
	return a, err
}

// choicesReader reads columns of choices as the store writes them; what looks otherwise is left to encoding/json, which
// takes most of the time of the first plan of a workspace. Answers share the memory of their lists.
type choicesReader struct{ selected, notApplicable []string }

func (r *choicesReader) read(column string) (questionnaires.Answer, error) {
	ons, offs := len(r.selected), len(r.notApplicable)
	if !r.scan(column) {
		r.selected, r.notApplicable = r.selected[:ons], r.notApplicable[:offs]
		return decoded(column)
	}
	var a questionnaires.Answer
	if end := len(r.selected); end > ons {
		a.Selected = r.selected[ons:end:end]
	}
	if end := len(r.notApplicable); end > offs {
		a.NotApplicable = r.notApplicable[offs:end:end]
	}
	return a, nil
}

// scan tells whether the column looks as expected: [{"id":"a","status":"SELECTED","reason":"…","notes":"…"},…], with
// nothing but the id in every element.
func (r *choicesReader) scan(text string) bool {
	if text == "[]" {
		return true
	}
	if !strings.HasPrefix(text, "[") || !strings.HasSuffix(text, "]") {
		return false
	}
	for text = text[1:]; ; text = text[1:] {
		var id, status string
		var ok bool
		if text, ok = strings.CutPrefix(text, `{"id":"`); !ok {
			return false
		}
		if id, text, ok = plainText(text); !ok {
			return false
		}
		if rest, has := strings.CutPrefix(text, `,"status":"`); has {
			if status, text, ok = plainText(rest); !ok {
				return false
			}
		}
		for _, member := range []string{`,"reason":"`, `,"notes":"`} {
			if rest, has := strings.CutPrefix(text, member); has {
				if text, ok = afterText(rest); !ok {
					return false
				}
			}
		}
		if text, ok = strings.CutPrefix(text, "}"); !ok {
			return false
		}
		switch status {
		case selected:
			r.selected = append(r.selected, id)
		case notApplicable:
			r.notApplicable = append(r.notApplicable, id)
		}
		if text == "]" {
			return true
		}
		if !strings.HasPrefix(text, ",") {
			return false
		}
	}
}

// plainText cuts a JSON text without escapes, of ASCII, at its quotation mark.
func plainText(text string) (before, after string, ok bool) {
	for i := range len(text) {
		switch c := text[i]; {
		case c == '"':
			return text[:i], text[i+1:], true
		case c == '\\' || c < ' ' || c > '~':
			return "", "", false
		}
	}
	return "", "", false
}

// afterText is what comes after a JSON text.
func afterText(text string) (after string, ok bool) {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			return text[i+1:], true
		case c == '\\':
			if i++; i == len(text) || !strings.Contains(`"\/bfnrtu`, text[i:i+1]) {
				return "", false
			}
			if text[i] == 'u' {
				if i += 4; i >= len(text) || strings.Trim(text[i-3:i+1], "0123456789abcdefABCDEF") != "" {
					return "", false
				}
			}
		case c < ' ':
			return "", false
		}
	}
	return "", false
}
