package credentials

import (
	"context"
	"runtime"
	"strings"
	"testing"
)

func testPasswords() *Passwords { return NewPasswords(PasswordCost{MemoryKB: 64, Passes: 1, Lanes: 1}) }

func TestPasswords(t *testing.T) {
	p, ctx := testPasswords(), t.Context()
	phc, err := p.Hash(ctx, "correct horse battery")
	if err != nil || !strings.HasPrefix(phc, "$argon2id$v=19$m=64,t=1,p=1$") {
		t.Fatalf("%s, %v", phc, err)
	}
	if again, err := p.Hash(ctx, "correct horse battery"); err != nil || again == phc {
		t.Errorf("two hashes of a password are the same: no salt, %v", err)
	}
	for _, row := range []struct {
		password, phc string
		want          bool
	}{
		{"correct horse battery", phc, true},
		{"correct horse batterY", phc, false},
		{"", phc, false},
		{"anything", "", false},
	} {
		if got, err := p.Matches(ctx, row.password, row.phc); got != row.want || err != nil {
			t.Errorf("%q: %v, %v", row.password, got, err)
		}
	}
	if _, err := p.Matches(ctx, "x", "$2a$10$bcrypt"); err == nil {
		t.Error("a hash of another kind is compared")
	}
	if !p.Outdated("$argon2id$v=19$m=32,t=1,p=1$c2FsdHNhbHRzYWx0$aGFzaA") || p.Outdated(phc) {
		t.Error("the cost of a hash is not told")
	}
	ended, cancel := context.WithCancel(ctx)
	cancel()
	for range cap(p.slots) {
		p.slots <- struct{}{}
	}
	if _, err := p.Hash(ended, "x"); err == nil {
		t.Error("whoever went away waits on")
	}
}

// The same password typed on two keyboards, composed and decomposed, is the same.
func TestPasswordsAreComposed(t *testing.T) {
	p := testPasswords()
	phc, err := p.Hash(t.Context(), "Caf\u00e9 am Stra\u00dfenrand")
	if err != nil {
		t.Fatal(err)
	}
	if same, err := p.Matches(t.Context(), "Cafe\u0301 am Stra\u00dfenrand", phc); !same || err != nil {
		t.Errorf("decomposed: %v, %v", same, err)
	}
}

// Where there is nobody to compare with, the same work is done: what argon2 allocates is its work's size.
func TestNobodyTakesAsMuchWork(t *testing.T) {
	p := NewPasswords(PasswordCost{MemoryKB: 4 << 10, Passes: 1, Lanes: 1})
	phc, err := p.Hash(t.Context(), "somebody's password")
	if err != nil {
		t.Fatal(err)
	}
	work := func(phc string) uint64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, err := p.Matches(t.Context(), "a wrong password", phc); err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	work(phc) // the first one makes what nobody is compared with
	known, nobody := work(phc), work("")
	if known < 4<<20 || nobody < 4<<20 || max(known, nobody)-min(known, nobody) > 1<<20 {
		t.Errorf("a known account takes %d bytes of work, nobody %d", known, nobody)
	}
}

func BenchmarkCompare(b *testing.B) {
	p := NewPasswords(PasswordCost{})
	phc, err := p.Hash(b.Context(), "somebody's password")
	if err != nil {
		b.Fatal(err)
	}
	for name, phc := range map[string]string{"somebody": phc, "nobody": ""} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := p.Matches(b.Context(), "a wrong password", phc); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
