package store_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/audit"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
)

// causes are transactions at random: each raises the version of some answers, and says in its audit lines which
// versions of others it saw.
type causes struct {
	world testWorld
	kept  atomic.Int64 // lines that must be there
}

var errRefused = errors.New("refused")

func (*causes) question(i int) string { return "sec_" + strconv.Itoa(i) }

// one is one transaction; some fail at the end.
func (c *causes) one(s *store.Store, random *rand.Rand) error {
	lines := int64(0)
	err := s.Write(testContext, func(tx *store.Tx) error {
		lines = 0
		for i := range 1 + random.IntN(2) { // in one order for all, or they would lock each other out
			if err := c.raise(tx, c.question(3*i+random.IntN(3))); err != nil {
				return err
			}
			lines++
		}
		if random.IntN(5) == 0 {
			return errRefused
		}
		return nil
	})
	if err == nil {
		c.kept.Add(lines)
	}
	if errors.Is(err, errRefused) {
		return nil
	}
	return err
}

func (c *causes) raise(tx *store.Tx, id string) error {
	a, err := tx.Answer(c.world.review.ID, id)
	if models.CodeOf(err) == models.CodeNotFound {
		a, err = c.world.answer(id), nil
		a.Version = 0
	}
	if err != nil {
		return err
	}
	a.Version++
	saw, err := store.QueryRows(tx, "SELECT question_id || ' ' || version FROM answers WHERE review_id = ?",
		c.world.review.ID)
	if err != nil {
		return err
	}
	l := c.world.line(1)
	l.ThingID = fmt.Sprint(id, " ", a.Version)
	if l.Changes = nil; len(saw) > 0 {
		l.Changes = []models.FieldChange{models.ListChange("saw", nil, saw)}
	}
	return firstError(tx.PutAnswer(a), tx.AppendAudit(l))
}

