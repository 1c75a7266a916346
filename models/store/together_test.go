package store_test

import (
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
)

// commentNouns is the table of nouns that came with comments: like people, which it needs, but not in databases
// of releases before them.
func commentNouns(w testWorld) []nounCase {
	ada := models.Mention{UserID: testID("user", 1), Name: "Ada"}
	comment := models.Comment{ID: testID("cmnt", 1), ReviewID: w.review.ID, QuestionID: "sec_1", UserID: ada.UserID,
		Author: "Ada A.", Body: "@ada: *why* \x01 日本語", Mentions: []models.Mention{ada}, Version: 2, CreatedAt: t0,
		UpdatedAt: t0.Add(time.Second)}
	gap := models.Comment{ID: testID("cmnt", 2), ReviewID: w.review.ID, QuestionID: "sec_1", Author: "CI", Version: 2,
		CreatedAt: t0, UpdatedAt: t0, DeletedAt: t0, DeletedBy: "Bob"}
	assigned := models.Assignment{ReviewID: w.review.ID, PillarID: "security", QuestionID: "sec_1", UserID: ada.UserID,
		Name: "Ada", AssignedAt: t0, AssignedBy: "Bob"}
	pillar := assigned
	pillar.QuestionID = ""
	parked := models.ParkedItem{ID: testID("park", 1), ReviewID: w.review.ID, QuestionID: "sec_1", Body: "Ask\nBob",
		CreatedAt: t0, CreatedBy: "Ada", DoneAt: t0, DoneBy: "Bob", KeptAs: models.KeptReviewNotes}
	facilitation := models.Facilitation{ReviewID: w.review.ID, QuestionID: "sec_1", QuestionSince: t0, ShowNotes: true,
		Agenda: map[string]int{"security": 60, "cost": 0}, StartedAt: t0, UpdatedAt: t0, UpdatedBy: "Ada", Version: 4}
	none := func(*store.Tx) error { return nil }
	found := func(review string) func(tx *store.Tx) ([]models.Assignment, error) {
		return func(tx *store.Tx) ([]models.Assignment, error) {
			list, err := tx.Assignments(review)
			if err == nil && len(list) == 0 {
				err = models.Errorf(models.CodeNotFound, "none")
			}
			return list, err
		}
	}
	return []nounCase{
		{"comment", func(tx *store.Tx) error { return tx.CreateComment(comment) }, comment,
			func(tx *store.Tx) (any, error) { return foundNoun(tx.Comment(comment.ID)) },
			func(tx *store.Tx) error { return notFoundNoun(tx.Comment("x")) }},
		{"deleted comment", func(tx *store.Tx) error { return tx.CreateComment(gap) }, gap,
			func(tx *store.Tx) (any, error) { return foundNoun(tx.Comment(gap.ID)) },
			func(tx *store.Tx) error { return notFoundNoun(tx.Comment("")) }},
		{"thread, newest first", none, []models.Comment{gap, comment},
			func(tx *store.Tx) (any, error) {
				return foundNoun(tx.Comments(w.review.ID, "sec_1", models.PageRequest{}))
			},
			func(tx *store.Tx) error { return notFoundNoun(tx.Comment("x")) }},
		{"counts without gaps", none, []models.CommentCount{{QuestionID: "sec_1", N: 1}},
			func(tx *store.Tx) (any, error) { return foundNoun(tx.CommentCounts(w.review.ID)) },
			func(tx *store.Tx) error { return notFoundNoun(tx.Comment("x")) }},
		{"assignments", func(tx *store.Tx) error {
			return firstError(tx.PutAssignment(assigned), tx.PutAssignment(pillar), tx.PutAssignment(assigned))
		}, []models.Assignment{pillar, assigned},
			func(tx *store.Tx) (any, error) { return foundNoun(found(w.review.ID)(tx)) },
			func(tx *store.Tx) error { return notFoundNoun(found("x")(tx)) }},
		{"parked item", func(tx *store.Tx) error { return tx.CreateParked(parked) }, parked,
			func(tx *store.Tx) (any, error) { return foundNoun(tx.Parked(parked.ID)) },
			func(tx *store.Tx) error { return notFoundNoun(tx.Parked("x")) }},
		{"facilitation", func(tx *store.Tx) error {
			return firstError(tx.PutFacilitation(models.Facilitation{ReviewID: w.review.ID, Version: 3}),
				tx.PutFacilitation(facilitation))
		}, facilitation,
			func(tx *store.Tx) (any, error) { return foundNoun(tx.Facilitation(w.review.ID)) },
			func(tx *store.Tx) error { return notFoundNoun(tx.Facilitation("x")) }},
	}
}

