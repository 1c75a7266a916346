package archive

import (
	"context"
	"errors"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
)

// ArchivePreview is what an import would do.
type ArchivePreview struct {
	Workload   reviews.WorkloadView // as it would be
	Copy       bool                 // only as a copy: the workspace has this workload, or another one of its name
	Lenses     []LensPreview
	Milestones []models.Milestone // the oldest first

	Items, Acceptances int // how many it brings
}

// LensPreview is a lens version that the archive uses.
type LensPreview struct {
	Name, Version string
	New           bool // the workspace has not got it: it would be added
	Answered      int  // questions of the live review, and all of them; 0 of 0 where only milestones use the version
	Questions     int
}

// errPreview takes an import back that was only tried.
var errPreview = errors.New("the import was a preview")

// Preview tells what an import would do, and changes nothing: it is tried, and taken back. What is there already is
// previewed as a copy.
func (w Archives) Preview(ctx context.Context, a Archive) (ArchivePreview, error) {
	preview, err := w.try(ctx, a, ImportOptions{})
	if models.CodeOf(err) == models.CodeConflict {
		asCopy, failed := w.try(ctx, a, ImportOptions{Copy: true})
		if failed == nil {
			asCopy.Copy = true
			return asCopy, nil
		}
	}
	return preview, err
}

func (w Archives) try(ctx context.Context, a Archive, opt ImportOptions) (preview ArchivePreview, err error) {
	a, err = newArchiveCheck().archive(a)
	if err != nil {
		return preview, err
	}
	actor := models.ActorFrom(ctx)
	err = w.core.Store.Write(ctx, func(tx *store.Tx) error {
		preview = ArchivePreview{}
		in, view, err := w.store(tx, actor, a, opt)
		if err != nil {
			return err
		}
		preview.Workload, preview.Lenses = view, in.lensesOf(a)
		preview.Items, preview.Acceptances = len(a.Work.Items), len(a.Work.Acceptances)
		for _, snap := range a.Milestones {
			preview.Milestones = append(preview.Milestones, *snap.Milestone)
		}
		return errPreview
	})
	if errors.Is(err, errPreview) {
		err = nil
	}
	return preview, err
}

// lensesOf lists each lens version of the archive once, those of the live reviews first.
func (in *archiveImport) lensesOf(a Archive) (list []LensPreview) {
	seen := map[string]bool{}
	for i, snap := range append([]models.Snapshot{a.Live}, a.Milestones...) {
		for _, r := range snap.Reviews {
			key := models.FoldName(r.Doc.Name) + "\n" + r.Version.Name
			if seen[key] {
				continue
			}
			seen[key] = true
			one := LensPreview{Name: r.Lens.Name, Version: r.Version.Name, New: in.added[key]}
			if i == 0 {
				one.Answered, one.Questions = r.Review.Counts().Answered(), r.Doc.Questions()
			}
			list = append(list, one)
		}
	}
	return list
}

// importedBefore is the workload that the same form imported, false if it imported none.
func (w Archives) importedBefore(tx *store.Tx, actor models.Actor,
	form models.IdempotencyKey) (reviews.WorkloadView, bool, error) {
	id, err := w.core.MadeBefore(tx, actor, form, "imported workload")
	if err != nil || id == "" {
		return reviews.WorkloadView{}, false, err
	}
	view, err := w.steps.reviews.WorkloadView(tx, actor, models.ReadWorkload, id)
	return view, true, core.SinceDeleted(err)
}
