// Package reports turns a Snapshot into a document: for architects or for leadership, as a PDF or as one HTML file.
//
// It says what a report says. The result is a doc.Report, which knows no format; a package for each format
// sets it. What a format can't show is listed at the end of the document.
//
// It may import models, questionnaires, the packages below it, and the Unicode tables of x/text. It never
// reads a clock, a file, a database or the network: the same Snapshot gives the same bytes.
package reports
