package models

// IfMatch is the version a client saw of what it wants to change; nil is a client that does not mind.
type IfMatch *int