// withTogether is a world with everything in it.
func withTogether(t *testing.T, s *store.Store) testWorld {
	w := newWorld().create(t, s)
	for _, list := range [][]nounCase{baseNouns(w), accountNouns(w), commentNouns(w)} {
		for _, n := range list {
			mustWrite(t, s, n.create)
		}
	}
	return w
}

// One's mentions come newest first, from the workspace and what is shared with it, as far as the narrowing goes.
func TestMentions(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := withTogether(t, s)
		ask := func(q store.MentionsQuery) (ids []string) {
			mustRead(t, s, func(tx *store.Tx) error {
				q.Limit = 10
				list, err := tx.Mentions(q)
				for _, m := range list {
					if m.WorkloadID != w.workload.ID || m.LensID != w.lens.ID {
						t.Errorf("the mention is in %s/%s", m.WorkloadID, m.LensID)
					}
					ids = append(ids, m.ID)
				}
				return err
			})
			return ids
		}
		ada, ws := testID("user", 1), w.workspace.ID
		later := models.Comment{ID: testID("cmnt", 3), ReviewID: w.review.ID, QuestionID: "sec_2",
			Mentions: []models.Mention{{UserID: ada}}, Version: 1, CreatedAt: t0.Add(time.Hour), UpdatedAt: t0.Add(time.Hour)}
		mustWrite(t, s, func(tx *store.Tx) error { return tx.CreateComment(later) })
		for name, row := range map[string]struct {
			q    store.MentionsQuery
			want []string
		}{
			"own workspace": {store.MentionsQuery{UserID: ada, WorkspaceID: ws}, []string{later.ID, testID("cmnt", 1)}},
			"narrowed to it": {store.MentionsQuery{UserID: ada, WorkspaceID: ws, Workloads: []string{w.workload.ID}},
				[]string{later.ID, testID("cmnt", 1)}},
			"narrowed away":      {store.MentionsQuery{UserID: ada, WorkspaceID: ws, Workloads: []string{"x"}}, nil},
			"shared":             {store.MentionsQuery{UserID: ada, WorkspaceID: "t"}, []string{later.ID, testID("cmnt", 1)}},
			"of another's":       {store.MentionsQuery{UserID: ada, WorkspaceID: "u"}, nil},
			"of nobody":          {store.MentionsQuery{UserID: "x", WorkspaceID: ws}, nil},
			"no workspace there": {store.MentionsQuery{UserID: ada}, nil},
		} {
			checkQuery(t, len(row.want))(len(ask(row.q)), nil)
			for i, got := range ask(row.q) {
				if got != row.want[i] {
					t.Errorf("%s: %v, want %v", name, ask(row.q), row.want)
				}
			}
		}
		later.Body, later.Mentions, later.DeletedAt = "", nil, t0
		mustWrite(t, s, func(tx *store.Tx) error { return tx.UpdateComment(later) })
		checkQuery(t, 1)(len(ask(store.MentionsQuery{UserID: ada, WorkspaceID: ws})), nil)
	})
}

