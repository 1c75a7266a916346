package migrations

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"

	"github.com/go-gormigrate/gormigrate/v2"
	"gorm.io/gorm"

	"plumbline/questionnaires"
)

// undecided brings the mark of answers that no rule of their lens rates, and counts them apart from NONE: in reviews,
// and in milestones, whose snapshots stay as they are. Such answers were counted as being without risk.
var undecided = &gormigrate.Migration{ID: "202611280011", Migrate: func(tx *gorm.DB) error {
	if err := sqlMigration("202611280011").Migrate(tx); err != nil {
		return err
	}
	gaps, err := lensesWithGaps(tx)
	if err != nil || len(gaps) == 0 {
		return err
	}
	if err := markAnswers(tx, gaps); err != nil {
		return err
	}
	return recountMilestones(tx, gaps)
}}

// undecidedGaps are the questions without a default rule.
type undecidedGaps map[string]map[string]*questionnaires.Question // by lens version and question

// lensesWithGaps reads the lens versions that are in use, one after the other. One that can't be read has no questions
// that can be rated.
func lensesWithGaps(tx *gorm.DB) (undecidedGaps, error) {
	var ids []string
	err := tx.Raw("SELECT lens_version_id FROM reviews UNION SELECT lens_version_id FROM milestone_lens_versions ORDER BY 1").Scan(&ids).Error
	if err != nil {
		return nil, fmt.Errorf("list lens versions: %w", err)
	}
	found := undecidedGaps{}
	for _, id := range ids {
		var row struct{ Document []byte }
		if err := tx.Raw("SELECT document FROM lens_versions WHERE id = ?", id).Scan(&row).Error; err != nil {
			return nil, fmt.Errorf("read lens version %s: %w", id, err)
		}
		doc, _ := questionnaires.Parse(row.Document, questionnaires.ParseOptions{})
		if open := withoutDefault(doc); len(open) > 0 {
			found[id] = open
		}
	}
	return found, nil
}

func withoutDefault(doc *questionnaires.Lens) map[string]*questionnaires.Question {
	if doc == nil {
		return nil
	}
	open := map[string]*questionnaires.Question{}
	for _, p := range doc.Pillars {
		for _, q := range p.Questions {
			if !q.HasDefault() {
				open[q.ID] = q
			}
		}
	}
	return open
}

// storedAnswer is an answer as this migration finds it, in its row and in a snapshot.
type storedAnswer struct {
	ReviewID   string          `json:"-"`
	PillarID   string          `json:"pillar_id"`
	QuestionID string          `json:"question_id"`
	Applicable bool            `json:"applicable"`
	Risk       string          `json:"risk"`
	Marks      []byte          `json:"-" gorm:"column:choices"`
	Choices    []undecidedMark `json:"choices" gorm:"-"`
}

type undecidedMark struct {
	ID     string `json:"id"`
	Status string `json:"status"`
}

// undecided tells whether no rule of the question rates the answer.
func (a storedAnswer) undecided(q *questionnaires.Question) bool {
	if q == nil || a.Risk != "NONE" {
		return false
	}
	rated := questionnaires.Answer{DoesNotApply: !a.Applicable}
	for _, c := range a.Choices {
		switch c.Status {
		case "SELECTED":
			rated.Selected = append(rated.Selected, c.ID)
		case "NOT_APPLICABLE":
			rated.NotApplicable = append(rated.NotApplicable, c.ID)
		}
	}
	return q.Rate(rated).Risk == questionnaires.RiskUndecided
}

func markAnswers(tx *gorm.DB, found undecidedGaps) error {
	for version, open := range found {
		var answers []storedAnswer
		err := tx.Raw("SELECT a.review_id, a.pillar_id, a.question_id, a.applicable, a.risk, a.choices FROM answers AS a "+
			"JOIN reviews AS r ON r.id = a.review_id WHERE r.lens_version_id = ? AND a.risk = 'NONE'",
			version).Scan(&answers).Error
		if err != nil {
			return fmt.Errorf("list answers: %w", err)
		}
		for _, a := range answers {
			if err := json.Unmarshal(a.Marks, &a.Choices); err != nil {
				return fmt.Errorf("read the choices of question %s in review %s: %w", a.QuestionID, a.ReviewID, err)
			}
			if !a.undecided(open[a.QuestionID]) {
				continue
			}
			if err := tx.Exec("UPDATE answers SET undecided = ? WHERE review_id = ? AND question_id = ?", true, a.ReviewID,
				a.QuestionID).Error; err != nil {
				return fmt.Errorf("mark an answer: %w", err)
			}
			err := tx.Exec("UPDATE pillar_reviews SET count_none = count_none - 1, count_undecided = count_undecided + 1 "+
				"WHERE review_id = ? AND pillar_id = ? AND count_none > 0", a.ReviewID, a.PillarID).Error
			if err != nil {
				return fmt.Errorf("count a review: %w", err)
			}
		}
	}
	return nil
}

func recountMilestones(tx *gorm.DB, found undecidedGaps) error {
	var ids []string
	if err := tx.Raw("SELECT DISTINCT milestone_id FROM milestone_lens_versions ORDER BY 1").Scan(&ids).Error; err != nil {
		return fmt.Errorf("list milestones: %w", err)
	}
	for _, id := range ids {
		var row struct{ Snapshot []byte }
		if err := tx.Raw("SELECT snapshot FROM milestones WHERE id = ?", id).Scan(&row).Error; err != nil {
			return fmt.Errorf("read milestone %s: %w", id, err)
		}
		n := inSnapshot(row.Snapshot, found)
		if n == 0 {
			continue
		}
		err := tx.Exec("UPDATE milestones SET count_none = count_none - ?, count_undecided = ? WHERE id = ? AND count_none >= ?",
			n, n, id, n).Error
		if err != nil {
			return fmt.Errorf("count milestone %s: %w", id, err)
		}
	}
	return nil
}

// inSnapshot counts the undecided answers of a snapshot. One that is damaged is left as it is: whoever opens the
// milestone is told.
func inSnapshot(packed []byte, found undecidedGaps) (n int) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return 0
	}
	text, err := io.ReadAll(z)
	if err != nil {
		return 0
	}
	var stored struct {
		Reviews []struct {
			Made    string         `json:"made_with"`
			Answers []storedAnswer `json:"answers"`
		} `json:"reviews"`
	}
	if json.Unmarshal(text, &stored) != nil {
		return 0
	}
	for _, r := range stored.Reviews {
		for _, a := range r.Answers {
			if a.undecided(found[r.Made][a.QuestionID]) {
				n++
			}
		}
	}
	return n
}
