package questionnaires

import "fmt"

// ProblemLevel grades a problem.
type ProblemLevel string

// A lens with an error can't be used. A warning is worth a look; in strict mode (ParseOptions.Strict) what AWS would
// refuse is an error too.
const (
	LevelError   ProblemLevel = "error"
	LevelWarning ProblemLevel = "warning"
)

// Problem is one thing wrong with a lens document. Line and Column count from 1 (column in characters); Pointer is an
// RFC 6901 JSON pointer ("" is the whole document).
type Problem struct {
	Level   ProblemLevel
	Code    string // short and stable, such as "duplicate-id"
	Pointer string
	Line    int
	Column  int
	Message string // one plain sentence
}

// Problems are sorted by position.
type Problems []Problem

// Err returns the problems as an error if one of them is of level Error, or nil.
func (ps Problems) Err() error {
	for _, p := range ps {
		if p.Level == LevelError {
			return ps
		}
	}
	return nil
}

// LevelError tells the first error and how many there are.
func (ps Problems) Error() string {
	n, first := 0, ""
	for _, p := range ps {
		if p.Level != LevelError {
			continue
		}
		if n++; n == 1 {
			first = fmt.Sprintf("%d:%d: %s", p.Line, p.Column, p.Message)
		}
	}
	if n > 1 {
		return fmt.Sprintf("%s (and %d more)", first, n-1)
	}
	return first
}
