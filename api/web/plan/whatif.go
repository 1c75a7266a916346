package plan

import (
	"slices"
	"strconv"
	"strings"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/planning"
	"plumbline/models/service/plan"
	"plumbline/models/service/reviews"
	"plumbline/models/service/whatif"
	"plumbline/models/urls"
	"plumbline/questionnaires"
	"plumbline/questionnaires/improve"
	"plumbline/reports/improvement"
)

// whatIfData is a workload with some practices taken as done, and the practices that can be.
type whatIfData struct {
	Head      page.WorkloadHead // empty for guests, who reach one review only
	ID, Name  string            // of the workload
	Guest     bool
	Presets   []choiceLink
	Result    *triedData
	Names     []string // of the practices that were taken as done, for the form that keeps them
	Pillars   []whatIfPillar
	Keep      keepForm
	Proposals []proposalRow
}

// keepForm is the form that keeps a what-if as a proposal, or saves one that there is.
type keepForm struct {
	May        bool
	To         string
	ID         string // of the proposal that it saves
	Name, Note string
	Version    string
	Known      bool // it saves one that there is
}

// whatIfPillar is the missing practices of a pillar.
type whatIfPillar struct {
	Name      string
	N, On     int
	Questions []pathQuestion

	key pillarName
}

// proposalRow is a proposal in the list.
type proposalRow struct {
	At   urls.ProposalPath
	Name string
	N    int
	planning.Proposal
}

// triedData is what practices would do.
type triedData struct {
	Facts     []beforeAfter
	Questions []triedQuestion
	Practices int // that were taken as done
	Idle      []string
}

// beforeAfter is a figure before and after. Better and Worse say which way it goes.
type beforeAfter struct {
	Words, Before, After string
	Better               bool
}

// triedQuestion is a question whose risk would be another one.
type triedQuestion struct {
	Name, Title, Of string
	At              urls.QuestionPath
	From, To        page.RiskMark
}

// whatIf shows what would be so if the practices that are ticked were done. It saves nothing.
func (h handlers) whatIf(r *page.Request) (page.Reply, error) {
	data := whatIfData{ID: r.Param("workload"), Guest: r.Session.Guest.ID != ""}
	var err error
	if !data.Guest {
		if data.Head, err = h.WorkloadHead(r, page.PlanTab); err != nil {
			return page.Reply{}, err
		}
	}
	id, ctx := data.ID, r.HTTP.Context()
	snap, err := h.Service.Reviews.Snapshot(ctx, id, reviews.LiveState)
	if err != nil {
		return page.Reply{}, err
	}
	derived, err := improvement.Derive(snap, "")
	if err != nil {
		return page.Reply{}, err
	}
	data.Name = snap.Workload.Name
	data.Keep = keepForm{To: urls.PlanOf(id).Proposals(), May: !data.Guest &&
		models.Allow(r.Session.Actor, models.UpdateProposal, page.PlaceOf(data.Head.Workload)) == nil}
	if data.Names, err = h.triedNames(r, derived, &data.Keep); err != nil {
		return page.Reply{}, err
	}
	view := planView{workload: id, several: len(snap.Reviews) > 1, plan: derived, chosen: data.Names}
	data.Pillars = view.whatIfPillars()
	data.Presets = presetsOf(r, id)
	if len(data.Names) > 0 {
		tried, err := h.Service.WhatIfs.Try(ctx, id, practicesNamed(data.Names))
		if err != nil {
			return page.Reply{}, err
		}
		if data.Result, err = triedOf(tried, id); err != nil {
			return page.Reply{}, err
		}
	}
	if !data.Guest {
		list, err := h.Service.Proposals.List(ctx, id)
		if err != nil {
			return page.Reply{}, err
		}
		for _, p := range list {
			data.Proposals = append(data.Proposals, proposalRow{At: urls.PlanOf(id).Proposal(p.ID), Name: p.Name,
				N: len(p.Practices), Proposal: p})
		}
	}
	return page.Reply{Template: "plan_whatif", Title: "What if, " + data.Name, Data: data}, nil
}

const (
	choosePath = "path"
	chooseWins = "quick-wins"
)

func presetsOf(r *page.Request, id string) (list []choiceLink) {
	for _, one := range [][2]string{{choosePath, "Cheapest path"}, {chooseWins, "Quick wins"}, {"", "None"}} {
		href := urls.PlanOf(id).WhatIf()
		if one[0] != "" {
			href += "?choose=" + one[0]
		}
		list = append(list, choiceLink{href, one[1], one[0] != "" && r.Query("choose") == one[0]})
	}
	return list
}

