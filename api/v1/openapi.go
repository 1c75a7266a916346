package v1

import (
	"encoding/json"
	"net/http"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"plumbline/api/auth"
)

// document is the OpenAPI 3.1 document of the routes table. It is made from the table and the types of the endpoints,
// so it can't say anything that is not so.
func (a *API) document(version string) []byte {
	s := &schemas{named: map[string]schema{}}
	paths := schema{}
	for _, row := range a.routes() {
		at := braces.ReplaceAllString(row.path, "{$1}")
		if paths[at] == nil {
			paths[at] = schema{}
		}
		paths[at].(schema)[strings.ToLower(row.method)] = operation(s, row)
	}
	problemRef := s.of(reflect.TypeFor[problem](), false)
	doc := schema{
		"openapi": "3.1.0",
		"info": schema{
			"title": "Plumbline", "version": version,
			"description": "Well-Architected reviews per workload. Every answer that is not a success is an RFC 9457 problem.",
		},
		"servers":  []schema{{"url": a.path + Root}},
		"security": []schema{{"token": []string{}}, {"session": []string{}}},
		"paths":    paths,
		"components": schema{
			"securitySchemes": schema{
				"token": schema{"type": "http", "scheme": "bearer"},
				"session": schema{"type": "apiKey", "in": "cookie", "name": a.auth.CookieName(),
					"description": "of a sign-in; what changes something also needs the session's CSRF token in the header " + auth.CSRFHeader},
			},
			"schemas": s.named,
			"responses": schema{"Problem": schema{
				"description": "What went wrong, as RFC 9457 problem details",
				"content":     schema{"application/problem+json": schema{"schema": problemRef}},
			}},
		},
	}
	data, err := json.MarshalIndent(doc, "", "  ")
	if err != nil {
		panic(err) // only a type that JSON can't hold
	}
	return append(data, '\n')
}

var braces = regexp.MustCompile(`:(\w+)`)

func operation(s *schemas, row route) schema {
	op := schema{
		"operationId": row.id, "summary": row.summary, "parameters": parameters(row),
		"responses": schema{
			strconv.Itoa(row.status): success(s, row),
			"default":                schema{"$ref": "#/components/responses/Problem"},
		},
	}
	if row.action == "" {
		op["security"] = []schema{}
	} else {
		op["x-permission"] = string(row.action)
	}
	switch row.do.in {
	case reflect.TypeFor[none]():
	case reflect.TypeFor[raw]():
		op["requestBody"] = content("application/json", schema{"type": "object"})
	default:
		op["requestBody"] = content("application/json", s.of(row.do.in, true))
	}
	return op
}

func content(mediaType string, of schema) schema {
	return schema{"required": true, "content": schema{mediaType: schema{"schema": of}}}
}

func success(s *schemas, row route) schema {
	out := schema{"description": http.StatusText(row.status)}
	switch row.do.out {
	case reflect.TypeFor[none](), reflect.TypeFor[signedOut]():
	case reflect.TypeFor[stream]():
		out["content"] = schema{"application/jsonl": schema{}, "text/csv": schema{}}
	case reflect.TypeFor[live]():
		out["content"] = schema{"text/event-stream": schema{"schema": schema{"type": "string"}, "x-events": eventSchemas(s)}}
	case reflect.TypeFor[blob]():
		if strings.HasSuffix(row.path, ".pdf") {
			out["content"] = schema{"application/pdf": schema{}}
		} else {
			out["content"] = schema{"application/json": schema{"schema": schema{"type": "object"}}}
		}
	default:
		out["content"] = schema{"application/json": schema{"schema": s.of(row.do.out, false)}}
	}
	headers := schema{}
	if row.do.out.Implements(reflect.TypeFor[tagged]()) {
		headers["ETag"] = header("the version, for If-Match")
	}
	if row.status == http.StatusCreated && row.do.out.Implements(reflect.TypeFor[located]()) {
		headers["Location"] = header("where the new thing is")
	}
	if len(headers) > 0 {
		out["headers"] = headers
	}
	return out
}

func header(doc string) schema {
	return schema{"description": doc, "schema": schema{"type": "string"}}
}

func parameters(row route) []schema {
	list := []schema{}
	for _, name := range braces.FindAllStringSubmatch(row.path, -1) {
		list = append(list, schema{"name": name[1], "in": "path", "required": true, "schema": schema{"type": "string"}})
	}
	for _, p := range row.query {
		list = append(list, schema{"name": p.name, "in": "query", "description": p.doc, "schema": p.schema()})
	}
	if row.idempotent {
		list = append(list, schema{"name": "Idempotency-Key", "in": "header", "schema": schema{"type": "string", "maxLength": 255},
			"description": "a retry with the same key and body within a day gives what the first try made"})
	}
	if row.conditional {
		list = append(list, schema{"name": "If-Match", "in": "header", "schema": schema{"type": "string"},
			"description": "the ETag that the change is based on; a stale one gets 412 with the current state"})
	}
	return list
}

func (p param) schema() schema {
	switch {
	case p.max > 0:
		return schema{"type": "integer", "minimum": p.min, "maximum": p.max}
	case p.time:
		return schema{"type": "string", "format": "date-time"}
	case len(p.enum) > 0:
		return schema{"type": "string", "enum": p.enum}
	}
	return schema{"type": "string"}
}
