package branding

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

type point struct{ x, y float64 }

// outline is a shape: closed lines through points.
type outline [][]point

// numbersIn reads the numbers of an attribute as SVG writes them: 1-2.5.5e1 are 1, -2.5 and 5.
func numbersIn(text string) (list []float64, err error) {
	for s := text; ; {
		s = strings.TrimLeft(s, " ,\t\r\n")
		if s == "" {
			return list, nil
		}
		n := numberLength(s)
		v, err := strconv.ParseFloat(s[:n], 64)
		if err != nil || math.Abs(v) > 1e6 {
			return nil, fmt.Errorf("%s is no number that is taken", short(s))
		}
		if list, s = append(list, v), s[n:]; len(list) > 8*maxEdges {
			return nil, errors.New("it has too many numbers")
		}
	}
}

// numberLength is how many bytes of a text are its first number; 0 if it does not begin with one.
func numberLength(s string) int {
	i, dot, digits := 0, false, false
	if i < len(s) && (s[i] == '-' || s[i] == '+') {
		i++
	}
	for ; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			digits = true
		case c == '.' && !dot:
			dot = true
		case (c == 'e' || c == 'E') && digits:
			rest := s[i+1:]
			if rest != "" && (rest[0] == '-' || rest[0] == '+') {
				rest = rest[1:]
			}
			n := 0
			for n < len(rest) && rest[n] >= '0' && rest[n] <= '9' {
				n++
			}
			if n == 0 {
				return i
			}
			return len(s) - len(rest) + n
		default:
			return i
		}
	}
	return i
}

// length reads an attribute that is one number, of pixels; 0 if there is none.
func length(at map[string]string, name string) (float64, error) {
	list, err := numbersIn(strings.TrimSuffix(at[name], "px"))
	switch {
	case err != nil || len(list) > 1:
		return 0, fmt.Errorf("its attribute %s is no number of pixels: %s", name, short(at[name]))
	case len(list) == 0:
		return 0, nil
	}
	return list[0], nil
}

// shapeOf gives the outline of an element; none of a group.
func shapeOf(name string, at map[string]string) (outline, error) {
	if name == "path" {
		return pathOf(at["d"])
	}
	v := map[string]float64{}
	for _, n := range []string{"x", "y", "width", "height", "rx", "ry", "cx", "cy", "r"} {
		if name == "svg" {
			break
		}
		value, err := length(at, n)
		if err != nil {
			return nil, err
		}
		v[n] = value
	}
	switch name {
	case "rect":
		return rectangle(v, at), nil
	case "circle":
		return outline{arcPoints(point{v["cx"], v["cy"]}, v["r"], v["r"], 0, 2*math.Pi)}, nil
	case "ellipse":
		return outline{arcPoints(point{v["cx"], v["cy"]}, v["rx"], v["ry"], 0, 2*math.Pi)}, nil
	case "polygon", "polyline":
		list, err := numbersIn(at["points"])
		if err != nil || len(list)%2 != 0 {
			return nil, fmt.Errorf("the points of its %s are not pairs of numbers", name)
		}
		var line []point
		for pair := range slices.Chunk(list, 2) {
			line = append(line, point{pair[0], pair[1]})
		}
		return outline{line}, nil
	}
	return nil, nil
}

// rectangle has corners that are round where rx or ry say so.
func rectangle(v map[string]float64, at map[string]string) outline {
	x, y, w, h, rx, ry := v["x"], v["y"], v["width"], v["height"], v["rx"], v["ry"]
	if at["rx"] == "" {
		rx = ry
	}
	if at["ry"] == "" {
		ry = rx
	}
	rx, ry = min(max(rx, 0), w/2), min(max(ry, 0), h/2)
	if rx == 0 || ry == 0 {
		return outline{{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}}
	}
	corner := func(cx, cy, from float64) []point {
		return arcPoints(point{cx, cy}, rx, ry, from, from+math.Pi/2)
	}
	return outline{slices.Concat(corner(x+rx, y+ry, math.Pi), corner(x+w-rx, y+ry, 1.5*math.Pi),
		corner(x+w-rx, y+h-ry, 0), corner(x+rx, y+h-ry, math.Pi/2))}
}

// Curves are cut into as many lines as this.
const (
	arcSteps   = 32 // of a whole turn, at least
	curveSteps = 16
)

// arcPoints are points on an ellipse from one angle to another.
func arcPoints(c point, rx, ry, from, to float64) (line []point) {
	steps := max(2, int(math.Ceil(math.Abs(to-from)/(2*math.Pi)*2*arcSteps)))
	for i := range steps + 1 {
		sin, cos := math.Sincos(from + (to-from)*float64(i)/float64(steps))
		line = append(line, point{c.x + rx*cos, c.y + ry*sin})
	}
	return line
}
