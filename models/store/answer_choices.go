package store

import (
	"database/sql/driver"

	"plumbline/models"
)

// choices is the column with what an answer says of each choice: a JSON array, in the answer's order. Nil and empty come back as nil.
type choices []models.ChoiceAnswer

type storedChoice struct {
	ID     string `json:"id"`
	Status string `json:"status,omitempty"`
	Reason string `json:"reason,omitempty"`
	Notes  string `json:"notes,omitempty"`
}

// Value is part of driver.Valuer.
func (c choices) Value() (driver.Value, error) {
	if len(c) == 0 {
		return "[]", nil
	}
	return encode(storeChoices(c))
}

// Scan is part of sql.Scanner.
func (c *choices) Scan(column any) error {
	var stored []storedChoice
	if err := decode(column, &stored); err != nil {
		return err
	}
	*c = loadChoices(stored)
	return nil
}

func storeChoices(marks []models.ChoiceAnswer) []storedChoice {
	return each(marks, func(m models.ChoiceAnswer) storedChoice {
		return storedChoice{ID: m.ChoiceID, Status: string(m.Status), Reason: string(m.Reason), Notes: m.Notes}
	})
}

func loadChoices(stored []storedChoice) []models.ChoiceAnswer {
	return each(stored, func(s storedChoice) models.ChoiceAnswer {
		return models.ChoiceAnswer{ChoiceID: s.ID, Status: models.ChoiceStatus(s.Status),
			Reason: models.Reason(s.Reason), Notes: s.Notes}
	})
}
