package archive

import (
	"fmt"
	"slices"
	"strings"

	"plumbline/models"
	"plumbline/models/accepted"
	"plumbline/models/notice"
	"plumbline/models/remediation"
	"plumbline/models/service/lenses"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
)

// workImport stores what follows from the reviews of an archive that was checked. Everything gets new ids, and items
// new numbers; nobody is told. Members who do not reach the workload keep their names as text.
type workImport struct {
	*archiveImport
	load    models.Workload
	archive Archive
	items   map[string]string // ids by number in the archive
}

func (in *archiveImport) work(load models.Workload, a Archive) error {
	w := workImport{in, load, a, map[string]string{}}
	if err := w.proposals(); err != nil {
		return err
	}
	if err := w.putItems(); err != nil {
		return err
	}
	if err := w.acceptances(); err != nil {
		return err
	}
	days := slices.Clone(a.Work.Days)
	for n := range days {
		days[n].WorkloadID = load.ID
	}
	return store.Trends(in.tx).Put(days)
}

// newIDs gives new ids in ascending order, so that what happened at the same moment stays in its order.
func newIDs(n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = models.NewID()
	}
	slices.Sort(ids)
	return ids
}

// review gives the review at a place of the archive as it is here.
func (w *workImport) review(place string) models.Review {
	if n := placeOf(place); n >= 0 && n < len(w.reviewed) {
		return w.reviewed[n]
	}
	return models.Review{}
}

// follow says that something hangs on the review at a place.
func (w *workImport) follow(place string) error {
	n := placeOf(place)
	if err := store.FollowReview(w.tx, w.reviewed[n]); err != nil {
		return err
	}
	w.reviewed[n].Followed = true
	return nil
}

func (w *workImport) proposals() error {
	ids := newIDs(len(w.archive.Work.Proposals))
	for n, p := range w.archive.Work.Proposals {
		p.ID, p.WorkloadID = ids[n], w.load.ID
		w.origins[OriginPlace(remediation.FromProposal, 0, n)] = p.ID
		p.Practices = slices.Clone(p.Practices)
		for i, one := range p.Practices {
			p.Practices[i].LensID = w.review(one.LensID).LensID
		}
		if err := store.Planning(w.tx).Create(p); err != nil {
			return err
		}
	}
	return nil
}

func (w *workImport) putItems() error {
	list := w.archive.Work.Items
	if len(list) == 0 {
		return nil
	}
	number, err := store.PlanSettings(w.tx).NextNumber(w.load.WorkspaceID, len(list))
	if err != nil {
		return err
	}
	for _, i := range list {
		w.items[i.ID] = models.NewID()
	}
	for n, i := range list {
		item, err := w.item(i, number+n)
		if err != nil {
			return err
		}
		if err := store.Items(w.tx).Create(item); err != nil {
			return err
		}
		if err := w.history(item.ID, i); err != nil {
			return err
		}
	}
	return w.needs(list, number)
}

// item is an item as it is here, without what it needs first, which may not be there yet.
func (w *workImport) item(i Item, number int) (item remediation.Item, err error) {
	item = i.Item
	item.ID, item.Number, item.WorkspaceID, item.WorkloadID = w.items[i.ID], number, w.load.WorkspaceID, w.load.ID
	item.RegressedFrom, item.Origin.ID, item.Needs = w.items[i.RegressedFrom], w.origins[i.Origin.ID], nil
	item.Practices = slices.Clone(i.Practices)
	for n, p := range i.Practices {
		if err := w.follow(p.ReviewID); err != nil {
			return item, err
		}
		item.Practices[n].ReviewID = w.review(p.ReviewID).ID
	}
	if item.ClosedByID, err = w.person(w.load, i.ClosedByID); err != nil {
		return item, err
	}
	item.Owner, err = w.owner(i.Owner)
	return item, err
}

// owner is whose item it is here: a member who is not known here is named as somebody without an account.
func (w *workImport) owner(o remediation.ItemOwner) (remediation.ItemOwner, error) {
	if o.Kind != remediation.MemberOwner {
		return o, nil
	}
	here, err := w.person(w.load, o.UserID)
	if err != nil {
		return o, err
	}
	if here != "" {
		return remediation.ItemOwner{Kind: remediation.MemberOwner, UserID: here}, nil
	}
	name := []rune(strings.Join(strings.Fields(w.people[o.UserID].Name), " "))
	if len(name) == 0 {
		return remediation.ItemOwner{}, nil
	}
	return remediation.ItemOwner{Kind: remediation.OutsiderOwner, Name: string(name[:min(len(name), 200)])}, nil
}

