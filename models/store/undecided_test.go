package store_test

import (
	"testing"

	"plumbline/models"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
	"plumbline/questionnaires"
)

// gappedLens is a lens whose rules do not cover the choice b alone.
const gappedLens = `{"schemaVersion":"2021-11-01","name":"Ops Lens","pillars":[` +
	`{"id":"security","name":"S","questions":[{"id":"sec_1","title":"T",` +
	`"choices":[{"id":"aaa","title":"A"},{"id":"bbb","title":"B"}],"riskRules":[{"condition":"aaa","risk":"NO_RISK"}]}]}]}`

// An answer that an older release rated NONE, since no rule was true, is marked by the migration, and counted
// apart, in reviews and in milestones; the snapshot of the milestone stays byte for byte.
func TestTheMigrationMarksUndecidedAnswers(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		w := newWorld()
		w.v1.Document = []byte(gappedLens)
		w.review.Pillars = []models.PillarReview{{PillarID: "security",
			Counts: questionnaires.RiskCounts{None: 1, Unanswered: 2}}}
		answer := w.answer("sec_1")
		answer.PillarID, answer.Applicable, answer.Risk = "security", true, questionnaires.RiskNone
		answer.Choices = []models.ChoiceAnswer{{ChoiceID: "bbb", Status: models.ChoiceSelected, Reason: models.NoReason}}
		m := models.Milestone{ID: testID("mile", 1), WorkloadID: w.workload.ID, Number: 1, Name: "M", CreatedAt: t0,
			Counts: w.review.Counts()}
		old := storetest.OpenAt(t, dsn)
		w.create(t, old)
		mustWrite(t, old, func(tx *store.Tx) error { return tx.PutAnswer(answer) })
		snapshot := w.snapshot()
		snapshot.Reviews[0].Answers = []models.Answer{answer}
		mustWrite(t, old, func(tx *store.Tx) error { return tx.CreateMilestone(m, snapshot) })
		for _, query := range []string{"ALTER TABLE answers DROP COLUMN undecided",
			"ALTER TABLE pillar_reviews DROP COLUMN count_undecided", "ALTER TABLE milestones DROP COLUMN count_undecided",
			"DELETE FROM schema_migrations WHERE id = '202611280011'"} {
			mustWrite(t, old, func(tx *store.Tx) error { return store.ExecStatement(tx, query) })
		}
		if err := old.Close(); err != nil {
			t.Fatal(err)
		}

		want := questionnaires.RiskCounts{Undecided: 1, Unanswered: 2}
		mustRead(t, storetest.OpenAt(t, dsn), func(tx *store.Tx) error {
			got, err := tx.Answer(w.review.ID, "sec_1")
			checkQuery(t, questionnaires.RiskUndecided)(got.Risk, err)
			reviews, err := tx.Reviews(w.workload.ID)
			checkQuery(t, want)(reviews[0].Counts(), err)
			milestone, err := tx.Milestone(w.workload.ID, 1)
			checkQuery(t, want)(milestone.Counts, err)
			frozen, err := tx.MilestoneSnapshot(w.workload.ID, 1)
			checkQuery(t, questionnaires.RiskNone)(frozen.Reviews[0].Answers[0].Risk, err)
			return nil
		})
	})
}
