package workloads

import (
	"strings"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/questionnaires"
)

// renameGroup is a part of the form that says where what is gone goes on.
type renameGroup struct {
	Name   string
	Fields []renameField
}

// renameField is a select for one id that is gone.
type renameField struct {
	Field, ID, Title string
	Options          []renameOption
	Fault            string
}

type renameOption struct {
	ID, Title string
	On        bool
}

// postedRenames reads the form; a field that is empty carries nothing.
func postedRenames(r *page.Request) models.IDRenames {
	names := models.IDRenames{}.Clone()
	for field, values := range r.HTTP.PostForm {
		kind, id, _ := strings.Cut(field, ".")
		into := map[string]map[string]string{"pillar": names.Pillars, "question": names.Questions,
			"choice": names.Choices}[kind]
		if into != nil && id != "" && values[0] != "" {
			into[id] = values[0]
		}
	}
	return names
}

// renameForm makes the form of two versions, filled in with names.
type renameForm struct {
	form       page.Form
	old, later *questionnaires.Lens
	names      models.IDRenames
}

func (f renameForm) groups() (list []renameGroup) {
	for _, g := range []renameGroup{{"Pillars", f.pillars()}, {"Questions", f.questions()}, {"Choices", f.choices()}} {
		if len(g.Fields) > 0 {
			list = append(list, g)
		}
	}
	return list
}

// field is nothing to choose from where nothing is new.
func (f renameForm) field(kind, key, title string, options []renameOption) []renameField {
	if len(options) == 0 {
		return nil
	}
	x := renameField{Field: kind + "." + key, ID: key, Title: title,
		Fault: f.form.Fault("map/" + kind + "s/" + models.EscapeKey(key))}
	to := map[string]map[string]string{"pillar": f.names.Pillars, "question": f.names.Questions,
		"choice": f.names.Choices}[kind][key]
	for _, o := range options {
		o.On = o.ID == to
		x.Options = append(x.Options, o)
	}
	return []renameField{x}
}

func (f renameForm) pillars() (fields []renameField) {
	var fresh []renameOption
	for _, p := range f.later.Pillars {
		if f.old.Pillar(p.ID) == nil {
			fresh = append(fresh, renameOption{ID: p.ID, Title: p.Name})
		}
	}
	for _, p := range f.old.Pillars {
		if f.later.Pillar(p.ID) == nil {
			fields = append(fields, f.field("pillar", p.ID, p.Name, fresh)...)
		}
	}
	return fields
}

func (f renameForm) questions() (fields []renameField) {
	var fresh []renameOption
	eachQuestion(f.later, func(q *questionnaires.Question) {
		if _, was := f.old.Question(q.ID); was == nil {
			fresh = append(fresh, renameOption{ID: q.ID, Title: q.Title})
		}
	})
	eachQuestion(f.old, func(q *questionnaires.Question) {
		if _, is := f.later.Question(q.ID); is == nil {
			fields = append(fields, f.field("question", q.ID, q.Title, fresh)...)
		}
	})
	return fields
}

// choices are those of questions that go on.
func (f renameForm) choices() (fields []renameField) {
	eachQuestion(f.old, func(q *questionnaires.Question) {
		_, now := f.later.Question(f.names.Question(q.ID))
		if now == nil {
			return
		}
		var fresh []renameOption
		for _, c := range now.Choices {
			if q.Choice(c.ID) == nil {
				fresh = append(fresh, renameOption{ID: c.ID, Title: c.Title})
			}
		}
		for _, c := range q.Choices {
			if now.Choice(c.ID) == nil {
				fields = append(fields, f.field("choice", models.ChoiceKey(f.old, q.ID, c.ID), c.Title, fresh)...)
			}
		}
	})
	return fields
}

func eachQuestion(l *questionnaires.Lens, do func(*questionnaires.Question)) {
	for _, p := range l.Pillars {
		for _, q := range p.Questions {
			do(q)
		}
	}
}
