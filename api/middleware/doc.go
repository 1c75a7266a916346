// Package middleware is what all APIs and the pages share: ids of requests, the log of them, where they came from,
// bounds of their bodies, headers of security, the path under which the server is reached, and the table that says in
// which shape a path is refused.
//
// It may import models and gin. It knows no route and no operation.
package middleware
