package archive

import (
	"slices"

	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
)

// talk stores what people said in a review. Nobody is told: mentions count as read. People who do not reach the
// workload keep their names as text; what was assigned to them is assigned to nobody.
func (in *archiveImport) talk(load models.Workload, reviewID string, talk ReviewTalk) error {
	place := len(in.reviewed) - 1
	ids := newIDs(len(talk.Comments))
	for n, c := range talk.Comments {
		c.ID = ids[n]
		in.origins[OriginPlace(remediation.FromComment, place, n)] = c.ID
		if err := in.comment(load, reviewID, c); err != nil {
			return err
		}
	}
	for _, a := range talk.Assignments {
		here, err := in.person(load, a.UserID)
		if err != nil {
			return err
		}
		if here == "" {
			continue
		}
		a.ReviewID, a.UserID = reviewID, here
		if err := in.tx.PutAssignment(a); err != nil {
			return err
		}
	}
	ids = newIDs(len(talk.Parked))
	for n, p := range talk.Parked {
		p.ID, p.ReviewID = ids[n], reviewID
		in.origins[OriginPlace(remediation.FromParked, place, n)] = p.ID
		if err := in.tx.CreateParked(p); err != nil {
			return err
		}
	}
	return nil
}

func (in *archiveImport) comment(load models.Workload, reviewID string, c models.Comment) (err error) {
	c.ReviewID = reviewID
	if c.UserID, err = in.person(load, c.UserID); err != nil {
		return err
	}
	if c.Mentions, err = in.mentions(load, c.Mentions); err != nil {
		return err
	}
	if err := in.tx.CreateComment(c); err != nil {
		return err
	}
	for _, m := range c.Mentions {
		if err := store.ReadMentions(in.tx, m.UserID, []string{c.ID}, in.core.Now()); err != nil {
			return err
		}
	}
	return nil
}

// mentions are those of people who reach the workload, each once.
func (in *archiveImport) mentions(load models.Workload, had []models.Mention) (list []models.Mention, err error) {
	for _, m := range had {
		if m.UserID, err = in.person(load, m.UserID); err != nil {
			return nil, err
		}
		if m.UserID != "" && !slices.ContainsFunc(list, func(o models.Mention) bool { return o.UserID == m.UserID }) {
			list = append(list, m)
		}
	}
	return list, nil
}

// person gives the id that somebody of the archive has here, "" if nobody who reaches the workload has the address.
func (in *archiveImport) person(load models.Workload, id string) (string, error) {
	if id == "" {
		return "", nil
	}
	if in.here == nil {
		people, err := reviews.Participants(in.tx, load.WorkspaceID, load.ID)
		if err != nil {
			return "", err
		}
		in.here = map[string]string{}
		for _, p := range people {
			in.here[models.FoldName(p.Email)] = p.UserID
		}
	}
	email := models.FoldName(in.people[id].Email)
	if email == "" {
		return "", nil
	}
	return in.here[email], nil
}
