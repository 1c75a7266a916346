package reports_test

import "fmt"

// sscan reads the corners of a word from a line of pdftotext -bbox.
func sscan(l string, x0, y0, x1, y1 *float64) (int, error) {
	return fmt.Sscanf(l, `    <word xMin="%f" yMin="%f" xMax="%f" yMax="%f">`, x0, y0, x1, y1)
}
