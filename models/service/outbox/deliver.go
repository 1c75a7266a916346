package outbox

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"time"

	"plumbline/models"
	"plumbline/models/delivery"
	"plumbline/models/notice"
	"plumbline/models/store"
)

// expired is the error of a delivery that nobody needs any more.
const expired = "expired: the link in it has ended"

// markPatience is how long the worker tries to write down how a delivery went. It must be short: what is not marked is
// sent again.
const markPatience = 15 * time.Second

// deliver sends one claimed delivery and writes down how that went. Its error is that of the sending.
func (w *Worker) deliver(ctx context.Context, d delivery.Delivery) error {
	d, due, err := w.prepare(ctx, d)
	if err != nil {
		w.report(err)
		w.mark(ctx, d, func(tx *store.Tx) error { return store.Outbox(tx).PutBack(d, w.retryAfter(d.Attempts+1)) })
		return nil
	}
	if !due {
		return nil
	}
	n, err := w.steps.notification(d)
	if err != nil {
		d.LastError = plain(err)
		w.end(ctx, d, delivery.Failed)
		return nil
	}
	err = w.try(ctx, n)
	w.settle(ctx, d, err)
	return err
}

// prepare turns a reset request into the letter that is due, and ends what nobody needs any more: then nothing is due.
func (w *Worker) prepare(ctx context.Context, d delivery.Delivery) (_ delivery.Delivery, due bool, err error) {
	if d.About == delivery.AboutResetRequest {
		return w.resolve(ctx, d)
	}
	ended := false
	err = w.steps.core.Store.Read(ctx, func(tx *store.Tx) (err error) {
		ended, err = w.steps.linkEnded(tx, d)
		return err
	})
	if ended && err == nil {
		d.LastError, d.Payload = expired, ""
		w.end(ctx, d, delivery.Failed)
	}
	return d, !ended, err
}

// resolve looks up the account of a reset request and makes the row the letter that is due, with its link, in one
// transaction. Without such an account the row goes.
func (w *Worker) resolve(ctx context.Context, d delivery.Delivery) (letter delivery.Delivery, due bool, err error) {
	address, err := w.steps.openRequest(d)
	if err != nil {
		d.LastError = plain(err)
		w.end(ctx, d, delivery.Failed)
		return d, false, nil
	}
	err = w.steps.core.Store.Write(ctx, func(tx *store.Tx) error {
		letter, due = d, false
		made, err := w.steps.Hooks.ResolveReset(tx, ResetRequest{Email: d.Recipient, Address: address})
		if err != nil {
			return err
		}
		if made.About == nil {
			return store.Outbox(tx).Delete(d.ID)
		}
		if err := w.steps.fill(&letter, made); err != nil {
			return err
		}
		due = true
		return store.Outbox(tx).Rewrite(letter)
	})
	if models.CodeOf(err) == models.CodeNotFound { // discarded in the meantime, or lost to another worker
		return d, false, nil
	}
	return letter, due, err
}

// try sends once.
func (w *Worker) try(ctx context.Context, n notice.Notice) (err error) {
	ctx, cancel := context.WithTimeout(ctx, w.times.Send)
	defer cancel()
	defer func() {
		if cause := recover(); cause != nil { // one letter must not end the server
			err = delivery.NewError(delivery.NeverTaken, fmt.Errorf("panic: %v", cause))
		}
	}()
	return w.send(ctx, n)
}

// settle writes down how a try went.
func (w *Worker) settle(ctx context.Context, d delivery.Delivery, err error) {
	if err == nil {
		d.Attempts++
		d.LastError, d.Payload = "", ""
		w.end(ctx, d, delivery.Sent)
		return
	}
	d.LastError = plain(err)
	trouble, _ := errors.AsType[*delivery.Error](err)
	switch {
	case trouble != nil && trouble.Trouble == delivery.NeverTaken:
		d.Attempts++
		w.end(ctx, d, delivery.Failed)
	case trouble != nil && trouble.Trouble == delivery.OtherSideAway && !trouble.Begun:
		w.mark(ctx, d, func(tx *store.Tx) error { return store.Outbox(tx).PutBack(d, 0) })
	default:
		d.Attempts++
		w.mark(ctx, d, func(tx *store.Tx) error { return store.Outbox(tx).PutBack(d, w.retryAfter(d.Attempts)) })
	}
}

func (w *Worker) end(ctx context.Context, d delivery.Delivery, state delivery.State) {
	d.State, d.EndedAt = state, w.steps.core.Now()
	if state == delivery.Failed {
		w.log.Warn("a mail could not be sent and is not tried again", "delivery", d.ID, "about", d.About,
			"error", d.LastError)
	}
	w.mark(ctx, d, func(tx *store.Tx) error { return store.Outbox(tx).End(d) })
}

// mark writes to the row of a delivery, more than once if it has to, and although the server stops. A delivery that
// somebody has taken away in the meantime is left alone.
func (w *Worker) mark(ctx context.Context, d delivery.Delivery, write func(*store.Tx) error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), markPatience)
	defer cancel()
	for pause := 50 * time.Millisecond; ; pause *= 2 {
		err := w.steps.core.Store.Write(ctx, write)
		if err == nil || models.CodeOf(err) == models.CodeNotFound {
			return
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			w.log.Error("it can't be written down how a delivery went: it is sent again", "delivery", d.ID, "error", err)
			return
		}
	}
}

// retryAfter is how long to wait after so many attempts: twice as long after each, within bounds, and not all at the
// same moment.
func (w *Worker) retryAfter(attempts int) time.Duration {
	wait := w.times.FirstRetry
	for range attempts - 1 {
		if wait = 2 * wait; wait >= w.times.LastRetry {
			wait = w.times.LastRetry
			break
		}
	}
	return wait - rand.N(wait/4+1)
}

// isAway reports whether the other side is out of reach for all deliveries.
func isAway(err error) bool {
	trouble, is := errors.AsType[*delivery.Error](err)
	return is && trouble.Trouble == delivery.OtherSideAway
}

// maxError bounds what is kept of an error, in characters.
const maxError = 300

// oneTime finds the secrets of links and tokens: a mail server may quote in its refusal what it refuses.
var oneTime = regexp.MustCompile(`\bpl[a-z]_[A-Za-z0-9]+`)

// plain is what administrators may read of an error: one line of bounded length, without secrets.
func plain(err error) string {
	text := oneTime.ReplaceAllString(strings.ToValidUTF8(err.Error(), "�"), "…")
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f }), " ")
	if runes := []rune(text); len(runes) > maxError {
		text = string(runes[:maxError-1]) + "…"
	}
	return text
}
