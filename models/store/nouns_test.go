package store_test

import (
	"reflect"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
	"plumbline/questionnaires"
)

// nounCase is one row of the table of nouns: it is written, read back by get, and looked for where it is not.
type nounCase struct {
	name    string
	create  func(*store.Tx) error
	want    any
	get     func(*store.Tx) (any, error)
	missing func(*store.Tx) error // the same get for what does not exist
}

func foundNoun[T any](v T, err error) (any, error) { return v, err }

func notFoundNoun[T any](_ T, err error) error { return err }

func baseNouns(w testWorld) []nounCase {
	token := models.Token{ID: testID("tokn", 1), WorkspaceID: w.workspace.ID, Name: "CI", Role: models.Architect,
		Hint: "abcd",
		Hash: []byte{1, 0, 255}, ExpiresAt: t0.Add(time.Hour), CreatedAt: t0, CreatedBy: "Ada"}
	ms := models.Milestone{ID: testID("mile", 1), WorkloadID: w.workload.ID, Number: 1, Name: "First  One", CreatedAt: t0,
		CreatedBy: "Ada", Counts: questionnaires.RiskCounts{High: 1, Medium: 2, None: 3, Unanswered: 4, NotApplicable: 5}}
	idem := models.Idempotent{WorkspaceID: w.workspace.ID, Key: "k", Digest: "d", Kind: "workload", ThingID: "x",
		CreatedAt: t0}
	none := func(*store.Tx) error { return nil }
	ws, wl := w.workspace.ID, w.workload.ID
	return []nounCase{
		{"workspace", none, w.workspace, func(tx *store.Tx) (any, error) { return foundNoun(tx.Workspace(ws)) },
			func(tx *store.Tx) error { return notFoundNoun(tx.Workspace("x")) }},
		{"token", func(tx *store.Tx) error { return tx.CreateToken(token) }, token,
			func(tx *store.Tx) (any, error) { return foundNoun(tx.Token(token.ID)) },
			func(tx *store.Tx) error { return notFoundNoun(tx.Token("")) }},
		{"token by hash", none, token, func(tx *store.Tx) (any, error) { return foundNoun(tx.TokenByHash(token.Hash)) },
			func(tx *store.Tx) error { return notFoundNoun(tx.TokenByHash(nil)) }},
		{"lens", none, w.lens, func(tx *store.Tx) (any, error) { return foundNoun(tx.Lens(w.lens.ID)) },
			func(tx *store.Tx) error { return notFoundNoun(tx.Lens("x")) }},
		{"lens by key", none, w.lens, func(tx *store.Tx) (any, error) { return foundNoun(tx.LensByKey(ws, "ops")) },
			func(tx *store.Tx) error { return notFoundNoun(tx.LensByKey(testID("wksp", 2), "ops")) }},
		{"lens by name", none, w.lens, func(tx *store.Tx) (any, error) { return foundNoun(tx.LensByName(ws, "oPS\tLENS ")) },
			func(tx *store.Tx) error { return notFoundNoun(tx.LensByName(ws, "Ops Lenses")) }},
		{"draft", func(tx *store.Tx) error {
			return firstError(tx.PutDraft(w.lens.ID, []byte("old")), tx.PutDraft(w.lens.ID, lensDocument("draft")))
		},
			lensDocument("draft"), func(tx *store.Tx) (any, error) { return foundNoun(tx.Draft(w.lens.ID)) },
			func(tx *store.Tx) error { return notFoundNoun(tx.Draft("x")) }},
		{"lens version", none, w.v2, func(tx *store.Tx) (any, error) { return foundNoun(tx.LensVersion(w.v2.ID)) },
			func(tx *store.Tx) error { return notFoundNoun(tx.LensVersion("x")) }},
		{"lens version by name", none, w.v1, func(tx *store.Tx) (any, error) {
			return foundNoun(tx.LensVersionByName(w.lens.ID, "1.0"))
		},
			func(tx *store.Tx) error { return notFoundNoun(tx.LensVersionByName(w.lens.ID, "3.0")) }},
		{"workload", none, w.workload, func(tx *store.Tx) (any, error) { return foundNoun(tx.Workload(wl)) },
			func(tx *store.Tx) error { return notFoundNoun(tx.Workload("x")) }},
		{"workload's owner", none, ws, func(tx *store.Tx) (any, error) { return foundNoun(tx.WorkloadOwner(wl)) },
			func(tx *store.Tx) error { return notFoundNoun(tx.WorkloadOwner("x")) }},
		{"workload by name", none, w.workload,
			func(tx *store.Tx) (any, error) { return foundNoun(tx.WorkloadByName(ws, " sHoP")) },
			func(tx *store.Tx) error { return notFoundNoun(tx.WorkloadByName(ws, "sho")) }},
		{"review", none, w.review, func(tx *store.Tx) (any, error) {
			r, _, err := tx.Review(wl, w.lens.ID)
			return foundNoun(r, err)
		},
			func(tx *store.Tx) error { return lostReview(tx, wl, "x") }},
		{"answer", func(tx *store.Tx) error { return tx.PutAnswer(w.answer("sec_1")) }, w.answer("sec_1"),
			func(tx *store.Tx) (any, error) { return foundNoun(tx.Answer(w.review.ID, "sec_1")) },
			func(tx *store.Tx) error { return notFoundNoun(tx.Answer(w.review.ID, "sec_2")) }},
		{"milestone", func(tx *store.Tx) error { return tx.CreateMilestone(ms, w.snapshot()) }, ms,
			func(tx *store.Tx) (any, error) { return foundNoun(tx.Milestone(wl, 1)) },
			func(tx *store.Tx) error { return notFoundNoun(tx.Milestone(wl, 2)) }},
		{"milestone by name", none, ms,
			func(tx *store.Tx) (any, error) { return foundNoun(tx.MilestoneByName(wl, "first one")) },
			func(tx *store.Tx) error { return notFoundNoun(tx.MilestoneByName(wl, "first")) }},
		{"snapshot", none, w.snapshotOf(ms),
			func(tx *store.Tx) (any, error) { return foundNoun(tx.MilestoneSnapshot(wl, 1)) },
			func(tx *store.Tx) error { return notFoundNoun(tx.MilestoneSnapshot(wl, 0)) }},
		{"idempotency key", func(tx *store.Tx) error { return tx.PutIdempotent(idem) }, idem,
			func(tx *store.Tx) (any, error) { return foundNoun(tx.IdempotentResult(ws, "k")) },
			func(tx *store.Tx) error { return notFoundNoun(tx.IdempotentResult(ws, "K")) }},
	}
}

