// Package reports turns a Snapshot into a document: today the improvement plan as a PDF.
//
// It may import models and questionnaires, the PDF library gofpdf, the Markdown parser goldmark, the Unicode tables of
// x/text, and fonts. It never reads a clock, a file, a database or the network: the same Snapshot gives the same bytes.
//
// Reports embed two families of fonts, cut down to the characters that a document uses. Liberation Sans and
// Mono are under the SIL Open Font License 1.1; DejaVu Sans, which draws what those lack, is under the
// Bitstream Vera licence with its changes in the public domain. Both allow embedding. Together they cover Latin (Vietnamese included),
// Greek, Cyrillic, Armenian, Georgian and many symbols. What they can't draw is shown as a frame, keeps its
// characters for searching and copying, and is listed at the end of the document.
package reports
