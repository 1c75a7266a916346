// Package portfolio has the operations of the JSON API that look at many workloads together.
//
// Handlers decide nothing: they turn a request into one call of the service and its result into JSON.
package portfolio

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/figures"
	"plumbline/models/portfolio"
	"plumbline/models/service"
	"plumbline/reports/pdf"
)

// Dependencies are what the operations stand on.
type Dependencies struct {
	Service *service.Service
	Font    *pdf.Font // of PDF reports, for what their own fonts lack; nil: none
}

type handlers Dependencies

var narrowing = []rest.Parameter{
	{Name: "lens", Doc: "only reviews with this lens (id or key), and workloads that have one; then there is no trend"},
	{Name: "environment", Doc: "only workloads of this environment",
		Enum: []string{string(models.Production), string(models.PreProduction)}},
	{Name: "everywhere", Doc: "true: the workloads of all workspaces of which the person is a member; tokens and keys " +
		"are in one", Enum: []string{"true", "false"}},
}

var pagingParams = []rest.Parameter{
	{Name: "limit", Doc: fmt.Sprintf("how many rows at most; %d if not given", models.DefaultPage), Min: 1,
		Max: models.MaxPage},
	{Name: "cursor", Doc: "next_cursor of the page before"},
}

// Routes is the table of the operations.
func Routes(d Dependencies) []rest.Route {
	h := handlers(d)
	return append(h.reportRoutes(), []rest.Route{
		{Method: http.MethodGet, Path: "/portfolio", ID: "getPortfolio", Cost: rest.Heavy,
			Summary: "How the workloads that one reaches stand together: totals, what most of them lack, the oldest high " +
				"risks, the trend, and the items to do",
			Action: models.ReadWorkload, Status: http.StatusOK, Query: narrowing, Do: rest.Do(h.get)},
		{Method: http.MethodGet, Path: "/portfolio/workloads", ID: "listPortfolioWorkloads", Cost: rest.Heavy,
			Summary: "The same workloads by the pillars of a lens, the worst first: those that it is applied to",
			Action:  models.ReadWorkload, Status: http.StatusOK, Query: slices.Concat(narrowing, pagingParams),
			Do: rest.Do(h.workloads)},
	}...)
}

// Query reads what of a portfolio is asked for.
func Query(value func(string) string) portfolio.Query {
	return portfolio.Query{Lens: value("lens"), Environment: models.Environment(value("environment")),
		Everywhere: value("everywhere") == "true"}
}

// Portfolio is how workloads stand together. The command line prints it too.
type Portfolio struct {
	At         time.Time          `json:"at" doc:"when this was so"`
	Workspaces []CoveredWorkspace `json:"workspaces" doc:"whose workloads these are, with what is shared"`
	Lenses     []AppliedLens      `json:"lenses" doc:"the lenses that are applied, the most used first"`
	Map        *LensNames         `json:"map_lens,omitempty" doc:"the lens of the map; missing where none is applied"`
	Pillars    []PillarStanding   `json:"pillars" doc:"its pillars, each over all workloads that it is applied to"`
	Practices  []CommonPractice   `json:"practices" doc:"what most workloads lack, the most first: 20 at most"`
	Unmet      int                `json:"unmet_practices" doc:"how many practices any workload lacks"`
	Questions  []CommonQuestion   `json:"questions_at_risk" doc:"at risk in most workloads, the most first: 10 at most"`
	Oldest     []OldRisk          `json:"oldest_high_risks" doc:"of each review the oldest, the oldest first: 10 at most"`
	Overdue    []ReviewedWorkload `json:"overdue" doc:"with an overdue review, the longest first: 20 at most"`
	Never      []ReviewedWorkload `json:"never_reviewed" doc:"of which nothing is answered, by name: 20 at most"`
	Items      *ItemsToDo         `json:"items,omitempty" doc:"the items to do; missing where one reads no items"`
	Trend      []PortfolioPoint   `json:"trend" doc:"by weeks, oldest first, as far as half a year back"`
	rest.Standing
	Workloads int `json:"workloads" doc:"how many there are"`
	AtRisk    int `json:"with_high_risks" doc:"how many of them have a high risk"`
	Reviewed  int `json:"reviewed" doc:"how many of them somebody began to review"`
	Late      int `json:"reviews_overdue" doc:"how many have an overdue review"`
}

