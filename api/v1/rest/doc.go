// Package rest is what the operations of a JSON API have in common. An operation is a Route: a row with its method, path,
// parameters, action and handler. The Adapter mounts a table of rows: it reads and checks requests, checks permissions,
// writes replies and RFC 9457 problems, and makes the OpenAPI document from the same rows. It knows no single operation.
package rest
