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
type explainer func(error) (code models.Code, why string)

// explain is the one place where failures of the database get their meaning. What is a models.Error already,
// and nil, pass; a failure after the end of ctx is ctx's error, or an outage if its time was up; an outage
// becomes Unavailable; the rest is as it was.
func explain(ctx context.Context, engine explainer, op string, err error) error {
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
	if code, why := engine(err); code == models.Unavailable {
		return unavailable(why, op, err)
	}
	return err
}

func unavailable(why, op string, err error) error {
	return models.Errorf(models.Unavailable, "%s; try again later", why).Because(fmt.Errorf("%s: %w", op, err))
}

// meaning returns the code of the error of a statement, and notes that one failed. GORM translates what some drivers
// give for a row that exists already.
func (tx *Tx) meaning(err error) models.Code {
	tx.broken = tx.broken || err != nil
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return models.Conflict
	}
	code, _ := tx.engine.Explain(err)
	return code
}

// notFound is the error for a row that is not there.
func notFound(noun string) error {
	return models.Errorf(models.NotFound, "there is no such %s", noun)
}

// failed turns the error of a statement into one of models; noun is what a user calls the row. nil stays nil.
func (tx *Tx) failed(op, noun string, err error) error {
	if err == nil {
		return nil
	}
	switch tx.meaning(err) {
	case models.Conflict:
		return models.Errorf(models.Conflict, "there is already such a %s", noun).Because(err)
	case models.Invalid:
		return models.Errorf(models.Invalid, "the %s holds a text that can't be stored", noun).Because(err)
	}
	return explain(tx.context(), tx.engine.Explain, op+" "+noun, fmt.Errorf("store: %s %s: %w", op, noun, err))
}
