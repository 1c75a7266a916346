package v1

import (
	"fmt"

	"plumbline/api/v1/archived"
	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/service/archive"
	"plumbline/questionnaires"
)

// ReadArchive reads what WriteArchive wrote. It checks the form only; Workloads.Import proves the content.
func ReadArchive(data []byte) (archive.Archive, error) {
	var file archiveFile
	if err := rest.Unmarshal(data, &file); err != nil {
		return archive.Archive{}, err
	}
	if file.Format != archiveFormat {
		return archive.Archive{},
			models.InvalidInput(models.FieldFault{Field: "format",
				Message: fmt.Sprintf("must be %q: this is not the export of a workload", archiveFormat)})
	}
	if file.Revision < 1 || file.Revision > archiveVersion {
		return archive.Archive{}, models.InvalidInput(models.FieldFault{Field: "format_version",
			Message: fmt.Sprintf("is %d; this program reads revisions up to %d: use a newer Plumbline", file.Revision,
				archiveVersion)})
	}
	versions := map[string]archivedVersion{}
	for i, v := range file.LensVersions {
		key := v.Digest + "\n" + v.Version
		if _, twice := versions[key]; twice {
			return archive.Archive{},
				models.InvalidInput(models.FieldFault{Field: fmt.Sprintf("lens_versions/%d", i),
					Message: "has the digest and the name of an entry before it"})
		}
		versions[key] = v
	}
	out := archive.Archive{Live: models.Snapshot{Workload: file.Workload.model(),
		Reviews: reviewsIn(file.Reviews, versions)}, People: archived.PeopleIn(file.People), Work: file.Work.Model(),
		Talk: rest.Each(file.Reviews, func(r archivedReview) archive.ReviewTalk { return r.Talk.Model() })}
	for _, m := range file.Milestones {
		out.Milestones = append(out.Milestones, m.model(versions))
	}
	return out, nil
}

func (w archivedWorkload) model() models.Workload {
	return models.Workload{ID: w.ID, WorkloadFields: w.fields(), Version: w.Version,
		CreatedAt: w.CreatedAt, UpdatedAt: w.UpdatedAt, UpdatedBy: w.UpdatedBy}
}

func (s archivedSnapshot) model(versions map[string]archivedVersion) models.Snapshot {
	ms := models.Milestone{Number: s.Number, Name: s.Name, CreatedAt: s.CreatedAt, CreatedBy: s.CreatedBy}
	return models.Snapshot{WorkspaceName: s.WorkspaceName, AccountID: s.AccountID, Workload: s.Workload.model(),
		Milestone: &ms, At: s.CreatedAt, Reviews: reviewsIn(s.Reviews, versions), WontDo: s.WontDo.Model(),
		Work: s.Planned.Model()}
}

func reviewsIn(list []archivedReview, versions map[string]archivedVersion) []models.ReviewSnapshot {
	return rest.Each(list, func(r archivedReview) models.ReviewSnapshot {
		v := versions[r.LensDigest+"\n"+r.LensVersion]
		return models.ReviewSnapshot{
			Lens: models.Lens{Name: r.LensName, Description: r.LensDescription},
			Version: models.LensVersion{Name: r.LensVersion, Major: v.Major, Line: v.Line, Digest: r.LensDigest,
				Document: []byte(v.Document), PublishedAt: v.PublishedAt, PublishedBy: v.PublishedBy},
			Review: models.Review{Notes: r.Notes, Pillars: pillarNotesIn(r.PillarNotes), Version: r.Version,
				CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt, UpdatedBy: r.UpdatedBy},
			Answers: rest.Each(r.Answers, archivedAnswer.model), Accepted: r.Accepted.Model(),
		}
	})
}

func pillarNotesIn(notes map[string]string) (list []models.PillarReview) {
	for id, text := range notes {
		list = append(list, models.PillarReview{PillarID: id, Notes: text})
	}
	return list
}

func (a archivedAnswer) model() models.Answer {
	return models.Answer{
		QuestionID: a.QuestionID, PillarID: a.PillarID, Risk: questionnaires.RiskOf(questionnaires.Risk(a.Risk), a.Undecided),
		Version:   a.Version,
		UpdatedAt: a.UpdatedAt, UpdatedBy: a.UpdatedBy,
		AnswerFields: models.AnswerFields{Notes: a.Notes, Applicable: a.Applicable,
			Reason: models.NotApplicableReason(a.Reason),
			Choices: rest.Each(a.Choices, func(c archivedChoice) models.ChoiceAnswer {
				return models.ChoiceAnswer{ChoiceID: c.ChoiceID, Status: models.ChoiceStatus(c.Status),
					Reason: models.NotApplicableReason(c.Reason), Notes: c.Notes}
			})},
	}
}
