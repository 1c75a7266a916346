package v1

import (
	"context"
	"encoding/hex"
	"time"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/audit"
	"plumbline/models/service/access"
)

type auditLine struct {
	Seq        int64         `json:"seq" doc:"order of writing; has gaps"`
	Position   int64         `json:"position" doc:"in the workspace's chain, from 1, without gaps; 0: not sealed yet"`
	At         time.Time     `json:"at" doc:"when"`
	ActorKind  string        `json:"actor_kind" doc:"what did it" enum:"user,token,key,guest,system"`
	ActorID    string        `json:"actor_id" doc:"id of the user, token, access key or guest link; empty for the system"`
	ActorName  string        `json:"actor_name" doc:"who"`
	Address    string        `json:"address,omitempty" doc:"IP address that the request came from"`
	Action     string        `json:"action" doc:"the permission it needed"`
	Kind       string        `json:"kind" doc:"noun of the thing"`
	ThingID    string        `json:"thing_id" doc:"id of the thing; of an answer: lens id and question id"`
	WorkloadID string        `json:"workload_id,omitempty" doc:"the workload concerned"`
	Changes    []auditChange `json:"changes" doc:"from what to what"`
	Hash       string        `json:"hash" doc:"SHA-256 over this line and the hash of the line before it, hex"`
	Slot       int64         `json:"slot,omitempty" doc:"where it was numbered, if it was sealed later than written"`
	SlotNumber int64         `json:"slot_number,omitempty" doc:"its number there"`
}

type auditChange struct {
	Field string `json:"field" doc:"what changed"`
	From  string `json:"from" doc:"before; empty if it was empty"`
	To    string `json:"to" doc:"after; empty if it is empty"`

	FromList []string `json:"from_list,omitempty" doc:"of a field that holds a list, its elements before"`
	ToList   []string `json:"to_list,omitempty" doc:"of a field that holds a list, its elements after"`
}

func auditOut(l models.AuditLine) auditLine {
	return auditLine{
		Seq: l.Seq, Position: l.Position, At: l.At, ActorKind: string(l.ActorKind), ActorID: l.ActorID,
		ActorName: l.ActorName,
		Address:   l.Address, Action: string(l.Action), Kind: l.Kind, ThingID: l.ThingID, WorkloadID: l.WorkloadID,
		Changes: rest.Each(l.Changes, func(c models.FieldChange) auditChange { return auditChange(c) }),
		Hash:    hex.EncodeToString(l.Hash),
		Slot:    l.Slot, SlotNumber: l.SlotNumber,
	}
}

func (a *API) listAudit(ctx context.Context, r *rest.Request, _ rest.None) (rest.List[auditLine], error) {
	page, err := a.svc.Audit.List(ctx, auditQuery(r))
	return rest.ListOf(page, auditOut), err
}

func (a *API) listInstanceAudit(ctx context.Context, r *rest.Request, _ rest.None) (rest.List[auditLine], error) {
	q := auditQuery(r)
	q.Instance = true
	page, err := a.svc.Audit.List(ctx, q)
	return rest.ListOf(page, auditOut), err
}

func auditQuery(r *rest.Request) models.AuditQuery {
	return models.AuditQuery{
		WorkloadID: r.Query("workload"), ActorID: r.Query("actor"), Action: models.Action(r.Query("action")),
		Kind:  r.Query("kind"),
		Since: r.QueryTime("since"), Until: r.QueryTime("until"), PageRequest: r.Page(),
	}
}

type auditVerdict struct {
	Lines  int64        `json:"lines" doc:"how many lines there are"`
	Later  int64        `json:"unsealed" doc:"how many of these are not sealed yet, which takes up to a second"`
	Head   string       `json:"head" doc:"hash at the end of the chain, hex: noted elsewhere, it shows later whether the log was written anew; empty where nothing was ever written"`
	Intact bool         `json:"intact" doc:"nothing was edited, removed or put in"`
	Faults []auditFault `json:"faults" doc:"where the log is not as it was written, the first hundred"`
}

type auditFault struct {
	Seq      int64  `json:"seq" doc:"of the line, or of the one behind the gap; 0 at the end"`
	Position int64  `json:"position" doc:"of the line, or the first one that is missing; 0 of a line outside the chain"`
	What     string `json:"what" doc:"what is wrong there, in words"`
}

func (a *API) verifyAudit(ctx context.Context, _ *rest.Request, _ rest.None) (auditVerdict, error) {
	v, err := a.svc.Audit.Verify(ctx, access.AuditCheck{})
	return auditVerdictOut(v), err
}

func (a *API) verifyInstanceAudit(ctx context.Context, _ *rest.Request, _ rest.None) (auditVerdict, error) {
	v, err := a.svc.Audit.Verify(ctx, access.AuditCheck{Instance: true})
	return auditVerdictOut(v), err
}

func auditVerdictOut(v audit.Verdict) auditVerdict {
	return auditVerdict{v.Lines, v.Later, hex.EncodeToString(v.Head), v.Intact(),
		rest.Each(v.Faults, func(f audit.Fault) auditFault { return auditFault(f) })}
}
