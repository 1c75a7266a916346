// Package improvement derives from the answers of a Snapshot what to do next: the improvement plan in its one order,
// what a practice alone leads to, quick wins, effort by impact, the cheapest path to a goal, and what the risks were if
// some practices were in place.
//
// It computes; pages, the API and reports put what it finds into words. It never reads a clock, a file, a database or
// the network.
package improvement
