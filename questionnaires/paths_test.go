package questionnaires

import (
	"fmt"
	"math/bits"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// showPaths writes paths as "MEDIUM: a b | a c; NONE: a b c", with "…" if there are more.
func showPaths(paths []RiskPath) string {
	var parts []string
	for _, p := range paths {
		var sets []string
		for _, s := range p.Sets {
			sets = append(sets, strings.Join(s, " "))
		}
		part := string(p.To) + ": " + strings.Join(sets, " | ")
		if p.More {
			part += " …"
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, "; ")
}

func TestPaths(t *testing.T) {
	standard := questionOfIDs(t, "a b c q_no", "NO a && b && c", "MEDIUM a", "HIGH default")
	for _, c := range []struct {
		why    string
		q      *Question
		answer string
		want   string
	}{
		{"unanswered", standard, "", "MEDIUM: a; NONE: a b c"},
		{"in part", standard, "b", "MEDIUM: a; NONE: a c"},
		{"at medium", standard, "a b", "NONE: c"},
		{"not applicable need not be selected", standard, "b !c", "NONE: a"},
		{"nothing lower than none", standard, "a b c", ""},
		{"nothing applies", standard, "!a !b !c", ""},
		{"the question does not apply", standard, "!", ""},
		{"all there is", questionOfIDs(t, "a b", "NO a && !b", "HIGH default"), "a b", ""},
		{"out of reach", questionOfIDs(t, "a b c", "NO !a", "MEDIUM a && b", "HIGH default"), "a", "MEDIUM: b"},
		{"no choice but none of these", questionOfIDs(t, "q_no", "NO !q_no", "HIGH default"), "q_no", ""},
		{"none of these goes", questionOfIDs(t, "a b q_no", "HIGH q_no", "NO a", "MEDIUM default"), "q_no", "NONE: a"},
		{"a neutral condition needs something selected", questionOfIDs(t, "a b c", "NO a", "HIGH default"), "!a",
			"NONE: b | c"},
		{"several sets, in the order of the lens", questionOfIDs(t, "a b c d", "NO (a || b) && (c || d)", "HIGH default"), "",
			"NONE: a c | a d | b c | b d"},
		{"the smallest only", questionOfIDs(t, "a b c d", "NO a && b || c", "HIGH default"), "a", "NONE: b | c"},
		{"no rule is no way to no risk", questionOfIDs(t, "a b", "HIGH a", "MEDIUM a"), "", ""},
		{"out of a gap", questionOfIDs(t, "a b c", "NO a && b", "MEDIUM a"), "c", "MEDIUM: a; NONE: a b"},
		{"medium or better", questionOfIDs(t, "a b c d", "MEDIUM a && b && c", "NO a && b", "HIGH default"), "d",
			"NONE: a b"},
		{"more than fit",
			questionOfIDs(t, "a b c d e f g",
				strings.Join([]string{"NO a && (b || c || d || e || f || g) && (b || c || d || e || f || g)",
					"HIGH default"}, "\n")), "", "NONE: a b | a c | a d | a e | a f | a g"},
	} {
		if got := showPaths(c.q.Paths(readAnswer(c.answer))); got != c.want {
			t.Errorf("%s (%s): %s, want %s", c.why, c.answer, got, c.want)
		}
	}
}

func TestPathsAreCapped(t *testing.T) {
	q := questionOfIDs(t, "a b c d e f g",
		"NO (a || b || c) && (d || e || f || g) || (a || b) && (b || c) && (d || e) || f && g && a", "HIGH default")
	if got := q.Paths(Answer{}); len(got) != 1 || len(got[0].Sets) != 12 || got[0].More {
		t.Errorf("%s", showPaths(got))
	}
	anyTwo := "(a && (b || c || d || e || f || g) || b && (c || d || e || f || g) || c && (d || e || f || g) || d && (e || f || g) || e && (f || g) || f && g)"
	q = questionOfIDs(t, "a b c d e f g", "NO "+anyTwo, "HIGH default")
	got := q.Paths(Answer{})
	if len(got) != 1 || len(got[0].Sets) != MaxSets || !got[0].More {
		t.Errorf("%s", showPaths(got))
	}
	if first, last := got[0].Sets[0], got[0].Sets[MaxSets-1]; !slices.Equal(first, []string{"a", "b"}) ||
		!slices.Equal(last, []string{"e", "g"}) {
		t.Errorf("from %v to %v", first, last)
	}
}

// condition draws a random condition over ids.
func condition(r *rand.Rand, ids []string, depth int) string {
	if depth == 0 || r.IntN(4) == 0 {
		return []string{"", "", "!"}[r.IntN(3)] + ids[r.IntN(len(ids))]
	}
	var parts []string
	for range 2 + r.IntN(2) {
		parts = append(parts, condition(r, ids, depth-1))
	}
	return []string{"", "", "!"}[r.IntN(3)] + "(" + strings.Join(parts, []string{" && ", " || "}[r.IntN(2)]) + ")"
}

// TestPathsAgreeWithRate tries, for random questions and all their answers, every larger selection with Rate.
func TestPathsAgreeWithRate(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	ids := []string{"a", "b", "c", "d", "x_no"}
	for range 150 {
		var rules []string
		for _, risk := range []string{"NO", "MEDIUM", "HIGH"} {
			rules = append(rules, risk+" "+condition(r, ids, 2))
		}
		r.Shuffle(len(rules), func(i, j int) { rules[i], rules[j] = rules[j], rules[i] })
		if at := r.IntN(4); at < 3 {
			rules[at], _, _ = strings.Cut(rules[at], " ")
			rules[at] += " default"
		}
		q := questionOfIDs(t, strings.Join(ids, " "), rules...)
		for code := range 3 * 3 * 3 * 3 * 2 {
			a := replyOf(ids, code)
			want := slowPaths(q, ids, a)
			if got := showPaths(q.Paths(a)); got != want {
				t.Fatalf("%v with %v: %s, want %s", rules, a, got, want)
			}
			if reason := q.Rate(a).Reason(); showPaths(reason.Paths) != want || reason.Risk == "" || reason.Basis == "" {
				t.Fatalf("%v with %v: bad reason %+v", rules, a, reason)
			}
		}
	}
}

// replyOf makes an answer of the digits of a number to the base 3.
func replyOf(ids []string, code int) (a Answer) {
	for _, id := range ids {
		switch code % 3 {
		case 1:
			a.Selected = append(a.Selected, id)
		case 2:
			a.NotApplicable = append(a.NotApplicable, id)
		}
		code /= 3
	}
	return a
}

func slowPaths(q *Question, ids []string, a Answer) string {
	now := q.Rate(a).Risk
	if now == RiskNone {
		return ""
	}
	best := map[Risk][][]string{}
	size := map[Risk]int{RiskMedium: 99, RiskNone: 99}
	for set := 1; set < 1<<len(ids); set++ {
		then := Answer{Selected: slices.Clone(a.Selected), NotApplicable: a.NotApplicable}
		then.Selected = slices.DeleteFunc(then.Selected, IsNoneOfThese)
		var added []string
		for i, id := range ids {
			if set>>i&1 == 0 {
				continue
			}
			if IsNoneOfThese(id) || slices.Contains(a.Selected, id) || slices.Contains(a.NotApplicable, id) {
				added = nil
				break
			}
			added = append(added, id)
		}
		if len(added) != bits.OnesCount(uint(set)) {
			continue
		}
		then.Selected = append(then.Selected, added...)
		risk := q.Rate(then).Risk
		for _, to := range []Risk{RiskMedium, RiskNone} {
			if risk != RiskNone && risk != to || len(added) > size[to] {
				continue
			}
			if len(added) < size[to] {
				size[to], best[to] = len(added), nil
			}
			best[to] = append(best[to], added)
		}
	}
	var paths []RiskPath
	for _, to := range []Risk{RiskMedium, RiskNone} {
		slices.SortFunc(best[to], slices.Compare)
		if len(best[to]) > 0 && (to == RiskNone || now != RiskMedium && size[RiskMedium] < size[RiskNone]) {
			paths = append(paths, RiskPath{To: to, Sets: best[to]})
		}
	}
	return showPaths(paths)
}

func BenchmarkPaths(b *testing.B) {
	for _, n := range []int{6, 15} {
		q, _ := sizedQuestion(b, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if len(q.Paths(Answer{})) != 2 {
					b.Fatal("wrong")
				}
			}
		})
	}
}
