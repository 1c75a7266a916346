package proofs

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
	"plumbline/reports"
	"plumbline/reports/sign"
)

// fingerprint is the same for two states of a workload between which nothing has changed that a report on the lens ("":
// all of them) tells. It is made of names, versions and times of changes, never of how a release of Plumbline keeps
// them, and not of the day: by tomorrow nothing has changed. A guest is told of no items.
func fingerprint(snap models.Snapshot, lens string, guest bool) string {
	sum := sha256.New()
	line := func(parts ...any) {
		for _, p := range parts {
			fmt.Fprintf(sum, "%q ", fmt.Sprint(p))
		}
		fmt.Fprintln(sum)
	}
	about := func(list []models.SnapshotPractice) bool {
		return lens == "" || len(list) == 0 ||
			slices.ContainsFunc(list, func(p models.SnapshotPractice) bool { return p.LensID == lens })
	}
	for _, f := range core.FieldChanges(models.WorkloadFields{}, snap.Workload.WorkloadFields) {
		line("workload", f.Field, f.To)
	}
	for _, r := range snap.Reviews {
		if lens != "" && r.Lens.ID != lens {
			continue
		}
		line("review", r.Review.ID, r.Version.ID, r.Review.UpdatedAt.UnixMicro())
		for _, a := range r.Accepted {
			line("accepted", a.QuestionID, a.ChoiceID, a.Until, a.DecidedAt.UnixMicro())
		}
	}
	if !guest {
		for _, i := range snap.WontDo {
			if about(i.Practices) {
				line("won't do", i.Number, i.DecidedAt.UnixMicro())
			}
		}
	}
	if work := snap.Work; work != nil && !guest {
		line("planned", work.NextReview, work.Currency)
		for _, i := range work.Items {
			if about(i.Practices) {
				line("item", i.Number, i.Title, i.Owner, i.DueOn, i.Status, i.Effort, i.BuildCost, i.RunCost, string(i.Risk),
					i.Reopened)
			}
		}
	}
	return hex.EncodeToString(sum.Sum(nil)[:16])
}

// now tells how a workload stands beside a report on it.
func (p Proofs) now(tx *store.Tx, m sign.Manifest) (standing Standing, err error) {
	load, err := tx.Workload(m.WorkloadID)
	if models.CodeOf(err) == models.CodeNotFound {
		return Standing{Is: Deleted}, nil
	}
	if err != nil {
		return standing, err
	}
	last, err := tx.LastMilestone(load.ID)
	if err != nil {
		return standing, err
	}
	if last > m.Milestone {
		newest, err := tx.Milestone(load.ID, last)
		if err != nil {
			return standing, err
		}
		if m.Milestone > 0 {
			return Standing{Is: Superseded, Since: newest.CreatedAt, Milestone: last, MilestoneName: newest.Name}, nil
		}
	}
	if m.Milestone > 0 {
		return Standing{Is: Newest}, nil
	}
	guest, only := m.MadeByKind == string(models.GuestActor), ""
	if guest {
		only = m.LensID
	}
	snap, err := p.reviews.LiveSnapshot(tx, load, only)
	if err == nil && !guest && m.Preset == string(reports.Leadership) {
		err = reviews.PlanWork(tx, &snap, p.core.Now())
	}
	if err != nil || fingerprint(snap, m.LensID, guest) == m.State {
		return Standing{Is: Newest}, err
	}
	standing.Is = Superseded
	if snap.At.After(sign.ParseTime(m.StateAt)) {
		standing.Since = snap.At
	}
	return standing, nil
}
