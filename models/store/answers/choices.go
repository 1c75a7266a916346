package answers

import (
	"database/sql/driver"

	"plumbline/models"
	"plumbline/models/store/columns"
)

// choicesColumn is the column with what an answer says of each choice: a JSON array, in the answer's order. Nil and
// empty come back as nil.
type choicesColumn []models.ChoiceAnswer

type storedChoice struct {
	ID     string `json:"id"`
	Status string `json:"status,omitempty"`
	Reason string `json:"reason,omitempty"`
	Notes  string `json:"notes,omitempty"`
}

// Value is part of driver.Valuer.
func (c choicesColumn) Value() (driver.Value, error) {
	if len(c) == 0 {
		return "[]", nil
	}
	stored := make([]storedChoice, len(c))
	for i, c := range c {
		stored[i] = storedChoice{ID: c.ChoiceID, Status: string(c.Status), Reason: string(c.Reason), Notes: c.Notes}
	}
	return columns.Encode(stored)
}

// Scan is part of sql.Scanner.
func (c *choicesColumn) Scan(column any) error {
	var stored []storedChoice
	if err := columns.Decode(column, &stored); err != nil {
		return err
	}
	*c = nil
	for _, s := range stored {
		*c = append(*c, models.ChoiceAnswer{ChoiceID: s.ID, Status: models.ChoiceStatus(s.Status),
			Reason: models.NotApplicableReason(s.Reason), Notes: s.Notes})
	}
	return nil
}
