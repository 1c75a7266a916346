package access

import (
	"plumbline/models"
	"plumbline/models/service/access/credentials"
)

// DeviceTTL is how long a device is known since the last sign-in with it.
const DeviceTTL = credentials.DeviceTTL

// signInTries are the counters of signing in to an account: from a device that has signed in to it before, that of
// the device alone.
func (steps *Steps) signInTries(client models.ClientInfo, email string, user models.User) credentials.GuardedTry {
	if user.ID != "" {
		if device := credentials.DeviceOf(steps.cookies, client.Device, user.ID, steps.core.Now()); device != "" {
			return credentials.GuardedTry{What: credentials.SignInTry,
				Counters: credentials.NarrowCounter("device:" + device), User: user}
		}
	}
	return credentials.GuardedTry{What: credentials.SignInTry, Counters: credentials.CountersFor("password", email,
		client.Address), User: user}
}
