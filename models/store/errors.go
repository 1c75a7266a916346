package store

import (
	"context"
	"errors"
	"fmt"
	"os"

	"gorm.io/gorm"

	"plumbline/models"
)

// explainer tells what an error of the database means, as Engine.Explain does.
type explainer func(error) (code models.ErrorCode, why string)

// explainError is the one place where failures of the database get their meaning. What is a models.Error already,
// and nil, pass; a failure after the end of ctx is ctx's error, or an outage if its time was up; an outage
// becomes Unavailable; the rest is as it was.
func explainError(ctx context.Context, engine explainer, op string, err error) error {
	if err == nil {
		return nil
	}
	if _, done := errors.AsType[*models.Error](err); done {
		return err
	}
	if errors.Is(err, os.ErrClosed) {
		return errClosed()
	}
	if ended := ctx.Err(); errors.Is(ended, context.DeadlineExceeded) {
		return unavailable("the database did not answer in time", op, err)
	} else if ended != nil {
		return fmt.Errorf("store: %s: %w", op, ended)
	}
	if code, why := engine(err); code == models.CodeUnavailable {
		return unavailable(why, op, err)
	}
	return err
}

func unavailable(why, op string, err error) error {
	return models.Errorf(models.CodeUnavailable, "%s; try again later", why).Because(fmt.Errorf("%s: %w", op, err))
}

// meaning returns the code of the error of a statement, and notes that one failed. GORM translates what some drivers
// give for a row that exists already.
func (tx *Tx) meaning(err error) models.ErrorCode {
	tx.broken = tx.broken || err != nil
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return models.CodeConflict
	}
	code, _ := tx.engine.Explain(err)
	return code
}

// notFound is the error for a row that is not there.
func notFound(noun string) error {
	return models.Errorf(models.CodeNotFound, "there is no such %s", noun)
}

// failed turns the error of a statement into one of models; noun is what a user calls the row. nil stays nil.
func (tx *Tx) failed(op, noun string, err error) error {
	if err == nil {
		return nil
	}
	switch tx.meaning(err) {
	case models.CodeConflict:
		return models.Errorf(models.CodeConflict, "there is already such a %s", noun).Because(err)
	case models.CodeInvalid:
		return models.Errorf(models.CodeInvalid, "the %s holds a text that can't be stored", noun).Because(err)
	}
	return explainError(tx.context(), tx.engine.Explain, op+" "+noun, fmt.Errorf("store: %s %s: %w", op, noun, err))
}
