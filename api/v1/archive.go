package v1

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"time"

	"plumbline/api/v1/archived"
	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/service/archive"
)

// archiveFormat names the file form, and archiveVersion the newest revision of it that this program reads and the one
// it writes.
const (
	archiveFormat  = "plumbline-workload"
	archiveVersion = 3
)

// archiveFile is a workload in one file: its live state, its milestones, and each lens version that they use, once.
type archiveFile struct {
	Format     string             `json:"format" doc:"always plumbline-workload" required:"true"`
	Revision   int                `json:"format_version" doc:"revision of the file form" required:"true"`
	Workload   archivedWorkload   `json:"workload" doc:"the workload" required:"true"`
	Reviews    []archivedReview   `json:"reviews" doc:"the reviews as they are"`
	Milestones []archivedSnapshot `json:"milestones" doc:"the oldest first"`
	archived.Work
	People       []archived.Person `json:"people,omitempty" doc:"to whom ids of people refer in this file"`
	LensVersions []archivedVersion `json:"lens_versions" doc:"every lens version that a review or milestone uses"`
}

type archivedWorkload struct {
	ID string `json:"id" doc:"32 hex digits"`
	workloadBody
	Version   int       `json:"version" doc:"counts changes of the fields"`
	CreatedAt time.Time `json:"created_at" doc:"when it was made"`
	UpdatedAt time.Time `json:"updated_at" doc:"when its fields changed last"`
	UpdatedBy string    `json:"updated_by" doc:"who changed them last"`
}

type archivedSnapshot struct {
	Number        int              `json:"number" doc:"from 1, without gaps"`
	Name          string           `json:"name" doc:"name of the milestone"`
	CreatedAt     time.Time        `json:"created_at" doc:"when it was saved"`
	CreatedBy     string           `json:"created_by" doc:"who saved it"`
	WorkspaceName string           `json:"workspace_name" doc:"the workspace, then"`
	AccountID     string           `json:"account_id" doc:"its account id, then"`
	Workload      archivedWorkload `json:"workload" doc:"the workload, then"`
	Reviews       []archivedReview `json:"reviews" doc:"the reviews, then"`
	archived.WontDo
	archived.Planned
}

type archivedReview struct {
	LensName          string            `json:"lens_name" doc:"name of the lens"`
	LensDescription   string            `json:"lens_description" doc:"what it asks about"`
	LensVersion       string            `json:"lens_version" doc:"name of the version"`
	LensDigest        string            `json:"lens_digest" doc:"digest of the version, as in lens_versions"`
	Notes             string            `json:"notes" doc:"Markdown"`
	PillarNotes       map[string]string `json:"pillar_notes" doc:"notes by pillar id, where there are any"`
	Answers           []archivedAnswer  `json:"answers" doc:"in the lens's order; untouched questions are left out"`
	Version           int               `json:"version" doc:"counts changes of notes and lens version"`
	CreatedAt         time.Time         `json:"created_at" doc:"when the review was started"`
	UpdatedAt         time.Time         `json:"updated_at" doc:"when anything in it changed last"`
	UpdatedBy         string            `json:"updated_by" doc:"who changed it last"`
	archived.Talk                       // of the review as it is; not of milestones
	archived.Accepted                   // of milestones
}

type archivedAnswer struct {
	QuestionID string           `json:"question_id" doc:"the question"`
	PillarID   string           `json:"pillar_id" doc:"its pillar"`
	Choices    []archivedChoice `json:"choices" doc:"choices with something to say"`
	Notes      string           `json:"notes" doc:"Markdown"`
	Applicable bool             `json:"applicable" doc:"does the question apply"`
	Reason     string           `json:"reason" doc:"why it does not apply"`
	Risk       string           `json:"risk" doc:"must follow from the answer"`
	Undecided  bool             `json:"undecided,omitempty" doc:"with risk NONE: the lens does not say; files of older releases leave it out"`
	Version    int              `json:"version" doc:"counts changes"`
	UpdatedAt  time.Time        `json:"updated_at" doc:"when it was answered last"`
	UpdatedBy  string           `json:"updated_by" doc:"who answered last"`
}

type archivedChoice struct {
	ChoiceID string `json:"choice_id" doc:"the choice"`
	Status   string `json:"status" doc:"SELECTED, NOT_APPLICABLE or UNSELECTED"`
	Reason   string `json:"reason" doc:"why it does not apply"`
	Notes    string `json:"notes" doc:"Markdown"`
}

type archivedVersion struct {
	Version     string    `json:"version" doc:"name of the version"`
	Major       bool      `json:"major" doc:"did it start a line of its own"`
	Line        int       `json:"line" doc:"counts the major versions"`
	Digest      string    `json:"digest" doc:"SHA-256 of the document, hex"`
	PublishedAt time.Time `json:"published_at" doc:"when"`
	PublishedBy string    `json:"published_by" doc:"who"`
	Document    string    `json:"document" doc:"the lens, byte for byte"`
}

