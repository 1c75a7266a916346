package access

import (
	"encoding/json"
	"slices"
	"time"

	"plumbline/models"
	"plumbline/models/service/access/credentials"
)

// A device that somebody has signed in with keeps a sealed cookie that says so, for each of its latest accounts.
// Tries from it are counted by themselves, so that nobody who guesses at the account elsewhere locks its owner out.
// The cookie opens nothing.
const (
	DeviceTTL      = 365 * 24 * time.Hour // since the last sign-in with the device
	devicePurpose  = "device"
	deviceAccounts = 5 // kept in one cookie
	deviceCookie   = 4 << 10
)

// deviceEntry is one account that the device has signed in to.
type deviceEntry struct {
	User string
	ID   string // drawn at the first sign-in: what failures are counted under
	At   int64  // last sign-in, seconds since 1970
}

// deviceEntries reads the cookie. One that is not good counts as none; so does an entry whose time is too long ago,
// or as far ahead.
func (steps *Steps) deviceEntries(cookie string) []deviceEntry {
	if cookie == "" || len(cookie) > deviceCookie {
		return nil
	}
	plain, err := steps.cookies.Open(cookie, "cookie: "+devicePurpose)
	if err != nil {
		return nil
	}
	var entries []deviceEntry
	if json.Unmarshal(plain, &entries) != nil {
		return nil
	}
	now := steps.core.Now()
	return slices.DeleteFunc(entries, func(e deviceEntry) bool { return now.Sub(time.Unix(e.At, 0)).Abs() > DeviceTTL })
}

// deviceOf returns the id under which the client's device is known for the account, "" if it is not.
func (steps *Steps) deviceOf(client models.ClientInfo, userID string) string {
	for _, e := range steps.deviceEntries(client.Device) {
		if e.User == userID {
			return e.ID
		}
	}
	return ""
}

// rememberDevice returns the cookie with which the device is known for the account from now on.
func (steps *Steps) rememberDevice(client models.ClientInfo, userID string) (string, error) {
	entries := steps.deviceEntries(client.Device)
	this := deviceEntry{User: userID, ID: models.NewID(), At: steps.core.Now().Unix()}
	if i := slices.IndexFunc(entries, func(e deviceEntry) bool { return e.User == userID }); i >= 0 {
		this.ID = entries[i].ID
		entries = slices.Delete(entries, i, i+1)
	}
	entries = append([]deviceEntry{this}, entries...)
	plain, err := json.Marshal(entries[:min(len(entries), deviceAccounts)])
	if err != nil {
		return "", err
	}
	return steps.cookies.Seal(plain, "cookie: "+devicePurpose)
}

// signInTries are the counters of signing in to an account: from a device that has signed in to it before, that of
// the device alone.
func (steps *Steps) signInTries(client models.ClientInfo, email string, user models.User) credentials.GuardedTry {
	if user.ID != "" {
		if device := steps.deviceOf(client, user.ID); device != "" {
			return credentials.GuardedTry{What: credentials.SignInTry,
				Counters: credentials.NarrowCounter("device:" + device), User: user}
		}
	}
	return credentials.GuardedTry{What: credentials.SignInTry, Counters: credentials.CountersFor("password", email,
		client.Address), User: user}
}
