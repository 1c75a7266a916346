package lenses

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/store"
	"plumbline/questionnaires"
)

// Lenses are the operations of lenses as a whole: import, look, compare, rename, delete. What a lens is to become is
// of Drafts.
type Lenses struct {
	core  *core.OperationBase
	steps *Steps
}

// ParseDocument reads a lens document for storing. The Invalid error it gives has the questionnaires.Problems as its
// cause.
func ParseDocument(document []byte) (*questionnaires.Lens, questionnaires.Problems, error) {
	doc, problems := questionnaires.Parse(document, questionnaires.ParseOptions{})
	if doc == nil && slices.ContainsFunc(problems,
		func(p questionnaires.Problem) bool { return p.Code == "too-large" }) {
		return nil, problems, models.Errorf(models.CodeTooLarge, "%s", problems.Error()).Because(problems)
	}
	if doc == nil {
		return nil, problems, models.Errorf(models.CodeInvalid, "the lens can't be used: %s",
			problems.Error()).Because(problems)
	}
	return doc, problems, nil
}

// Import makes a new lens with the document as its draft. The key is made from the name if it is "". Warnings come back
// beside the lens; a document with errors changes nothing.
func (l Lenses) Import(ctx context.Context, document []byte, idem models.IdempotencyKey) (models.Lens,
	questionnaires.Problems, error) {
	doc, problems, err := ParseDocument(document)
	if err != nil {
		return models.Lens{}, problems, err
	}
	actor := models.ActorFrom(ctx)
	lens, err := core.Write(ctx, l.core, func(tx *store.Tx) (models.Lens, error) {
		if err := models.Allow(actor, models.ImportLens, models.InWorkspace(actor.WorkspaceID)); err != nil {
			return models.Lens{}, err
		}
		if id, err := l.core.MadeBefore(tx, actor, idem, "lens"); err != nil || id != "" {
			return readEarlierTry(id, err, tx.Lens)
		}
		lens, err := l.steps.Create(tx, actor, doc, NewLens{draft: true})
		if err != nil {
			return lens, err
		}
		if err := tx.PutDraft(lens.ID, document); err != nil {
			return lens, err
		}
		if err := l.core.RememberMade(tx, actor, idem, core.CreatedThing{Kind: "lens", ID: lens.ID}); err != nil {
			return lens, err
		}
		return lens, l.core.Record(tx, actor, core.AuditEntry{Action: models.ImportLens, Kind: "lens", ID: lens.ID,
			Changes: core.AddChange(nil, "draft", "", doc.Name)})
	})
	return lens, problems, err
}

// readEarlierTry reads what an earlier try with the same idempotency key made.
func readEarlierTry[T any](id string, err error, get func(string) (T, error)) (T, error) {
	if err != nil {
		var none T
		return none, err
	}
	thing, err := get(id)
	return thing, core.SinceDeleted(err)
}

// NewLens says how a lens starts: with a draft or not, and under which key if not one made from its name.
type NewLens struct {
	draft bool
	key   string
}

// Create stores a lens without versions, under the name of the document; the caller stores the draft, if there is one.
func (steps *Steps) Create(tx *store.Tx, actor models.Actor, doc *questionnaires.Lens, in NewLens) (models.Lens,
	error) {
	if other, err := FindByName(tx, actor.WorkspaceID, doc.Name); err == nil {
		return other, models.Errorf(models.CodeConflict,
			"a lens named %q exists already; give it a new draft with PUT /api/v1/lenses/%s/draft", other.Name, other.Key)
	} else if models.CodeOf(err) != models.CodeNotFound {
		return models.Lens{}, err
	}
	key, err := freeKey(tx, actor.WorkspaceID, cmp.Or(in.key, models.KeyFrom(doc.Name)))
	if err != nil {
		return models.Lens{}, err
	}
	lens := models.Lens{
		ID: models.NewID(), WorkspaceID: actor.WorkspaceID, Key: key, Name: models.NameOf(doc.Name),
		DocumentName: models.NameOf(doc.Name), Description: doc.Description,
		HasDraft: in.draft, Version: 1, CreatedAt: steps.core.Now(), UpdatedAt: steps.core.Now(), UpdatedBy: actor.Name,
	}
	return lens, tx.CreateLens(lens)
}

// freeKey returns the key, or the key with the first number that makes it free.
func freeKey(tx *store.Tx, workspaceID, key string) (string, error) {
	for n, try := 2, key; ; n++ {
		_, err := tx.LensByKey(workspaceID, try)
		if models.CodeOf(err) == models.CodeNotFound {
			return try, nil
		}
		if err != nil {
			return "", err
		}
		try = fmt.Sprintf("%s-%d", key, n)
	}
}

