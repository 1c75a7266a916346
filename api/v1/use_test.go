package v1_test

import (
	"crypto/sha256"
	"testing"
	"time"

	"plumbline/api/apitest"
	"plumbline/models/service"
	"plumbline/models/store"
)

// A use that is noted late, by a server that was slow or whose clock is behind, takes nothing of a later one back; nor
// does a server that stops forget one.
func TestUsesAreNotedOnceAndNeverGoBack(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		at := func(when time.Time) *service.Service {
			opt := apitest.ServiceOptions()
			opt.Clock = func() time.Time { return when }
			return service.New(s.Store, opt)
		}
		secret := s.Sessions["viewer session"]
		bearer := s.Tokens["viewer"]
		now := time.Now().Add(10 * time.Minute).UTC().Truncate(time.Minute)
		for _, when := range []time.Time{now, now.Add(-5 * time.Minute)} {
			svc := at(when)
			for range 3 {
				apitest.Must(t, lostCount(svc.Sessions.Authenticate(t.Context(), secret)))
				apitest.Must(t, lostCount(svc.Tokens.Authenticate(t.Context(), bearer)))
			}
			apitest.Must(t, svc.Flush(t.Context()))
			apitest.Must(t, s.Store.Read(t.Context(), func(tx *store.Tx) error {
				session, err := tx.SessionByHash(hashSum(secret))
				apitest.Must(t, err)
				token, err := tx.TokenByHash(hashSum(bearer))
				if !session.SeenAt.Equal(now) || !token.LastUsedAt.Equal(now) {
					t.Errorf("used at %s, but the session has %s and the token %s", now, session.SeenAt, token.LastUsedAt)
				}
				return err
			}))
		}
	})
}

func hashSum(secret string) []byte {
	h := sha256.Sum256([]byte(secret))
	return h[:]
}

func lostCount[T any](_ T, err error) error { return err }
