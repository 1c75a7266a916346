package reports

import (
	"maps"
	"slices"
	"strings"

	"plumbline/models"
	"plumbline/models/labels"
)

// properties lists every field of the workload, the empty ones too.
func (r *report) properties() {
	w := r.snap.Workload
	r.section("Workload properties", "properties")
	for _, row := range propertyRows(w) {
		r.space(5)
		r.value(row.name, row.where(), row.value)
	}
	r.space(5)
	r.row("Architecture", func() { r.link(r.str("Architecture", w.ArchitecturalDesign), body) })
	r.space(5)
	r.row("Tags", func() { r.tags(w.Tags) })
	r.space(5)
	if !r.fromFile() {
		r.value("Last changed", "Last changed", changed(w.UpdatedBy, moment(w.UpdatedAt)))
		r.space(5)
		r.value("Created", "Created", moment(w.CreatedAt))
		r.space(5)
		r.value("Workload id", "Workload id", w.ID)
		r.space(5)
	}
	if w.Notes == "" {
		r.value("Notes", "", "")
	}
	r.notes("Notes", "Notes of the workload", w.Notes)
}

type property struct {
	name  text
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
		{"Environment", labels.Environment(w.Environment)},
		{"Review owner", w.ReviewOwner},
		{"AWS Regions", list(w.AWSRegions)},
		{"Other regions", list(w.NonAWSRegions)},
		{"Account ids", list(w.AccountIDs)},
		{"Industry type", w.IndustryType},
		{"Industry", w.Industry},
		{"Applications", list(w.Applications)},
		{"Pillar priorities", list(w.PillarPriorities)},
		{"Improvement", labels.ImprovementStatus(w.ImprovementStatus)},
	}
}

// tags are sorted by key.
func (r *report) tags(tags map[string]string) {
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		t := r.str("Tag "+key, key+" = "+tags[key])
		r.plain(t, body)
	}
}

// link sets a text that is an address, clickable where it may be.
func (r *report) link(address text, st style) {
	if address == "" {
		return
	}
	r.para(linked(span{text: address, style: st}, string(address)))
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
