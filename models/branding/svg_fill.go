package branding

import (
	"errors"
	"fmt"
	"image"
	"image/color"
	"math"
	"slices"
	"strings"
)

// matrix turns the coordinates of a shape into pixels: x' = a x + c y + e, y' = b x + d y + f.
type matrix struct{ a, b, c, d, e, f float64 }

func (m matrix) of(p point) point { return point{m.a*p.x + m.c*p.y + m.e, m.b*p.x + m.d*p.y + m.f} }

// after gives the matrix that does n first.
func (m matrix) after(n matrix) matrix {
	return matrix{m.a*n.a + m.c*n.b, m.b*n.a + m.d*n.b, m.a*n.c + m.c*n.d, m.b*n.c + m.d*n.d, m.a*n.e + m.c*n.f + m.e,
		m.b*n.e + m.d*n.f + m.f}
}

// svgState is what holds for an element and those within.
type svgState struct {
	to      matrix
	ink     color.NRGBA
	none    bool
	evenOdd bool
	opacity float64 // of what is around it
}

// apply changes the state by the attributes of an element.
func (s *svgState) apply(at map[string]string) error {
	if text := at["transform"]; text != "" {
		m, err := transformOf(text)
		if err != nil {
			return err
		}
		s.to = s.to.after(m)
	}
	if text, has := at["fill"]; has && text != "inherit" {
		ink, none, err := inkOf(text)
		if err != nil {
			return err
		}
		s.ink, s.none = color.NRGBA{ink.R, ink.G, ink.B, s.ink.A}, none
	}
	if rule, has := at["fill-rule"]; has {
		s.evenOdd = rule == "evenodd"
	}
	for _, name := range []string{"opacity", "fill-opacity"} {
		if at[name] == "" {
			continue
		}
		v, err := length(at, name)
		if err != nil || v < 0 || v > 1 {
			return fmt.Errorf("its %s is no number from 0 to 1", name)
		}
		if name == "opacity" {
			s.opacity *= v
		} else {
			s.ink.A = uint8(math.Round(v * 255))
		}
	}
	return nil
}

// colorNames are the colours that have names here.
var colorNames = map[string]string{"black": "#000000", "white": "#ffffff", "red": "#ff0000", "green": "#008000",
	"blue": "#0000ff", "navy": "#000080", "teal": "#008080", "gray": "#808080", "grey": "#808080", "silver": "#c0c0c0",
	"maroon": "#800000", "purple": "#800080", "olive": "#808000", "yellow": "#ffff00", "orange": "#ffa500",
	"currentColor": "#000000"}

func inkOf(text string) (c Color, none bool, err error) {
	if text == "none" || text == "transparent" {
		return c, true, nil
	}
	if named := colorNames[text]; named != "" {
		text = named
	}
	if len(text) == 4 && text[0] == '#' {
		text = "#" + string([]byte{text[1], text[1], text[2], text[2], text[3], text[3]})
	}
	if inner, is := strings.CutPrefix(strings.TrimSuffix(text, ")"), "rgb("); is {
		list, err := numbersIn(inner)
		if err == nil && len(list) == 3 && slices.Min(list) >= 0 && slices.Max(list) <= 255 {
			return Color{uint8(list[0]), uint8(list[1]), uint8(list[2])}, false, nil
		}
	}
	c, ok := ParseColor(text)
	if !ok {
		return c, false, fmt.Errorf("it has a fill %s; colours such as #1f5f8b are taken, no gradients", short(text))
	}
	return c, false, nil
}

func transformOf(text string) (m matrix, err error) {
	m = matrix{a: 1, d: 1}
	for rest := strings.Trim(text, " ,\t\r\n"); rest != ""; rest = strings.TrimLeft(rest, " ,\t\r\n") {
		name, after, _ := strings.Cut(rest, "(")
		inner, more, closed := strings.Cut(after, ")")
		v, err := numbersIn(inner)
		one, known := matrixOf(strings.TrimSpace(name), v)
		if err != nil || !closed || !known {
			return m, fmt.Errorf("it has a transform %s", short(text))
		}
		m, rest = m.after(one), more
	}
	return m, nil
}

func matrixOf(name string, v []float64) (m matrix, known bool) {
	switch {
	case name == "matrix" && len(v) == 6:
		return matrix{v[0], v[1], v[2], v[3], v[4], v[5]}, true
	case name == "translate" && len(v) == 1:
		return matrix{1, 0, 0, 1, v[0], 0}, true
	case name == "translate" && len(v) == 2:
		return matrix{1, 0, 0, 1, v[0], v[1]}, true
	case name == "scale" && len(v) == 1:
		return matrix{v[0], 0, 0, v[0], 0, 0}, true
	case name == "scale" && len(v) == 2:
		return matrix{v[0], 0, 0, v[1], 0, 0}, true
	case name == "rotate" && (len(v) == 1 || len(v) == 3):
		sin, cos := math.Sincos(v[0] * math.Pi / 180)
		m = matrix{cos, sin, -sin, cos, 0, 0}
		if len(v) == 3 {
			m = matrix{1, 0, 0, 1, v[1], v[2]}.after(m).after(matrix{1, 0, 0, 1, -v[1], -v[2]})
		}
		return m, true
	}
	return m, false
}