// CoveredWorkspace is a workspace by id and name.
type CoveredWorkspace struct {
	ID   string `json:"id" doc:"its id"`
	Name string `json:"name" doc:"its name"`
}

// LensNames is a lens by its names.
type LensNames struct {
	ID   string `json:"id" doc:"its id"`
	Key  string `json:"key" doc:"its short name"`
	Name string `json:"name" doc:"its name"`
}

// AppliedLens is a lens with how often it is applied.
type AppliedLens struct {
	LensNames
	Workloads int `json:"workloads" doc:"how many workloads it is applied to"`
}

// PillarStanding is a pillar with how it stands.
type PillarStanding struct {
	ID   string `json:"id" doc:"its id"`
	Name string `json:"name" doc:"its name"`
	rest.Standing
}

// CommonQuestion is a question with a risk in several workloads.
type CommonQuestion struct {
	LensKey    string `json:"lens_key" doc:"short name of the lens"`
	PillarID   string `json:"pillar_id" doc:"the pillar"`
	QuestionID string `json:"question_id" doc:"the question"`
	DocumentID string `json:"document_id,omitempty" doc:"what people cite, such as SEC02"`
	Question   string `json:"question" doc:"the question in a few words"`
	High       int    `json:"high" doc:"in how many workloads its risk is high"`
	Medium     int    `json:"medium" doc:"in how many it is medium"`
	Of         int    `json:"of" doc:"how many answered it, and it applies to them"`
}

// CommonPractice is a practice that several workloads lack.
type CommonPractice struct {
	CommonQuestion
	ChoiceID string `json:"choice_id" doc:"the choice"`
	Title    string `json:"title" doc:"the practice in a line"`
	Missing  int    `json:"missing" doc:"how many workloads lack it where its question has a risk, or is undecided"`
}

// OldRisk is a high risk that has stood for long.
type OldRisk struct {
	WorkloadID string    `json:"workload_id" doc:"the workload"`
	Workload   string    `json:"workload" doc:"its name"`
	LensKey    string    `json:"lens_key" doc:"short name of the lens"`
	QuestionID string    `json:"question_id" doc:"the question"`
	DocumentID string    `json:"document_id,omitempty" doc:"what people cite, such as SEC02"`
	Question   string    `json:"question" doc:"the question in a few words"`
	Since      time.Time `json:"since" doc:"when its answer was changed last"`
}

// ReviewedWorkload is a workload with its place.
type ReviewedWorkload struct {
	ID          string `json:"id" doc:"its id"`
	Name        string `json:"name" doc:"its name"`
	Workspace   string `json:"workspace" doc:"name of the workspace that it belongs to"`
	Environment string `json:"environment" doc:"where it runs" enum:"PRODUCTION,PREPRODUCTION"`
	ReviewOwner string `json:"review_owner" doc:"who is responsible for the review"`
	NextReview  string `json:"next_review_on,omitempty" doc:"day of the next review; missing where nobody set one"`
}

// ItemsToDo are the items to do.
type ItemsToDo struct {
	Active  int           `json:"active" doc:"not closed"`
	Overdue int           `json:"overdue" doc:"of them, with a due date that has passed"`
	Unowned int           `json:"unowned" doc:"of them, without an owner"`
	Ages    []int         `json:"ages" doc:"of them: 0 to 30 days old, 31 to 60, 61 to 90, older"`
	Costs   []CostOfItems `json:"costs" doc:"what they cost, by currency"`
}

// CostOfItems is money in one currency, in whole units.
type CostOfItems struct {
	Currency string `json:"currency" doc:"three letters, such as EUR"`
	Build    int64  `json:"build" doc:"once"`
	Run      int64  `json:"run" doc:"each month"`
}

// PortfolioPoint is a point of the trend.
type PortfolioPoint struct {
	Day string `json:"day" doc:"the day, in the time zone of the workspace"`
	Now bool   `json:"now,omitempty" doc:"it is how things stand, since the day has not ended"`
	rest.Standing
	Workloads int `json:"workloads" doc:"how many workloads it adds up"`
	Open      int `json:"open_items" doc:"items that are not closed"`
	Overdue   int `json:"overdue_items" doc:"those whose due date had passed"`
}

