package schedule

import (
	"time"

	"plumbline/models/notice"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
	"plumbline/models/urls"
	"plumbline/questionnaires"
)

// reviewsDue lists the workloads that the person keeps and whose review is overdue.
func (steps *Steps) reviewsDue(tx *store.Tx, to Reader) (notice.DigestSection, error) {
	section := notice.DigestSection{Title: "Reviews overdue", Path: urls.Home + "?review=overdue"}
	if to.Settings.Of(notice.Reviews) == notice.Off {
		return section, nil
	}
	for after := ""; ; {
		rows, err := store.Schedule(tx).ReviewsDueIn(to.Space.ID, to.Today, after, pageSize)
		if err != nil {
			return section, err
		}
		for _, load := range rows {
			keeps, err := keepsReview(tx, to, load.ID, load.ReviewOwner)
			if err != nil {
				return section, err
			}
			if keeps {
				section.Count(MostLines, notice.DigestLine{Text: load.Name, Detail: "Review was due on " +
					DayWords(load.NextReviewOn), Path: string(urls.WorkloadPage(load.ID))})
			}
		}
		if len(rows) < pageSize {
			return section, nil
		}
		after = rows[len(rows)-1].ID
	}
}

func keepsReview(tx *store.Tx, to Reader, workloadID, reviewOwner string) (bool, error) {
	people, err := reviews.Keepers(tx, to.Space.ID, workloadID, reviewOwner)
	for _, p := range people {
		if p.UserID == to.Actor.UserID {
			return true, err
		}
	}
	return false, err
}

// DayWords writes a day as pages do: 23 Nov 2026.
func DayWords(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.Format("2 Jan 2006")
}

// questions lists the questions that are assigned to the person and wait for an answer.
func (steps *Steps) questions(tx *store.Tx, to Reader) (notice.DigestSection, error) {
	section := notice.DigestSection{Title: "Questions assigned to you", Path: urls.Mine}
	if to.Settings.Of(notice.Assigned) == notice.Off {
		return section, nil
	}
	waiting, err := steps.together.Waiting(tx, to.Actor)
	for _, q := range waiting.Questions {
		if q.Answer.Risk == questionnaires.RiskUnanswered && to.Owns(q.At.Owner) {
			section.Count(MostLines, notice.DigestLine{Text: q.Question.Title, Detail: q.At.Workload,
				Path: string(urls.ReviewPage(q.At.WorkloadID, q.At.Lens.Key).Question(q.Question.ID))})
		}
	}
	return section, err
}

// mentions lists the comments that mention the person and were not read.
func (steps *Steps) mentions(tx *store.Tx, to Reader) (notice.DigestSection, error) {
	section := notice.DigestSection{Title: "Mentions you have not read", Path: urls.Mine}
	if to.Settings.Of(notice.Mentioned) == notice.Off {
		return section, nil
	}
	waiting, err := steps.together.Waiting(tx, to.Actor)
	for _, m := range waiting.Mentions {
		if !m.Unread || !to.Owns(m.At.Owner) {
			continue
		}
		title := m.Comment.QuestionID
		if m.Question != nil {
			title = m.Question.Title
		}
		section.Count(MostLines, notice.DigestLine{Text: title,
			Detail: m.At.Workload + ", by " + m.Comment.Author,
			Path:   urls.ReviewPage(m.At.WorkloadID, m.At.Lens.Key).Question(m.Comment.QuestionID).Thread()})
	}
	return section, err
}