// needs adds what items need first, once all are there.
func (w *workImport) needs(list []Item, number int) error {
	for n, i := range list {
		if len(i.Needs) == 0 {
			continue
		}
		item, err := store.Items(w.tx).Numbered(w.load.WorkspaceID, number+n)
		if err != nil {
			return err
		}
		for _, needed := range i.Needs {
			item.Needs = append(item.Needs, w.items[needed])
		}
		slices.Sort(item.Needs)
		if err := store.Items(w.tx).Update(item); err != nil {
			return err
		}
	}
	return nil
}

// history stores what happened to an item and what was said about it. Mentions count as read.
func (w *workImport) history(itemID string, i Item) (err error) {
	ids, activity := newIDs(len(i.Activity)), slices.Clone(i.Activity)
	for n := range activity {
		a := &activity[n]
		a.ID, a.ItemID = ids[n], itemID
		if a.ActorID, err = w.person(w.load, a.ActorID); err != nil {
			return err
		}
	}
	talk := store.ItemTalk(w.tx)
	if err := talk.AddActivity(activity...); err != nil {
		return err
	}
	ids = newIDs(len(i.Comments))
	for n, c := range i.Comments {
		c.ID, c.ItemID = ids[n], itemID
		if c.UserID, err = w.person(w.load, c.UserID); err != nil {
			return err
		}
		if c.Mentions, err = w.mentions(w.load, c.Mentions); err != nil {
			return err
		}
		if err := talk.CreateComment(c); err != nil {
			return err
		}
		if len(c.Mentions) == 0 {
			continue
		}
		if err := talk.ReadMentions(c.ID, w.core.Now()); err != nil {
			return err
		}
	}
	return nil
}

// acceptances stores the acceptances. One of a review that is gone is left out where its lens is not here.
func (w *workImport) acceptances() error {
	today, err := reviews.Today(w.tx, w.load.WorkspaceID, w.core.Now())
	if err != nil {
		return err
	}
	list := w.archive.Work.Acceptances
	ids, here := newIDs(len(list)), map[string]string{}
	var all []accepted.Acceptance
	inForce := map[[3]string]bool{}
	for n, one := range list {
		subject := [3]string{one.ReviewID, one.QuestionID, one.ChoiceID}
		if one.State == accepted.Accepted && one.Until >= today {
			if inForce[subject] {
				return fault(fmt.Sprintf("acceptances/%d/state", n),
					"is accepted, and so is another one of the same question or practice")
			}
			inForce[subject] = true
		}
		a, known, err := w.acceptance(one)
		if err != nil {
			return err
		}
		if a.ID = ids[n]; known {
			all, here[one.ID] = append(all, a), a.ID
		}
	}
	for _, a := range all {
		a.FormerID = here[a.FormerID]
		if err := store.Acceptances(w.tx).Put(a); err != nil {
			return err
		}
		if a.State == accepted.Accepted && a.Until < today {
			if err := w.endTold(a); err != nil {
				return err
			}
		}
	}
	return nil
}

// endTold notes that people know of an end that was before the import: nobody hears of it again here. What follows
// from the end is still done.
func (w *workImport) endTold(a accepted.Acceptance) error {
	for _, person := range []string{a.AskedByID, a.DecidedByID, a.ApproverID} {
		if person == "" {
			continue
		}
		step := notice.StepOf(notice.AcceptanceEndToldStep, a.ID, a.Until, person)
		if _, err := store.Schedule(w.tx).Tell(step, w.core.Now()); err != nil {
			return err
		}
	}
	return nil
}

// acceptance is an acceptance as it is here, and false where its lens is not.
func (w *workImport) acceptance(one Acceptance) (a accepted.Acceptance, known bool, err error) {
	a = one.Acceptance
	a.WorkspaceID, a.WorkloadID, a.ItemID = w.load.WorkspaceID, w.load.ID, w.items[one.ItemID]
	for _, id := range []*string{&a.ApproverID, &a.AskedByID, &a.DecidedByID} {
		if *id, err = w.person(w.load, *id); err != nil {
			return a, false, err
		}
	}
	if one.ReviewID != "" {
		review := w.review(one.ReviewID)
		a.ReviewID, a.LensID = review.ID, review.LensID
		return a, true, w.follow(one.ReviewID)
	}
	a.ReviewID = models.NewID() // of a review that is gone
	for _, l := range w.known {
		if models.FoldName(l.Name) == models.FoldName(one.LensName) {
			a.LensID = l.ID
			return a, true, nil
		}
	}
	lens, err := lenses.FindByName(w.tx, w.load.WorkspaceID, one.LensName)
	if models.CodeOf(err) == models.CodeNotFound {
		return a, false, nil
	}
	a.LensID = lens.ID
	return a, err == nil, err
}
