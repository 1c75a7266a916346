package recap

import (
	"slices"
	"time"

	"plumbline/models"
	"plumbline/models/notice"
	"plumbline/models/remediation"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
	"plumbline/models/store/schedule"
)

// tookPart is how long before the last change of a review somebody must have worked on it to have taken part.
const tookPart = 30 * 24 * time.Hour

// addAttended says who took part: those who worked on the review in the weeks before its last change, or whom the
// sender names.
func (m *recap) addAttended(tx *store.Tx, in Input) error {
	review := m.view.Review
	worked, err := store.Schedule(tx).WorkedOn(schedule.WorkedOn{WorkspaceID: m.view.Owner,
		WorkloadID: review.WorkloadID, LensID: review.LensID, ReviewID: review.ID,
		Since: review.UpdatedAt.Add(-tookPart)}, MaxAttended)
	if err != nil {
		return err
	}
	m.worked = map[string]bool{}
	for _, w := range worked {
		m.worked[w.ID] = true
		m.Facts.Attended = append(m.Facts.Attended, w.Name)
	}
	if in.Attended != nil {
		m.Facts.Attended = *in.Attended
	}
	return nil
}

// addPeople lists who can be chosen: who reaches the workload by a membership. Proposed are those who took part, whom
// the workload names as its review owner, and the owners of open items.
func (m *recap) addPeople(tx *store.Tx, actor models.Actor, items []remediation.Item) error {
	people, err := reviews.Participants(tx, m.view.Owner, m.view.WorkloadID)
	if err != nil {
		return err
	}
	owns := map[string]bool{}
	for _, i := range items {
		owns[i.Owner.UserID] = true
	}
	ids := make([]string, len(people))
	for i, p := range people {
		ids[i] = p.UserID
	}
	settings, err := store.Schedule(tx).SettingsOf(ids)
	if err != nil {
		return err
	}
	proposed := 0
	for _, p := range people {
		of, chosen := settings[p.UserID]
		one := Person{Participant: p, Off: chosen && of.Of(notice.Reviews) == notice.Off}
		one.Proposed = !one.Off && proposed < MaxRecipients && (m.worked[p.UserID] || owns[p.UserID] ||
			models.SameName(p.Email, m.load.ReviewOwner) || models.SameName(p.Name, m.load.ReviewOwner))
		if one.Proposed {
			proposed++
		}
		m.all = append(m.all, one)
	}
	m.People = m.offered(actor)
	return nil
}

// offered is whom the sender can choose from, those who are proposed before others where there are too many.
// Addresses of other workspaces stay there.
func (m *recap) offered(actor models.Actor) []Person {
	room := MaxPeople
	for _, p := range m.all {
		if p.Proposed {
			room--
		}
	}
	var list []Person
	for _, p := range m.all {
		if !p.Proposed {
			if room == 0 {
				continue
			}
			room--
		}
		if p.Workspace != actor.WorkspaceID {
			p.Email = ""
		}
		list = append(list, p)
	}
	return list
}

// recipients are those who are chosen, or proposed where nobody was chosen, each once.
func (m *recap) recipients(in Input) (to []Person, err error) {
	switch {
	case m.Empty:
		return nil, models.Errorf(models.CodeConflict,
			"no question of this review is answered yet: there is nothing to tell")
	case !m.SendsMail:
		return nil, models.Errorf(models.CodeConflict, "this server sends no mail: no mail server is set up")
	}
	for _, p := range m.all {
		if in.To == nil && p.Proposed || in.To != nil && slices.Contains(*in.To, p.UserID) {
			to = append(to, p)
		}
	}
	if in.To != nil {
		for _, id := range *in.To {
			if !slices.ContainsFunc(to, func(p Person) bool { return p.UserID == id }) {
				return nil, models.InvalidInput(models.FieldFault{Field: "to",
					Message: "names somebody who does not reach this workload"})
			}
		}
	}
	if len(to) == 0 {
		return nil, models.InvalidInput(models.FieldFault{Field: "to", Message: "is empty: choose at least one person"})
	}
	return to, nil
}
