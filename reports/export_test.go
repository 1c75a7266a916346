package reports

import (
	"plumbline/models"
	"plumbline/reports/doc"
)

// Describe returns a report before a format sets it; draws tells which characters the format draws.
func Describe(s models.Snapshot, opt Options, draws func(rune) bool) (doc.Report, error) {
	r, err := newReport(s, opt, draws)
	if err != nil {
		return doc.Report{}, err
	}
	return r.document(opt), nil
}