func (w testWorld) snapshot() models.Snapshot {
	return models.Snapshot{WorkspaceName: w.workspace.Name, AccountID: w.workspace.AccountID, Workload: w.workload, At: t0,
		Reviews: []models.ReviewSnapshot{{Review: w.review, Lens: w.lens, Version: w.v1,
			Answers: []models.Answer{w.answer("sec_1"),
				{ReviewID: w.review.ID, QuestionID: "sec_2", Risk: questionnaires.RiskUnanswered}}}}}
}

func (w testWorld) snapshotOf(m models.Milestone) models.Snapshot {
	s := w.snapshot()
	s.Milestone = &m
	s.Reviews[0].Lens.DocumentName = "" // the document itself has it
	return s
}

func TestEveryNounComesBackAsItWent(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld().create(t, s)
		for _, n := range append(append(baseNouns(w), accountNouns(w)...), commentNouns(w)...) {
			mustWrite(t, s, n.create)
			for mode, run := range map[string]func(testing.TB, *store.Store, func(*store.Tx) error){"read": mustRead,
				"write": mustWrite} {
				run(t, s, func(tx *store.Tx) error {
					v, err := n.get(tx)
					if err == nil && !reflect.DeepEqual(v, n.want) {
						t.Errorf("%s in a %s transaction:\n got %+v\nwant %+v", n.name, mode, v, n.want)
					}
					return err
				})
				run(t, s, func(tx *store.Tx) error {
					if err := n.missing(tx); models.CodeOf(err) != models.CodeNotFound {
						t.Errorf("%s that is not there, in a %s transaction: %v", n.name, mode, err)
					}
					return nil
				})
			}
		}
	})
}

func TestCreatingTwiceIsAConflict(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld().create(t, s)
		ms := models.Milestone{ID: testID("mile", 1), WorkloadID: w.workload.ID, Number: 1, Name: "One", CreatedAt: t0}
		other := func(change func(*models.Milestone)) models.Milestone {
			m := models.Milestone{ID: testID("mile", 2), WorkloadID: w.workload.ID, Number: 2, Name: "Two"}
			change(&m)
			return m
		}
		token := models.Token{ID: testID("tokn", 1), WorkspaceID: w.workspace.ID, Role: models.Viewer, Hash: []byte{1}}
		twin := token
		twin.ID = testID("tokn", 2)
		idem := models.Idempotent{WorkspaceID: w.workspace.ID, Key: "k"}
		mustWrite(t, s, func(tx *store.Tx) error {
			return firstError(tx.CreateToken(token), tx.CreateMilestone(ms, w.snapshot()), tx.PutIdempotent(idem))
		})
		sameKey, sameName := w.lens, w.lens
		sameKey.ID, sameKey.Name = testID("lens", 2), "Other"
		sameName.ID, sameName.Key, sameName.Name = testID("lens", 3), "other", "OPS lens"
		sameVersion, sameSeq := w.v1, w.v1
		sameVersion.ID, sameVersion.Seq = testID("vers", 3), 3
		sameSeq.ID, sameSeq.Name = testID("vers", 3), "3.0"
		again := w.review
		again.ID = testID("revw", 2)
		for name, create := range map[string]func(*store.Tx) error{
			"workspace":           func(tx *store.Tx) error { return tx.CreateWorkspace(w.workspace) },
			"token":               func(tx *store.Tx) error { return tx.CreateToken(token) },
			"token hash":          func(tx *store.Tx) error { return tx.CreateToken(twin) },
			"lens":                func(tx *store.Tx) error { return tx.CreateLens(w.lens) },
			"lens key":            func(tx *store.Tx) error { return tx.CreateLens(sameKey) },
			"lens name":           func(tx *store.Tx) error { return tx.CreateLens(sameName) },
			"lens version":        func(tx *store.Tx) error { return tx.CreateLensVersion(w.v1) },
			"lens version name":   func(tx *store.Tx) error { return tx.CreateLensVersion(sameVersion) },
			"lens version number": func(tx *store.Tx) error { return tx.CreateLensVersion(sameSeq) },
			"workload":            func(tx *store.Tx) error { return tx.CreateWorkload(w.workload) },
			"workload name": func(tx *store.Tx) error {
				return tx.CreateWorkload(newWorkload(w.workspace.ID, 2, "S H O P"))
			},
			"review":             func(tx *store.Tx) error { return tx.CreateReview(w.review) },
			"review of the lens": func(tx *store.Tx) error { return tx.CreateReview(again) },
			"milestone":          func(tx *store.Tx) error { return tx.CreateMilestone(ms, models.Snapshot{}) },
			"milestone number": func(tx *store.Tx) error {
				return tx.CreateMilestone(other(func(m *models.Milestone) { m.Number = 1 }), models.Snapshot{})
			},
			"milestone name": func(tx *store.Tx) error {
				return tx.CreateMilestone(other(func(m *models.Milestone) { m.Name = "oNE" }), models.Snapshot{})
			},
			"idempotency key": func(tx *store.Tx) error { return tx.PutIdempotent(idem) },
		} {
			if err := s.Write(testContext, create); models.CodeOf(err) != models.CodeConflict {
				t.Errorf("%s: %v, want a conflict", name, err)
			}
		}
	})
}

