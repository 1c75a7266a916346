package rest

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Schema is a JSON Schema (2020-12) in the form in which OpenAPI 3.1 holds it.
type Schema map[string]any

// fieldOf is a struct field with its name in JSON. Fields of embedded structs stand among those of the outer one.
type fieldOf struct {
	reflect.StructField
	name     string
	optional bool
}

func fieldsOf(t reflect.Type) (fields []fieldOf) {
	for f := range t.Fields() {
		if f.Anonymous && f.Tag.Get("json") == "" {
			fields = append(fields, fieldsOf(f.Type)...)
			continue
		}
		if !f.IsExported() {
			continue
		}
		name, rest, _ := strings.Cut(f.Tag.Get("json"), ",")
		fields = append(fields, fieldOf{f, name, strings.Contains(rest, "omitempty")})
	}
	return fields
}

// Enumerated texts are one of a few.
type Enumerated interface{ Enum() []string }

// Schemas collects the named schemas of the types that the routes use.
type Schemas struct{ Named map[string]Schema }

// Of gives the schema of a type: a reference for a struct, the thing itself for the rest. Request bodies (input) need
// only what their tags say; replies have every member that is not left out when empty.
func (s *Schemas) Of(t reflect.Type, input bool) Schema {
	switch t {
	case reflect.TypeFor[time.Time]():
		return Schema{"type": "string", "format": "date-time"}
	case reflect.TypeFor[json.RawMessage](), reflect.TypeFor[any]():
		return Schema{}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return s.Of(t.Elem(), input)
	case reflect.String:
		if one, is := reflect.Zero(t).Interface().(Enumerated); is {
			return Schema{"type": "string", "enum": one.Enum()}
		}
		return Schema{"type": "string"}
	case reflect.Bool:
		return Schema{"type": "boolean"}
	case reflect.Int, reflect.Int64:
		return Schema{"type": "integer"}
	case reflect.Float64:
		return Schema{"type": "number"}
	case reflect.Slice:
		return Schema{"type": "array", "items": s.Of(t.Elem(), input)}
	case reflect.Map:
		return Schema{"type": "object", "additionalProperties": s.Of(t.Elem(), input)}
	case reflect.Struct:
		return s.ref(t, input)
	}
	panic(fmt.Sprintf("no schema for %s", t))
}

func (s *Schemas) ref(t reflect.Type, input bool) Schema {
	name := schemaName(t)
	if _, known := s.Named[name]; !known {
		s.Named[name] = nil // ends a cycle
		s.Named[name] = s.object(t, input)
	}
	return Schema{"$ref": "#/components/schemas/" + name}
}

func (s *Schemas) object(t reflect.Type, input bool) Schema {
	properties, required := Schema{}, []string{}
	for _, f := range fieldsOf(t) {
		properties[f.name] = s.field(f, input)
		if (input && f.Tag.Get("required") != "") || (!input && !f.optional) {
			required = append(required, f.name)
		}
	}
	out := Schema{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		out["required"] = required
	}
	return out
}

// field adds to the type's schema what the tags say: doc, enum, min and max.
func (s *Schemas) field(f fieldOf, input bool) Schema {
	out := s.Of(f.Type, input)
	if f.Type.Kind() == reflect.Pointer && !input && !f.optional {
		out["type"] = []any{out["type"], "null"}
	}
	if doc := f.Tag.Get("doc"); doc != "" {
		out["description"] = doc
	}
	if enum := f.Tag.Get("enum"); enum != "" {
		out["enum"] = strings.Split(enum, ",")
	}
	for tag, word := range map[string]string{"min": "min", "max": "max"} {
		if n, err := strconv.Atoi(f.Tag.Get(tag)); err == nil {
			out[word+boundOf(out["type"])] = n
		}
	}
	return out
}

func boundOf(kind any) string {
	switch kind {
	case "array":
		return "Items"
	case "integer":
		return "imum"
	}
	return "Length"
}

// schemaName turns workload, workloadJSON or WorkloadJSON into "Workload", and a page of them, such as
// List[plumbline/api/v1.workload], into "WorkloadList".
func schemaName(t reflect.Type) string {
	name, list := t.Name(), ""
	if _, inner, generic := strings.Cut(name, "["); generic {
		name, list = inner[strings.LastIndexByte(inner, '.')+1:len(inner)-1], "List"
	}
	r := []rune(strings.TrimSuffix(name, "JSON"))
	r[0] = unicode.ToUpper(r[0])
	return string(r) + list
}
