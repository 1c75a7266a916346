// Package fleettest makes workspaces with many reviewed workloads, for tests and benchmarks of what looks at
// all of them.
//
// It may import the service, the store, models and the lenses that are shipped.
package fleettest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/service/lenses"
	"plumbline/models/store"
	q "plumbline/questionnaires"
	"plumbline/questionnaires/builtin"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Fleet is a workspace whose workloads are reviewed with the framework's lens, with random answers.
type Fleet struct {
	Store     *store.Store
	Service   *service.Service
	Ctx       context.Context // of somebody who may do everything in the workspace
	Lens      models.Lens
	Version   models.LensVersion
	Doc       *q.Lens
	Workloads []string // ids, by name
}

// New makes a fleet of so many workloads. The same number has the same answers.
func New(t testing.TB, st *store.Store, workloads int) *Fleet {
	t.Helper()
	framework, _ := builtin.LensByKey("wellarchitected")
	svc := service.New(st, service.Options{Shipped: []lenses.BuiltinLens{{Key: "wellarchitected", Version: "1.0",
		Document: framework.Document}}})
	ctx := models.WithActor(context.Background(), models.ProgramActor(""))
	space, err := svc.Workspaces.Create(ctx, models.WorkspaceInput{Name: fmt.Sprint("Fleet of ", workloads)})
	must(t, err)
	w := &Fleet{Store: st, Service: svc, Ctx: models.WithActor(ctx, models.ProgramActor(space.ID)), Doc: framework.Parse()}
	must(t, st.Write(ctx, func(tx *store.Tx) error {
		var err error
		if w.Lens, err = tx.LensByKey(space.ID, "wellarchitected"); err != nil {
			return err
		}
		w.Version, err = tx.LensVersionByName(w.Lens.ID, "1.0")
		return err
	}))
	random := rand.New(rand.NewPCG(14, 5))
	for start := 0; start < workloads; start += 50 {
		must(t, st.Write(ctx, func(tx *store.Tx) error {
			for n := start; n < min(start+50, workloads); n++ {
				if err := w.add(tx, space.ID, n, random); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	return w
}

func (w *Fleet) add(tx *store.Tx, space string, n int, random *rand.Rand) error {
	at := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	load := models.Workload{ID: models.NewID(), WorkspaceID: space, Version: 1, CreatedAt: at, UpdatedAt: at,
		WorkloadFields: models.WorkloadFields{Name: fmt.Sprintf("Workload %04d", n), Description: "One of many",
			Environment: models.Production, ReviewOwner: "Ops"}}
	w.Workloads = append(w.Workloads, load.ID)
	if err := tx.CreateWorkload(load); err != nil {
		return err
	}
	review := models.Review{ID: models.NewID(), WorkloadID: load.ID, LensID: w.Lens.ID, LensVersionID: w.Version.ID,
		Version: 1, CreatedAt: at, UpdatedAt: at}
	answers := map[string]models.Answer{}
	for _, pillar := range w.Doc.Pillars {
		for _, question := range pillar.Questions {
			a := models.Unanswered(review.ID, pillar, question)
			for _, c := range question.Choices {
				switch n := random.IntN(20); {
				case c.NoneOfThese():
				case n < 9:
					a.Choices = append(a.Choices, models.ChoiceAnswer{ChoiceID: c.ID, Status: models.ChoiceSelected})
				case n == 9:
					a.Choices = append(a.Choices, models.ChoiceAnswer{ChoiceID: c.ID, Status: models.ChoiceNotApplicable,
						Reason: "OTHER", Notes: "Not “here”:\n\"never\" <so far>"})
				}
			}
			a.Risk, a.Version, a.UpdatedAt = question.Rate(a.Rated()).Risk, 1, at
			answers[question.ID] = a
		}
	}
	review.Pillars = models.CountReview(w.Doc, answers, nil)
	if err := tx.CreateReview(review); err != nil {
		return err
	}
	for _, a := range answers {
		if err := tx.PutAnswer(a); err != nil {
			return err
		}
	}
	return nil
}
