package reports

import (
	"maps"
	"slices"
	"strings"

	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/reports/doc"
)

// properties lists every field of the workload, the empty ones too.
func (r *reportBuilder) properties() doc.Section {
	w := r.snap.Workload
	s := doc.Section{Title: "Workload properties", Place: "properties"}
	for _, p := range propertyRows(w) {
		s.Body = append(s.Body, r.value(spaceAbove(nextRow), p.name, p.where(), p.value))
	}
	architecture := labelledRow(spaceAbove(nextRow), "Architecture")
	if address := r.str("Architecture", w.ArchitecturalDesign); address != "" {
		architecture.Body = []doc.Block{doc.Paragraph{Spans: []doc.Span{linkTo(address, doc.StyleBody)}}}
	}
	s.Body = append(s.Body, architecture, labelledRow(spaceAbove(nextRow), "Tags", r.tags(w.Tags)...))
	if !r.fromFile() {
		s.Body = append(s.Body,
			r.value(spaceAbove(nextRow), "Last updated", "Last updated", changedBy(w.UpdatedBy, r.time(w.UpdatedAt))),
			r.value(spaceAbove(nextRow), "Created", "Created", r.time(w.CreatedAt)),
			r.value(spaceAbove(nextRow), "Workload ID", "Workload ID", w.ID))
	}
	if w.Notes == "" {
		s.Body = append(s.Body, labelledRow(spaceAbove(nextRow), "Notes"))
	}
	s.Body = append(s.Body, r.notes("Notes", "Notes of the workload", w.Notes)...)
	return s
}

// workloadProperty is a field of a workload with its name.
type workloadProperty struct {
	name  doc.CleanText
	value string
}

// where names the property for a warning.
func (p workloadProperty) where() string {
	if p.name == "Name" {
		return "Workload name"
	}
	return string(p.name)
}

// propertyRows are the plain fields, in the order in which people describe a workload.
func propertyRows(w models.Workload) []workloadProperty {
	list := func(all []string) string { return strings.Join(all, ", ") }
	rows := []workloadProperty{
		{"Name", w.Name},
		{"Description", w.Description},
		{"Environment", labels.Environment(w.Environment)},
		{"Review owner", w.ReviewOwner},
		{"AWS Regions", list(w.AWSRegions)},
		{"Non-AWS locations", list(w.NonAWSRegions)},
		{"Account IDs", list(w.AccountIDs)},
	}
	for _, text := range labels.WorkloadTexts {
		if value := *text.Of(&w.WorkloadFields); value != "" || !text.WhenSet {
			rows = append(rows, workloadProperty{doc.CleanText(text.InReport), value})
		}
	}
	return append(rows,
		workloadProperty{"Applications", list(w.Applications)},
		workloadProperty{"Pillar priorities", list(w.PillarPriorities)},
		workloadProperty{"Improvement status", labels.ImprovementStatus(w.ImprovementStatus)})
}

// tags are sorted by key.
func (r *reportBuilder) tags(tags map[string]string) []doc.Block {
	var out []doc.Block
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		out = append(out, paragraphOf(r.str("Tag "+key, key+" = "+tags[key]), doc.StyleBody))
	}
	return out
}

// changedBy joins who and when; either may be missing.
func changedBy(by, at string) string {
	switch {
	case by == "":
		return at
	case at == emptyDash:
		return by
	}
	return by + ", " + at
}