// FindLens finds a lens by id or key and asks whether the actor may do the action to it.
func FindLens(tx *store.Tx, actor models.Actor, action models.Action, ref string) (models.Lens, error) {
	get := func() (models.Lens, error) { return lensByKey(tx, actor.WorkspaceID, ref) }
	switch {
	case models.TextFault(ref) != "": // nothing has such a key, and databases would not even take the question
		get = func() (models.Lens, error) {
			return models.Lens{}, models.Errorf(models.CodeNotFound, "there is no such lens")
		}
	case models.IsID(ref):
		get = func() (models.Lens, error) { return tx.Lens(ref) }
	}
	lens, err := get()
	if err == nil {
		err = core.Allow(tx, actor, action, lens.Place())
	}
	if models.CodeOf(err) == models.CodeNotFound { // the same words for one of another workspace
		return models.Lens{}, models.Errorf(models.CodeNotFound, "there is no lens %q in this workspace", ref)
	}
	return lens, err
}

// lensByKey prefers the workspace's own lens to one that is shared with it.
func lensByKey(tx *store.Tx, workspaceID, key string) (models.Lens, error) {
	lens, err := tx.LensByKey(workspaceID, key)
	if models.CodeOf(err) == models.CodeNotFound {
		return tx.SharedLensByKey(workspaceID, key)
	}
	return lens, err
}

// LensView is a lens as the actor's workspace sees it.
type LensView struct {
	models.Lens
	Shared *models.SharingInfo // of another workspace's; nil of one's own
}

// viewLens hides the draft of a lens that is shared to be used only.
func viewLens(from *core.Sharings, lens models.Lens) (LensView, error) {
	shared, err := from.Of(lens.Place())
	if shared != nil && shared.Role == models.Viewer {
		lens.HasDraft = false
	}
	return LensView{lens, shared}, err
}

// FindLiving is lensOf for what can't be done to a deleted lens. In a write transaction the lens stays locked.
func FindLiving(tx *store.Tx, actor models.Actor, action models.Action, ref string) (models.Lens, error) {
	lens, err := FindLens(tx, actor, action, ref)
	if err == nil {
		lens, err = tx.LockLens(lens.ID)
	}
	if err == nil && !lens.DeletedAt.IsZero() {
		return lens, models.Errorf(models.CodeNotFound, "the lens %q was deleted", lens.Key)
	}
	return lens, err
}

// Get returns one lens by id or key.
func (l Lenses) Get(ctx context.Context, ref string) (LensView, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, l.core, func(tx *store.Tx) (LensView, error) {
		lens, err := FindLens(tx, actor, models.ReadLens, ref)
		if err != nil {
			return LensView{}, err
		}
		return viewLens(core.NewSharings(tx, actor), lens)
	})
}

// LensDeletion names the lens again, so that none is deleted by a slip.
type LensDeletion struct{ Confirm string }

// Delete takes a lens out of the workspace, and ends its shares. Reviews and milestones that use it keep it; it can't
// be applied any more. The confirmation must be the lens's name.
func (l Lenses) Delete(ctx context.Context, ref string, in LensDeletion) error {
	actor := models.ActorFrom(ctx)
	return l.core.Store.Write(ctx, func(tx *store.Tx) error {
		lens, err := FindLiving(tx, actor, models.DeleteLens, ref)
		if err != nil {
			return err
		}
		if !models.SameName(in.Confirm, lens.Name) {
			return models.InvalidInput(models.FieldFault{Field: "confirm", Message: "must be the name of the lens, exactly"})
		}
		if err := tx.DeleteDraft(lens.ID); err != nil && models.CodeOf(err) != models.CodeNotFound {
			return err
		}
		lens.HasDraft, lens.DeletedAt = false, l.core.Now()
		if err := l.steps.Touch(tx, actor, lens); err != nil {
			return err
		}
		if _, err := tx.EndShares(lens.ID, l.core.Now(), actor.Name); err != nil {
			return err
		}
		return l.core.Record(tx, actor, core.AuditEntry{Action: models.DeleteLens, Kind: "lens", ID: lens.ID,
			Changes: core.AddChange(nil, "name", lens.Name, "")})
	})
}

// Touch stores a changed lens under a new version.
func (steps *Steps) Touch(tx *store.Tx, actor models.Actor, lens models.Lens) error {
	lens.Version++
	lens.UpdatedAt, lens.UpdatedBy = steps.core.Now(), actor.Name
	return tx.UpdateLens(lens)
}