func TestWhatDoesNotExistCanNotBeReferredToOrChanged(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld().create(t, s)
		orphan := w.review
		orphan.ID, orphan.WorkloadID = testID("revw", 2), "nowhere"
		mixed := w.review
		mixed.ID, mixed.LensID = testID("revw", 2), "another lens than the version's"
		stray := w.answer("q")
		stray.ReviewID = "nowhere"
		gone := w.snapshot()
		gone.Reviews[0].Version.ID = "nowhere"
		for name, refer := range map[string]func(*store.Tx) error{
			"workload of no workspace": func(tx *store.Tx) error {
				return tx.CreateWorkload(newWorkload("nowhere", 2, "X"))
			},
			"review of no workload":         func(tx *store.Tx) error { return tx.CreateReview(orphan) },
			"review with a foreign version": func(tx *store.Tx) error { return tx.CreateReview(mixed) },
			"answer of no review":           func(tx *store.Tx) error { return tx.PutAnswer(stray) },
			"draft of no lens":              func(tx *store.Tx) error { return tx.PutDraft("nowhere", nil) },
			"milestone of no lens version": func(tx *store.Tx) error {
				return tx.CreateMilestone(models.Milestone{ID: "m", WorkloadID: w.workload.ID, Number: 1}, gone)
			},
			"counts below zero": func(tx *store.Tx) error {
				return tx.AddPillarCounts(w.review.ID,
					models.PillarReview{PillarID: "cost", Counts: questionnaires.RiskCounts{High: -9}}, t0, "")
			},
			"workload of unknown environment": func(tx *store.Tx) error {
				x := newWorkload(w.workspace.ID, 3, "Y")
				x.Environment = "TEST"
				return tx.CreateWorkload(x)
			},
		} {
			if err := s.Write(testContext, refer); models.CodeOf(err) != models.CodeInternal {
				t.Errorf("%s: %v, want a plain error", name, err)
			}
		}
		for name, change := range map[string]func(*store.Tx) error{
			"lens": func(tx *store.Tx) error { return tx.UpdateLens(models.Lens{ID: "x"}) },
			"workload": func(tx *store.Tx) error {
				return tx.UpdateWorkload(models.Workload{ID: "x",
					WorkloadFields: models.WorkloadFields{Environment: models.Production}})
			},
			"no workload": func(tx *store.Tx) error { return tx.DeleteWorkload("x") },
			"review":      func(tx *store.Tx) error { return tx.UpdateReview(models.Review{ID: "x"}) },
			"no review":   func(tx *store.Tx) error { return tx.DeleteReview("x") },
			"pillar": func(tx *store.Tx) error {
				return tx.AddPillarCounts(w.review.ID, models.PillarReview{PillarID: "x",
					Counts: questionnaires.RiskCounts{High: 1}}, t0, "")
			},
			"draft":        func(tx *store.Tx) error { return tx.DeleteDraft("x") },
			"token":        func(tx *store.Tx) error { return tx.RevokeToken("x", t0) },
			"id with NUL":  func(tx *store.Tx) error { return notFoundNoun(tx.Workload("a\x00b")) },
			"id not UTF-8": func(tx *store.Tx) error { return notFoundNoun(tx.Workload("a\xffb")) },
		} {
			if err := s.Write(testContext, change); models.CodeOf(err) != models.CodeNotFound {
				t.Errorf("%s: %v, want not found", name, err)
			}
		}
	})
}
