package columns

import (
	"database/sql/driver"
	"fmt"
	"slices"

	"plumbline/models"
)

// Changes is the column with the changed fields: a JSON array. Nil and empty come back as nil.
type Changes []models.FieldChange

// storedChange is a change of one text, or of a list: then it has no texts, and at least one of the lists.
type storedChange struct {
	Field    string   `json:"field"`
	From     string   `json:"from,omitempty"`
	To       string   `json:"to,omitempty"`
	FromList []string `json:"from_list,omitempty"`
	ToList   []string `json:"to_list,omitempty"`
}

func storedChangeOf(c models.FieldChange) storedChange {
	if c.IsList() {
		return storedChange{Field: c.Field, FromList: c.FromList, ToList: c.ToList}
	}
	return storedChange{Field: c.Field, From: c.From, To: c.To}
}

func (s storedChange) change() models.FieldChange {
	if len(s.FromList)+len(s.ToList) > 0 {
		return models.ListChange(s.Field, s.FromList, s.ToList)
	}
	return models.FieldChange{Field: s.Field, From: s.From, To: s.To}
}

// mixed reports whether a change has texts and lists, which Value does not write.
func (s storedChange) mixed() bool {
	return len(s.FromList)+len(s.ToList) > 0 && s.From+s.To != ""
}

// Value is part of driver.Valuer.
func (c Changes) Value() (driver.Value, error) {
	if len(c) == 0 {
		return "[]", nil
	}
	stored := make([]storedChange, len(c))
	for i, change := range c {
		stored[i] = storedChangeOf(change)
	}
	return Encode(stored)
}

// Scan is part of sql.Scanner. What is not of the form that Value writes was not written by it: it comes back as one
// change that shows it, so that the log stays readable and a look at the chain finds the line edited.
func (c *Changes) Scan(column any) error {
	var stored []storedChange
	if err := Decode(column, &stored); err != nil || slices.ContainsFunc(stored, storedChange.mixed) {
		if raw, ok := column.([]byte); ok {
			column = string(raw)
		}
		*c = Changes{{Field: "unreadable", To: fmt.Sprint(column)}}
		return nil
	}
	if len(stored) == 0 {
		return nil
	}
	*c = make(Changes, len(stored))
	for i, s := range stored {
		(*c)[i] = s.change()
	}
	return nil
}

// Renames is a column of ids by the ids before, stored as a JSON object.
type Renames models.IDRenames

type storedRenames struct {
	Pillars   map[string]string `json:"pillars,omitempty"`
	Questions map[string]string `json:"questions,omitempty"`
	Choices   map[string]string `json:"choices,omitempty"`
}

// Value is part of driver.Valuer.
func (r Renames) Value() (driver.Value, error) { return Encode(storedRenames(r)) }

// Scan is part of sql.Scanner.
func (r *Renames) Scan(stored any) error { return Decode(stored, (*storedRenames)(r)) }

// Minutes is a column of minutes by pillar id, stored as a JSON object with sorted members. An empty one
// comes back as an empty map.
type Minutes map[string]int

// Value is part of driver.Valuer.
func (m Minutes) Value() (driver.Value, error) { return Encode(map[string]int(m)) }

// Scan is part of sql.Scanner.
func (m *Minutes) Scan(stored any) error {
	*m = Minutes{}
	return Decode(stored, (*map[string]int)(m))
}
