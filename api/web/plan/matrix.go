package plan

import (
	"math"
	"strings"

	"plumbline/models/labels"
	"plumbline/reports/improvement"
)

// planMatrix counts missing practices by impact and effort: as a chart, and as the table behind it.
type planMatrix struct {
	Efforts []matrixAxis
	Rows    []matrixRow
	Known   int // practices that are in it
	Unknown int
}

// matrixAxis is a level with its place in the chart.
type matrixAxis struct {
	Words string
	At    int
}

type matrixRow struct {
	Impact matrixAxis
	Cells  []matrixCell
}

type matrixCell struct {
	Href         string
	Words        string // of what it counts
	N            int
	Heat         int // 0 to 3, for the shade
	X, Y, Radius int // of its circle in the chart
	Left, Top    int // of its field there
}

// Measures of the chart: where its cells begin, and how large they are.
const (
	matrixLeft, matrixTop   = 84, 8
	cellWidth, cellHeight   = 92, 62
	leastRadius, mostRadius = 12, 28
)

func (v planView) matrix() planMatrix {
	counts := v.plan.Matrix()
	m := planMatrix{Unknown: counts.Unknown}
	most := 1
	for x, effort := range improvement.EffortLevels {
		m.Efforts = append(m.Efforts, matrixAxis{labels.Level(effort), matrixLeft + cellWidth*x + cellWidth/2})
		for _, impact := range improvement.ImpactLevels {
			most = max(most, counts.Practices[impact][effort])
		}
	}
	for y, impact := range improvement.ImpactLevels {
		row := matrixRow{Impact: matrixAxis{labels.Level(impact), matrixTop + cellHeight*y + cellHeight/2}}
		for x, effort := range improvement.EffortLevels {
			n := counts.Practices[impact][effort]
			m.Known += n
			row.Cells = append(row.Cells, matrixCell{N: n, Heat: heatOf(n), X: m.Efforts[x].At, Y: row.Impact.At,
				Left: matrixLeft + cellWidth*x + 2, Top: matrixTop + cellHeight*y + 2,
				Radius: leastRadius + int((mostRadius-leastRadius)*math.Sqrt(float64(n)/float64(most))),
				Words: "with " + labels.InSentence(labels.Level(impact)) + " impact and " +
					labels.InSentence(labels.Level(effort)) + " effort",
				Href: v.narrowed(map[string]string{"impact": strings.ToLower(impact), "effort": strings.ToLower(effort)})})
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}

// heatOf is the shade of a cell of the matrix.
func heatOf(n int) int {
	switch {
	case n == 0:
		return 0
	case n < 5:
		return 1
	case n < 20:
		return 2
	}
	return 3
}
