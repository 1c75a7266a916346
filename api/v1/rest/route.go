package rest

import (
	"plumbline/api/middleware"
	"plumbline/models"
)

// Route is one operation. The table of them is the whole API: permission, types, parameters and handler; OpenAPI and the tests read it too.
type Route struct {
	Method, Path string // path as gin has it, under Root
	ID           string // operationId
	Summary      string
	Action       models.Action // what the actor must be allowed to; "" is open to everybody
	Status       int
	Query        []Parameter
	Idempotent   bool // takes Idempotency-Key
	Conditional  bool // takes If-Match
	Limit        int64
	Takes        []string          // media types of a Raw body; JSON if it is empty
	Sends        []string          // media types of a Blob; by the path if it is empty
	Headers      map[string]string // more headers of the reply, each with what it tells
	Cost         Cost              // what bounds it beside the limit, if it is expensive
	Do           Endpoint
}

// Cost says how an expensive operation is bounded.
type Cost int

const (
	Light         Cost = iota
	Heavy              // takes a place in the queue once its body was read
	WholeWorkload      // takes the one place for whole workloads before its body is read
)

// bodyLimit is how many bytes the body may have.
func (r Route) bodyLimit() int64 {
	switch {
	case r.Limit > 0:
		return r.Limit
	case r.Action == "":
		return middleware.MaxOpenBody
	}
	return defaultBody
}

func (r Route) queryParam(name string) (Parameter, bool) {
	for _, p := range r.Query {
		if p.Name == name {
			return p, true
		}
	}
	return Parameter{}, false
}

// RoutesWhere are the routes for which is holds, as gin has them below root, with their methods before them.
func RoutesWhere(root string, routes []Route, is func(Route) bool) (list []string) {
	for _, r := range routes {
		if is(r) {
			list = append(list, r.Method+" "+root+r.Path)
		}
	}
	return list
}
