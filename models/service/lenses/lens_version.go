package lenses

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/store"
	"plumbline/models/text"
	"plumbline/questionnaires"
	"plumbline/questionnaires/diff"
)

// Publish makes the draft a version. A minor version reaches every review of its line at once, in the same
// transaction; it may add and reword, but not take away a pillar, question or choice, since answers would be lost
// without anybody deciding it. A major version waits for Reviews.Upgrade. The first version starts the first line.
func (l Drafts) Publish(ctx context.Context, ref string, in models.LensVersionInput,
	idem models.IdempotencyKey) (models.LensVersion, error) {
	if err := models.Validate(&in); err != nil {
		return models.LensVersion{}, err
	}
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, l.core, func(tx *store.Tx) (models.LensVersion, error) {
		lens, err := FindLiving(tx, actor, models.PublishLens, ref)
		if err != nil {
			return models.LensVersion{}, err
		}
		if id, err := l.core.MadeBefore(tx, actor, idem, "lens version"); err != nil || id != "" {
			return readEarlierTry(id, err, tx.LensVersion)
		}
		document, err := draftOf(tx, actor, lens)
		if err != nil {
			return models.LensVersion{}, err
		}
		v, err := l.steps.publish(tx, actor, publication{lens: lens, input: in, document: document})
		if err != nil {
			return v, err
		}
		if err := l.core.RememberMade(tx, actor, idem, core.CreatedThing{Kind: "lens version", ID: v.ID}); err != nil {
			return v, err
		}
		return v, l.core.Record(tx, actor, core.AuditEntry{Action: models.PublishLens, Kind: "lens", ID: lens.ID,
			Changes: core.AddChange(nil, "latest", lens.Latest, v.Name)})
	})
}

type publication struct {
	lens     models.Lens
	input    models.LensVersionInput
	document []byte

	keepDraft bool // the document is not the draft
}

func (steps *Steps) publish(tx *store.Tx, actor models.Actor, p publication) (models.LensVersion, error) {
	doc, _, err := ParseDocument(p.document)
	if err != nil {
		return models.LensVersion{}, err
	}
	earlier, err := tx.LensVersions(p.lens.ID)
	if err != nil {
		return models.LensVersion{}, err
	}
	v := models.LensVersion{
		ID: models.NewID(), LensID: p.lens.ID, Name: p.input.Version, Major: p.input.Major, Line: 1, Seq: 1,
		Digest: DocumentDigest(p.document), Document: p.document, PublishedAt: steps.core.Now(), PublishedBy: actor.Name,
	}
	if err := steps.follow(tx, &v, doc, earlier); err != nil {
		return v, err
	}
	if err := tx.CreateLensVersion(v); err != nil {
		return v, err
	}
	p.lens.Latest, p.lens.Description = v.Name, doc.Description
	p.lens = namedAfter(p.lens, doc)
	if !p.keepDraft {
		p.lens.HasDraft = false
		if err := tx.DeleteDraft(p.lens.ID); err != nil {
			return v, err
		}
	}
	if err := steps.Touch(tx, actor, p.lens); err != nil {
		return v, err
	}
	if !v.Major {
		return v, steps.Hooks.MinorPublished(tx, actor, MinorVersion{&Version{v, doc}, p.lens, earlier})
	}
	return v, nil
}

// follow puts v after the earlier versions, the newest of which comes first.
func (steps *Steps) follow(tx *store.Tx, v *models.LensVersion, doc *questionnaires.Lens,
	earlier []models.LensVersion) error {
	if len(earlier) == 0 {
		v.Major = true
		return nil
	}
	for _, e := range earlier {
		if e.Name == v.Name {
			return models.Errorf(models.CodeConflict, "version %s of this lens is published already", v.Name)
		}
	}
	latest, err := steps.Documents.Get(tx, NewestVersion(earlier).ID)
	if err != nil {
		return err
	}
	v.Line, v.Seq = latest.Line, MaxSeq(earlier)+1
	if !v.PublishedAt.After(latest.PublishedAt) { // it came from a server whose clock is ahead
		v.PublishedAt = latest.PublishedAt.Add(time.Microsecond)
	}
	if v.Major {
		v.Line++
		return nil
	}
	if changes := diff.Lenses(latest.Doc, doc); changes.Removes() {
		return models.Errorf(models.CodeConflict,
			"compared with version %s the draft takes away pillars, questions or choices, "+
				"and a minor version would take their answers away unasked: publish it as a major version", latest.Name)
	}
	return nil
}

// NewestVersion picks the latest version.
func NewestVersion(versions []models.LensVersion) models.LensVersion {
	return slices.MaxFunc(versions, ByAge)
}