// What belongs to a review goes with it, and nothing of it can be without one.
func TestTogetherGoesWithTheReview(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := withTogether(t, s)
		mustRead(t, s, func(tx *store.Tx) error {
			checkQuery(t, []store.AssignedReview{{ReviewID: w.review.ID, WorkloadID: w.workload.ID,
				LensID: w.lens.ID}})(tx.AssignedTo(testID("user", 1)))
			checkQuery(t, []string{testID("user", 1)})(tx.Assignees(w.workload.ID))
			list, err := tx.Participations([]string{w.workspace.ID})
			checkQuery(t, 0)(len(list), err) // Ada's account is shut
			shares, err := tx.SharedWith(w.workload.ID)
			checkQuery(t, 1)(len(shares), err)
			return nil
		})
		for name, create := range map[string]func(*store.Tx) error{
			"comment": func(tx *store.Tx) error { return tx.CreateComment(models.Comment{ID: "c", ReviewID: "x"}) },
			"assignment": func(tx *store.Tx) error {
				return tx.PutAssignment(models.Assignment{ReviewID: "x", UserID: testID("user", 1)})
			},
			"to nobody": func(tx *store.Tx) error {
				return tx.PutAssignment(models.Assignment{ReviewID: w.review.ID, UserID: "x"})
			},
			"parked item":  func(tx *store.Tx) error { return tx.CreateParked(models.ParkedItem{ID: "c", ReviewID: "x"}) },
			"facilitation": func(tx *store.Tx) error { return tx.PutFacilitation(models.Facilitation{ReviewID: "x"}) },
		} {
			if err := s.Write(testContext, create); err == nil {
				t.Errorf("%s is stored without what it belongs to", name)
			}
		}
		mustWrite(t, s, func(tx *store.Tx) error { return tx.DeleteReview(w.review.ID) })
		mustRead(t, s, func(tx *store.Tx) error {
			for _, table := range []string{"comments", "mentions", "assignments", "parked", "facilitations"} {
				lines, err := store.QueryRows(tx, "SELECT 'left' FROM "+table)
				checkQuery(t, 0)(len(lines), err)
			}
			return nil
		})
	})
}

func TestEndAssignments(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := withTogether(t, s)
		mustWrite(t, s, func(tx *store.Tx) error {
			checkQuery(t, int64(0))(tx.EndAssignments(testID("user", 1), []string{"x"}))
			checkQuery(t, int64(0))(tx.EndAssignments("x", []string{w.review.ID}))
			checkQuery(t, int64(2))(tx.EndAssignments(testID("user", 1), []string{w.review.ID}))
			return nil
		})
	})
}

// TestEveryQueryOfTogetherHasItsIndex is TestEveryQueryHasItsIndex for these tables.
func TestEveryQueryOfTogetherHasItsIndex(t *testing.T) {
	s, log := openCaptured(t)
	w := withTogether(t, s)
	log.Reset()
	r := w.review.ID
	mustWrite(t, s, func(tx *store.Tx) error {
		c, err := tx.Comment(testID("cmnt", 1))
		return firstError(err, notFoundNoun(tx.Comments(r, "sec_1", models.PageRequest{})),
			notFoundNoun(tx.Comments(r, "sec_1", models.PageRequest{After: store.CommentCursor(c)})),
			notFoundNoun(tx.ThreadLength(r, "sec_1")),
			notFoundNoun(tx.CommentCounts(r)), tx.UpdateComment(c),
			notFoundNoun(tx.Mentions(store.MentionsQuery{UserID: testID("user", 1), WorkspaceID: w.workspace.ID,
				Workloads: []string{"x"},
				Limit:     5})),
			notFoundNoun(tx.Assignments(r)), notFoundNoun(tx.Assignees(w.workload.ID)),
			notFoundNoun(tx.AssignedTo(testID("user", 1))),
			notFoundNoun(tx.EndAssignments(testID("user", 1), []string{r})), notFoundNoun(tx.ParkingLot(r)),
			notFoundNoun(tx.Facilitation(r)),
			notFoundNoun(tx.Participations([]string{w.workspace.ID})), notFoundNoun(tx.SharedWith(w.workload.ID)))
	})
	checkPlans(t, s, log)
}
