package oscal

import (
	"slices"
	"strconv"
)

// workspace makes the workspace the first party.
func (b *builder) workspace() {
	name := b.value(b.WorkspaceName)
	if name == "" {
		name = "Workspace"
	}
	b.parties = append(b.parties, party{UUID: b.uuid("workspace"), Type: "organization", Name: name})
}

// person is the UUID of a party, by its name; "" for no name.
func (b *builder) person(name string) string {
	name = b.value(name)
	if name == "" {
		return ""
	}
	id, known := b.byName[name]
	if !known {
		id = b.uuid("person", name)
		b.byName[name] = id
		b.parties = append(b.parties, party{UUID: id, Type: "person", Name: name})
	}
	return id
}

// assessor is the same, of somebody who answered.
func (b *builder) assessor(name string) string {
	id := b.person(name)
	if id != "" && !slices.Contains(b.assessors, id) {
		b.assessors = append(b.assessors, id)
	}
	return id
}

// origin says who: a party, or the workspace if it is "".
func (b *builder) origin(party string) origin {
	if party == "" {
		party = b.parties[0].UUID
	}
	return origin{Actors: []actor{{Type: "party", UUID: party}}}
}

// metadata is made last: it lists the parties of all else.
func (b *builder) metadata() metadata {
	m := metadata{Title: b.line(b.Title, "Review"), LastModified: b.at(b.At), Version: b.version(), OSCAL: Version,
		Props: b.props(append([]Fact{{"state", b.State}, {"account id", b.AccountID}}, b.Facts...)...),
		Roles: []role{{"review-owner", "Review owner"}, {"assessor", "Answered"}, {"approver", "Decided"},
			{"item-owner", "Owner of an item"}}}
	if b.Workload.ID != "" {
		m.DocumentIDs = []documentID{{NS + ":workload", b.value(b.Workload.ID)}}
	}
	if b.Work != nil {
		m.Props = append(m.Props, b.props(Fact{"next review", b.Work.NextReview})...)
	}
	if owner := b.person(b.Workload.ReviewOwner); owner != "" {
		m.Responsible = append(m.Responsible, responsible{"review-owner", []string{owner}})
	}
	if len(b.assessors) > 0 {
		m.Responsible = append(m.Responsible, responsible{"assessor", b.assessors})
	}
	m.Parties = b.parties
	return m
}

// version names the state: a milestone, or the time of the last change.
func (b *builder) version() string {
	if b.Milestone != nil {
		return "milestone-" + strconv.Itoa(b.Milestone.Number)
	}
	return b.at(b.At)
}

// system is the workload.
func (b *builder) system() components {
	w := b.Workload
	c := component{UUID: b.component, Type: "this-system", Title: b.line(w.Name, "Workload"),
		Description: b.text(w.Description, "A workload."), Props: b.props(b.Properties...),
		Status:  state{State: "operational"},
		Remarks: b.note(w.Notes, "")}
	c.Links, _ = b.links(reference{"Architecture", w.ArchitecturalDesign})
	c.Props = append(c.Props, b.props(Fact{"architecture", w.ArchitecturalDesign})...)
	if owner := b.person(w.ReviewOwner); owner != "" {
		c.Responsible = []responsible{{"review-owner", []string{owner}}}
	}
	return components{[]component{c}}
}

// back is the list of what was linked.
func (b *builder) back() *backMatter {
	if len(b.resources) == 0 {
		return nil
	}
	return &backMatter{b.resources}
}
