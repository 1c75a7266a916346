package service

import "plumbline/models"

// fresh refuses a change of something that has changed since the client saw it.
func fresh(seen models.IfMatch, version int, current any) error {
	if seen == nil || *seen == version {
		return nil
	}
	e := models.Errorf(models.Stale, "somebody changed this meanwhile (it is at version %d now); nothing was overwritten", version)
	e.Current = current
	return e
}
