package lenses

import (
	"cmp"
	"context"
	"slices"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// List returns the workspace's lenses and those that are shared with it by name, without deleted ones.
func (l Lenses) List(ctx context.Context, p models.PageRequest) (models.ResultPage[LensView], error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, l.core, func(tx *store.Tx) (models.ResultPage[LensView], error) {
		return lensList(tx, actor, models.LensQuery{PageRequest: p})
	})
}

func lensList(tx *store.Tx, actor models.Actor, q models.LensQuery) (models.ResultPage[LensView], error) {
	if err := models.Allow(actor, models.ReadLens, models.InWorkspace(actor.WorkspaceID)); err != nil {
		return models.ResultPage[LensView]{}, err
	}
	rows, err := tx.Lenses(actor.WorkspaceID, q)
	if err != nil {
		return models.ResultPage[LensView]{}, err
	}
	page := core.PageOf(rows, q.PageRequest, store.LensCursor)
	views, from := make([]LensView, len(page.Items)), core.NewSharings(tx, actor)
	for i, lens := range page.Items {
		if views[i], err = viewLens(from, lens); err != nil {
			return models.ResultPage[LensView]{}, err
		}
	}
	return models.ResultPage[LensView]{Items: views, Next: page.Next}, nil
}

// CatalogueEntry is a lens in a catalogue.
type CatalogueEntry struct {
	LensView
	Shipped   bool // it came with the program
	Questions int  // of the latest version, or else of the draft
}

// Catalogue is List with more about each lens, and narrowed by name.
func (l Lenses) Catalogue(ctx context.Context, q models.LensQuery) (models.ResultPage[CatalogueEntry], error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, l.core, func(tx *store.Tx) (models.ResultPage[CatalogueEntry], error) {
		page, err := lensList(tx, actor, q)
		if err != nil {
			return models.ResultPage[CatalogueEntry]{}, err
		}
		shipped, err := tx.BuiltinLenses(actor.WorkspaceID)
		if err != nil {
			return models.ResultPage[CatalogueEntry]{}, err
		}
		entries := make([]CatalogueEntry, len(page.Items))
		for i, view := range page.Items {
			entries[i] = CatalogueEntry{LensView: view, Shipped: slices.ContainsFunc(shipped,
				func(b models.BuiltinLens) bool { return b.LensID == view.ID })}
			if entries[i].Questions, err = l.steps.questions(tx, actor, view); err != nil {
				return models.ResultPage[CatalogueEntry]{}, err
			}
		}
		return models.ResultPage[CatalogueEntry]{Items: entries, Next: page.Next}, nil
	})
}

func (steps *Steps) questions(tx *store.Tx, actor models.Actor, view LensView) (int, error) {
	name := LatestVersion
	if view.Latest == "" {
		name = DraftVersion
	}
	d, err := steps.document(tx, actor, view.ID, name)
	switch models.CodeOf(err) {
	case "":
		return d.Doc.Questions(), nil
	case models.CodeNotFound: // a draft that the actor is not shown
		return 0, nil
	}
	return 0, err
}

// LensUse is a review with one of a lens's versions.
type LensUse struct {
	WorkloadID string
	Workload   string // name
	Version    string
	Follows    bool // a minor version of the lens would reach it
	Behind     bool // the lens has a version of a later line
}

// Uses lists the reviews with a lens that the actor may see, by name of the workload.
func (l Lenses) Uses(ctx context.Context, ref string) ([]LensUse, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, l.core, func(tx *store.Tx) ([]LensUse, error) {
		lens, err := FindLens(tx, actor, models.ReadLens, ref)
		if err != nil {
			return nil, err
		}
		versions, err := tx.LensVersions(lens.ID)
		if err != nil || len(versions) == 0 {
			return nil, err
		}
		return lensUses(tx, actor, versions)
	})
}

func lensUses(tx *store.Tx, actor models.Actor, versions []models.LensVersion) ([]LensUse, error) {
	byID, ids, line := map[string]models.LensVersion{}, []string{}, NewestVersion(versions).Line
	for _, v := range versions {
		byID[v.ID], ids = v, append(ids, v.ID)
	}
	reviews, err := tx.ReviewsOn(ids)
	if err != nil {
		return nil, err
	}
	var uses []LensUse
	for _, r := range reviews {
		load, err := core.Workload(tx, actor, models.ReadWorkload, r.WorkloadID)
		switch models.CodeOf(err) {
		case "":
		case models.CodeNotFound, models.CodeForbidden:
			continue
		default:
			return nil, err
		}
		v := byID[r.LensVersionID]
		uses = append(uses, LensUse{load.ID, load.Name, v.Name, v.Line == line, v.Line < line})
	}
	slices.SortFunc(uses, func(a, b LensUse) int {
		return cmp.Or(cmp.Compare(models.FoldName(a.Workload), models.FoldName(b.Workload)),
			cmp.Compare(a.WorkloadID, b.WorkloadID))
	})
	return uses, nil
}
