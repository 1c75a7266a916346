package archive

import (
	"context"
	"fmt"
	"slices"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/service/lenses"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
	"plumbline/questionnaires"
)

// Archive is a workload with everything that belongs to it: the live state and every milestone, the oldest first,
// with the lens versions that they use.
type Archive struct {
	Live       models.Snapshot
	Milestones []models.Snapshot
	Talk       []ReviewTalk // of each live review, in their order; none in files of older releases
	Work       Work         // items and what else follows from the reviews; none in files of older releases
	People     []Person     // to whom ids in Talk and Work belong
}

// ProgressFunc is told after each step of long work; total is 0 where it is not known. It may be nil.
type ProgressFunc func(done, total int)

func (p ProgressFunc) tell(done, total int) {
	if p != nil {
		p(done, total)
	}
}

// Archives are the operations of moving whole workloads between servers.
type Archives struct {
	core  *core.OperationBase
	steps *Steps
}

// Export returns the archive of a workload.
func (w Archives) Export(ctx context.Context, id string, progress ProgressFunc) (Archive, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, w.core, func(tx *store.Tx) (Archive, error) {
		load, err := core.Workload(tx, actor, models.ReadWorkload, id)
		if err != nil {
			return Archive{}, err
		}
		live, err := w.steps.reviews.LiveSnapshot(tx, load, "")
		if err != nil {
			return Archive{}, err
		}
		last, err := tx.LastMilestone(id)
		if err != nil {
			return Archive{}, err
		}
		out := Archive{Live: live}
		if err := out.addTalk(tx, actor, load); err != nil {
			return out, err
		}
		for n := 1; n <= last; n++ {
			snap, err := w.steps.reviews.MilestoneSnapshot(tx, id, n)
			if err != nil {
				return out, err
			}
			out.Milestones = append(out.Milestones, snap)
			progress.tell(n, last)
		}
		return out, nil
	})
}

// ImportOptions say what to do where the workload exists already.
type ImportOptions struct {
	Copy     bool // under a new id, and a new name if the name is taken
	Progress ProgressFunc
	Form     models.IdempotencyKey // of a form, which imports once however often it is sent
}

// Import brings back a workload from its archive: same id, times, versions, answers and milestones. Lens versions
// that the workspace has already, with the same content, are used; the others are added. An archive that does not
// hold together changes nothing.
func (w Archives) Import(ctx context.Context, a Archive, opt ImportOptions) (reviews.WorkloadView, error) {
	a, err := newArchiveCheck().archive(a)
	if err != nil {
		return reviews.WorkloadView{}, err
	}
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, w.core, func(tx *store.Tx) (reviews.WorkloadView, error) {
		if view, done, err := w.importedBefore(tx, actor, opt.Form); err != nil || done {
			return view, err
		}
		_, view, err := w.store(tx, actor, a, opt)
		if err != nil {
			return view, err
		}
		return view, w.core.RememberMade(tx, actor, opt.Form, core.CreatedThing{Kind: "imported workload", ID: view.ID})
	})
}

// store brings in a checked archive.
func (w Archives) store(tx *store.Tx, actor models.Actor, a Archive, opt ImportOptions) (*archiveImport,
	reviews.WorkloadView, error) {
	in := &archiveImport{Steps: w.steps, tx: tx, actor: actor, known: map[string]models.Lens{},
		versions: map[string]*lenses.Version{}, added: map[string]bool{}, people: map[string]Person{},
		origins: map[string]string{}}
	for _, p := range a.People {
		in.people[p.ID] = p
	}
	for _, action := range []models.Action{models.CreateWorkload, models.ImportLens, models.PublishLens} {
		if err := models.Allow(actor, action, models.InWorkspace(actor.WorkspaceID)); err != nil {
			return in, reviews.WorkloadView{}, err
		}
	}
	if err := in.addVersions(a); err != nil {
		return in, reviews.WorkloadView{}, err
	}
	load, err := in.workload(a.Live.Workload, opt.Copy)
	if err != nil {
		return in, reviews.WorkloadView{}, err
	}
	if err := in.live(load, a); err != nil {
		return in, reviews.WorkloadView{}, err
	}
	if err := in.work(load, a); err != nil {
		return in, reviews.WorkloadView{}, err
	}
	for i, snap := range a.Milestones {
		if err := in.milestone(load, snap); err != nil {
			return in, reviews.WorkloadView{}, err
		}
		opt.Progress.tell(i+1, len(a.Milestones))
	}
	if _, err := w.steps.reviews.KeepNextReview(tx, load); err != nil {
		return in, reviews.WorkloadView{}, err
	}
	if err := w.core.Record(tx, actor, core.AuditEntry{Action: models.CreateWorkload, Kind: "workload",
		ID: load.ID, WorkloadID: load.ID, Changes: core.AddChange(nil, "imported", "", load.Name)}); err != nil {
		return in, reviews.WorkloadView{}, err
	}
	view, err := w.steps.reviews.WorkloadView(tx, actor, models.ReadWorkload, load.ID)
	return in, view, err
}

