package whatif

import (
	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/service/core"
	"plumbline/models/store"
	"plumbline/models/store/items"
)

// mark says of the places of a page whether the actor may make items there, and which items close a practice already.
func (r *reachedReviews) mark(tx *store.Tx, actor models.Actor, page []MissingPractice) error {
	m := marker{tx: tx, actor: actor, shared: map[string]models.Role{}}
	var reviews []string
	seen := map[string]bool{}
	for _, practice := range page {
		for _, place := range practice.Where {
			if id := r.rows[place.row].ReviewID; !seen[id] {
				seen[id], reviews = true, append(reviews, id)
			}
		}
	}
	if len(reviews) == 0 {
		return nil
	}
	closers, err := items.Closers(store.Items(tx), reviews)
	if err == nil && len(actor.Scope.Pillars) > 0 {
		m.former, err = store.Planning(tx).Former(reviews)
	}
	if err != nil {
		return err
	}
	for _, practice := range page {
		for i := range practice.Where {
			place := &practice.Where[i]
			row := r.rows[place.row]
			at := models.ThingPlace{WorkspaceID: row.WorkspaceID, WorkloadID: row.WorkloadID}
			if at.Shared, err = m.sharedAs(at); err != nil {
				return err
			}
			item, is := closers[remediation.PracticeRef{ReviewID: row.ReviewID, QuestionID: practice.Question.ID,
				ChoiceID: practice.Choice.ID}]
			if is && models.Allow(actor, models.ReadItem, at) == nil {
				place.Item = ClosingItem{item.ID, item.Title, item.Number}
			}
			at.LensID, at.PillarID = row.LensID, r.kept[place.row].version.pillarOf(practice.Question.ID)
			at.FormerIDs = models.IDsBefore(m.former[row.ReviewID].Pillars, at.PillarID)
			place.MayMake = models.Allow(actor, models.UpdateItem, at) == nil
		}
	}
	return nil
}

// pillarOf is the id of a question's pillar in this version of the lens, in which it may be another one.
func (v *keptVersion) pillarOf(question string) string { return v.questions[v.at[question]].pillar.ID }

// marker knows what rights depend on.
type marker struct {
	tx     *store.Tx
	actor  models.Actor
	shared map[string]models.Role // by workload
	former map[string]models.IDRenames
}

// sharedAs is as what a workload of another workspace is shared with the actor's.
func (m marker) sharedAs(at models.ThingPlace) (models.Role, error) {
	if at.WorkspaceID == m.actor.WorkspaceID {
		return "", nil
	}
	role, known := m.shared[at.WorkloadID]
	if known {
		return role, nil
	}
	role, err := core.SharedRole(m.tx, m.actor, at)
	m.shared[at.WorkloadID] = role
	return role, err
}
