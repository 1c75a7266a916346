package plan

import (
	"fmt"
	"strings"

	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/store"
)

// checkCircle refuses a circle, with its path.
func (steps *Steps) checkCircle(tx *store.Tx, actor models.Actor, item remediation.Item) error {
	all, err := store.Items(tx).Needs(item.WorkspaceID)
	if err != nil {
		return err
	}
	all[item.ID] = item.Needs
	circle := remediation.Circle(item.ID, func(id string) []string { return all[id] })
	if circle == nil {
		return nil
	}
	list, err := store.Items(tx).Several(circle)
	if err != nil {
		return err
	}
	names := map[string]string{item.ID: nameOf(item)}
	for _, one := range list {
		if names[one.ID] = nameOf(one); one.WorkloadID != item.WorkloadID {
			seen, err := reaches(tx, actor, one)
			if err != nil {
				return err
			}
			if !seen {
				names[one.ID] = fmt.Sprintf("#%d", one.Number)
			}
		}
	}
	path := make([]string, len(circle))
	for n, id := range circle {
		path[n] = names[id]
	}
	return models.InvalidInput(models.FieldFault{Field: "needs",
		Message: "would make a circle: " + strings.Join(path, " needs ")})
}

// nameOf is how people write an item.
func nameOf(i remediation.Item) string {
	if i.Number == 0 {
		return fmt.Sprintf("“%s”", i.Title)
	}
	return fmt.Sprintf("#%d “%s”", i.Number, i.Title)
}