// Whatever several writers on two servers do, each change has one line, in the order in which the changes could be
// seen, and within a second all are sealed.
func TestLinesAreSealedInTheOrderOfCauses(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		servers := []*store.Store{storetest.OpenAt(t, dsn)}
		c := &causes{world: newWorld().create(t, servers[0])}
		space := c.world.workspace.ID
		if strings.HasPrefix(dsn, "postgres") {
			servers = append(servers, storetest.OpenAt(t, dsn))
		}
		before := linesOf(t, servers[0], space)
		var wait sync.WaitGroup
		for w := range 6 {
			wait.Go(func() {
				random := rand.New(rand.NewPCG(7, uint64(w)))
				for range 40 {
					if err := c.one(servers[w%len(servers)], random); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wait.Wait()
		done := time.Now()
		awaitTrue(t, func() bool { return verdictNow(t, servers[0], space).Later == 0 })
		if took := time.Since(done); took > 3*time.Second { // a second, on a machine that has other work to do
			t.Errorf("sealed after %v", took)
		}
		v := verdictNow(t, servers[0], space)
		if !v.Intact() || v.Lines != int64(len(before))+c.kept.Load() {
			t.Errorf("%d lines, want %d: %+v", v.Lines, int64(len(before))+c.kept.Load(), v.Faults)
		}
		c.inOrder(t, linesOf(t, servers[0], space))
	})
}

// inOrder holds the lines, by position, against what each of them saw.
func (c *causes) inOrder(t *testing.T, lines []models.AuditLine) {
	t.Helper()
	at := map[string]int64{}
	for _, l := range lines {
		if at[l.ThingID] != 0 && strings.HasPrefix(l.ThingID, "sec_") {
			t.Errorf("two lines of %s", l.ThingID)
		}
		at[l.ThingID] = l.Position
	}
	for _, l := range lines {
		for _, change := range l.Changes {
			for _, saw := range change.ToList {
				if change.Field == "saw" && at[saw] > l.Position {
					t.Errorf("%s at %d saw %s at %d", l.ThingID, l.Position, saw, at[saw])
				}
			}
		}
	}
}

// linesOf are all lines of a workspace.
func linesOf(t *testing.T, s *store.Store, space string) (all []models.AuditLine) {
	t.Helper()
	mustRead(t, s, func(tx *store.Tx) error {
		for seq := store.BeforeAudit; ; {
			lines, err := tx.AuditFrom(space, seq)
			if err != nil || len(lines) == 0 {
				return err
			}
			all, seq = append(all, lines...), lines[len(lines)-1].Seq
		}
	})
	return all
}

// verdictNow walks the chain as it is.
func verdictNow(t *testing.T, s *store.Store, space string) (v audit.Verdict) {
	t.Helper()
	mustRead(t, s, func(tx *store.Tx) (err error) {
		v, err = tx.AuditVerdict(space, nil)
		return err
	})
	return v
}

// tampering is something done to lines 4 to 6 of nine that are not sealed yet, in three transactions of three. Fault is
// what is told before and after sealing; "" that it can't be noticed, as the help says.
type tampering struct{ name, do, fault string }

const (
	gone     = "missing between writing and sealing"
	byHand   = "unchained line"
	unsealed = " WHERE thing_id = 'line 5' AND position = 0"
	slotOf5  = "(SELECT slot FROM audit" + unsealed + ")"
)

var tamperings = []tampering{
	{"nothing", "SELECT 1", ""},
	{"a line removed", "DELETE FROM audit" + unsealed, gone},
	{"the last of its slot removed", "DELETE FROM audit WHERE thing_id = 'line 6'", gone},
	{"a transaction removed", "DELETE FROM audit WHERE thing_id IN ('line 4', 'line 5', 'line 6')", gone},
	{"all removed", "DELETE FROM audit WHERE position = 0", gone},
	{"numbered anew", "UPDATE audit SET slot_number = slot_number + 7" + unsealed, byHand},
	{"into another slot", "UPDATE audit SET slot = slot % 64 + 1" + unsealed, gone},
	{"out of its slot", "UPDATE audit SET slot = 0" + unsealed, gone},
	{"the counter lowered", "UPDATE audit_slots SET lines = lines - 1 WHERE id = " + slotOf5, byHand},
	{"the counter raised", "UPDATE audit_slots SET lines = lines + 1 WHERE id = " + slotOf5, gone},
	{"called sealed", "UPDATE audit_sealed SET lines = lines + 1 WHERE slot = " + slotOf5, byHand},
	{"a position by hand", "UPDATE audit SET position = 9999" + unsealed, gone},
	{"put in", "INSERT INTO audit (workspace_id, workload_id, at, actor_kind, actor_id, actor_name, action, kind, " +
		"thing_id, changes, address, position, hash, slot, " +
		"slot_number) SELECT workspace_id, workload_id, at, actor_kind, actor_id, " +
		"actor_name, action, kind, thing_id, changes, address, 0, '', slot, slot_number FROM audit" + unsealed, byHand},
	{"edited", "UPDATE audit SET actor_name = 'x'" + unsealed, ""},
	{"removed with its counter", "WITH g AS (DELETE FROM audit WHERE thing_id = 'line 6' RETURNING slot) " +
		"UPDATE audit_slots SET lines = lines - 1 WHERE id IN (SELECT slot FROM g)", ""},
}

// What is done to lines between writing and sealing is noticed, before they are sealed and after.
func TestTamperingBeforeSealing(t *testing.T) {
	for _, row := range tamperings {
		storetest.OnPostgres(t, func(t *testing.T, dsn string) {
			s, other := storetest.OpenAt(t, dsn), storetest.OpenAt(t, dsn)
			w := newWorld().create(t, s)
			line := 0
			three := func() {
				mustWrite(t, s, func(tx *store.Tx) error {
					for range 3 {
						line++
						l := w.line(1)
						l.ThingID = fmt.Sprint("line ", line)
						if err := tx.AppendAudit(l); err != nil {
							return err
						}
					}
					return nil
				})
			}
			// whoever seals waits
			mustWrite(t, other, func(tx *store.Tx) error {
				if err := store.ExecStatement(tx, "SELECT pg_advisory_xact_lock(?)", store.SealLock); err != nil {
					return err
				}
				for range 3 {
					three()
				}
				if v := verdictNow(t, s, w.workspace.ID); !v.Intact() || v.Later != 9 {
					t.Errorf("untouched: %+v", v)
				}
				storetest.ExecStatement(t, dsn, row.do)
				row.check(t, "before sealing", verdictNow(t, s, w.workspace.ID))
				return nil
			})
			three()
			row.check(t, "after sealing", chainVerdict(t, s, w.workspace.ID))
			row.check(t, "sealed once more", chainVerdict(t, s, w.workspace.ID))
		})
	}
}

func (row tampering) check(t *testing.T, when string, v audit.Verdict) {
	t.Helper()
	if row.fault == "" {
		if !v.Intact() {
			t.Errorf("%s, %s: %+v", row.name, when, v.Faults)
		}
		return
	}
	for _, f := range v.Faults {
		if strings.HasPrefix(f.What, row.fault) {
			return
		}
	}
	t.Errorf("%s, %s: want %q, got %+v", row.name, when, row.fault, v.Faults)
}

// Where many transactions are about to commit lines at the same time, each line is written: a slot that somebody else
// took meanwhile is taken after that one, or another one is.
func TestNoLineIsLostAmongManyWriters(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		servers := []*store.Store{storetest.OpenAt(t, dsn)}
		world := newWorld().create(t, servers[0])
		if strings.HasPrefix(dsn, "postgres") {
			servers = append(servers, storetest.OpenAt(t, dsn))
		}
		before := len(linesOf(t, servers[0], world.workspace.ID))
		const writers, each = 16, 60
		var wait sync.WaitGroup
		for w := range writers {
			wait.Go(func() {
				for range each {
					mustWrite(t, servers[w%len(servers)], func(tx *store.Tx) error { return tx.AppendAudit(world.line(1)) })
				}
			})
		}
		wait.Wait()
		if got := len(linesOf(t, servers[0], world.workspace.ID)) - before; got != writers*each {
			t.Errorf("%d lines of %d", got, writers*each)
		}
	})
}
