package archive

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"plumbline/models"
	"plumbline/models/planning"
	"plumbline/models/remediation"
	"plumbline/questionnaires"
)

// Bounds of what an archive has beside its reviews.
const (
	maxItems       = 20_000
	maxActivity    = 400_000
	maxAcceptances = 20_000
	maxDays        = 50_000
	maxLongText    = 64 << 10
)

// fault is what is wrong with one field of an archive.
func fault(field, message string) error {
	return models.InvalidInput(models.FieldFault{Field: field, Message: message})
}

// work checks what follows from the reviews, which were checked before, and that it holds together.
func (p *archiveCheck) work(a *Archive) error {
	w := &a.Work
	for _, bound := range []struct {
		what       string
		size, most int
	}{{"items", len(w.Items), maxItems}, {"acceptances", len(w.Acceptances), maxAcceptances},
		{"proposals", len(w.Proposals), planning.MaxProposals}, {"daily figures", len(w.Days), maxDays}} {
		if bound.size > bound.most {
			return models.Errorf(models.CodeTooLarge, "the archive has more than %d %s", bound.most, bound.what)
		}
	}
	w.Items, w.Acceptances = slices.Clone(w.Items), slices.Clone(w.Acceptances)
	w.Proposals = slices.Clone(w.Proposals)
	return cmp.Or(p.items(a), a.checkAcceptances(), a.checkProposals(), a.checkDays())
}

func (p *archiveCheck) items(a *Archive) error {
	list := a.Work.Items
	numbers, activity, last := map[string]bool{}, 0, 0
	for n, i := range list {
		number := placeOf(i.ID)
		if number <= last || number > maxNumber {
			return fault(fmt.Sprintf("items/%d/number", n), "must be a whole number above that of the item before")
		}
		numbers[i.ID], last = true, number
		activity += len(i.Activity)
		p.comments += len(i.Comments)
	}
	if activity > maxActivity || p.comments > maxComments {
		return models.Errorf(models.CodeTooLarge,
			"the archive has more than %d activities of items, or more than %d comments", maxActivity, maxComments)
	}
	for n := range list {
		at := fmt.Sprintf("items/%d/", n)
		if err := cmp.Or(checkItem(&list[n]), a.checkPractices(list[n]), a.checkOrigin(list[n].Origin),
			checkHistory(&list[n])); err != nil {
			return faultsUnder(at, err)
		}
		if i := list[n]; i.RegressedFrom != "" && !numbers[i.RegressedFrom] {
			return fault(at+"regressed_from", "is no item of this file")
		}
		for m, needed := range list[n].Needs {
			if !numbers[needed] || slices.Contains(list[n].Needs[:m], needed) {
				return fault(fmt.Sprintf("%sneeds/%d", at, m), "is no item of this file, or named before")
			}
		}
	}
	return checkCircles(list)
}

// checkCircles refuses items that need each other first.
func checkCircles(list []Item) error {
	needs := map[string][]string{}
	for _, i := range list {
		needs[i.ID] = i.Needs
	}
	done := map[string]bool{} // what these need was looked through: no circle
	for n, i := range list {
		circle := remediation.Circle(i.ID, func(id string) []string {
			if done[id] {
				return nil
			}
			return needs[id]
		})
		if circle != nil {
			return fault(fmt.Sprintf("items/%d/needs", n), "must not make a circle")
		}
		done[i.ID] = true
	}
	return nil
}

// checkItem proves the fields of an item and brings its texts into the form in which they are stored.
func checkItem(i *Item) error {
	fields := i.ItemFields
	fields.Practices, fields.Needs = nil, nil
	if len(i.Practices) > remediation.MaxPractices || len(i.Needs) > remediation.MaxPractices {
		return fault("practices", "practices and needs must be at most "+strconv.Itoa(remediation.MaxPractices))
	}
	if fields.Owner.Kind == remediation.MemberOwner {
		if err := checkShort("owner/user_id", fields.Owner.UserID); err != nil {
			return err
		}
		fields.Owner = remediation.ItemOwner{}
	}
	if err := fields.Check(); err != nil {
		return err
	}
	fields.Practices, fields.Needs = i.Practices, i.Needs
	if i.Owner.Kind == remediation.MemberOwner {
		fields.Owner = remediation.ItemOwner{Kind: remediation.MemberOwner, UserID: i.Owner.UserID}
	}
	i.ItemFields = fields
	closed := i.Status == remediation.Done || i.Status == remediation.WontDo
	switch {
	case !i.Status.Known():
		return fault("status", "is none that there is")
	case (i.Status == remediation.WontDo) != slices.Contains(remediation.WontDoReasons, i.WontDoReason):
		return fault("reason", "must be there where the item won't be done, and nowhere else")
	case closed == i.ClosedAt.IsZero():
		return fault("closed_at", "must be there where the item is closed, and nowhere else")
	case i.Reopened < 0 || i.Reopened > maxNumber:
		return fault("reopened", "must be a whole number from 0")
	case !slices.Contains([]remediation.DueSource{remediation.NoDueDate, remediation.DueBySLA, remediation.DueAgreed},
		i.DueSource):
		return fault("due_source", "must be sla or agreed")
	}
	return cmp.Or(checkLong("status_note", i.StatusNote), checkRisk(i.Risk, true), checkDay("first_due_on", i.FirstDueOn),
		checkDay("sla_due_on", i.SLADueOn), checkVersion("version", i.Version),
		checkStamp("created", i.CreatedAt, i.CreatedBy), checkStamp("updated", i.UpdatedAt, i.UpdatedBy),
		checkStampOrNone("started", i.StartedAt, ""), checkStampOrNone("closed", i.ClosedAt, i.ClosedBy),
		checkStampOrNone("regressed", i.RegressedAt, ""), checkShort("closed_by_id", i.ClosedByID))
}

