package credentials

import (
	"encoding/json"
	"slices"
	"time"

	"plumbline/models"
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
func deviceEntries(keys Keyring, cookie string, now time.Time) []deviceEntry {
	if cookie == "" || len(cookie) > deviceCookie {
		return nil
	}
	plain, err := keys.Open(cookie, "cookie: "+devicePurpose)
	if err != nil {
		return nil
	}
	var entries []deviceEntry
	if json.Unmarshal(plain, &entries) != nil {
		return nil
	}
	return slices.DeleteFunc(entries, func(e deviceEntry) bool { return now.Sub(time.Unix(e.At, 0)).Abs() > DeviceTTL })
}

// DeviceOf returns the id under which the device with a cookie is known for the account, "" if it is not.
func DeviceOf(keys Keyring, cookie, userID string, now time.Time) string {
	for _, e := range deviceEntries(keys, cookie, now) {
		if e.User == userID {
			return e.ID
		}
	}
	return ""
}

// RememberDevice returns the cookie with which the device is known for the account from now on.
func RememberDevice(keys Keyring, cookie, userID string, now time.Time) (string, error) {
	entries := deviceEntries(keys, cookie, now)
	this := deviceEntry{User: userID, ID: models.NewID(), At: now.Unix()}
	if i := slices.IndexFunc(entries, func(e deviceEntry) bool { return e.User == userID }); i >= 0 {
		this.ID = entries[i].ID
		entries = slices.Delete(entries, i, i+1)
	}
	entries = append([]deviceEntry{this}, entries...)
	plain, err := json.Marshal(entries[:min(len(entries), deviceAccounts)])
	if err != nil {
		return "", err
	}
	return keys.Seal(plain, "cookie: "+devicePurpose)
}