// WriteArchive writes a workload's archive as one JSON file.
func WriteArchive(w io.Writer, a archive.Archive) error {
	file := archiveFile{
		Format: archiveFormat, Revision: archiveVersion, Workload: archivedWorkloadOut(a.Live.Workload),
		Reviews: rest.Each(a.Live.Reviews, archivedReviewOut), Milestones: rest.Each(a.Milestones, archivedSnapshotOut),
		LensVersions: versionsIn(a), Work: archived.WorkOut(a.Work), People: archived.PeopleOut(a),
	}
	for i := range file.Reviews {
		file.Reviews[i].Talk = archived.TalkOut(a, i)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	return enc.Encode(file)
}

func archivedWorkloadOut(w models.Workload) archivedWorkload {
	return archivedWorkload{w.ID, workloadBody(w.WorkloadFields), w.Version, w.CreatedAt, w.UpdatedAt, w.UpdatedBy}
}

func archivedSnapshotOut(s models.Snapshot) archivedSnapshot {
	out := archivedSnapshot{
		Number: s.Milestone.Number, Name: s.Milestone.Name, CreatedAt: s.Milestone.CreatedAt,
		CreatedBy:     s.Milestone.CreatedBy,
		WorkspaceName: s.WorkspaceName, AccountID: s.AccountID, Workload: archivedWorkloadOut(s.Workload),
		Reviews: rest.Each(s.Reviews, archivedReviewOut),
	}
	out.WontDo, out.Planned = archived.WontDoOut(s), archived.PlannedOut(s)
	for i, r := range s.Reviews {
		out.Reviews[i].Accepted = archived.AcceptedOut(r)
	}
	return out
}

func archivedReviewOut(r models.ReviewSnapshot) archivedReview {
	out := archivedReview{
		LensName: r.Lens.Name, LensDescription: r.Lens.Description, LensVersion: r.Version.Name, LensDigest: r.Version.Digest,
		Notes: r.Review.Notes, PillarNotes: map[string]string{}, Answers: []archivedAnswer{}, Version: r.Review.Version,
		CreatedAt: r.Review.CreatedAt, UpdatedAt: r.Review.UpdatedAt, UpdatedBy: r.Review.UpdatedBy,
	}
	for _, p := range r.Review.Pillars {
		if p.Notes != "" {
			out.PillarNotes[p.PillarID] = p.Notes
		}
	}
	for _, a := range r.Answers {
		if a.Version > 0 {
			out.Answers = append(out.Answers, archivedAnswerOut(a))
		}
	}
	return out
}

func archivedAnswerOut(a models.Answer) archivedAnswer {
	return archivedAnswer{
		QuestionID: a.QuestionID, PillarID: a.PillarID, Notes: a.Notes, Applicable: a.Applicable, Reason: string(a.Reason),
		Risk: string(a.Risk.Key()), Undecided: undecided(a.Risk), Version: a.Version, UpdatedAt: a.UpdatedAt,
		UpdatedBy: a.UpdatedBy,
		Choices: rest.Each(a.Choices, func(c models.ChoiceAnswer) archivedChoice {
			return archivedChoice{c.ChoiceID, string(c.Status), string(c.Reason), c.Notes}
		}),
	}
}

// versionsIn lists each lens version of the archive once, in the order of first use.
func versionsIn(a archive.Archive) []archivedVersion {
	list, seen := []archivedVersion{}, map[string]bool{}
	for _, s := range append([]models.Snapshot{a.Live}, a.Milestones...) {
		for _, r := range s.Reviews {
			if v := r.Version; !seen[v.ID] {
				seen[v.ID] = true
				list = append(list,
					archivedVersion{v.Name, v.Major, v.Line, v.Digest, v.PublishedAt, v.PublishedBy, string(v.Document)})
			}
		}
	}
	return list
}

func (a *API) exportWorkload(ctx context.Context, r *rest.Request, _ rest.None) (rest.Blob, error) {
	exported, err := a.svc.Archives.Export(ctx, r.Param("workload"), nil)
	if err != nil {
		return rest.Blob{}, err
	}
	var out bytes.Buffer
	err = WriteArchive(&out, exported)
	return rest.Blob{MediaType: "application/json", File: exported.Live.FileName("json"),
		Data: out.Bytes()}, err
}

func (a *API) importWorkload(ctx context.Context, r *rest.Request, in rest.Raw) (workloadJSON, error) {
	sent, err := ReadArchive(in)
	if err != nil {
		return workloadJSON{}, err
	}
	v, err := a.svc.Archives.Import(ctx, sent, archive.ImportOptions{Copy: r.Query("copy") == "true"})
	return workloadOut(v), err
}
