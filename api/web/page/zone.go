package page

import "plumbline/models/timezone"

// zoneFieldView is a list of time zones to choose from.
type zoneFieldView struct {
	fieldView
	None    string // what is written for no zone of one's own; "" where there must be one
	Regions []timezone.Region
}

// newZoneField makes the field "time_zone" of a form: what was sent is chosen, else the zone that is given.
func newZoneField(v View, formName, chosen, none, help string) zoneFieldView {
	f := newFieldView(v, formName, "time_zone", "Time zone", "value="+chosen, "help="+help)
	return zoneFieldView{f, none, timezone.Choices(v.Now, f.Value)}
}
