package branding

import (
	"fmt"
	"math"
	"strings"
	"unicode"
)

// argumentsOf tells how many numbers each command of a path takes.
var argumentsOf = map[byte]int{'M': 2, 'L': 2, 'H': 1, 'V': 1, 'C': 6, 'S': 4, 'Q': 4, 'T': 2, 'A': 7, 'Z': 0}

// pathWriter follows the commands of a path.
type pathWriter struct {
	lines   outline
	at      point
	start   point
	control point // of the curve before; what S and T mirror
	last    byte
}

// pathOf reads the data of a path.
func pathOf(data string) (outline, error) {
	w := &pathWriter{}
	edges := 0
	for s := strings.TrimSpace(data); s != ""; {
		command := s[0]
		need, known := argumentsOf[byte(unicode.ToUpper(rune(command)))]
		if !known {
			return nil, fmt.Errorf("its path has a command %q", short(s[:1]))
		}
		end := strings.IndexFunc(s[1:], func(r rune) bool {
			return strings.ContainsRune("MmLlHhVvCcSsQqTtAaZz", r)
		})
		args := s[1:]
		if s = ""; end >= 0 {
			args, s = args[:end], args[end:]
		}
		list, err := pathNumbers(command, args)
		if err != nil {
			return nil, err
		}
		if need == 0 && len(list) > 0 || need > 0 && (len(list) == 0 || len(list)%need != 0) {
			return nil, fmt.Errorf("its path has a command %c with %d numbers", command, len(list))
		}
		if need == 0 {
			w.close()
			continue
		}
		for ; len(list) > 0; list = list[need:] {
			w.do(command, list[:need])
			if edges += curveSteps; edges > 16*maxEdges {
				return nil, fmt.Errorf("its paths have more than %d edges", maxEdges)
			}
			switch command { // more pairs after M are lines
			case 'M':
				command = 'L'
			case 'm':
				command = 'l'
			}
		}
	}
	return w.lines, nil
}

// pathNumbers reads the numbers of a command. The flags of an arc may stand without anything between them.
func pathNumbers(command byte, text string) ([]float64, error) {
	if command != 'A' && command != 'a' {
		return numbersIn(text)
	}
	var list []float64
	for s := text; ; {
		s = strings.TrimLeft(s, " ,\t\r\n")
		if s == "" {
			return list, nil
		}
		n := numberLength(s)
		if i := len(list) % 7; i == 3 || i == 4 {
			if s[0] != '0' && s[0] != '1' {
				return nil, fmt.Errorf("its path has an arc with a flag %q", short(s[:1]))
			}
			n = 1
		}
		one, err := numbersIn(s[:n])
		if err != nil || len(one) != 1 || len(list) > 8*maxEdges {
			return nil, fmt.Errorf("%s is no number that is taken", short(s))
		}
		list, s = append(list, one[0]), s[n:]
	}
}

func (w *pathWriter) close() { w.at, w.last = w.start, 'Z' }

func (w *pathWriter) move(p point) {
	w.lines = append(w.lines, []point{p})
	w.at, w.start = p, p
}

func (w *pathWriter) line(p point) {
	if len(w.lines) == 0 || w.last == 'Z' {
		w.lines = append(w.lines, []point{w.at})
		w.last = 'L'
	}
	end := len(w.lines) - 1
	w.lines[end] = append(w.lines[end], p)
	w.at = p
}

// do follows one command with its numbers.
func (w *pathWriter) do(command byte, v []float64) {
	from, upper := point{}, byte(unicode.ToUpper(rune(command)))
	if command != upper { // relative
		from = w.at
	}
	to := func(i int) point { return point{from.x + v[i], from.y + v[i+1]} }
	mirrored := func(after string) point {
		if strings.IndexByte(after, w.last) < 0 {
			return w.at
		}
		return point{2*w.at.x - w.control.x, 2*w.at.y - w.control.y}
	}
	control := w.at
	switch upper {
	case 'M':
		w.move(to(0))
	case 'L':
		w.line(to(0))
	case 'H':
		w.line(point{from.x + v[0], w.at.y})
	case 'V':
		w.line(point{w.at.x, from.y + v[0]})
	case 'C':
		control = to(2)
		w.cubic(to(0), control, to(4))
	case 'S':
		first := mirrored("CS")
		control = to(0)
		w.cubic(first, control, to(2))
	case 'Q':
		control = to(0)
		w.quadratic(control, to(2))
	case 'T':
		control = mirrored("QT")
		w.quadratic(control, to(0))
	case 'A':
		w.arc(v, to(5))
	}
	w.control, w.last = control, upper
}

func (w *pathWriter) cubic(b, c, d point) {
	a := w.at
	for i := 1; i <= curveSteps; i++ {
		t := float64(i) / curveSteps
		u := 1 - t
		k0, k1, k2, k3 := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
		w.line(point{k0*a.x + k1*b.x + k2*c.x + k3*d.x, k0*a.y + k1*b.y + k2*c.y + k3*d.y})
	}
}

func (w *pathWriter) quadratic(b, c point) {
	a := w.at
	w.cubic(point{a.x + 2*(b.x-a.x)/3, a.y + 2*(b.y-a.y)/3}, point{c.x + 2*(b.x-c.x)/3, c.y + 2*(b.y-c.y)/3}, c)
}

// arc draws an elliptical arc by the formulas of the SVG specification, appendix B.2.4.
func (w *pathWriter) arc(v []float64, to point) {
	rx, ry, from := math.Abs(v[0]), math.Abs(v[1]), w.at
	if rx == 0 || ry == 0 || from == to {
		w.line(to)
		return
	}
	sin, cos := math.Sincos(v[2] * math.Pi / 180)
	dx, dy := (from.x-to.x)/2, (from.y-to.y)/2
	x, y := cos*dx+sin*dy, cos*dy-sin*dx
	if grow := x*x/(rx*rx) + y*y/(ry*ry); grow > 1 {
		rx, ry = rx*math.Sqrt(grow), ry*math.Sqrt(grow)
	}
	below := rx*rx*y*y + ry*ry*x*x
	k := math.Sqrt(max(0, (rx*rx*ry*ry-below)/below))
	if (v[3] != 0) == (v[4] != 0) {
		k = -k
	}
	cx, cy := k*rx*y/ry, -k*ry*x/rx
	begin := math.Atan2((y-cy)/ry, (x-cx)/rx)
	turn := math.Atan2((-y-cy)/ry, (-x-cx)/rx) - begin
	switch {
	case v[4] != 0 && turn < 0:
		turn += 2 * math.Pi
	case v[4] == 0 && turn > 0:
		turn -= 2 * math.Pi
	}
	mx, my := cos*cx-sin*cy+(from.x+to.x)/2, sin*cx+cos*cy+(from.y+to.y)/2
	for _, p := range arcPoints(point{}, rx, ry, begin, begin+turn)[1:] {
		w.line(point{mx + cos*p.x - sin*p.y, my + sin*p.x + cos*p.y})
	}
	w.lines[len(w.lines)-1][len(w.lines[len(w.lines)-1])-1] = to
	w.at = to
}
