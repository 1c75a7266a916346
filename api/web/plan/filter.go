package plan

import (
	"cmp"
	"slices"
	"strings"

	"plumbline/api/web/page"
	"plumbline/models/labels"
	"plumbline/reports/improvement"
)

// planFilter is one of the lists by which the plan is narrowed.
type planFilter struct {
	Name, Label string
	Options     []filterOption
}

type filterOption struct {
	Value, Words string
	On           bool
}

// filters are the lists by which the plan can be narrowed. What the address asks for and no list has does not narrow.
func (v planView) filters(entries []improvement.Entry) []planFilter {
	risks := planFilter{Name: "risk", Label: "Risk"}
	pillars, lenses := planFilter{Name: "pillar", Label: "Pillar"}, planFilter{Name: "lens", Label: "Lens"}
	for _, e := range entries {
		mark := page.RiskMarkOf(e.Risk)
		risks.add(mark.Class, mark.Word)
		pillars.add(e.PillarID, e.PillarName)
		lenses.add(e.LensKey, e.LensName)
	}
	list := []planFilter{risks, pillars}
	if v.several {
		list = append(list, lenses)
	}
	list = append(list, levelFilters()...)
	for i := range list {
		list[i].choose(v.asked.Get(list[i].Name))
	}
	return list
}

// levelFilters are those of practices by impact and effort.
func levelFilters() (list []planFilter) {
	for _, levels := range []planFilter{{Name: "impact", Label: "Impact"}, {Name: "effort", Label: "Effort"}} {
		for _, level := range improvement.ImpactLevels {
			levels.add(strings.ToLower(level), labels.Level(level))
		}
		list = append(list, levels)
	}
	return list
}

func (f *planFilter) add(value, words string) {
	if !slices.ContainsFunc(f.Options, func(o filterOption) bool { return o.Value == value }) {
		f.Options = append(f.Options, filterOption{Value: value, Words: words})
	}
}

// choose marks what is asked for, and puts “Any” first.
func (f *planFilter) choose(value string) {
	for i, o := range f.Options {
		f.Options[i].On = o.Value == value
	}
	f.Options = slices.Insert(f.Options, 0, filterOption{Words: "Any"})
}

// chosen is what a filter is set to, "" where it does not narrow.
func chosen(filters []planFilter, name string) string {
	for _, f := range filters {
		for _, o := range f.Options {
			if f.Name == name && o.On {
				return o.Value
			}
		}
	}
	return ""
}

// narrow leaves the practices of a question that the filters ask for, and tells whether the question is shown.
func narrow(filters []planFilter, q planQuestion) (planQuestion, bool) {
	for name, value := range map[string]string{"risk": q.is, "pillar": q.pillar, "lens": q.lens} {
		if want := chosen(filters, name); want != "" && want != value {
			return q, false
		}
	}
	impact, effort := chosen(filters, "impact"), chosen(filters, "effort")
	if impact == "" && effort == "" {
		return q, true
	}
	q.Practices = slices.DeleteFunc(slices.Clone(q.Practices), func(p planPractice) bool {
		return cmp.Or(impact, p.impact) != p.impact || cmp.Or(effort, p.effort) != p.effort
	})
	return q, len(q.Practices) > 0
}
