// Package urls knows the addresses of Plumbline's pages, and is the only place that does: routes, redirects,
// templates, mails and the links that the program prints take them from here.
//
// Every address is a path from the root of the server, such as "/workloads/…/edit". Where the server lives under a
// path of its host, such as https://example.org/plumbline, the web layer puts that before the addresses of a page that
// leaves it; Site gives whole addresses, for what leaves the server otherwise.
//
// An id may be any text; it is escaped. Given as ":workload" it stays as it is, so that the pattern of a route and the
// address of a page come from the same function.
//
// It imports nothing of ours.
package urls
