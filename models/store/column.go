package store

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
)

// list is a column of texts, stored as a JSON array. An empty one comes back as nil.
type list []string

// Value is part of driver.Valuer.
func (l list) Value() (driver.Value, error) {
	if len(l) == 0 {
		return "[]", nil
	}
	return encode([]string(l))
}

// Scan is part of sql.Scanner.
func (l *list) Scan(stored any) error { return decode(stored, (*[]string)(l)) }

// dict is a column of texts by name, stored as a JSON object with sorted members. An empty one comes back as nil.
type dict map[string]string

// Value is part of driver.Valuer.
func (d dict) Value() (driver.Value, error) {
	if len(d) == 0 {
		return "{}", nil
	}
	return encode(map[string]string(d))
}

// Scan is part of sql.Scanner.
func (d *dict) Scan(stored any) error { return decode(stored, (*map[string]string)(d)) }

func encode(v any) (string, error) {
	b, err := json.Marshal(v)
	return string(b), err
}

// decode reads a JSON column, empty ones without a look at their contents: most are.
func decode(stored, into any) error {
	var text []byte
	switch s := stored.(type) {
	case string:
		text = []byte(s)
	case []byte:
		text = s
	default:
		return fmt.Errorf("store: a JSON column holds a %T", stored)
	}
	if len(text) == 2 {
		return nil
	}
	return json.Unmarshal(text, into)
}
