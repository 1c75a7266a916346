package planning

import (
	"encoding/json"

	"plumbline/questionnaires"
)

// Reached is a review that a workspace reaches, with the mark of its state: whatever changes an answer or the version
// of the lens changes the mark.
type Reached struct {
	ReviewID, WorkloadID, Workload string // Workload is the name
	LensID, LensVersionID          string
	State                          State
}

// State is the mark of a review's state.
type State struct {
	LensVersionID string
	Version       int   // of the review
	Changes       int64 // of answers, counted
}

type reachedRow struct {
	ID, WorkloadID, Name, LensID, LensVersionID string
	Version                                     int
	Changes                                     int64
}

// Reached lists the reviews of the workloads of a workspace, and of those that are shared with it, by the name of the
// workload; of the workloads in only, where there are any.
func (t *Table) Reached(workspaceID string, only []string) ([]Reached, error) {
	q := t.tx.DB.Table("reviews AS r").Joins("JOIN workloads AS w ON w.id = r.workload_id").
		Select("r.id, r.workload_id, w.name, r.lens_id, r.lens_version_id, r.version, r.changes").
		Where("w.workspace_id = ? OR w.id IN (SELECT s.thing_id FROM shares AS s WHERE s.target_id = ? AND "+
			"s.kind = 'workload' AND s.status = 'accepted')", workspaceID, workspaceID).
		Order("w.name_fold, w.id, r.created_at, r.id")
	if len(only) > 0 {
		q = q.Where(t.tx.Among("w.id", only))
	}
	var rows []reachedRow
	if err := q.Find(&rows).Error; err != nil {
		return nil, t.tx.Failed("list", "reviews", err)
	}
	list := make([]Reached, len(rows))
	for i, r := range rows {
		list[i] = Reached{r.ID, r.WorkloadID, r.Name, r.LensID, r.LensVersionID,
			State{r.LensVersionID, r.Version, r.Changes}}
	}
	return list, nil
}

type answerRow struct {
	ReviewID, QuestionID string
	Applicable           bool
	Choices              string
}

type storedChoice struct {
	ID     string `json:"id"`
	Status string `json:"status"`
}

// Answers reads what the rating of the answers of the reviews needs, by review and question.
func (t *Table) Answers(reviewIDs []string) (map[string]map[string]questionnaires.Answer, error) {
	rows, err := t.tx.DB.Table("answers").Select("review_id, question_id, applicable, choices").
		Where(t.tx.Among("review_id", reviewIDs)).Rows()
	if err != nil {
		return nil, t.tx.Failed("list", "answers", err)
	}
	defer rows.Close()
	all := make(map[string]map[string]questionnaires.Answer, len(reviewIDs))
	for rows.Next() {
		var r answerRow
		if err := rows.Scan(&r.ReviewID, &r.QuestionID, &r.Applicable, &r.Choices); err != nil {
			return nil, t.tx.Failed("list", "answers", err)
		}
		answer, err := r.rated()
		if err != nil {
			return nil, err
		}
		if all[r.ReviewID] == nil {
			all[r.ReviewID] = map[string]questionnaires.Answer{}
		}
		all[r.ReviewID][r.QuestionID] = answer
	}
	return all, t.tx.Failed("list", "answers", rows.Err())
}

func (r answerRow) rated() (questionnaires.Answer, error) {
	a := questionnaires.Answer{DoesNotApply: !r.Applicable}
	var choices []storedChoice
	if err := json.Unmarshal([]byte(r.Choices), &choices); err != nil {
		return a, err
	}
	for _, c := range choices {
		switch c.Status {
		case "SELECTED":
			a.Selected = append(a.Selected, c.ID)
		case "NOT_APPLICABLE":
			a.NotApplicable = append(a.NotApplicable, c.ID)
		}
	}
	return a, nil
}
