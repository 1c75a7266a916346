package portfolio

import (
	"plumbline/api/web/page"
	"plumbline/models/labels"
	"plumbline/models/portfolio"
	"plumbline/models/urls"
)

// mapOf is the page of the map that the address asks for.
func mapOf(r *page.Request, p portfolio.Portfolio, here place) (heatMap, error) {
	m := heatMap{Lens: p.Map.Lens.Name, All: len(p.Map.Rows)}
	for _, pillar := range p.Map.Pillars {
		m.Pillars = append(m.Pillars, cellOf(pillar.Counts, pillar.Name))
	}
	list, err := p.Page(r.ListPage("after", rowsOfMap))
	if err != nil {
		return m, err
	}
	for _, row := range list.Items {
		w := p.Workloads[row.Workload]
		one := heatRow{Name: w.Name, Href: here.of(p, w), Sub: labels.Environment(w.Environment)}
		if p.Everywhere {
			one.Sub += ", " + w.Workspace
		}
		for i, counts := range row.Cells {
			cell := cellOf(counts, p.Map.Pillars[i].Name)
			if one.Href != "" && counts.Total() > 0 {
				cell.Href = urls.ReviewPage(w.ID, p.Map.Lens.Key).Filtered("", p.Map.Pillars[i].ID)
			}
			one.Cells = append(one.Cells, cell)
		}
		m.Rows = append(m.Rows, one)
	}
	if list.Next != "" {
		m.Next = r.WithQuery(urls.Portfolio, "after", list.Next) + "#map"
	}
	if r.Query("after") != "" {
		m.First = r.WithQuery(urls.Portfolio, "after", "") + "#map"
	}
	return m, nil
}
