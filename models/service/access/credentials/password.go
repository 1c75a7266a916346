package credentials

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"plumbline/models"
	"plumbline/models/password"
	"plumbline/models/store"
)

// PasswordCost is the work of hashing a password with argon2id.
type PasswordCost struct {
	MemoryKB uint32
	Passes   uint32
	Lanes    uint8
}

// The cost that OWASP's Password Storage Cheat Sheet names first for servers that sign in many people: 19 MiB, two
// passes, one lane.
var defaultCost = PasswordCost{MemoryKB: 19 << 10, Passes: 2, Lanes: 1}

const (
	saltBytes = 16
	hashBytes = 32
)

// Passwords hashes and compares passwords, a few at a time, so that many sign-ins at once do not take all memory.
type Passwords struct {
	cost  PasswordCost
	slots chan struct{}
	dummy func() string // is compared where there is nobody to compare with, so that this takes as long
}

// NewPasswords hashes at the given cost; the zero cost is the recommended one.
func NewPasswords(cost PasswordCost) *Passwords {
	if cost == (PasswordCost{}) {
		cost = defaultCost
	}
	p := &Passwords{cost: cost, slots: make(chan struct{}, 2*runtime.GOMAXPROCS(0))}
	// not at start: it takes time and memory
	p.dummy = sync.OnceValue(func() string { return p.encode(rand.Text(), cost) })
	return p
}

// Hash returns the password's argon2id in PHC form.
func (p *Passwords) Hash(ctx context.Context, password string) (string, error) {
	if err := p.enter(ctx); err != nil {
		return "", err
	}
	defer p.leave()
	return p.encode(password, p.cost), nil
}

func (p *Passwords) encode(password string, c PasswordCost) string {
	salt := make([]byte, saltBytes)
	rand.Read(salt) // never fails (crypto/rand)
	sum := argon2.IDKey(canonical(password), salt, c.Passes, c.MemoryKB, c.Lanes, hashBytes)
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.MemoryKB, c.Passes, c.Lanes,
		b64.EncodeToString(salt),
		b64.EncodeToString(sum))
}

// Matches compares in constant time. Against "" it takes as long as against a password, and returns false.
func (p *Passwords) Matches(ctx context.Context, password, phc string) (bool, error) {
	if err := p.enter(ctx); err != nil {
		return false, err
	}
	defer p.leave()
	dummy, known := p.dummy(), phc != "" // asked for in any case, so that the first one tells nothing either
	if !known {
		phc = dummy
	}
	cost, salt, want, err := parsePHC(phc)
	if err != nil {
		return false, err
	}
	got := argon2.IDKey(canonical(password), salt, cost.Passes, cost.MemoryKB, cost.Lanes, uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1 && known, nil
}

func (p *Passwords) enter(ctx context.Context) error {
	select {
	case p.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (p *Passwords) leave() { <-p.slots }

// Outdated reports whether the hash was made at another cost than passwords are hashed at now.
func (p *Passwords) Outdated(phc string) bool {
	cost, _, _, err := parsePHC(phc)
	return err != nil || cost != p.cost
}

func parsePHC(phc string) (cost PasswordCost, salt, sum []byte, err error) {
	parts := strings.Split(phc, "$")
	version := 0
	if len(parts) != 6 || parts[1] != "argon2id" {
		return cost, nil, nil, fmt.Errorf("a stored password is not in argon2id form")
	}
	if _, err = fmt.Sscanf(parts[2], "v=%d", &version); err != nil || version != argon2.Version {
		return cost, nil, nil, fmt.Errorf("a stored password has argon2 version %d", version)
	}
	if _, err = fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &cost.MemoryKB, &cost.Passes, &cost.Lanes); err != nil {
		return cost, nil, nil, fmt.Errorf("a stored password has no argon2 cost: %w", err)
	}
	if salt, err = base64.RawStdEncoding.DecodeString(parts[4]); err != nil {
		return cost, nil, nil, fmt.Errorf("a stored password has no salt: %w", err)
	}
	if sum, err = base64.RawStdEncoding.DecodeString(parts[5]); err != nil {
		return cost, nil, nil, fmt.Errorf("a stored password has no hash: %w", err)
	}
	return cost, salt, sum, nil
}

// canonical makes the same bytes of a password however the keyboard composed its characters (NIST SP 800-63B, section
// 3.1.1.2).
func canonical(password string) []byte { return norm.NFKC.Bytes([]byte(password)) }

// CheckPassword tells what keeps a new password from being taken: its length, and how easily it is guessed by
// somebody who knows what people choose and what it is about. Passwords that are there already go on working.
func CheckPassword(field, text string, about ...string) error {
	wrong := func(message string) error {
		return models.InvalidInput(models.FieldFault{Field: field, Message: message})
	}
	switch n := utf8.RuneCountInString(text); {
	case !utf8.ValidString(text):
		return wrong("must be valid UTF-8")
	case n < models.MinPassword:
		return wrong(fmt.Sprintf("must have at least %d characters", models.MinPassword))
	case n > models.MaxPassword:
		return wrong(fmt.Sprintf("must have at most %d characters", models.MaxPassword))
	}
	if why := password.WeakReason(text, about...); why != "" {
		return wrong(why)
	}
	return nil
}

// AboutUser are the texts about a person that a password of the person must not be made of: name, e-mail address,
// names of the person's workspaces.
func AboutUser(tx *store.Tx, user models.User) ([]string, error) {
	about := []string{user.Name, user.Email}
	members, err := tx.MembershipsOf(user.ID)
	if err != nil {
		return nil, err
	}
	for _, m := range members {
		space, err := tx.Workspace(m.WorkspaceID)
		if err != nil {
			return nil, err
		}
		about = append(about, space.Name)
	}
	return about, nil
}
