package credentials

import (
	"cmp"
	"context"
	"strconv"
	"time"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// tracedFailure is a failed try as it is traced.
type tracedFailure struct {
	GuardedTry
	reason   string
	address  string
	failures int           // with this one, by the narrowest counter
	locked   time.Duration // for how long it locks
}

// UnknownAccount stands for an account that there is not. What was typed is kept nowhere: people type their password
// into the wrong field.
const UnknownAccount = "unknown account"

// account is what log and audit log call the account.
func (t GuardedTry) account() string {
	return cmp.Or(t.User.ID, t.ID, UnknownAccount)
}

// logFailure writes every failed try into the log.
func (attempts *AttemptLimiter) logFailure(ctx context.Context, t tracedFailure) {
	attempts.core.Log.WarnContext(ctx, t.What+" failed", "account", t.account(), "email", t.User.Email, "address",
		t.address, "reason", t.reason,
		"failures", t.failures, "locked_for", t.locked)
}

func (attempts *AttemptLimiter) logRefused(ctx context.Context, t GuardedTry, wait time.Duration) {
	attempts.core.Log.InfoContext(ctx, cmp.Or(t.What, "try")+" refused: too many failed tries", "account",
		t.account(), "address", models.ClientFrom(ctx).Address, "wait", wait)
}

// Limits of the lines of failed sign-ins in the audit log, so that nobody floods it: of tries that follow each
// other at one account from one address the 1st, 5th, 10th, 20th, 50th and every 100th; of one account, and of all
// unknown ones together, and of the instance, so many lines an hour.
const (
	traceWindow     = time.Hour
	tracesOfAccount = 20
	tracesInAll     = 200
)

func worthAuditLine(failures int) bool {
	switch failures {
	case 1, 5, 10, 20, 50:
		return true
	}
	return failures%100 == 0
}

// recordFailure leaves a line of a failed sign-in in the audit log of the instance. The first one too many says that
// the log of the server has the rest.
func (attempts *AttemptLimiter) recordFailure(tx *store.Tx, t tracedFailure) error {
	if t.What != SignInTry || !worthAuditLine(t.failures) {
		return nil
	}
	changes := core.AddChange(nil, "failed", "", t.reason)
	changes = core.AddChange(changes, "failures", "", strconv.Itoa(t.failures))
	if t.locked > 0 {
		changes = core.AddChange(changes, "locked_for", "", InWords(t.locked))
	}
	for _, budget := range []struct {
		key  string
		most int
	}{{"trace:" + t.account(), tracesOfAccount}, {"trace:", tracesInAll}} {
		lines, err := attempts.traced(tx, budget.key, budget.most)
		if err != nil || lines > budget.most+1 {
			return err
		}
		if lines == budget.most+1 {
			changes = core.AddChange(changes, "further", "",
				"are in the server's log only, for up to "+InWords(traceWindow))
			break
		}
	}
	by := models.Actor{Kind: models.SystemActor, Name: SignInTry, Address: t.address}
	return attempts.core.Record(tx, by, core.AuditEntry{Action: models.ManageSelf, Instance: true, Kind: "sign-in",
		ID: t.account(), Changes: changes})
}

// traced counts a line against a budget and returns how many there are in the window, at most one more than the budget
// and one.
func (attempts *AttemptLimiter) traced(tx *store.Tx, key string, most int) (int, error) {
	if err := tx.Alone("attempts " + key); err != nil {
		return 0, err
	}
	a, err := tx.Attempts(key)
	if err != nil {
		return 0, err
	}
	now := attempts.core.Now()
	if now.Sub(a.Since) > traceWindow || a.Since.After(now) {
		a = models.FailedAttempts{Key: key, Since: now}
	}
	if a.Failures > most+1 {
		return a.Failures, nil
	}
	a.Failures++
	return a.Failures, tx.PutAttempts(a)
}
