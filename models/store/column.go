package store

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"reflect"

	"gorm.io/gorm/schema"
)

// textsColumn is a column of texts, stored as a JSON array. An empty one comes back as nil.
type textsColumn []string

// Value is part of driver.Valuer.
func (l textsColumn) Value() (driver.Value, error) {
	if len(l) == 0 {
		return "[]", nil
	}
	return encodeColumn([]string(l))
}

// Scan is part of sql.Scanner.
func (l *textsColumn) Scan(stored any) error { return decodeColumn(stored, (*[]string)(l)) }

// textMapColumn is a column of texts by name, stored as a JSON object with sorted members. An empty one comes back as
// nil.
type textMapColumn map[string]string

// Value is part of driver.Valuer.
func (d textMapColumn) Value() (driver.Value, error) {
	if len(d) == 0 {
		return "{}", nil
	}
	return encodeColumn(map[string]string(d))
}

// Scan is part of sql.Scanner.
func (d *textMapColumn) Scan(stored any) error { return decodeColumn(stored, (*map[string]string)(d)) }

// textsSerializer stores fields of the types []string and map[string]string, tagged "serializer:texts", as list and
// dict do: for structs that must have the types of models.
type textsSerializer struct{}

func init() { schema.RegisterSerializer("texts", textsSerializer{}) }

// Value is part of schemaText.SerializerInterface.
func (textsSerializer) Value(_ context.Context, _ *schema.Field, _ reflect.Value, held any) (any, error) {
	switch texts := held.(type) {
	case []string:
		return textsColumn(texts).Value()
	case map[string]string:
		return textMapColumn(texts).Value()
	}
	return nil, fmt.Errorf("store: a column of texts is given a %T", held)
}

// Scan is part of schemaText.SerializerInterface.
func (textsSerializer) Scan(ctx context.Context, f *schema.Field, row reflect.Value, stored any) error {
	texts := reflect.New(f.FieldType)
	if err := decodeColumn(stored, texts.Interface()); err != nil {
		return err
	}
	f.ReflectValueOf(ctx, row).Set(texts.Elem())
	return nil
}

func encodeColumn(v any) (string, error) {
	b, err := json.Marshal(v)
	return string(b), err
}

// decodeColumn reads a JSON column, empty ones without a look at their contents: most are.
func decodeColumn(stored, into any) error {
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