func checkLong(field, s string) error {
	if len(s) > maxLongText {
		return fault(field, fmt.Sprintf("must have at most %d bytes", maxLongText))
	}
	return checkText(field, s)
}

func checkRisk(risk questionnaires.Risk, orNone bool) error {
	switch risk {
	case questionnaires.RiskHigh, questionnaires.RiskMedium, questionnaires.RiskUndecided:
		return nil
	case "", questionnaires.RiskNone:
		if orNone {
			return nil
		}
	}
	return fault("risk", "must be HIGH or MEDIUM, or NONE with undecided")
}

func checkDay(field string, day remediation.Date) error {
	if _, ok := remediation.ParseDate(string(day)); day != "" && !ok {
		return fault(field, "must be a day such as 2026-12-31")
	}
	return nil
}

func checkStampOrNone(field string, at time.Time, by string) error {
	if at.IsZero() {
		return checkShort(field+"_by", by)
	}
	return checkStamp(field, at, by)
}

// checkPractices proves that the reviews have what an item closes, and that what is done is in place.
func (a *Archive) checkPractices(i Item) error {
	for n, p := range i.Practices {
		at := fmt.Sprintf("practices/%d", n)
		if slices.Contains(i.Practices[:n], p) {
			return fault(at, "is named twice")
		}
		r, q := a.question(p.ReviewID, p.QuestionID)
		if q == nil {
			return fault(at, "is of a review or question that this file does not have")
		}
		if c := q.Choice(p.ChoiceID); c == nil || c.NoneOfThese() {
			return fault(at, "is not a practice of its question")
		}
		answer, _ := r.Answer(q.ID)
		if i.Status == remediation.Done && answer.Applicable && answer.Choice(p.ChoiceID).Status == models.ChoiceUnselected {
			return fault(at, "is not in place, but the item is done")
		}
	}
	return nil
}

// review finds a live review by its place, nil if there is none.
func (a *Archive) review(id string) *models.ReviewSnapshot {
	if n := placeOf(id); n >= 0 && n < len(a.Live.Reviews) {
		return &a.Live.Reviews[n]
	}
	return nil
}

func (a *Archive) question(review, id string) (*models.ReviewSnapshot, *questionnaires.Question) {
	r := a.review(review)
	if r == nil {
		return nil, nil
	}
	_, q := r.Doc.Question(id)
	return r, q
}

// checkOrigin proves that what an item was made from is in the file, if it is named.
func (a *Archive) checkOrigin(o remediation.Origin) error {
	known := []remediation.OriginKind{remediation.ByHand, remediation.FromPlan, remediation.FromComment,
		remediation.FromParked, remediation.FromProposal, remediation.FromImport}
	if !slices.Contains(known, o.Kind) {
		return fault("origin/kind", "is none that there is")
	}
	if o.ID == "" {
		return nil
	}
	var review, at, most int
	switch o.Kind {
	case remediation.FromComment, remediation.FromParked:
		format := map[remediation.OriginKind]string{remediation.FromComment: "reviews/%d/comments/%d",
			remediation.FromParked: "reviews/%d/parking_lot/%d"}[o.Kind]
		if _, err := fmt.Sscanf(o.ID, format, &review, &at); err == nil && review >= 0 && review < len(a.Talk) {
			most = len(a.Talk[review].Comments)
			if o.Kind == remediation.FromParked {
				most = len(a.Talk[review].Parked)
			}
		}
	case remediation.FromProposal:
		if _, err := fmt.Sscanf(o.ID, "proposals/%d", &at); err == nil {
			most = len(a.Work.Proposals)
		}
	}
	if at < 0 || at >= most || o.ID != OriginPlace(o.Kind, review, at) {
		return fault("origin/place", "is not in this file")
	}
	return nil
}

// checkHistory checks what happened to an item and what was said about it.
func checkHistory(i *Item) error {
	kinds := []models.ActorKind{models.UserActor, models.TokenActor, models.KeyActor, models.SystemActor}
	for n, a := range i.Activity {
		at := fmt.Sprintf("activity/%d/", n)
		switch {
		case !slices.Contains(remediation.ActivityKinds, a.Kind):
			return fault(at+"kind", "is none that there is")
		case !slices.Contains(kinds, a.ActorKind):
			return fault(at+"actor_kind", "must be user, token, key or system")
		case n > 0 && a.At.Before(i.Activity[n-1].At):
			return fault(at+"at", "must not lie before that of the one before")
		case !models.IsTime(a.At):
			return fault(at+"at", "must lie in the years 1970 to 9999")
		}
		if err := cmp.Or(checkShort("actor", a.ActorName), checkShort("user_id", a.ActorID), checkLong("old", a.Old),
			checkLong("new", a.New), checkLong("note", a.Note)); err != nil {
			return faultsUnder(at, err)
		}
	}
	if len(i.Comments) > models.MaxComments {
		return models.Errorf(models.CodeTooLarge, "an item has more than %d comments", models.MaxComments)
	}
	list := make([]models.Comment, len(i.Comments))
	for n, c := range i.Comments {
		list[n] = models.Comment{UserID: c.UserID, Author: c.Author, Body: c.Body, Mentions: c.Mentions, Version: c.Version,
			CreatedAt: c.CreatedAt, UpdatedAt: c.UpdatedAt, DeletedAt: c.DeletedAt, DeletedBy: c.DeletedBy}
	}
	checked, err := checkComments("", list)
	if err != nil {
		return err
	}
	i.Comments = slices.Clone(i.Comments)
	for n, c := range checked {
		i.Comments[n].Body, i.Comments[n].Mentions = c.Body, c.Mentions
	}
	return nil
}