// Of is a portfolio as the API gives it.
func Of(p portfolio.Portfolio) Portfolio {
	late, never := p.Overdue(), p.Unreviewed()
	out := Portfolio{At: p.At, Standing: rest.StandingOf(p.Counts), Workloads: len(p.Workloads), AtRisk: p.AtHighRisk(),
		Reviewed: len(p.Workloads) - len(never), Late: len(late), Unmet: p.Unmet,
		Workspaces: rest.Each(p.Spaces, func(s portfolio.Space) CoveredWorkspace { return CoveredWorkspace(s) }),
		Lenses: rest.Each(p.Lenses, func(l portfolio.LensUse) AppliedLens {
			return AppliedLens{LensNames{l.ID, l.Key, l.Name}, l.Workloads}
		}),
		Pillars: rest.Each(p.Map.Pillars, func(one portfolio.Pillar) PillarStanding {
			return PillarStanding{one.ID, one.Name, rest.StandingOf(one.Counts)}
		}),
		Questions: rest.Each(p.Questions, questionOut),
		Practices: rest.Each(p.Practices, func(one portfolio.Practice) CommonPractice {
			return CommonPractice{questionOut(portfolio.Question{Lens: one.Lens, Pillar: one.Pillar, Question: one.Question,
				High: one.High, Medium: one.Medium, Of: one.Of}), one.Choice.ID, one.Choice.Title, one.Missing}
		}),
		Oldest: rest.Each(p.Oldest, func(one portfolio.OldRisk) OldRisk {
			return OldRisk{one.WorkloadID, one.Workload, one.Lens.Key, one.Question.ID, one.Question.DocumentID,
				one.Question.Short(), one.Since}
		}),
		Overdue: rest.Each(late[:min(len(late), portfolio.MostOverdue)], workloadOut),
		Never:   rest.Each(never[:min(len(never), portfolio.MostNever)], workloadOut),
		Trend: rest.Each(p.Trend.Points, func(one figures.Point) PortfolioPoint {
			return PortfolioPoint{one.Day, one.Now, rest.StandingOf(one.Counts), one.Workloads, one.Open, one.Overdue}
		})}
	if l := p.Map.Lens; l.ID != "" {
		out.Map = &LensNames{l.ID, l.Key, l.Name}
	}
	if i := p.Items; i != nil {
		out.Items = &ItemsToDo{i.Active, i.Overdue, i.Unowned, i.Ages[:],
			rest.Each(i.Costs, func(c portfolio.Cost) CostOfItems { return CostOfItems(c) })}
	}
	return out
}

func questionOut(one portfolio.Question) CommonQuestion {
	return CommonQuestion{one.Lens.Key, one.Pillar.ID, one.Question.ID, one.Question.DocumentID, one.Question.Short(),
		one.High, one.Medium, one.Of}
}

func workloadOut(w portfolio.Workload) ReviewedWorkload {
	return ReviewedWorkload{w.ID, w.Name, w.Workspace, string(w.Environment), w.ReviewOwner, w.NextReviewOn}
}

func (h handlers) get(ctx context.Context, r *rest.Request, _ rest.None) (Portfolio, error) {
	p, err := h.Service.Portfolios.Get(ctx, Query(r.Query))
	if err != nil {
		return Portfolio{}, err
	}
	return Of(p), nil
}

// MapRow is a row of the map.
type MapRow struct {
	ReviewedWorkload
	rest.Standing
	Pillars []rest.Standing `json:"pillars" doc:"by the pillars of the portfolio, in their order"`
}

func (h handlers) workloads(ctx context.Context, r *rest.Request, _ rest.None) (rest.List[MapRow], error) {
	p, err := h.Service.Portfolios.Get(ctx, Query(r.Query))
	if err != nil {
		return rest.List[MapRow]{}, err
	}
	page, err := p.Page(r.Page())
	return rest.ListOf(page, func(row portfolio.HeatRow) MapRow {
		return MapRow{workloadOut(p.Workloads[row.Workload]), rest.StandingOf(row.Counts),
			rest.Each(row.Cells, rest.StandingOf)}
	}), err
}
