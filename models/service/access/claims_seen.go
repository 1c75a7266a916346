package access

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// maxSeenClaims bounds the names that are kept of claims that ever came; the ones seen longest ago are dropped.
const maxSeenClaims = 300

const oneDay = 24 * time.Hour

// seenClaims are the names of claims that came at sign-ins, never their values: what administrators see where a
// mapping does not match.
type seenClaims struct {
	Latest []string         // of the latest sign-in, refused ones included
	Days   map[string]int64 // day since 1970 on which each name came last
}

func seenClaimsIn(tx *store.Tx) (seen seenClaims, err error) {
	text, err := tx.Setting(models.SettingClaims)
	if err != nil || text == "" || json.Unmarshal([]byte(text), &seen) != nil { // what can't be read is written again
		return seenClaims{}, err
	}
	return seen, nil
}

// noteClaims keeps the names of the claims of a sign-in, whatever comes of it. That they could not be kept is no
// reason to refuse it.
func (steps *Steps) noteClaims(ctx context.Context, claims models.IdentityClaims) {
	names := claims.Names()
	today := steps.core.Now().Unix() / int64(oneDay/time.Second)
	err := steps.core.Store.Write(ctx, func(tx *store.Tx) error {
		if err := tx.Alone("claims"); err != nil {
			return err
		}
		seen, err := seenClaimsIn(tx)
		if err != nil || !seen.take(names, today) {
			return err
		}
		text, err := json.Marshal(seen)
		if err != nil {
			return err
		}
		return tx.PutSetting(models.SettingClaims, string(text))
	})
	if err != nil {
		steps.core.Log.WarnContext(ctx, "could not keep the names of the claims", "error", err)
	}
}

// take adds the names of a sign-in, and reports whether that changes anything.
func (s *seenClaims) take(names []string, today int64) bool {
	changed := !slices.Equal(names, s.Latest)
	s.Latest = names
	if s.Days == nil {
		s.Days = map[string]int64{}
	}
	for _, name := range names {
		changed = changed || s.Days[name] != today
		s.Days[name] = today
	}
	byAge := slices.SortedFunc(maps.Keys(s.Days), func(a, b string) int {
		if s.Days[a] != s.Days[b] {
			return int(s.Days[b] - s.Days[a])
		}
		return strings.Compare(a, b)
	})
	for _, name := range byAge[min(len(byAge), maxSeenClaims):] {
		delete(s.Days, name)
	}
	return changed
}

// at is the day on which a claim came last, zero if it never did.
func (s seenClaims) at(name string) time.Time {
	if n, ok := s.Days[name]; ok {
		return time.Unix(n*int64(oneDay/time.Second), 0).UTC()
	}
	return time.Time{}
}

// warning says why a mapping of the claim can't match, as far as is known from the sign-ins so far.
func (s seenClaims) warning(claim string) string {
	if len(s.Days) == 0 || !s.at(claim).IsZero() {
		return "" // nobody has signed in yet, or it can
	}
	for _, name := range slices.Sorted(maps.Keys(s.Days)) {
		switch {
		case strings.HasPrefix(name, claim+"."):
			return "the claim " + claim + " is an object, which is no value: name one of its members, such as " + name
		case models.FoldName(name) == models.FoldName(claim):
			return "no sign-in has brought this claim so far: the one that comes is spelled " + name
		}
	}
	return "no sign-in has brought this claim so far; the latest one brought " + strings.Join(s.Latest, ", ")
}

// noteMatches keeps when mappings matched last, to the day.
func noteMatches(tx *store.Tx, matched []models.RoleMapping, now time.Time) error {
	var ids []string
	for _, m := range matched {
		if today := now.Truncate(oneDay); !m.MatchedAt.Equal(today) {
			ids = append(ids, m.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	return store.Mappings(tx).Match(ids, now.Truncate(oneDay))
}

// Claims lists the names of the claims that came at sign-ins, by name: for administrators.
func (m Mappings) Claims(ctx context.Context) ([]models.SeenClaim, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, m.core, func(tx *store.Tx) ([]models.SeenClaim, error) {
		if err := models.Allow(actor, models.ManageMappings, nil); err != nil {
			return nil, err
		}
		seen, err := seenClaimsIn(tx)
		if err != nil {
			return nil, err
		}
		var list []models.SeenClaim
		for _, name := range slices.Sorted(maps.Keys(seen.Days)) {
			list = append(list, models.SeenClaim{Name: name, SeenAt: seen.at(name),
				Latest: slices.Contains(seen.Latest, name)})
		}
		return list, nil
	})
}

// judgeMappings fills in what the sign-ins so far say of the mappings.
func judgeMappings(tx *store.Tx, mappings []models.RoleMapping) ([]models.RoleMapping, error) {
	seen, err := seenClaimsIn(tx)
	if err != nil {
		return nil, err
	}
	for i := range mappings {
		mappings[i].ClaimSeenAt, mappings[i].Warning = seen.at(mappings[i].Claim), seen.warning(mappings[i].Claim)
	}
	return mappings, nil
}
