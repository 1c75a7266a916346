// Package columns has the types of columns that hold JSON, parts of the rows of the store.
//
// It may import models, and with the store it knows GORM. It knows no tables.
package columns

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"reflect"

	"gorm.io/gorm/schema"
)

// Texts is a column of texts, stored as a JSON array. An empty one comes back as nil.
type Texts []string

// Value is part of driver.Valuer.
func (l Texts) Value() (driver.Value, error) {
	if len(l) == 0 {
		return "[]", nil
	}
	return Encode([]string(l))
}

// Scan is part of sql.Scanner.
func (l *Texts) Scan(stored any) error { return Decode(stored, (*[]string)(l)) }

// TextMap is a column of texts by name, stored as a JSON object with sorted members. An empty one comes back as
// nil.
type TextMap map[string]string

// Value is part of driver.Valuer.
func (d TextMap) Value() (driver.Value, error) {
	if len(d) == 0 {
		return "{}", nil
	}
	return Encode(map[string]string(d))
}

// Scan is part of sql.Scanner.
func (d *TextMap) Scan(stored any) error { return Decode(stored, (*map[string]string)(d)) }

// textsSerializer stores fields of the types []string and map[string]string, tagged "serializer:texts", as list and
// dict do: for structs that must have the types of models.
type textsSerializer struct{}

func init() { schema.RegisterSerializer("texts", textsSerializer{}) }

// Value is part of schemaText.SerializerInterface.
func (textsSerializer) Value(_ context.Context, _ *schema.Field, _ reflect.Value, held any) (any, error) {
	switch texts := held.(type) {
	case []string:
		return Texts(texts).Value()
	case map[string]string:
		return TextMap(texts).Value()
	}
	return nil, fmt.Errorf("columns: a column of texts is given a %T", held)
}

// Scan is part of schemaText.SerializerInterface.
func (textsSerializer) Scan(ctx context.Context, f *schema.Field, row reflect.Value, stored any) error {
	texts := reflect.New(f.FieldType)
	if err := Decode(stored, texts.Interface()); err != nil {
		return err
	}
	f.ReflectValueOf(ctx, row).Set(texts.Elem())
	return nil
}

// Encode gives the text of a column.
func Encode(v any) (string, error) {
	b, err := json.Marshal(v)
	return string(b), err
}

// Decode reads a JSON column, empty ones without a look at their contents: most are.
func Decode(stored, into any) error {
	var text []byte
	switch s := stored.(type) {
	case string:
		text = []byte(s)
	case []byte:
		text = s
	default:
		return fmt.Errorf("columns: a JSON column holds a %T", stored)
	}
	if len(text) == 2 {
		return nil
	}
	return json.Unmarshal(text, into)
}