type archiveImport struct {
	*Steps
	tx       *store.Tx
	actor    models.Actor
	known    map[string]models.Lens     // by folded name
	versions map[string]*lenses.Version // by folded name of the lens, and name of the version
	added    map[string]bool            // those that the workspace had not got, by the same
	people   map[string]Person          // of the archive, by id
	reviewed []models.Review            // the live reviews as they are here
	origins  map[string]string          // ids of comments, parked points and proposals by their places in the archive
	here     map[string]string          // who reaches the workload: ids by folded address; nil until somebody asks
}

// addVersions brings in all lens versions of the archive, the oldest first, before anything that uses them.
func (in *archiveImport) addVersions(a Archive) error {
	var all []models.ReviewSnapshot
	for _, s := range append([]models.Snapshot{a.Live}, a.Milestones...) {
		all = append(all, s.Reviews...)
	}
	slices.SortStableFunc(all, func(a, b models.ReviewSnapshot) int { return lenses.ByAge(a.Version, b.Version) })
	for _, r := range all {
		if _, _, err := in.lensVersion(r); err != nil {
			return err
		}
	}
	return nil
}

// workload stores the workload under its old id. Where that belongs to another workspace of this server it gets a new
// one: a refusal would tell that it is there.
func (in *archiveImport) workload(load models.Workload, asCopy bool) (models.Workload, error) {
	load.WorkspaceID = in.actor.WorkspaceID
	other, err := in.tx.Workload(load.ID)
	switch {
	case err != nil && models.CodeOf(err) != models.CodeNotFound:
		return load, err
	case asCopy:
		load.ID = models.NewID()
		if load.Name, err = in.freeName(load.Name); err != nil {
			return load, err
		}
	case err == nil && other.WorkspaceID != load.WorkspaceID:
		load.ID = models.NewID()
	case err == nil:
		return load, models.Errorf(models.CodeConflict,
			"a workload with the id %s exists in this workspace already; import it as a copy", load.ID)
	}
	if err := reviews.NameIsFree(in.tx, load.WorkspaceID, load.Name, ""); err != nil {
		return load, err
	}
	return load, in.tx.CreateWorkload(load)
}

// freeName returns the name, or the name with the first number that makes it free; the name gives way where there is no
// room.
func (in *archiveImport) freeName(name string) (string, error) {
	for n, try := 2, name; ; n++ {
		err := reviews.NameIsFree(in.tx, in.actor.WorkspaceID, try, "")
		if models.CodeOf(err) != models.CodeConflict {
			return try, err
		}
		suffix := []rune(fmt.Sprintf(" (%d)", n))
		head := []rune(name)
		try = string(head[:min(len(head), 100-len(suffix))]) + string(suffix)
	}
}

