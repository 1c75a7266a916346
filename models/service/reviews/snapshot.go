package reviews

import (
	"context"
	"time"

	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/service/core"
	"plumbline/models/store"
	"plumbline/models/timezone"
)

// LiveState stands for the present state where a milestone's number is asked for.
const LiveState = 0

// Snapshot returns the whole state of a workload: as it is (Live), or as a milestone froze it. It is one consistent
// read. A guest gets the one review that the link opens, and no milestones.
func (r Reviews) Snapshot(ctx context.Context, workloadID string, milestone int) (models.Snapshot, error) {
	actor := models.ActorFrom(ctx)
	action := models.ReadReview
	if milestone != LiveState {
		action = models.ReadWorkload
	}
	return core.Read(ctx, r.core, func(tx *store.Tx) (models.Snapshot, error) {
		load, err := core.Workload(tx, actor, action, workloadID)
		if err != nil {
			return models.Snapshot{}, err
		}
		if milestone == LiveState {
			snap, err := r.steps.LiveSnapshot(tx, load, actor.Scope.LensID)
			if actor.Kind == models.GuestActor {
				forGuest(&snap)
			}
			return snap, err
		}
		return r.steps.MilestoneSnapshot(tx, workloadID, milestone)
	})
}

// LiveSnapshot is the workload as it is, with the review of one lens only if an id is given.
func (steps *Steps) LiveSnapshot(tx *store.Tx, load models.Workload, onlyLens string) (models.Snapshot, error) {
	space, err := tx.Workspace(load.WorkspaceID)
	if err != nil {
		return models.Snapshot{}, err
	}
	snap := models.Snapshot{WorkspaceName: space.Name, AccountID: space.AccountID, TimeZone: space.TimeZone,
		Workload: load, At: load.UpdatedAt}
	rows, err := tx.Reviews(load.ID)
	if err != nil {
		return snap, err
	}
	for _, row := range rows {
		if onlyLens != "" && row.LensID != onlyLens {
			continue
		}
		review, err := steps.reviewSnapshot(tx, row)
		if err != nil {
			return snap, err
		}
		snap.Reviews = append(snap.Reviews, review)
		if row.UpdatedAt.After(snap.At) {
			snap.At = row.UpdatedAt
		}
	}
	return snap, steps.inForce(tx, &snap)
}

func (steps *Steps) reviewSnapshot(tx *store.Tx, row models.Review) (models.ReviewSnapshot, error) {
	lens, err := tx.Lens(row.LensID)
	if err != nil {
		return models.ReviewSnapshot{}, err
	}
	v, err := steps.lenses.Documents.Get(tx, row.LensVersionID)
	if err != nil {
		return models.ReviewSnapshot{}, err
	}
	answers, err := tx.Answers(row.ID)
	if err != nil {
		return models.ReviewSnapshot{}, err
	}
	return models.ReviewSnapshot{
		Review: row, Lens: lens, Version: v.LensVersion, Doc: v.Doc, Answers: models.InOrder(row.ID, v.Doc, answers),
	}, nil
}

// MilestoneSnapshot reads what a milestone froze, with the documents of its lens versions.
func (steps *Steps) MilestoneSnapshot(tx *store.Tx, workloadID string, number int) (models.Snapshot, error) {
	ms, err := tx.Milestone(workloadID, number)
	if models.CodeOf(err) == models.CodeNotFound {
		return models.Snapshot{}, models.Errorf(models.CodeNotFound, "the workload has no milestone %d", number)
	}
	if err != nil {
		return models.Snapshot{}, err
	}
	snap, err := tx.MilestoneSnapshot(workloadID, number)
	if err != nil {
		return snap, err
	}
	space, err := tx.Workspace(snap.Workload.WorkspaceID)
	if err != nil {
		return snap, err
	}
	snap.Milestone, snap.At, snap.TimeZone = &ms, ms.CreatedAt, space.TimeZone
	for i := range snap.Reviews {
		v, err := steps.lenses.Documents.Get(tx, snap.Reviews[i].Version.ID)
		if err != nil {
			return snap, err
		}
		snap.Reviews[i].Doc = v.Doc
		snap.Reviews[i].MarkUndecided()
	}
	return snap, nil
}