// triedNames are the names of the practices that are taken as done: as they were posted, or as the address asks for.
func (h handlers) triedNames(r *page.Request, derived improvement.Plan, keep *keepForm) ([]string, error) {
	names := slices.Clone(r.HTTP.URL.Query()["practice"])
	for _, value := range r.HTTP.PostForm["practices"] {
		names = append(names, strings.Fields(value)...)
	}
	switch r.Query("choose") {
	case choosePath:
		for _, way := range derived.Cheapest(improve.ClearHigh, func(improvement.Entry) bool { return true }).Ways {
			for _, p := range way.Practices {
				names = append(names, urls.PracticeName(way.Entry.LensKey, way.Entry.QuestionID, p.ChoiceID))
			}
		}
	case chooseWins:
		for _, win := range derived.QuickWins() {
			names = append(names, urls.PracticeName(win.Entry.LensKey, win.Entry.QuestionID, win.Practice.ChoiceID))
		}
	}
	id := r.Query("proposal")
	if id == "" {
		id = r.Post("proposal")
	}
	if id == "" {
		return unique(names), nil
	}
	at := whatif.ProposalPath{Workload: r.Param("workload"), ID: id}
	view, err := h.Service.Proposals.Get(r.HTTP.Context(), at)
	if err != nil {
		return nil, err
	}
	*keep = keepForm{May: keep.May, ID: id, To: string(urls.PlanOf(at.Workload).Proposal(id)), Name: view.Name,
		Note:    view.Note,
		Version: versionOf(view), Known: true}
	if r.HTTP.Method == "GET" {
		for _, p := range view.WhatIf.Practices {
			if p.LensKey != "" {
				names = append(names, urls.PracticeName(p.LensKey, p.QuestionID, p.ChoiceID))
			}
		}
	}
	return unique(names), nil
}

func unique(names []string) (list []string) {
	for _, name := range names {
		if !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	return list
}

func practicesNamed(names []string) (list []planning.Practice) {
	for _, name := range names {
		parts := urls.PracticeParts(name)
		list = append(list, planning.Practice{LensID: parts[0], QuestionID: parts[1], ChoiceID: parts[2]})
	}
	return list
}

// whatIfPillars are the missing practices, by pillar in the order of the plan.
func (v planView) whatIfPillars() (list []whatIfPillar) {
	v.may, v.items = map[pillarName]bool{}, map[plan.PracticeName]plan.ItemName{}
	for _, e := range v.plan.First(len(v.plan.Entries) + len(v.plan.Undecided)) {
		v.may[pillarOf(e)] = true // to try it out
		q := pathQuestion{planQuestion: v.question(e, 0)}
		q.Practices = q.planQuestion.Practices
		if len(q.Practices) == 0 {
			continue
		}
		at := slices.IndexFunc(list, func(p whatIfPillar) bool { return p.key == pillarOf(e) })
		if at < 0 {
			at = len(list)
			list = append(list, whatIfPillar{Name: e.PillarName, key: pillarOf(e)})
			if name := v.lensName(e); name != "" {
				list[at].Name += ", " + name
			}
		}
		list[at].N += len(q.Practices)
		for _, p := range q.Practices {
			if p.Tick.On {
				list[at].On++
			}
		}
		list[at].Questions = append(list[at].Questions, q)
	}
	return list
}

// triedOf says what practices would do.
func triedOf(tried improvement.WhatIf, workload string) (*triedData, error) {
	before, err := improvement.Derive(tried.Before, "")
	if err != nil {
		return nil, err
	}
	after, err := improvement.Derive(tried.After, "")
	if err != nil {
		return nil, err
	}
	out := &triedData{}
	was, is := tried.Before.Counts(), tried.After.Counts()
	for _, risk := range was.States() {
		if was.Of(risk)+is.Of(risk) > 0 {
			out.Facts = append(out.Facts, numbers(labels.Risk(risk), was.Of(risk), is.Of(risk),
				risk != questionnaires.RiskNone))
		}
	}
	score := beforeAfter{Words: "Score", Before: page.ScoreOf(was), After: page.ScoreOf(is)}
	score.Better = score.Before != score.After
	all := func(improvement.Entry) bool { return true }
	out.Facts = append(out.Facts, score, numbers("Practices that clear the high risks", before.ClearHigh(all).Practices,
		after.ClearHigh(all).Practices, true),
		numbers("Missing practices in the plan", missingIn(before), missingIn(after), true))
	for _, c := range tried.Questions {
		out.Questions = append(out.Questions, triedQuestion{Name: strings.TrimSpace(c.DocumentID + " " + c.ShortName),
			Title: c.Title, Of: c.PillarName, At: urls.ReviewPage(workload, c.LensKey).Question(c.QuestionID),
			From: page.RiskMarkOf(c.From), To: page.RiskMarkOf(c.To)})
	}
	for _, p := range tried.Practices {
		switch p.State {
		case improvement.TriedDone:
			out.Practices++
		case improvement.TriedInPlace:
			out.Idle = append(out.Idle, p.Title+": in place already")
		case improvement.TriedNotApplicable:
			out.Idle = append(out.Idle, p.Title+": not applicable")
		case improvement.TriedGone:
			out.Idle = append(out.Idle, p.Title+": not in the lens any more")
		}
	}
	return out, nil
}

func numbers(words string, before, after int, fewer bool) beforeAfter {
	return beforeAfter{words, strconv.Itoa(before), strconv.Itoa(after), after < before && fewer}
}

func missingIn(p improvement.Plan) (n int) {
	for _, e := range slices.Concat(p.Entries, p.Undecided) {
		n += len(e.Practices)
	}
	return n
}
