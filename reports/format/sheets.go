package format

import (
	"bytes"

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
