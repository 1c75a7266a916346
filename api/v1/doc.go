// Package v1 is the native JSON API under /api/v1: the routes table, its data transfer objects, the RFC 9457 problems and the OpenAPI document
// that follows from them.
//
// It may import models, service, questionnaires, reports, auth and gin. Handlers decide nothing: they turn a request into one
// ask of the service and its result into JSON.
package v1
