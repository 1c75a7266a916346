package postgres

import (
	"errors"
	"fmt"
	"io"
	"net"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"plumbline/models"
)

func TestExplain(t *testing.T) {
	state := func(code string) error { return fmt.Errorf("a statement: %w", &pgconn.PgError{Code: code}) }
	for name, row := range map[string]struct {
		err  error
		code models.ErrorCode
		why  string
	}{
		"nothing":                 {nil, "", ""},
		"something else":          {errors.New("no"), "", ""},
		"a row that exists":       {state(stateUnique), models.CodeConflict, ""},
		"a text with U+0000":      {state(stateBadText), models.CodeInvalid, ""},
		"an escaped U+0000":       {state(stateBadEscape), models.CodeInvalid, ""},
		"a foreign key":           {state("23503"), "", ""},
		"a deadlock":              {state(stateDeadlock), models.CodeUnavailable, "too many changes at once"},
		"a serialization failure": {state(stateSerialization), models.CodeUnavailable, "too many changes at once"},
		"a slow statement":        {state(stateCanceled), models.CodeUnavailable, "the database takes too long"},
		"an end of all backends":  {state("57P01"), models.CodeUnavailable, "the database is shutting down"},
		"a line that ends":        {io.ErrUnexpectedEOF, models.CodeUnavailable, unreachable},
		"a refused connection": {&net.OpError{Op: "dial", Err: errors.New("refused")}, models.CodeUnavailable,
			unreachable},
		"a broken connection": {&brokenError{errors.New("no")}, models.CodeUnavailable, unreachable},
		"an answer before it broke": {&brokenError{state("53100")}, models.CodeUnavailable,
			"the database is out of resources"},
	} {
		if code, why := ExplainError(row.err); code != row.code || why != row.why {
			t.Errorf("%s: %q, %q", name, code, why)
		}
	}
}

// Only a COMMIT that PostgreSQL refused itself is known to have failed.
func TestCommitFailed(t *testing.T) {
	err := commitFailed(io.ErrUnexpectedEOF)
	if models.CodeOf(err) != models.CodeUnavailable || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("without an answer: %v", err)
	}
	refused := &pgconn.PgError{Code: stateSerialization}
	if err := commitFailed(refused); err != error(refused) || !mayRetry(err) {
		t.Errorf("with one: %v", err)
	}
}
