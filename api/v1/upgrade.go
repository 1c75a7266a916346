package v1

import (
	"context"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/service/reviews"
)

// renamesJSON is by id before.
type renamesJSON struct {
	Pillars   map[string]string `json:"pillars,omitempty" doc:"id in the new version by id before"`
	Questions map[string]string `json:"questions,omitempty" doc:"id in the new version by id before"`
	Choices   map[string]string `json:"choices,omitempty" doc:"id in the new version by id before, or by question/choice with the question's id before where several questions have the choice"`
}

type upgradeBody struct {
	Version   string      `json:"version,omitempty" doc:"name of the version; the latest if not given"`
	Milestone string      `json:"milestone" doc:"name of the milestone that is saved first" required:"true" min:"3" max:"100"`
	Map       renamesJSON `json:"map,omitempty" doc:"what goes on under another id: from what is gone to what is new"`
	ByTitle   bool        `json:"by_title,omitempty" doc:"true: what else is gone goes on where the new version has an identical title, letter case and spaces aside; see offered"`
}

type upgradeTrial struct {
	Version string      `json:"version,omitempty" doc:"name of the version; the latest if not given"`
	Map     renamesJSON `json:"map,omitempty" doc:"as for the upgrade"`
	ByTitle bool        `json:"by_title,omitempty" doc:"as for the upgrade"`
}

type reratedJSON struct {
	QuestionID string `json:"question_id" doc:"the question"`
	From       string `json:"from" doc:"risk under the old version"`
	To         string `json:"to" doc:"risk under the new version"`

	FromUndecided bool `json:"from_undecided,omitempty" doc:"with risk NONE: the old version does not say"`
	ToUndecided   bool `json:"to_undecided,omitempty" doc:"with risk NONE: the new version does not say"`
}

type renamedPart struct {
	Part    string `json:"part" doc:"what the ids are of" enum:"pillar,question,choice"`
	From    string `json:"from" doc:"id before; of a choice, question/choice"`
	To      string `json:"to" doc:"id in the new version"`
	Title   string `json:"title" doc:"name or title in the new version"`
	ByTitle bool   `json:"by_title" doc:"true: because of the identical title; false: because of the map"`
}

type fateJSON struct {
	Kind    string   `json:"kind" doc:"what hangs on the id" enum:"answer,choice,pillar_notes,assignment,comments,parked,acceptance,agenda,place,priority,members,invitations"`
	Part    string   `json:"part" doc:"what the id is of" enum:"pillar,question,choice"`
	ID      string   `json:"id" doc:"id before; of a choice, question/choice"`
	Title   string   `json:"title" doc:"name or title before"`
	To      string   `json:"to,omitempty" doc:"the id under which it goes on; missing where it does not"`
	Count   int      `json:"count" doc:"how many such things"`
	Names   []string `json:"names,omitempty" doc:"who is assigned, narrowed to the pillar, or answers for a risk"`
	Outcome string   `json:"outcome" doc:"carried: goes on under the other id; in_milestone: goes, and the milestone that is saved first keeps it; ended: goes, and the audit log names it; reachable: stays, and can be read under the id before; closed: stays, and allows nothing in this review any more" enum:"carried,in_milestone,ended,reachable,closed"`
}

type carriedJSON struct {
	From    string        `json:"from" doc:"the version before"`
	To      string        `json:"to" doc:"the version after"`
	Kept    []string      `json:"kept" doc:"questions whose answer and risk stay"`
	Rerated []reratedJSON `json:"rerated" doc:"questions whose answer stays and whose risk changes"`
	Trimmed []string      `json:"trimmed" doc:"questions whose answer loses choices that are gone"`
	Dropped []string      `json:"dropped" doc:"answered questions that are gone; the milestone keeps them"`
	New     []string      `json:"new" doc:"questions that are new, so unanswered"`
	Renamed []renamedPart `json:"renamed" doc:"what goes on under another id"`
	Offered renamesJSON   `json:"offered" doc:"what would go on by identical titles beyond that: a map to send, or to leave to by_title"`
	Fates   []fateJSON    `json:"fates" doc:"everything that hangs on an id which is gone or renamed, and what becomes of it"`
}

func carriedOut(c reviews.CarriedOver) carriedJSON {
	return carriedJSON{
		From: c.From, To: c.To, Kept: rest.EmptyIfNil(c.Kept), Trimmed: rest.EmptyIfNil(c.Trimmed),
		Dropped: rest.EmptyIfNil(c.Dropped),
		New:     rest.EmptyIfNil(c.New),
		Rerated: rest.Each(c.Rerated, func(x reviews.RiskChange) reratedJSON {
			return reratedJSON{x.QuestionID, string(x.From.Key()), string(x.To.Key()), undecided(x.From), undecided(x.To)}
		}),
		Renamed: rest.Each(c.Renamed, func(x reviews.RenamedPart) renamedPart {
			return renamedPart{string(x.Part), x.From, x.To, x.Title, x.ByTitle}
		}),
		Offered: renamesJSON(c.Offered),
		Fates: rest.Each(c.Fates, func(f reviews.UpgradeEffect) fateJSON {
			return fateJSON{string(f.Kind), string(f.Part), f.ID, f.Title, f.To, f.Count, f.Names, string(f.Outcome)}
		}),
	}
}

type upgradedJSON struct {
	Review  reviewJSON  `json:"review" doc:"the review as it is now"`
	Carried carriedJSON `json:"carried" doc:"what became of what was in it"`
}

func (u upgradedJSON) ETag() int { return u.Review.Version }

func (a *API) upgradeReview(ctx context.Context, r *rest.Request, in upgradeBody) (upgradedJSON, error) {
	v, c, err := a.svc.Reviews.Upgrade(ctx, r.Param("workload"), r.Param("lens"),
		reviews.UpgradeInput{Version: in.Version, Milestone: in.Milestone,
			Map: models.IDRenames(in.Map), ByTitle: in.ByTitle})
	if err != nil {
		return upgradedJSON{}, err
	}
	return upgradedJSON{reviewOut(v), carriedOut(c)}, nil
}

func (a *API) previewUpgrade(ctx context.Context, r *rest.Request, _ rest.None) (carriedJSON, error) {
	in := reviews.UpgradeInput{Version: r.Query("version"), ByTitle: r.Query("by_title") == "true"}
	c, err := a.svc.Reviews.PreviewUpgrade(ctx, r.Param("workload"), r.Param("lens"), in)
	return carriedOut(c), err
}

// tryUpgrade is previewUpgrade with a map.
func (a *API) tryUpgrade(ctx context.Context, r *rest.Request, in upgradeTrial) (carriedJSON, error) {
	c, err := a.svc.Reviews.PreviewUpgrade(ctx, r.Param("workload"), r.Param("lens"),
		reviews.UpgradeInput{Version: in.Version,
			Map: models.IDRenames(in.Map), ByTitle: in.ByTitle})
	return carriedOut(c), err
}
