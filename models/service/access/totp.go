package access

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"plumbline/models"
	"plumbline/models/service/access/credentials"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// One-time codes as RFC 6238 and every authenticator app have them: SHA-1, six digits, 30 seconds; a clock may be off
// by one step.
const (
	totpPeriod    = 30
	totpSkew      = 1
	recoveryCodes = 10
)

var totpOptions = totp.ValidateOpts{Period: totpPeriod, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}

// TOTPSetup is what an authenticator app needs: the secret in base32, and the otpauth address that its QR code holds.
type TOTPSetup struct{ Secret, Address string }

// BeginTOTP generates a new secret for one-time codes; it wants the password again, so that nobody who finds an open
// session locks its owner out. The secret is not used until ConfirmTOTP has seen a code of it.
func (u Users) BeginTOTP(ctx context.Context, password string) (setup TOTPSetup, err error) {
	err = u.withPassword(ctx, password, func(tx *store.Tx, _ models.Actor, user models.User) error {
		if user.HasTOTP() {
			return models.Errorf(models.CodeConflict, "one-time codes are in force already: end them first")
		}
		key, err := totp.Generate(totp.GenerateOpts{Issuer: "Plumbline", AccountName: user.Email, Period: totpPeriod,
			Rand: rand.Reader})
		if err != nil {
			return err
		}
		if user.TOTP, err = u.steps.keys.Seal([]byte(key.Secret()), "totp "+user.ID); err != nil {
			return err
		}
		setup = TOTPSetup{key.Secret(), key.URL()}
		return tx.UpdateUser(user)
	})
	return setup, err
}

// ConfirmTOTP enables the one-time codes once the app has shown a right one, and gives recovery codes, each of which
// replaces one code, once. They cannot be read again.
func (u Users) ConfirmTOTP(ctx context.Context, code string) (recovery []string, err error) {
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, u.core, func(tx *store.Tx) ([]string, error) {
		user, err := selfOf(tx, actor)
		if err != nil {
			return nil, err
		}
		if user.TOTP == "" || user.HasTOTP() {
			return nil, models.Errorf(models.CodeConflict, "this step was ended meanwhile: enable two-factor sign-in once more")
		}
		step, err := u.steps.stepOf(user, code)
		if err != nil {
			return nil, err
		}
		if step == 0 {
			return nil, models.InvalidInput(models.FieldFault{Field: "code", Message: "is not the code of the moment"})
		}
		user.TOTPAt, user.TOTPStep, user.RecoveryCodes = u.core.Now(), step, nil
		plain := make([]string, recoveryCodes)
		for i := range plain {
			text := strings.ToLower(rand.Text()[:16])
			plain[i] = text[:8] + "-" + text[8:]
			user.RecoveryCodes = append(user.RecoveryCodes, hashCode(plain[i]))
		}
		user.Version++
		if err := tx.UpdateUser(user); err != nil {
			return nil, err
		}
		return plain, u.core.Record(tx, actor, core.AuditEntry{Action: models.ManageSelf, Instance: true,
			Kind: "user", ID: user.ID,
			Changes: core.AddChange(nil, "one_time_codes", "no", "yes")})
	})
}

// DropTOTP ends the one-time codes; it wants the password again. A wrong one counts as a failed sign-in.
func (u Users) DropTOTP(ctx context.Context, password string) error {
	return u.withPassword(ctx, password, func(tx *store.Tx, actor models.Actor, user models.User) error {
		if user.TOTP == "" {
			return nil
		}
		user.TOTP, user.TOTPAt, user.TOTPStep, user.RecoveryCodes = "", time.Time{}, 0, nil
		user.Version++
		if err := tx.UpdateUser(user); err != nil {
			return err
		}
		return u.core.Record(tx, actor, core.AuditEntry{Action: models.ManageSelf, Instance: true, Kind: "user",
			ID:      user.ID,
			Changes: core.AddChange(nil, "one_time_codes", "yes", "no")})
	})
}

// useCode takes a one-time or recovery code where the account wants one, and notes in the user that it is used up.
func (steps *Steps) useCode(user *models.User, code string) error {
	if !user.HasTOTP() {
		return nil
	}
	if code == "" {
		e := models.Errorf(models.CodeUnauthenticated, "a one-time code is needed")
		e.Faults = []models.FieldFault{{Field: "code", Message: "is missing"}}
		return e
	}
	wrong := models.Errorf(models.CodeUnauthenticated, "the one-time code is wrong or used already")
	wrong.Faults = []models.FieldFault{{Field: "code", Message: "is wrong or used already"}}
	if i := slices.Index(user.RecoveryCodes, hashCode(code)); i >= 0 {
		user.RecoveryCodes = slices.Delete(slices.Clone(user.RecoveryCodes), i, i+1)
		return nil
	}
	step, err := steps.stepOf(*user, code)
	if err != nil {
		return withoutKey(err)
	}
	last := user.TOTPStep
	// taken by a clock that ran ahead: no code of the present was, as far as can be known
	if last > steps.core.Now().Unix()/totpPeriod+totpSkew {
		last = 0
	}
	if step <= last {
		return &credentials.FailedTry{Err: wrong, Reason: "wrong or used one-time code"}
	}
	user.TOTPStep = step
	return nil
}

// withoutKey says of a code that can't be checked that it is not the code that is wrong.
func withoutKey(err error) error {
	if models.CodeOf(err) != models.CodeUnavailable {
		return err
	}
	e := models.Errorf(models.CodeUnavailable,
		"one-time codes can't be checked: the server lacks the secret key that they are kept under. A recovery code works; "+
			"else an administrator must give the server its key back, or reset your one-time codes").Because(err)
	e.Faults = []models.FieldFault{{Field: "code", Message: "can't be checked; a recovery code can"}}
	return e
}

// stepOf returns the time step for which the code is right, 0 if it is for none of those near.
func (steps *Steps) stepOf(user models.User, code string) (int64, error) {
	secret, err := steps.keys.Open(user.TOTP, "totp "+user.ID)
	if err != nil {
		return 0, err
	}
	code = strings.ReplaceAll(strings.TrimSpace(code), " ", "")
	now, found := steps.core.Now().Unix()/totpPeriod, int64(0)
	for step := now - totpSkew; step <= now+totpSkew; step++ {
		want, err := totp.GenerateCodeCustom(string(secret), time.Unix(step*totpPeriod, 0), totpOptions)
		if err != nil {
			return 0, err
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			found = step
		}
	}
	return found, nil
}

// hashCode is what is kept of a recovery code; dashes, spaces and letter case do not count.
func hashCode(code string) string {
	code = strings.NewReplacer("-", "", " ", "").Replace(strings.ToLower(strings.TrimSpace(code)))
	return hex.EncodeToString(credentials.HashSecret("recovery\n" + code))
}
