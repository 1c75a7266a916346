package reference

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// document is what the page reads of an OpenAPI document of this server.
type document struct {
	Paths      map[string]map[string]rawOperation
	Components struct{ Schemas map[string]rawSchema }
}

type rawOperation struct {
	OperationID string `json:"operationId"`
	Summary     string
	Permission  string `json:"x-permission"`
	Parameters  []rawParameter
	RequestBody struct{ Content map[string]rawContent } `json:"requestBody"`
	Responses   map[string]struct {
		Description string
		Content     map[string]rawContent
	}
}

type rawParameter struct {
	Name, In, Description string
	Required              bool
	Schema                rawSchema
}

type rawContent struct{ Schema rawSchema }

type rawSchema struct {
	Ref         string `json:"$ref"`
	Type        typeNames
	Format      string
	Description string
	Enum        []any
	Minimum     *int
	Maximum     *int
	MinLength   *int `json:"minLength"`
	MaxLength   *int `json:"maxLength"`
	MaxItems    *int `json:"maxItems"`
	Items       *rawSchema
	Additional  json.RawMessage `json:"additionalProperties"` // a schema, or false
	Properties  map[string]rawSchema
	Required    []string
}

// typeNames are the types that a value may have: one name, or a list of them.
type typeNames []string

// UnmarshalJSON is part of json.Unmarshaler.
func (t *typeNames) UnmarshalJSON(data []byte) error {
	var one string
	if json.Unmarshal(data, &one) == nil {
		*t = typeNames{one}
		return nil
	}
	return json.Unmarshal(data, (*[]string)(t))
}

// Operation is one operation as the page shows it.
type Operation struct {
	ID, Method, Path, Summary string
	Permission                string // "" of an operation that everybody may call
	Parameters                []Field
	Body                      []Content
	Replies                   []Reply
}

// contents are what the body and the replies hold.
func (op Operation) contents() (list []Content) {
	list = append(list, op.Body...)
	for _, reply := range op.Replies {
		list = append(list, reply.Content...)
	}
	return list
}

// Field is a parameter, or a member of an object.
type Field struct {
	Name, In, Description string
	Required              bool
	Type                  Type
}

// Type is what a value is. Schema is the object that it is, or that its elements are, "" where it is none.
type Type struct{ Words, Schema, Limits string }

// Content is what a body or a reply holds.
type Content struct {
	MediaType string
	Type      Type
}

// Reply is one of the replies of an operation that went well.
type Reply struct {
	Status, Description string
	Content             []Content
}

// Object is an object that requests and replies hold.
type Object struct {
	Name   string
	Fields []Field
}

// parse reads an OpenAPI document; it is the server's own.
func parse(source []byte) (operations []Operation, objects []Object, err error) {
	var doc document
	if err := json.Unmarshal(source, &doc); err != nil {
		return nil, nil, fmt.Errorf("read the OpenAPI document: %w", err)
	}
	for _, path := range slices.Sorted(maps.Keys(doc.Paths)) {
		for _, method := range []string{"get", "post", "put", "patch", "delete"} {
			if raw, has := doc.Paths[path][method]; has {
				operations = append(operations, operationOf(path, method, raw))
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(doc.Components.Schemas)) {
		objects = append(objects, objectOf(name, doc.Components.Schemas[name]))
	}
	return operations, objects, nil
}

func operationOf(path, method string, raw rawOperation) Operation {
	op := Operation{ID: raw.OperationID, Method: strings.ToUpper(method), Path: path, Summary: raw.Summary,
		Permission: raw.Permission, Body: contents(raw.RequestBody.Content)}
	for _, p := range raw.Parameters {
		op.Parameters = append(op.Parameters, Field{p.Name, p.In, p.Description, p.Required, typeOf(p.Schema)})
	}
	for _, status := range slices.Sorted(maps.Keys(raw.Responses)) {
		if status == "default" { // the problem, which all have
			continue
		}
		reply := raw.Responses[status]
		op.Replies = append(op.Replies, Reply{status, reply.Description, contents(reply.Content)})
	}
	return op
}

func contents(raw map[string]rawContent) (list []Content) {
	for _, media := range slices.Sorted(maps.Keys(raw)) {
		list = append(list, Content{media, typeOf(raw[media].Schema)})
	}
	return list
}

// objectOf has the required members of an object first.
func objectOf(name string, raw rawSchema) Object {
	object := Object{Name: name}
	for _, member := range slices.Sorted(maps.Keys(raw.Properties)) {
		schema := raw.Properties[member]
		object.Fields = append(object.Fields, Field{Name: member, Description: schema.Description, Type: typeOf(schema),
			Required: slices.Contains(raw.Required, member)})
	}
	slices.SortStableFunc(object.Fields, func(a, b Field) int {
		if a.Required == b.Required {
			return 0
		}
		if a.Required {
			return -1
		}
		return 1
	})
	return object
}

func typeOf(s rawSchema) Type {
	switch {
	case s.Ref != "":
		return Type{Schema: s.Ref[strings.LastIndex(s.Ref, "/")+1:]}
	case slices.Contains(s.Type, "array") && s.Items != nil:
		t := typeOf(*s.Items)
		return Type{strings.TrimSpace("list of " + t.Words), t.Schema, limits(s) + t.Limits}
	case slices.Contains(s.Type, "object") && strings.HasPrefix(string(s.Additional), "{"):
		var values rawSchema
		if json.Unmarshal(s.Additional, &values) != nil {
			return Type{Words: "object"}
		}
		t := typeOf(values)
		return Type{strings.TrimSpace("object with values " + t.Words), t.Schema, t.Limits}
	}
	return Type{cmp.Or(map[string]string{"date-time": "time", "binary": "file"}[s.Format],
		strings.Join(s.Type, " or "), "any JSON"), "",
		limits(s)}
}

// limits are the bounds of a value, in words.
func limits(s rawSchema) string {
	var list []string
	for _, bound := range []struct {
		at    *int
		words string
	}{{s.Minimum, "at least %d"}, {s.Maximum, "at most %d"}, {s.MinLength, "at least %d characters"},
		{s.MaxLength, "at most %d characters"}, {s.MaxItems, "at most %d elements"}} {
		if bound.at != nil {
			list = append(list, fmt.Sprintf(bound.words, *bound.at))
		}
	}
	if len(s.Enum) > 0 {
		var values []string
		for _, value := range s.Enum {
			values = append(values, fmt.Sprint(value))
		}
		list = append(list, "one of "+strings.Join(values, ", "))
	}
	return strings.Join(list, "; ")
}