func (in *archiveImport) live(load models.Workload, a Archive) error {
	for i, r := range a.Live.Reviews {
		r, err := in.refit(load, r)
		if err != nil {
			return err
		}
		if r.Review.VersionBase, err = in.tx.VersionMark(load.ID); err != nil {
			return err
		}
		if err := in.tx.CreateReview(r.Review); err != nil {
			return err
		}
		in.reviewed = append(in.reviewed, r.Review)
		for _, answer := range r.Answers {
			if answer.Version == 0 {
				continue
			}
			if err := in.tx.PutAnswer(answer); err != nil {
				return err
			}
		}
		if i < len(a.Talk) {
			if err := in.talk(load, r.Review.ID, a.Talk[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (in *archiveImport) milestone(load models.Workload, snap models.Snapshot) error {
	ms := *snap.Milestone
	ms.ID, ms.WorkloadID, ms.Counts = models.NewID(), load.ID, snap.Counts()
	snap.Workload.ID, snap.Workload.WorkspaceID = load.ID, load.WorkspaceID
	snap.Reviews = slices.Clone(snap.Reviews)
	for i := range snap.Reviews {
		r, err := in.refit(load, snap.Reviews[i])
		if err != nil {
			return err
		}
		snap.Reviews[i] = r
	}
	snap.WontDo = slices.Clone(snap.WontDo)
	for i, item := range snap.WontDo {
		snap.WontDo[i].Practices = practicesHere(snap, item.Practices)
	}
	if snap.Work != nil {
		work := *snap.Work
		work.Items = slices.Clone(work.Items)
		for i, item := range work.Items {
			work.Items[i].Practices = practicesHere(snap, item.Practices)
		}
		snap.Work = &work
	}
	return in.tx.CreateMilestone(ms, snap)
}

// practicesHere names the lenses of practices by the ids that they have on this server.
func practicesHere(snap models.Snapshot, list []models.SnapshotPractice) []models.SnapshotPractice {
	list = slices.Clone(list)
	for n, p := range list {
		list[n].LensID = snap.Reviews[placeOf(p.LensID)].Lens.ID
	}
	return list
}

// refit returns a review the ids that it has on this server.
func (in *archiveImport) refit(load models.Workload, r models.ReviewSnapshot) (models.ReviewSnapshot, error) {
	lens, v, err := in.lensVersion(r)
	if err != nil {
		return r, err
	}
	r.Lens, r.Version, r.Doc = keepLooks(r.Lens, lens), v.LensVersion, v.Doc
	r.Review.ID, r.Review.WorkloadID = models.NewID(), load.ID
	r.Review.LensID, r.Review.LensVersionID = lens.ID, v.ID
	r.Answers = slices.Clone(r.Answers)
	for i := range r.Answers {
		r.Answers[i].ReviewID = r.Review.ID
	}
	return r, nil
}

// keepLooks returns the lens of this server with the name and description that the archive shows.
func keepLooks(archived, here models.Lens) models.Lens {
	here.Name, here.Description = archived.Name, archived.Description
	return here
}

func (in *archiveImport) lensVersion(r models.ReviewSnapshot) (models.Lens, *lenses.Version, error) {
	name := models.FoldName(r.Doc.Name)
	lens, err := in.lens(name, r)
	if err != nil {
		return lens, nil, err
	}
	if v, ok := in.versions[name+"\n"+r.Version.Name]; ok {
		return lens, v, nil
	}
	row, err := in.tx.LensVersionByName(lens.ID, r.Version.Name)
	if models.CodeOf(err) == models.CodeNotFound {
		row, err = in.addVersion(lens, r.Version)
		in.added[name+"\n"+r.Version.Name] = true
	}
	if err != nil {
		return lens, nil, err
	}
	if row.Digest != r.Version.Digest {
		return lens, nil, models.Errorf(models.CodeConflict,
			"version %s of the lens %q is another one here than in the archive", row.Name, lens.Name)
	}
	v, err := in.lenses.Documents.Get(in.tx, row.ID)
	in.versions[name+"\n"+r.Version.Name] = v
	return lens, v, err
}

func (in *archiveImport) lens(name string, r models.ReviewSnapshot) (models.Lens, error) {
	if l, ok := in.known[name]; ok {
		return l, nil
	}
	lens, err := in.tx.LensByDocumentName(in.actor.WorkspaceID, r.Doc.Name)
	if models.CodeOf(err) == models.CodeNotFound {
		lens, err = in.displayed(r)
	}
	in.known[name] = lens
	return lens, err
}

// displayed makes a lens that is displayed as in the archive, unless another one here is.
func (in *archiveImport) displayed(r models.ReviewSnapshot) (models.Lens, error) {
	lens, err := in.lenses.Create(in.tx, in.actor, &questionnaires.Lens{Name: r.Doc.Name,
		Description: r.Lens.Description}, lenses.NewLens{})
	if err != nil || r.Lens.Name == r.Doc.Name {
		return lens, err
	}
	_, err = lenses.FindByName(in.tx, in.actor.WorkspaceID, r.Lens.Name)
	switch {
	case models.CodeOf(err) == models.CodeNotFound || models.FoldName(r.Lens.Name) == models.FoldName(r.Doc.Name):
		lens.Name = r.Lens.Name
		return lens, in.tx.UpdateLens(lens)
	case err != nil:
		return lens, err
	}
	return lens, nil
}

// addVersion puts a version of the archive into its line. It becomes the latest if it is later than all there are.
func (in *archiveImport) addVersion(lens models.Lens, v models.LensVersion) (models.LensVersion, error) {
	have, err := in.tx.LensVersions(lens.ID)
	if err != nil {
		return v, err
	}
	v.ID, v.LensID, v.Seq = models.NewID(), lens.ID, lenses.MaxSeq(have)+1
	if err := in.tx.CreateLensVersion(v); err != nil {
		return v, err
	}
	if lens, err = in.tx.LockLens(lens.ID); err != nil {
		return v, err
	}
	lens.Latest = lenses.NewestVersion(append(have, v)).Name
	if err := in.lenses.Touch(in.tx, in.actor, lens); err != nil {
		return v, err
	}
	return v, in.core.Record(in.tx, in.actor, core.AuditEntry{Action: models.PublishLens, Kind: "lens", ID: lens.ID,
		Changes: core.AddChange(nil, "imported version", "", v.Name)})
}
