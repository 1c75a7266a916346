package core

import "plumbline/models"

// CheckVersion refuses a change of something that has changed since the client saw it: the Stale error has the
// current state of it.
func CheckVersion(seen models.IfMatch, version int, current any) error {
	if seen == nil || *seen == version {
		return nil
	}
	e := models.Errorf(models.CodeStale,
		"somebody changed this meanwhile (it is at version %d now); nothing was overwritten", version)
	e.Current = current
	return e
}
