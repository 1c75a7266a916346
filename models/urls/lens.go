package urls

// LensPath is the page of a lens.
type LensPath string

// LensPage returns the page of the lens with a key or an id.
func LensPage(lens string) LensPath { return LensPath(partOf(Lenses, lens)) }

// Name is the target that renames the lens.
func (l LensPath) Name() string { return partOf(string(l), "name") }

// Delete is the target that deletes the lens.
func (l LensPath) Delete() string { return partOf(string(l), "delete") }

// Discard is the target that discards its draft.
func (l LensPath) Discard() string { return partOf(string(l), "discard") }

// Import is the page, and the target, that imports another draft.
func (l LensPath) Import() string { return partOf(string(l), "import") }

// Publish is the page, and the target, that publishes the draft.
func (l LensPath) Publish() string { return partOf(string(l), "publish") }

// Shares is the page of its shares with other workspaces, and the target that offers it.
func (l LensPath) Shares() SharesPath { return SharesPath(partOf(string(l), "shares")) }

// Diff is the comparison of two versions, ?from= and ?to=.
func (l LensPath) Diff() string { return partOf(string(l), "diff") }

// Version returns the page of a version, by its name.
func (l LensPath) Version(version string) LensVersionPath {
	return LensVersionPath(partOf(string(l), "versions", version))
}

// Draft returns the page of the draft.
func (l LensPath) Draft() LensVersionPath { return l.Version("draft") }

// Edit is the editor of the draft.
func (l LensPath) Edit() string { return partOf(string(l), "edit") }

// EditPillars is the target that adds a pillar.
func (l LensPath) EditPillars() string { return partOf(string(l), "edit", "pillars") }

// EditPillar is the target that edits a pillar.
func (l LensPath) EditPillar(pillar string) string {
	return partOf(string(l), "edit", "pillars", pillar)
}

// PlaceQuestion is the target that moves a question.
func (l LensPath) PlaceQuestion(question string) string {
	return partOf(string(l), "edit", "places", question)
}

// EditQuestion is the editor of a question.
func (l LensPath) EditQuestion(question string) string {
	return partOf(string(l), "edit", "questions", question)
}

// CheckQuestion is the target that checks what an editor holds, without saving it.
func (l LensPath) CheckQuestion(question string) string {
	return partOf(l.EditQuestion(question), "check")
}

// LensVersionPath is the page of a version of a lens.
type LensVersionPath string

// Document is the version as a file. It takes ?format=.
func (v LensVersionPath) Document() string { return partOf(string(v), "document") }

// Question is the page of a question of the version, where one tries answers.
func (v LensVersionPath) Question(question string) string {
	return partOf(string(v), "questions", question)
}
