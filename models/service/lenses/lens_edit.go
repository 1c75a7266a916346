package lenses

import (
	"bytes"
	"context"
	"errors"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/store"
	"plumbline/questionnaires"
)

// EditTrial is a lens as it is to be edited, and what an edit would make of it.
type EditTrial struct {
	Lens LensView
	// what is edited: DraftVersion, or the name of the latest version where there is no draft
	From     string
	Before   *questionnaires.Lens    // without the edit
	Source   []byte                  // the document with it
	Doc      *questionnaires.Lens    // the same, parsed; nil where one of the problems is an error
	Problems questionnaires.Problems // of Source
}

// Try tells what Edit would do, and does nothing. An edit that would make a lens that can't be used is no error here.
// A nil edit changes nothing.
func (l Drafts) Try(ctx context.Context, ref string, edit questionnaires.LensEdit) (EditTrial, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, l.core, func(tx *store.Tx) (EditTrial, error) {
		lens, err := FindLens(tx, actor, models.ImportLens, ref)
		if err != nil {
			return EditTrial{}, err
		}
		if !lens.DeletedAt.IsZero() {
			return EditTrial{}, models.Errorf(models.CodeNotFound, "the lens %q was deleted", lens.Key)
		}
		return l.steps.try(tx, actor, lens, edit)
	})
}

func (steps *Steps) try(tx *store.Tx, actor models.Actor, lens models.Lens, edit questionnaires.LensEdit) (EditTrial,
	error) {
	t := EditTrial{From: DraftVersion}
	var err error
	if t.Lens, err = viewLens(core.NewSharings(tx, actor), lens); err != nil {
		return t, err
	}
	if !lens.HasDraft {
		v, err := steps.VersionOf(tx, lens, LatestVersion)
		if err != nil {
			return t, err
		}
		t.From, t.Source = v.Name, v.Document
	} else if t.Source, err = tx.Draft(lens.ID); err != nil {
		return t, err
	}
	if t.Before, t.Problems, err = ParseDocument(t.Source); err != nil || edit == nil {
		t.Doc = t.Before
		return t, err
	}
	work, _, err := ParseDocument(t.Source)
	if err != nil {
		return t, err
	}
	t.Source, err = questionnaires.EditedDocument(work, edit)
	if missing, is := errors.AsType[questionnaires.MissingPart](err); is {
		return t, models.Errorf(models.CodeNotFound, "%w", missing)
	}
	if err != nil {
		return t, err
	}
	t.Doc, t.Problems = questionnaires.Parse(t.Source, questionnaires.ParseOptions{})
	return t, nil
}

// Edit changes the draft; a lens without one gets a draft made of its latest version. It writes the document that an
// import would bring, under the same conditions; one that changes nothing leaves everything as it is.
func (l Drafts) Edit(ctx context.Context, ref string, edit questionnaires.LensEdit, seen models.IfMatch) (LensView,
	error) {
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, l.core, func(tx *store.Tx) (LensView, error) {
		lens, err := FindLiving(tx, actor, models.ImportLens, ref)
		if err != nil {
			return LensView{}, err
		}
		t, err := l.steps.try(tx, actor, lens, edit)
		if err != nil {
			return t.Lens, err
		}
		if err := core.CheckVersion(seen, lens.Version, t.Lens); err != nil {
			return t.Lens, err
		}
		doc, _, err := ParseDocument(t.Source)
		if err != nil || bytes.Equal(t.Before.JSON(), t.Source) {
			return t.Lens, err
		}
		if err := mayBeNamed(tx, actor, lens, doc.Name); err != nil {
			return t.Lens, err
		}
		if err := l.steps.putDraft(tx, actor, lens, lensDraft{t.Source, doc}); err != nil {
			return t.Lens, err
		}
		now, err := tx.Lens(lens.ID)
		return LensView{now, t.Lens.Shared}, err
	})
}