// ByAge orders versions of a lens: by line, and within a line by publication. The order in which an import brought
// them here says nothing.
func ByAge(a, b models.LensVersion) int {
	return cmp.Or(cmp.Compare(a.Line, b.Line), a.PublishedAt.Compare(b.PublishedAt), cmp.Compare(a.Seq, b.Seq))
}

// MaxSeq returns the highest sequence number of versions; 0 of none.
func MaxSeq(versions []models.LensVersion) int {
	seq := 0
	for _, v := range versions {
		seq = max(seq, v.Seq)
	}
	return seq
}

// Versions lists the published versions, the newest first, without their documents.
func (l Lenses) Versions(ctx context.Context, ref string) ([]models.LensVersion, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, l.core, func(tx *store.Tx) ([]models.LensVersion, error) {
		lens, err := FindLens(tx, actor, models.ReadLens, ref)
		if err != nil {
			return nil, err
		}
		return tx.LensVersions(lens.ID)
	})
}

// LensDocument is one document of a lens: a version's, or the draft's.
type LensDocument struct {
	Lens    LensView
	Version models.LensVersion // zero for the draft
	Doc     *questionnaires.Lens
	Source  []byte // as it was imported
}

// FileName is what the document is called as a file: after the lens and the version.
func (d LensDocument) FileName(extension string) text.FileName {
	return text.FileNameOf(extension, d.Lens.Name, cmp.Or(d.Version.Name, DraftVersion))
}

// DraftVersion stands for the draft where a version is named; LatestVersion for the newest published one.
const (
	DraftVersion  = "draft"
	LatestVersion = "latest"
)

// LensDocument returns a version of a lens by name, or the draft, or the latest version.
func (l Lenses) Document(ctx context.Context, ref, name string) (LensDocument, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, l.core, func(tx *store.Tx) (LensDocument, error) {
		return l.steps.document(tx, actor, ref,
			name)
	})
}

func (steps *Steps) document(tx *store.Tx, actor models.Actor, ref, name string) (LensDocument, error) {
	lens, err := FindLens(tx, actor, models.ReadLens, ref)
	if err != nil {
		return LensDocument{}, err
	}
	view, err := viewLens(core.NewSharings(tx, actor), lens)
	if err != nil {
		return LensDocument{}, err
	}
	if name == DraftVersion {
		source, err := draftOf(tx, actor, lens)
		if err != nil {
			return LensDocument{}, err
		}
		doc, _, err := ParseDocument(source)
		return LensDocument{Lens: view, Doc: doc, Source: source}, err
	}
	v, err := steps.VersionOf(tx, lens, name)
	if err != nil {
		return LensDocument{}, err
	}
	return LensDocument{Lens: view, Version: v.LensVersion, Doc: v.Doc, Source: v.Document}, nil
}

// VersionOf finds a published version by name; "" and "latest" are the newest.
func (steps *Steps) VersionOf(tx *store.Tx, lens models.Lens, name string) (*Version, error) {
	if name == "" || name == LatestVersion {
		if name = lens.Latest; name == "" {
			return nil, models.Errorf(models.CodeConflict, "the lens %q has no published version yet", lens.Key)
		}
	}
	if models.TextFault(name) != "" { // nothing has such a name, and databases would not even take the question
		return nil, models.Errorf(models.CodeNotFound, "the lens %q has no version %q", lens.Key, name)
	}
	row, err := tx.LensVersionByName(lens.ID, name)
	if models.CodeOf(err) == models.CodeNotFound {
		return nil, models.Errorf(models.CodeNotFound, "the lens %q has no version %q", lens.Key, name)
	}
	if err != nil {
		return nil, err
	}
	return steps.Documents.Get(tx, row.ID)
}

// Diff compares two documents of a lens; names are those of Document.
func (l Lenses) Diff(ctx context.Context, ref, from, to string) (diff.LensChanges, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, l.core, func(tx *store.Tx) (diff.LensChanges, error) {
		a, err := l.steps.document(tx, actor, ref, from)
		if err != nil {
			return diff.LensChanges{}, err
		}
		b, err := l.steps.document(tx, actor, ref, to)
		if err != nil {
			return diff.LensChanges{}, fmt.Errorf("compare: %w", err)
		}
		return diff.Lenses(a.Doc, b.Doc), nil
	})
}

// DocumentDigest returns the SHA-256 of a document in hex: documents with one digest are the same.
func DocumentDigest(document []byte) string {
	sum := sha256.Sum256(document)
	return hex.EncodeToString(sum[:])
}
