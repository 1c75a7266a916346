package archive

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"plumbline/models"
	"plumbline/models/accepted"
	"plumbline/models/figures"
	"plumbline/models/planning"
	"plumbline/models/remediation"
	"plumbline/models/store"
	"plumbline/models/store/trends"
)

// Work is what follows from the reviews of a workload. Ids in it are places in the archive: that of a review is its
// place in Live.Reviews, that of an item its number, that of an acceptance its place in Acceptances; what items were
// made from is named as by OriginPlace. Ids of people are those of Archive.People.
type Work struct {
	Items       []Item // by number
	Acceptances []Acceptance
	Proposals   []planning.Proposal // oldest first
	Days        []figures.Day       // oldest first
}

// Item is an item with all that belongs to it. What it needs are items of the same workload.
type Item struct {
	remediation.Item
	Activity []remediation.Activity    // oldest first
	Comments []remediation.ItemComment // oldest first
}

// Acceptance is an acceptance, oldest first. Where its review is gone, its lens is known by name.
type Acceptance struct {
	accepted.Acceptance
	LensName string
}

// OriginPlace names a comment, a parked point or a proposal by its place in the archive.
func OriginPlace(kind remediation.OriginKind, review, at int) string {
	switch kind {
	case remediation.FromComment:
		return fmt.Sprintf("reviews/%d/comments/%d", review, at)
	case remediation.FromParked:
		return fmt.Sprintf("reviews/%d/parking_lot/%d", review, at)
	}
	return fmt.Sprintf("proposals/%d", at)
}

// workExport collects what follows from the reviews.
type workExport struct {
	*talkExport
	load    models.Workload
	archive *Archive
	reviews map[string]string // places by id
	lenses  map[string]string // places of their reviews by id
	items   map[string]string // numbers by id
	origins map[string]string // places by id
}

// addWork adds what follows from the reviews, whose talk is there already.
func (a *Archive) addWork(out *talkExport, load models.Workload) error {
	w := workExport{out, load, a, map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}}
	for n, r := range a.Live.Reviews {
		w.reviews[r.Review.ID], w.lenses[r.Lens.ID] = strconv.Itoa(n), strconv.Itoa(n)
		for at, c := range a.Talk[n].Comments {
			w.origins[c.ID] = OriginPlace(remediation.FromComment, n, at)
		}
		for at, p := range a.Talk[n].Parked {
			w.origins[p.ID] = OriginPlace(remediation.FromParked, n, at)
		}
	}
	if err := w.addProposals(); err != nil {
		return err
	}
	if err := w.addItems(); err != nil {
		return err
	}
	if err := w.addAcceptances(); err != nil {
		return err
	}
	var err error
	a.Work.Days, err = store.Trends(w.tx).Of(load.ID, trends.Period{})
	return err
}

func (w *workExport) addProposals() error {
	list, err := store.Planning(w.tx).Of(w.load.ID)
	slices.Reverse(list)
	for n, p := range list {
		w.origins[p.ID] = OriginPlace(remediation.FromProposal, 0, n)
		for i, one := range p.Practices {
			p.Practices[i].LensID = w.lenses[one.LensID]
		}
	}
	w.archive.Work.Proposals = list
	return err
}

func (w *workExport) addItems() error {
	list, err := store.Items(w.tx).OfWorkload(w.load.ID)
	if err != nil {
		return err
	}
	for _, item := range list {
		w.items[item.ID] = strconv.Itoa(item.Number)
	}
	happened, err := store.ItemTalk(w.tx).ActivityOfWorkload(w.load.ID, time.Time{})
	if err != nil {
		return err
	}
	said, err := store.ItemTalk(w.tx).CommentsOfWorkload(w.load.ID)
	if err != nil {
		return err
	}
	activity, comments := map[string][]remediation.Activity{}, map[string][]remediation.ItemComment{}
	for _, a := range happened {
		activity[a.ItemID] = append(activity[a.ItemID], a)
	}
	for _, c := range said {
		comments[c.ItemID] = append(comments[c.ItemID], c)
	}
	for _, item := range list {
		w.archive.Work.Items = append(w.archive.Work.Items, w.item(Item{item, activity[item.ID], comments[item.ID]}))
	}
	return nil
}

// item gives an item its ids in the archive.
func (w *workExport) item(i Item) Item {
	i.ID, i.RegressedFrom, i.Origin.ID = w.items[i.ID], w.items[i.RegressedFrom], w.origins[i.Origin.ID]
	for n, p := range i.Practices {
		i.Practices[n].ReviewID = w.reviews[p.ReviewID]
	}
	var needs []string
	for _, id := range i.Needs { // those of other workloads are not in the archive
		if number := w.items[id]; number != "" {
			needs = append(needs, number)
		}
	}
	i.Needs = inNumberOrder(needs)
	w.add(i.Owner.UserID, i.Owner.Name)
	w.add(i.ClosedByID, i.ClosedBy)
	for _, a := range i.Activity {
		if a.ActorKind == models.UserActor {
			w.add(a.ActorID, a.ActorName)
		}
	}
	for _, c := range i.Comments {
		w.add(c.UserID, c.Author)
		for _, m := range c.Mentions {
			w.add(m.UserID, m.Name)
		}
	}
	return i
}

// inNumberOrder sorts numbers that are written as texts.
func inNumberOrder(numbers []string) []string {
	slices.SortFunc(numbers, func(a, b string) int { return placeOf(a) - placeOf(b) })
	return numbers
}

// placeOf reads a place in the archive; -1 if it is none.
func placeOf(id string) int {
	n, err := strconv.Atoi(id)
	if err != nil {
		return -1
	}
	return n
}

func (w *workExport) addAcceptances() error {
	list, err := store.Acceptances(w.tx).OfWorkload(w.load.ID, "")
	if err != nil {
		return err
	}
	slices.Reverse(list)
	places := map[string]string{}
	for n, a := range list {
		places[a.ID] = strconv.Itoa(n)
	}
	for _, a := range list {
		one := Acceptance{Acceptance: a}
		one.ID, one.FormerID, one.ItemID = places[a.ID], places[a.FormerID], w.items[a.ItemID]
		if one.ReviewID = w.reviews[a.ReviewID]; one.ReviewID == "" {
			lens, err := w.tx.Lens(a.LensID)
			if err != nil {
				return err
			}
			one.LensName = lens.Name
		}
		w.add(a.ApproverID, a.ApproverName)
		w.add(a.AskedByID, a.AskedBy)
		w.add(a.DecidedByID, a.DecidedBy)
		w.archive.Work.Acceptances = append(w.archive.Work.Acceptances, one)
	}
	return nil
}
