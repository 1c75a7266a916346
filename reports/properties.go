package reports

import (
	"maps"
	"slices"
	"strings"

	"plumbline/models"
	"plumbline/reports/doc"
)

// properties lists every field of the workload, the empty ones too.
func (r *report) properties() doc.Section {
	w := r.snap.Workload
	s := doc.Section{Title: "Workload properties", Place: "properties"}
	for _, p := range propertyRows(w) {
		s.Body = append(s.Body, r.value(above(nextRow), p.name, p.where(), p.value))
	}
	architecture := row(above(nextRow), "Architecture")
	if address := r.str("Architecture", w.ArchitecturalDesign); address != "" {
		architecture.Body = []doc.Block{doc.Paragraph{Spans: []doc.Span{linkTo(address, doc.Body)}}}
	}
	s.Body = append(s.Body, architecture, row(above(nextRow), "Tags", r.tags(w.Tags)...))
	if !r.fromFile() {
		s.Body = append(s.Body,
			r.value(above(nextRow), "Last changed", "Last changed", changed(w.UpdatedBy, moment(w.UpdatedAt))),
			r.value(above(nextRow), "Created", "Created", moment(w.CreatedAt)),
			r.value(above(nextRow), "Workload id", "Workload id", w.ID))
	}
	if w.Notes == "" {
		s.Body = append(s.Body, row(above(nextRow), "Notes"))
	}
	s.Body = append(s.Body, r.notes("Notes", "Notes of the workload", w.Notes)...)
	return s
}

// property is a field of a workload with its name.
type property struct {
	name  doc.Text
	value string
}

// where names the property for a warning.
func (p property) where() string {
	if p.name == "Name" {
		return "Workload name"
	}
	return string(p.name)
}

// propertyRows are the plain fields, in the order in which people describe a workload.
func propertyRows(w models.Workload) []property {
	list := func(all []string) string { return strings.Join(all, ", ") }
	return []property{
		{"Name", w.Name},
		{"Description", w.Description},
		{"Environment", environmentWord(w.Environment)},
		{"Review owner", w.ReviewOwner},
		{"AWS Regions", list(w.AWSRegions)},
		{"Other regions", list(w.NonAWSRegions)},
		{"Account ids", list(w.AccountIDs)},
		{"Industry type", w.IndustryType},
		{"Industry", w.Industry},
		{"Applications", list(w.Applications)},
		{"Pillar priorities", list(w.PillarPriorities)},
		{"Improvement", improvementWord(w.ImprovementStatus)},
	}
}

// tags are sorted by key.
func (r *report) tags(tags map[string]string) []doc.Block {
	var out []doc.Block
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		out = append(out, paragraph(r.str("Tag "+key, key+" = "+tags[key]), doc.Body))
	}
	return out
}

// changed joins who and when; either may be missing.
func changed(by, at string) string {
	switch {
	case by == "":
		return at
	case at == dash:
		return by
	}
	return by + ", " + at
}
