package archive

import (
	"slices"
	"strings"

	"plumbline/models"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
)

// ReviewTalk is what people said and agreed on in a review, beside its answers. Ids of people are those of the archive
// (see Person); of the rows only what they say is used.
type ReviewTalk struct {
	Comments    []models.Comment // oldest first
	Assignments []models.Assignment
	Parked      []models.ParkedItem
}

// Person is somebody whom an archive refers to by an id. An import finds them by their e-mail addresses among those
// who reach the workload there.
type Person struct {
	ID, Name string
	Email    string // "" for readers of another workspace
}

// talkExport collects what people said, and who they are.
type talkExport struct {
	tx     *store.Tx
	people map[string]Person // by id
	known  map[string]models.Participant
	emails bool
}

func newTalkExport(tx *store.Tx, actor models.Actor, load models.Workload) (*talkExport, error) {
	out := &talkExport{tx: tx, people: map[string]Person{}, known: map[string]models.Participant{},
		emails: actor.WorkspaceID == load.WorkspaceID}
	all, err := reviews.Participants(tx, load.WorkspaceID, load.ID)
	for _, p := range all {
		out.known[p.UserID] = p
	}
	return out, err
}

// add notes that the archive refers to a person. Somebody who does not reach the workload any more has the name that is
// given.
func (out *talkExport) add(userID, name string) {
	if userID == "" || out.people[userID].ID != "" {
		return
	}
	p := Person{ID: userID, Name: name}
	if known, here := out.known[userID]; here {
		p.Name = known.Name
		if out.emails {
			p.Email = known.Email
		}
	}
	out.people[userID] = p
}

// list gives the people by id, so that the same archive is the same file.
func (out *talkExport) list() []Person {
	list := make([]Person, 0, len(out.people))
	for _, p := range out.people {
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b Person) int { return strings.Compare(a.ID, b.ID) })
	return list
}

func (out *talkExport) review(id string) (talk ReviewTalk, err error) {
	if talk.Comments, err = out.comments(id); err != nil {
		return talk, err
	}
	if talk.Assignments, err = out.tx.Assignments(id); err != nil {
		return talk, err
	}
	for _, a := range talk.Assignments {
		out.add(a.UserID, a.Name)
	}
	talk.Parked, err = out.tx.ParkingLot(id)
	return talk, err
}

// comments are those of all threads in which a comment stands, with the gaps of deleted ones.
func (out *talkExport) comments(reviewID string) ([]models.Comment, error) {
	threads, err := out.tx.CommentCounts(reviewID)
	if err != nil {
		return nil, err
	}
	var all []models.Comment
	for _, thread := range threads {
		list, err := out.thread(reviewID, thread.QuestionID)
		if err != nil {
			return nil, err
		}
		slices.Reverse(list)
		all = append(all, list...)
	}
	for _, c := range all {
		out.add(c.UserID, c.Author)
		for _, m := range c.Mentions {
			out.add(m.UserID, m.Name)
		}
	}
	return all, nil
}

// thread gives the comments of a question, newest first.
func (out *talkExport) thread(reviewID, questionID string) (all []models.Comment, err error) {
	p := models.PageRequest{Limit: models.MaxPage}
	for {
		page, err := out.tx.Comments(reviewID, questionID, p)
		if err != nil {
			return nil, err
		}
		if len(page) <= p.Limit {
			return append(all, page...), nil
		}
		all = append(all, page[:p.Limit]...)
		p.After = store.CommentCursor(page[p.Limit-1])
	}
}

// addTalk adds what people said in the reviews, what follows from these, and who the people are.
func (a *Archive) addTalk(tx *store.Tx, actor models.Actor, load models.Workload) error {
	out, err := newTalkExport(tx, actor, load)
	if err != nil {
		return err
	}
	for _, r := range a.Live.Reviews {
		talk, err := out.review(r.Review.ID)
		if err != nil {
			return err
		}
		a.Talk = append(a.Talk, talk)
	}
	if err := a.addWork(out, load); err != nil {
		return err
	}
	a.People = out.list()
	return nil
}