// OneLens returns the id of the lens in a Snapshot that is meant by id or key, and "", which is all of them, for "".
func OneLens(snap models.Snapshot, ref string) (string, error) {
	if ref == "" {
		return "", nil
	}
	for _, review := range snap.Reviews {
		if review.Lens.ID == ref || review.Lens.Key == ref {
			return review.Lens.ID, nil
		}
	}
	return "", models.Errorf(models.CodeNotFound, "the lens %q is not applied to this workload", ref)
}

// ReportQuery says what a report is about: a milestone's number or LiveState, and one lens by id or key, or "" for all.
type ReportQuery struct {
	Milestone int
	Lens      string
}

// ReportView is what a report is made of.
type ReportView struct {
	models.Snapshot
	LensID    string // of the one lens it is about; "" for all
	Watermark string // on every page; "" for none
}

// Report returns the Snapshot for a report that is about to be handed out. The copy of a guest says for whom it is, and
// leaves an audit line, in a transaction of its own, so that nobody who writes has to wait for the reading.
func (r Reviews) Report(ctx context.Context, workloadID string, q ReportQuery) (ReportView, error) {
	snap, err := r.Snapshot(ctx, workloadID, q.Milestone)
	if err != nil {
		return ReportView{}, err
	}
	lens, err := OneLens(snap, q.Lens)
	actor := models.ActorFrom(ctx)
	if err != nil || actor.Kind != models.GuestActor {
		return ReportView{Snapshot: snap, LensID: lens}, err
	}
	return core.Write(ctx, r.core, func(tx *store.Tx) (ReportView, error) {
		link, err := tx.GuestLink(actor.ID)
		if err != nil {
			return ReportView{}, err
		}
		if err := models.Allow(actor, models.ReadReview, link); err != nil {
			return ReportView{}, err
		}
		mark := "Guest copy for " + link.Name + " · link of " + timezone.Of(snap.TimeZone).Day(link.CreatedAt)
		return ReportView{snap, lens, mark}, r.core.Record(tx, actor,
			core.AuditEntry{Action: models.ManageGuests, Kind: "guest link", ID: link.ID,
				WorkloadID: link.WorkloadID, Workspace: link.WorkspaceID, Changes: core.AddChange(nil, "report", "",
					"downloaded")})
	})
}

// PlanWork adds to a snapshot of the live state what is to be done at a moment: its items that are not closed, and the
// next review.
func PlanWork(tx *store.Tx, snap *models.Snapshot, now time.Time) error {
	settings, err := store.PlanSettings(tx).Of(snap.Workload.WorkspaceID)
	if err != nil {
		return err
	}
	work := models.PlannedWork{Day: dayIn(snap.TimeZone, now), NextReview: snap.Workload.NextReviewOn,
		Currency: settings.Currency}
	list, err := store.Items(tx).OfWorkload(snap.Workload.ID, remediation.ActiveStatuses...)
	if err != nil {
		return err
	}
	lenses := lensesByReview(*snap)
	for _, i := range list {
		item := models.PlannedItem{Number: i.Number, Title: i.Title, Owner: i.Owner.Name, DueOn: string(i.DueOn),
			Status: string(i.Status), Effort: i.Effort, BuildCost: i.BuildCost, RunCost: i.RunCost, Risk: i.Risk,
			Reopened: i.Reopened, Practices: practicesIn(lenses, i.Practices)}
		work.Items = append(work.Items, item)
	}
	snap.Work = &work
	return nil
}

// lensesByReview are the ids of the lenses of a snapshot, by the ids of their reviews.
func lensesByReview(snap models.Snapshot) map[string]string {
	lenses := map[string]string{}
	for _, r := range snap.Reviews {
		lenses[r.Review.ID] = r.Lens.ID
	}
	return lenses
}

// practicesIn are those practices whose review is in a snapshot.
func practicesIn(lenses map[string]string, list []remediation.PracticeRef) (in []models.SnapshotPractice) {
	for _, p := range list {
		if lens := lenses[p.ReviewID]; lens != "" {
			in = append(in, models.SnapshotPractice{LensID: lens, QuestionID: p.QuestionID, ChoiceID: p.ChoiceID})
		}
	}
	return in
}
