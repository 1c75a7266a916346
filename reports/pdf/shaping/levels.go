package shaping

import "golang.org/x/text/unicode/bidi"

// RightToLeft tells letters and digits of scripts that run from right to left, by their bidirectional class (UAX 9).
func RightToLeft(r rune) bool {
	switch classOf(r) {
	case bidi.R, bidi.AL, bidi.AN:
		return true
	}
	return false
}

func classOf(r rune) bidi.Class {
	p, _ := bidi.LookupRune(r)
	return p.Class()
}

// Levels gives each character of a paragraph its level (UAX 9): odd ones run from right to left. The paragraph runs as
// its first letter does; base is its level. Marks that embed or isolate are none here: texts are without them.
func Levels(text []rune) (levels []uint8, base uint8) {
	classes := make([]bidi.Class, len(text))
	for i, r := range text {
		classes[i] = classOf(r)
	}
	for _, c := range classes {
		if c == bidi.L || c == bidi.R || c == bidi.AL {
			if c != bidi.L {
				base = 1
			}
			break
		}
	}
	edge := bidi.L
	if base == 1 {
		edge = bidi.R
	}
	resolveWeak(classes, edge)
	resolveNeutral(classes, edge)
	levels = make([]uint8, len(text))
	for i, c := range classes {
		levels[i] = base
		switch {
		case c == bidi.R && base == 0:
			levels[i] = 1
		case c == bidi.L && base == 1, c == bidi.EN && base == 1, c == bidi.AN && base == 1:
			levels[i] = 2
		case (c == bidi.EN || c == bidi.AN) && base == 0:
			levels[i] = 2
		}
	}
	return levels, base
}

// resolveWeak gives marks, numbers and what belongs to numbers their classes (rules W1 to W7).
func resolveWeak(classes []bidi.Class, edge bidi.Class) {
	before, strong := edge, edge
	for i, c := range classes {
		if c == bidi.NSM {
			c = before
		}
		before = c
		switch c {
		case bidi.L, bidi.R, bidi.AL:
			strong = c
		case bidi.EN:
			if strong == bidi.AL {
				c = bidi.AN
			}
		}
		classes[i] = c
	}
	for i := 1; i+1 < len(classes); i++ {
		c, a, b := classes[i], classes[i-1], classes[i+1]
		if a == b && (a == bidi.EN && (c == bidi.ES || c == bidi.CS) || a == bidi.AN && c == bidi.CS) {
			classes[i] = a
		}
	}
	for i := 0; i < len(classes); {
		end := i
		for end < len(classes) && classes[end] == bidi.ET {
			end++
		}
		if end > i && (i > 0 && classes[i-1] == bidi.EN || end < len(classes) && classes[end] == bidi.EN) {
			for k := i; k < end; k++ {
				classes[k] = bidi.EN
			}
		}
		i = max(end, i+1)
	}
	strong = edge
	for i, c := range classes {
		switch c {
		case bidi.L, bidi.R:
			strong = c
		case bidi.AL:
			classes[i], strong = bidi.R, bidi.R
		case bidi.EN:
			if strong == bidi.L {
				classes[i] = bidi.L
			}
		}
	}
}

// resolveNeutral gives blanks and signs the direction of what is on both sides of them, or else that of the paragraph
// (rules N1 and N2).
func resolveNeutral(classes []bidi.Class, edge bidi.Class) {
	direction := func(c bidi.Class) bidi.Class {
		if c == bidi.EN || c == bidi.AN {
			return bidi.R
		}
		return c
	}
	strong := func(c bidi.Class) bool { return c == bidi.L || c == bidi.R || c == bidi.EN || c == bidi.AN }
	for i := 0; i < len(classes); {
		if strong(classes[i]) {
			i++
			continue
		}
		end := i
		for end < len(classes) && !strong(classes[end]) {
			end++
		}
		before, after := edge, edge
		if i > 0 {
			before = direction(classes[i-1])
		}
		if end < len(classes) {
			after = direction(classes[end])
		}
		if before != after {
			before = edge
		}
		for k := i; k < end; k++ {
			classes[k] = before
		}
		i = end
	}
}

// Visual orders stretches of text, given their levels, from left to right (rule L2): it returns their numbers.
func Visual(levels []uint8) []int {
	order := make([]int, len(levels))
	highest := uint8(0)
	for i, l := range levels {
		order[i] = i
		highest = max(highest, l)
	}
	for level := highest; level > 0; level-- {
		for i := 0; i < len(order); {
			end := i
			for end < len(order) && levels[order[end]] >= level {
				end++
			}
			for a, b := i, end-1; a < b; a, b = a+1, b-1 {
				order[a], order[b] = order[b], order[a]
			}
			i = max(end, i+1)
		}
	}
	return order
}

// Mirrored is what a sign looks like in text that runs from right to left.
func Mirrored(r rune) rune {
	if m, is := mirrors[r]; is {
		return m
	}
	return r
}

var mirrors = map[rune]rune{'(': ')', ')': '(', '[': ']', ']': '[', '{': '}', '}': '{', '<': '>', '>': '<', '«': '»',
	'»': '«', '‹': '›', '›': '‹', '≤': '≥', '≥': '≤'}
