package pdf

import (
	"math/rand/v2"
	"strings"
	"testing"

	q "plumbline/questionnaires"
	"plumbline/reports/doc"
)

// Whatever the texts are, no mark of a grid, a matrix, a trend or a count lies outside the margins.
func TestDrawingsKeepTheMargins(t *testing.T) {
	random := rand.New(rand.NewPCG(15, 2026))
	for n := range 16 {
		w := wildTexts{random}
		body := []doc.Block{w.grid(), w.matrix(), w.trend(), doc.Row{Label: w.text(3), Body: []doc.Block{w.grid(), w.matrix(),
			w.trend()}}, doc.Tally{Large: true, Counts: []doc.RiskCount{{Name: "High", N: 3, Change: w.text(20)}, {Name: "No",
			Risk: q.RiskNone, N: 123}}}}
		random.Shuffle(len(body), func(i, j int) { body[i], body[j] = body[j], body[i] })
		sections := []doc.Section{{Title: "one", Place: "one", Body: body[:2]},
			{Title: "two", Place: "two", Joins: true, Body: body[2:]}}
		d, pages := setSections(t, bothPapers[n%2], sections...)
		for i, page := range pages {
			end := 0.0
			for _, b := range page {
				if b.y < end {
					t.Errorf("report %d, page %d: a box at %.1f begins above the end of the one before, %.1f", n, i+1, b.y, end)
				}
				end = b.y + b.height
				for _, m := range b.marks {
					const hair = 0.01
					x0, y0, x1, y1 := extentOf(t, m)
					y0, y1 = b.y+y0, b.y+y1
					if x0 < -hair || x1 > d.width+hair || y0 < -hair || y1 > d.height+hair {
						t.Errorf("report %d, page %d: %#v reaches from %.1f, %.1f to %.1f, %.1f", n, i+1, m, x0, y0, x1, y1)
					}
				}
			}
		}
	}
}

// extentOf returns the bounds of a mark, relative to its box.
func extentOf(t *testing.T, m drawnMark) (x0, y0, x1, y1 float64) {
	t.Helper()
	switch m := m.(type) {
	case textMark:
		return m.x, m.y - 0.75*m.run.style.size, m.x + m.run.width, m.y + 0.2*m.run.style.size
	case lineMark:
		return m.x, m.y, m.x + m.dx, m.y + m.dy
	case areaMark:
		return m.x, m.y, m.x + m.w, m.y + m.h
	case frameMark:
		return m.x, m.y, m.x + m.w, m.y + m.h
	case fillMark:
		return m.x, m.y, m.x + m.w, m.y + m.h
	case picturedMark:
		return extentOf(t, m.mark)
	case shapeMark:
		return m.x, m.y, m.x + m.size, m.y + m.size
	case placeMark, headMark, partingMark:
		return 0, 0, 0, 0
	}
	t.Fatalf("how far does %T reach?", m)
	return
}

// wildTexts makes blocks of random texts.
type wildTexts struct{ *rand.Rand }

// text is up to so many words, some of them long, wide or strange.
func (w wildTexts) text(most int) doc.CleanText {
	kinds := []string{"word", strings.Repeat("W", 30), "https://example.com/a/very/long/path?with=a&query=too", "汉字汉字",
		"e\u0301", "שלום", "🎉", "\n", "–", "i", "١٢٣", strings.Repeat("x", 300), "⟿⟿"}
	var out []string
	for range w.IntN(most + 1) {
		out = append(out, kinds[w.IntN(len(kinds))])
	}
	return doc.CleanText(strings.Join(out, " "))
}

// grid is a table with up to twenty columns.
func (w wildTexts) grid() doc.Grid {
	g := doc.Grid{Rows: make([]doc.GridRow, w.IntN(12))}
	for range 1 + w.IntN(20) {
		g.Columns = append(g.Columns, doc.GridColumn{Name: w.text(3), Share: w.IntN(30), Figures: w.IntN(3) == 0})
	}
	for i := range g.Rows {
		for range w.IntN(len(g.Columns) + 2) {
			c := doc.GridCell{Spans: []doc.Span{{Text: w.text(8), Style: doc.TextStyle(w.IntN(len(docStyles)))},
				{Text: w.text(2)}}, Remark: w.text(3)}
			if w.IntN(3) == 0 {
				c.Risk = q.Risks[w.IntN(len(q.Risks))]
			}
			if w.IntN(40) == 0 {
				c.Remark = w.text(900)
			}
			g.Rows[i].Cells = append(g.Rows[i].Cells, c)
		}
	}
	return g
}

// matrix has up to twelve columns and rows that may lack cells.
func (w wildTexts) matrix() doc.Matrix {
	m := doc.Matrix{Title: w.text(4), Across: w.text(4), Down: w.text(4), Rows: make([]doc.MatrixRow, w.IntN(6))}
	for range w.IntN(13) {
		m.Columns = append(m.Columns, w.text(4))
	}
	for i := range m.Rows {
		m.Rows[i].Name = w.text(6)
		for range w.IntN(len(m.Columns) + 2) {
			m.Rows[i].Cells = append(m.Rows[i].Cells, doc.MatrixCell{N: w.IntN(4) * w.IntN(4000), Name: w.text(5)})
		}
	}
	return m
}

// trend has up to thirty points.
func (w wildTexts) trend() doc.Trend {
	t := doc.Trend{Title: w.text(5), Value: w.text(3), Risks: append([]q.Risk{q.RiskUndecided}, q.Risks[:]...)}
	for range w.IntN(30) {
		t.Points = append(t.Points, doc.TrendPoint{Name: w.text(2), Detail: w.text(5), Value: w.text(2),
			Counts: q.RiskCounts{High: w.IntN(4), Medium: w.IntN(4000), None: w.IntN(50), Undecided: w.IntN(9)}})
	}
	return t
}
