package team

import (
	"encoding/hex"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/audit"
	"plumbline/models/service/access"
)

type auditVerdictData struct {
	auditLog
	Verdict audit.Verdict
	Head    string // of the log, in hexadecimal digits
	Noted   string // head that was noted before, as it was typed
}

func (h handlers) verifyAudit(r *page.Request) (page.Reply, error) { return h.verify(r, workspaceLog) }

func (h handlers) verifyInstanceAudit(r *page.Request) (page.Reply, error) {
	return h.verify(r, instanceLog)
}

// verify holds the log against its hashes, and shows what comes of it.
func (h handlers) verify(r *page.Request, log auditLog) (page.Reply, error) {
	data := auditVerdictData{auditLog: log, Noted: r.Query("head")}
	noted, err := hex.DecodeString(data.Noted)
	if err != nil || len(noted) != 0 && len(noted) != 32 {
		r.Form = page.Form{Name: "head", Values: r.HTTP.Form, Alert: "This is not a hash of the log.",
			Faults: []models.FieldFault{{Field: "head", Message: "must be 64 hexadecimal digits"}}}
		noted, data.Noted = nil, ""
	}
	data.Verdict, err = h.Service.Audit.Verify(r.HTTP.Context(),
		access.AuditCheck{Instance: log.Instance, Noted: noted})
	data.Head = hex.EncodeToString(data.Verdict.Head)
	return page.Reply{Template: "auditverify", Title: "Verify the " + page.LowerFirst(log.Title()), Data: data}, err
}
