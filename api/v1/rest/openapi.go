package rest

import (
	"encoding/json"
	"net/http"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"plumbline/api/auth"
)

// Document is the OpenAPI 3.1 document of a table of operations, of a version of the program that has the host under a
// path. It is made from the table and the types of the endpoints,
// so it can't say anything that is not so.
func (a *Adapter) Document(routes []Route, version, path string) []byte {
	s := &Schemas{Named: map[string]Schema{}}
	paths := Schema{}
	for _, row := range routes {
		at := pathBraces.ReplaceAllString(row.Path, "{$1}")
		if paths[at] == nil {
			paths[at] = Schema{}
		}
		paths[at].(Schema)[strings.ToLower(row.Method)] = operation(s, row)
	}
	problemRef := s.Of(reflect.TypeFor[Problem](), false)
	doc := Schema{
		"openapi": "3.1.0",
		"info": Schema{
			"title": "Plumbline", "version": version,
			"description": "Well-Architected reviews per workload. Every answer that is not a success is an RFC 9457 problem.",
		},
		"servers":  []Schema{{"url": path + a.root}},
		"security": []Schema{{"token": []string{}}, {"session": []string{}}},
		"paths":    paths,
		"components": Schema{
			"securitySchemes": Schema{
				"token": Schema{"type": "http", "scheme": "bearer"},
				"session": Schema{"type": "apiKey", "in": "cookie", "name": a.auth.CookieName(),
					"description": "of a sign-in; what changes something also needs the session's CSRF token in the header " +
						auth.CSRFHeader},
			},
			"schemas": s.Named,
			"responses": Schema{"Problem": Schema{
				"description": "What went wrong, as RFC 9457 problem details",
				"content":     Schema{"application/problem+json": Schema{"schema": problemRef}},
			}},
		},
	}
	data, err := json.MarshalIndent(doc, "", "  ")
	if err != nil {
		panic(err) // only a type that JSON can't hold
	}
	return append(data, '\n')
}

var pathBraces = regexp.MustCompile(`:(\w+)`)

func operation(s *Schemas, row Route) Schema {
	op := Schema{
		"operationId": row.ID, "summary": row.Summary, "parameters": parameters(row),
		"responses": Schema{
			strconv.Itoa(row.Status): successReply(s, row),
			"default":                Schema{"$ref": "#/components/responses/Problem"},
		},
	}
	if row.Action == "" {
		op["security"] = []Schema{}
	} else {
		op["x-permission"] = string(row.Action)
	}
	switch row.Do.in {
	case reflect.TypeFor[None]():
	case reflect.TypeFor[Raw]():
		if op["requestBody"] = mediaContent("application/json", Schema{"type": "object"}); len(row.Takes) > 0 {
			op["requestBody"] = Schema{"required": true, "content": mediaTypes(row.Takes)}
		}
	default:
		op["requestBody"] = mediaContent("application/json", s.Of(row.Do.in, true))
	}
	return op
}

func mediaContent(mediaType string, of Schema) Schema {
	return Schema{"required": true, "content": Schema{mediaType: Schema{"schema": of}}}
}

// mediaTypes is the content of files, without a schema.
func mediaTypes(list []string) Schema {
	content := Schema{}
	for _, t := range list {
		bare, _, _ := strings.Cut(t, ";")
		content[bare] = Schema{}
	}
	return content
}

func successReply(s *Schemas, row Route) Schema {
	out := Schema{"description": http.StatusText(row.Status)}
	if l, is := reflect.Zero(row.Do.out).Interface().(Live); is {
		out["content"] = Schema{"text/event-stream": Schema{"schema": Schema{"type": "string"}, "x-events": l.Events(s)}}
		return out
	}
	switch row.Do.out {
	case reflect.TypeFor[None](), reflect.TypeFor[SignedOut]():
	case reflect.TypeFor[Stream]():
		out["content"] = Schema{"application/jsonl": Schema{}, "text/csv": Schema{}}
	case reflect.TypeFor[Blob]():
		switch {
		case len(row.Sends) > 0:
			out["content"] = mediaTypes(row.Sends)
		case strings.HasSuffix(row.Path, ".pdf"):
			out["content"] = Schema{"application/pdf": Schema{}}
		default:
			out["content"] = Schema{"application/json": Schema{"schema": Schema{"type": "object"}}}
		}
	default:
		out["content"] = Schema{"application/json": Schema{"schema": s.Of(row.Do.out, false)}}
	}
	headers := Schema{}
	if row.Do.out.Implements(reflect.TypeFor[Tagged]()) {
		headers["ETag"] = headerSpec("the version, for If-Match")
	}
	if row.Status == http.StatusCreated && row.Do.out.Implements(reflect.TypeFor[Located]()) {
		headers["Location"] = headerSpec("where the new thing is")
	}
	for name, doc := range row.Headers {
		headers[name] = headerSpec(doc)
	}
	if len(headers) > 0 {
		out["headers"] = headers
	}
	return out
}

func headerSpec(doc string) Schema {
	return Schema{"description": doc, "schema": Schema{"type": "string"}}
}

func parameters(row Route) []Schema {
	list := []Schema{}
	for _, name := range pathBraces.FindAllStringSubmatch(row.Path, -1) {
		list = append(list, Schema{"name": name[1], "in": "path", "required": true, "schema": Schema{"type": "string"}})
	}
	for _, p := range row.Query {
		list = append(list, Schema{"name": p.Name, "in": "query", "description": p.Doc, "schema": p.schema()})
	}
	if row.Idempotent {
		list = append(list,
			Schema{"name": "Idempotency-Key", "in": "header", "schema": Schema{"type": "string", "maxLength": 255},
				"description": "a retry with the same key and body within a day gives what the first try made"})
	}
	if row.Conditional {
		list = append(list, Schema{"name": "If-Match", "in": "header", "schema": Schema{"type": "string"},
			"description": "the ETag that the change is based on; a stale one gets 412 with the current state"})
	}
	return list
}

func (p Parameter) schema() Schema {
	switch {
	case p.Max > 0:
		return Schema{"type": "integer", "minimum": p.Min, "maximum": p.Max}
	case p.Time:
		return Schema{"type": "string", "format": "date-time"}
	case len(p.Enum) > 0:
		return Schema{"type": "string", "enum": p.Enum}
	}
	return Schema{"type": "string"}
}
