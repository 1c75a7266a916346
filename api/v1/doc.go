// Package v1 is the native JSON API under /api/v1: the table of its operations, and what their requests and replies look
// like. Handlers decide nothing: they turn a request into one call of the service and its result into JSON. What all
// operations have in common (reading, writing, problems, the OpenAPI document) is in rest.
package v1
