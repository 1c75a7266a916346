package format

import (
	"bytes"

	"plumbline/reports/csvfile"
	"plumbline/reports/doc"
	"plumbline/reports/tabular"
	"plumbline/reports/xlsx"
)

// workbook sets a report as a workbook, with a sheet for each of its tables.
func workbook(d doc.Report) ([]byte, error) {
	var out bytes.Buffer
	err := xlsx.Write(&out, xlsx.Properties{Title: string(d.Title), At: d.At}, tabular.Tables(d)...)
	return out.Bytes(), err
}

// values sets the one table of a report that says the most as comma-separated values.
func values(d doc.Report) ([]byte, error) {
	var out bytes.Buffer
	err := csvfile.Write(&out, tabular.Single(d))
	return out.Bytes(), err
}
