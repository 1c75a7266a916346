package portfolio

import (
	"cmp"
	"slices"
	"strings"

	"plumbline/models"
	"plumbline/models/portfolio"
	"plumbline/models/service/lenses"
	"plumbline/models/service/whatif"
	"plumbline/models/store"
	"plumbline/models/store/planning"
	q "plumbline/questionnaires"
)

// reviewed is a review with how it stands.
type reviewed struct {
	planning.Reached
	whatif.Standing
}

// reviews counts by workload, pillar, question and practice.
func (g *gathering) reviews() error {
	list, err := g.reachedReviews()
	if err != nil {
		return err
	}
	lensOf, err := g.lenses(list)
	if err != nil {
		return err
	}
	if g.out.Lens != "" {
		list = slices.DeleteFunc(list, func(r reviewed) bool {
			return r.LensID != g.out.Lens && lensOf[r.LensID].Key != g.out.Lens
		})
		g.onlyReviewed(list)
	}
	all := tallies{lenses: lensOf, of: map[*lenses.Version]*tally{}}
	for _, r := range list {
		all.add(r)
		counts := &g.out.Workloads[g.places[r.WorkloadID]].Counts
		for _, pillar := range r.Counts() {
			*counts = counts.Plus(pillar)
		}
	}
	for _, w := range g.out.Workloads {
		g.out.Counts = g.out.Counts.Plus(w.Counts)
	}
	g.sortWorkloads()
	g.heat(list, lensOf)
	g.out.Questions = all.questions()
	g.out.Practices, g.out.Unmet = all.practices()
	g.out.Oldest = g.oldest(list, lensOf)
	return nil
}

// reachedReviews are the reviews of the workloads.
func (g *gathering) reachedReviews() ([]reviewed, error) {
	var rows []planning.Reached
	for _, reach := range g.reach {
		some, err := store.Planning(g.tx).Reviews(reach)
		if err != nil {
			return nil, err
		}
		rows = append(rows, some...)
	}
	seen := map[string]bool{}
	rows = slices.DeleteFunc(rows, func(r planning.Reached) bool {
		_, here := g.places[r.WorkloadID]
		again := seen[r.ReviewID]
		seen[r.ReviewID] = true
		return !here || again
	})
	standings, err := g.plans.Standings(g.tx, rows)
	if err != nil {
		return nil, err
	}
	list := make([]reviewed, len(rows))
	for i, r := range rows {
		list[i] = reviewed{r, standings[i]}
	}
	return list, nil
}

// lenses finds the lenses of the reviews, and says how many workloads use each.
func (g *gathering) lenses(list []reviewed) (map[string]models.Lens, error) {
	uses, found := map[string]int{}, map[string]models.Lens{}
	for _, r := range list {
		uses[r.LensID]++
		if _, known := found[r.LensID]; known {
			continue
		}
		lens, err := g.tx.Lens(r.LensID)
		if err != nil {
			return nil, err
		}
		found[r.LensID] = lens
	}
	for id, n := range uses {
		g.out.Lenses = append(g.out.Lenses, portfolio.LensUse{Lens: found[id], Workloads: n})
	}
	slices.SortFunc(g.out.Lenses, func(a, b portfolio.LensUse) int {
		return cmp.Or(b.Workloads-a.Workloads, strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID))
	})
	return found, nil
}

// onlyReviewed leaves the workloads of the reviews.
func (g *gathering) onlyReviewed(list []reviewed) {
	with := map[string]bool{}
	for _, r := range list {
		with[r.WorkloadID] = true
	}
	g.out.Workloads = slices.DeleteFunc(g.out.Workloads, func(w portfolio.Workload) bool { return !with[w.ID] })
	g.place()
}

func (g *gathering) sortWorkloads() {
	slices.SortFunc(g.out.Workloads, portfolio.Worst)
	g.place()
}

func (g *gathering) place() {
	clear(g.places)
	for i, w := range g.out.Workloads {
		g.places[w.ID] = i
	}
}

// heat makes the map of the lens that is asked for, or that most workloads use.
func (g *gathering) heat(list []reviewed, lensOf map[string]models.Lens) {
	if len(g.out.Lenses) == 0 {
		return
	}
	lens := g.out.Lenses[0].ID
	if g.out.Lens != "" {
		if len(list) == 0 {
			return
		}
		lens = list[0].LensID
	}
	var newest *lenses.Version
	for _, r := range list {
		if v := r.Version(); r.LensID == lens && (newest == nil || v.Seq > newest.Seq) {
			newest = v
		}
	}
	if newest == nil {
		return
	}
	m := portfolio.HeatMap{Lens: lensOf[lens]}
	at := map[string]int{}
	for i, pillar := range newest.Doc.Pillars {
		m.Pillars, at[pillar.ID] = append(m.Pillars, portfolio.Pillar{ID: pillar.ID, Name: pillar.Name}), i
	}
	for _, r := range list {
		if r.LensID != lens {
			continue
		}
		pillars := r.Version().Doc.Pillars
		row := portfolio.HeatRow{Workload: g.places[r.WorkloadID], Cells: make([]q.RiskCounts, len(m.Pillars))}
		for i, counts := range r.Counts() {
			row.Counts = row.Counts.Plus(counts)
			if column, known := at[pillars[i].ID]; known {
				row.Cells[column] = counts
				m.Pillars[column].Counts = m.Pillars[column].Counts.Plus(counts)
			}
		}
		m.Rows = append(m.Rows, row)
	}
	g.out.Map = m
	g.out.SortRows()
}

// oldest are the high risks whose answers have stood longest, of each review the oldest one.
func (g *gathering) oldest(list []reviewed, lensOf map[string]models.Lens) []portfolio.OldRisk {
	var all []portfolio.OldRisk
	for _, r := range list {
		at, since, found := r.OldestHigh()
		if !found {
			continue
		}
		all = append(all, portfolio.OldRisk{WorkloadID: r.WorkloadID,
			Workload: g.out.Workloads[g.places[r.WorkloadID]].Name, Lens: lensOf[r.LensID], Question: r.Question(at),
			Since: since})
	}
	slices.SortFunc(all, func(a, b portfolio.OldRisk) int {
		return cmp.Or(a.Since.Compare(b.Since), strings.Compare(a.Workload, b.Workload),
			strings.Compare(a.WorkloadID, b.WorkloadID), strings.Compare(a.Question.ID, b.Question.ID))
	})
	return all[:min(len(all), portfolio.MostOldest)]
}
