package lenses

import (
	"plumbline/models"
	"plumbline/models/store"
)

// Hooks are what lenses ask of the packages above them, in their own transaction. The wiring sets all of them before
// the first operation.
type Hooks struct {
	// MinorPublished brings the reviews of the line of a minor version to it. An error keeps it from being published.
	MinorPublished func(tx *store.Tx, actor models.Actor, to MinorVersion) error
}

// MinorVersion is a new minor version, with its lens and the versions before it.
type MinorVersion struct {
	*Version
	Lens    models.Lens
	Earlier []models.LensVersion
}
