package reviews

import (
	"fmt"
	"maps"
	"slices"

	"plumbline/models"
	"plumbline/models/service/core"
)

// FacilitationChanges lists what the audit log says of a change.
func FacilitationChanges(a, b models.Facilitation) []models.FieldChange {
	list := core.AddChange(nil, "running", core.YesNo(a.Running()), core.YesNo(b.Running()))
	list = core.AddChange(list, "at", a.QuestionID, b.QuestionID)
	list = core.AddChange(list, "show_notes", core.YesNo(a.ShowNotes), core.YesNo(b.ShowNotes))
	return core.AddListChange(list, "agenda", agendaTexts(a.Agenda), agendaTexts(b.Agenda))
}

func agendaTexts(agenda map[string]int) (parts []string) {
	for _, id := range slices.Sorted(maps.Keys(agenda)) {
		parts = append(parts, fmt.Sprintf("%s %d", id, agenda[id]))
	}
	return parts
}
