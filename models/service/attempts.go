package service

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/netip"
	"time"

	"plumbline/models"
	"plumbline/models/store"
)

// limit says how many failures of a kind are free, and how long each further one locks: twice as long every time, up to a bound.
type limit struct {
	free   int
	window time.Duration // failures older than this are forgotten
	lock   time.Duration
	most   time.Duration
}

// The limits. One address guessing at one account is slowed down soon; the account as a whole late, since anybody could lock its owner out
// that way; an address as a whole later still, since an office may share it.
var (
	perPair    = limit{free: 5, window: 24 * time.Hour, lock: 30 * time.Second, most: 15 * time.Minute}
	perAccount = limit{free: 50, window: 24 * time.Hour, lock: time.Minute, most: 15 * time.Minute}
	perAddress = limit{free: 200, window: time.Hour, lock: time.Minute, most: 15 * time.Minute}
)

// guarded is one thing that is counted.
type guarded struct {
	key string
	limit
}

// guards are the counters of a try at an account (or a link) from an address.
func guards(what, account, address string) []guarded {
	sum := sha256.Sum256([]byte(models.Fold(account)))
	name := what + ":" + hex.EncodeToString(sum[:12])
	list := []guarded{{name + "@" + network(address), perPair}, {name, perAccount}}
	if address != "" {
		list = append(list, guarded{"address:" + network(address), perAddress})
	}
	return list
}

// network is the address as it is counted: of IPv6 the first 64 bits, since whoever has one of them has them all.
func network(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return "unknown"
	}
	if ip = ip.Unmap().WithZone(""); ip.Is6() {
		prefix, err := ip.Prefix(64)
		if err == nil {
			return prefix.String()
		}
	}
	return ip.String()
}

// attempt counts a try as failed before it is made, so that many at once can't slip by, and refuses it where too many have failed. Whoever
// succeeds takes the count back with succeeded.
func (f *floor) attempt(ctx context.Context, list []guarded) error {
	return f.store.Write(ctx, func(tx *store.Tx) error {
		now, wait := f.now(), time.Duration(0)
		if _, err := tx.PurgeAttempts(now.Add(-48 * time.Hour)); err != nil {
			return err
		}
		counts := make([]models.Attempts, len(list))
		for i, g := range list {
			if err := tx.Alone("attempts " + g.key); err != nil { // a row that is not there yet can't be locked
				return err
			}
			a, err := tx.Attempts(g.key)
			if err != nil {
				return err
			}
			counts[i] = a
			wait = max(wait, a.LockedUntil.Sub(now))
		}
		if wait > 0 {
			e := models.Errorf(models.RateLimited, "too many failed tries: try again in %s", inWords(wait))
			e.Wait = wait
			return e
		}
		for i, g := range list {
			if err := tx.PutAttempts(g.failed(counts[i], now)); err != nil {
				return err
			}
		}
		return nil
	})
}

// failed is the count after one failure more.
func (g guarded) failed(a models.Attempts, now time.Time) models.Attempts {
	if now.Sub(a.Since) > g.window {
		a = models.Attempts{Since: now}
	}
	a.Key = g.key
	a.Failures++
	if over := a.Failures - g.free; over >= 0 {
		lock := g.most
		if over < 16 {
			lock = min(g.lock<<over, g.most)
		}
		a.LockedUntil = now.Add(lock)
	}
	return a
}

// succeeded takes the counts of a try back, but not that of the address: one good account would clear it.
func succeeded(tx *store.Tx, list []guarded) error {
	for _, g := range list {
		if g.limit == perAddress {
			continue
		}
		if err := tx.ForgetAttempts(g.key); err != nil {
			return err
		}
	}
	return nil
}

func inWords(d time.Duration) string {
	if d <= time.Minute {
		return itoa(int(d.Round(time.Second)/time.Second)) + " s"
	}
	return itoa(int((d+time.Minute-1)/time.Minute)) + " min"
}