// svgCanvas is the picture that is drawn.
type svgCanvas struct {
	picture   *image.NRGBA
	outermost svgState
	edges     int
	drawn     bool
}

// newSVGCanvas makes the picture as large as a logo may be, with the proportions of the file.
func newSVGCanvas(at map[string]string) (*svgCanvas, error) {
	box, err := numbersIn(at["viewBox"])
	if err != nil || len(box) != 0 && len(box) != 4 {
		return nil, errors.New("its viewBox is not four numbers")
	}
	if len(box) == 0 {
		w, err1 := length(at, "width")
		h, err2 := length(at, "height")
		if err1 != nil || err2 != nil {
			return nil, errors.New("it has neither a viewBox nor a width and a height in pixels")
		}
		box = []float64{0, 0, w, h}
	}
	if box[2] <= 0 || box[3] <= 0 {
		return nil, errors.New("it has no size: give it a viewBox")
	}
	scale := min(LogoWidth/box[2], LogoHeight/box[3])
	w, h := max(1, int(math.Round(box[2]*scale))), max(1, int(math.Round(box[3]*scale)))
	return &svgCanvas{picture: image.NewNRGBA(image.Rect(0, 0, w, h)), outermost: svgState{
		to: matrix{scale, 0, 0, scale, -box[0] * scale, -box[1] * scale}, ink: color.NRGBA{A: 255}, opacity: 1}}, nil
}

// Each row of pixels is cut into bands; along a row, coverage is exact.
const bands = 5

type crossing struct {
	x    float64
	turn int
}

// fill paints a shape in a colour over what is there.
func (c *svgCanvas) fill(shape outline, s svgState) error {
	var lines [][2]point
	for _, line := range shape {
		for i := range line {
			a, b := s.to.of(line[i]), s.to.of(line[(i+1)%len(line)])
			if a.y != b.y {
				lines = append(lines, [2]point{a, b})
			}
		}
	}
	if c.edges += len(lines); c.edges > maxEdges {
		return fmt.Errorf("its shapes have more than %d edges", maxEdges)
	}
	if s.none || len(lines) == 0 {
		return nil
	}
	high, wide := c.picture.Rect.Dy(), c.picture.Rect.Dx()
	rows := make([][]crossing, high*bands)
	for _, l := range lines {
		a, b, turn := l[0], l[1], 1
		if a.y > b.y {
			a, b, turn = b, a, -1
		}
		from := int(math.Ceil(max(a.y, 0)*bands - 0.5))
		for n := max(from, 0); n < len(rows); n++ {
			y := (float64(n) + 0.5) / bands
			if y >= b.y {
				break
			}
			if y >= a.y {
				rows[n] = append(rows[n], crossing{a.x + (y-a.y)*(b.x-a.x)/(b.y-a.y), turn})
			}
		}
	}
	cover := make([]float64, wide)
	for y := range high {
		clear(cover)
		for _, row := range rows[y*bands : (y+1)*bands] {
			spans(cover, row, s.evenOdd)
		}
		for x, part := range cover {
			c.paint(x, y, part/bands, s)
		}
	}
	return nil
}

// spans adds what of each pixel is inside of a shape, by where a line through the row crosses its edges.
func spans(cover []float64, row []crossing, evenOdd bool) {
	slices.SortFunc(row, func(a, b crossing) int {
		switch {
		case a.x < b.x:
			return -1
		case a.x > b.x:
			return 1
		}
		return 0
	})
	winding := 0
	for i := 0; i+1 < len(row); i++ {
		winding += row[i].turn
		if winding == 0 || evenOdd && (i+1)%2 == 0 {
			continue
		}
		left, right := max(row[i].x, 0), min(row[i+1].x, float64(len(cover)))
		for x := int(left); float64(x) < right; x++ {
			cover[x] += min(right, float64(x+1)) - max(left, float64(x))
		}
	}
}

// paint lays a colour over a pixel.
func (c *svgCanvas) paint(x, y int, part float64, s svgState) {
	over := min(part, 1) * float64(s.ink.A) / 255 * s.opacity
	if over <= 0 {
		return
	}
	c.drawn = true
	was := c.picture.NRGBAAt(x, y)
	below := float64(was.A) / 255 * (1 - over)
	all := over + below
	mix := func(ink, ground uint8) uint8 {
		return uint8(math.Round((float64(ink)*over + float64(ground)*below) / all))
	}
	c.picture.SetNRGBA(x, y, color.NRGBA{mix(s.ink.R, was.R), mix(s.ink.G, was.G), mix(s.ink.B, was.B),
		uint8(math.Round(all * 255))})
}
