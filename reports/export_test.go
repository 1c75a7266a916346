package reports

import (
	"plumbline/models"
	"plumbline/reports/doc"
)

// DescribeReport returns a report before a format sets it; draws tells which characters the format draws.
func DescribeReport(s models.Snapshot, opt ReportOptions, draws func(rune) bool) (doc.Report, error) {
	r, err := newReport(s, opt, draws)
	if err != nil {
		return doc.Report{}, err
	}
	return r.document(opt), nil
}
