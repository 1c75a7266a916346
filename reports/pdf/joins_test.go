package pdf

import (
	"strings"
	"testing"

	q "plumbline/questionnaires"
	"plumbline/reports/doc"
)

// A section that joins the one before it starts below it if a third of the page is left. It is in the list of contents
// and in the outline like any other, and the running head names what a page begins with.
func TestSectionsJoin(t *testing.T) {
	chapter := func(place string, joins bool, body ...doc.Block) doc.Section {
		return doc.Section{Title: doc.CleanText("title " + place), Place: place, Topic: doc.CleanText("topic " + place),
			Joins: joins, Body: body}
	}
	contents := doc.Section{Kind: doc.ContentsSection, Title: "Contents", Place: "contents"}
	overview := doc.Section{Kind: doc.OverviewSection, Title: "Overview", Place: "overview", Topic: "topic overview"}
	third := linesOfPage * 2 / 3
	for name, c := range map[string]struct {
		sections []doc.Section
		pages    []string // what each begins with
		topics   []string // of each running head
	}{
		"room enough": {[]doc.Section{chapter("a", false, fillerLines(third-2)), chapter("b", true, fillerLines(40))},
			[]string{"title a", "fill"}, []string{"topic a", "topic b"}},
		"less than a third": {[]doc.Section{chapter("a", false, fillerLines(third+2)), chapter("b", true)},
			[]string{"title a", "title b"}, []string{"topic a", "topic b"}},
		"three on a page": {[]doc.Section{chapter("a", false), chapter("b", true), chapter("c", true),
			chapter("d", false)}, []string{"title a", "title d"}, []string{"topic a", "topic d"}},
		"the page after three": {[]doc.Section{chapter("a", false), chapter("b", true), chapter("c", true,
			fillerLines(60))}, []string{"title a", "fill"}, []string{"topic a", "topic c"}},
		"without wish": {[]doc.Section{chapter("a", false), chapter("b", false)}, []string{"title a", "title b"},
			[]string{"topic a", "topic b"}},
		"the first":      {[]doc.Section{chapter("a", true)}, []string{"title a"}, []string{"topic a"}},
		"after contents": {[]doc.Section{contents, chapter("a", true)}, []string{"Contents"}, []string{"all"}},
		"after an overview": {[]doc.Section{overview, chapter("a", true)}, []string{"Overview", "title a"},
			[]string{"topic overview", "topic a"}},
		"a rule at the end before": {[]doc.Section{chapter("a", false, fillerLines(third+4), doc.Rule{}), chapter("b", true)},
			[]string{"title a", "title b"}, []string{"topic a", "topic b"}},
	} {
		d, pages := setSections(t, doc.PaperA4, c.sections...)
		shown := shownOn(pages)
		if len(pages) != len(c.pages) {
			t.Errorf("%s: %d pages: %q", name, len(pages), shown)
			continue
		}
		topic, titles := doc.CleanText("all"), 0
		for i, page := range pages {
			if !strings.HasPrefix(shown[i], c.pages[i]+"|") {
				t.Errorf("%s: page %d begins with %q, want %q", name, i+1, shown[i], c.pages[i])
			}
			if topic = headOf(page[:1], topic, "all"); string(topic) != c.topics[i] {
				t.Errorf("%s: the head of page %d names %q, want %q", name, i+1, topic, c.topics[i])
			}
			topic = headOf(page, topic, "all")
			for _, b := range page {
				for _, m := range b.marks {
					if p, is := m.(placeMark); is && p.title != "" && p.level == 0 {
						titles++
					}
				}
			}
		}
		listed := len(d.listed)
		if c.sections[0].Kind == doc.ContentsSection {
			listed++
		}
		if titles != len(c.sections) || listed != titles {
			t.Errorf("%s: %d bookmarks, %d lines of contents", name, titles, listed)
		}
	}
}

// A large count that moved says so below its number; the space for that is there only where one did.
func TestFiguresTellTheirChange(t *testing.T) {
	figures := func(changes ...doc.CleanText) (string, float64) {
		tally := doc.Tally{Large: true}
		for i, c := range changes {
			tally.Counts = append(tally.Counts, doc.RiskCount{Risk: q.Risks[i], Name: "name", N: 3, Change: c})
		}
		pages := setReport(t, doc.ChapterSection, tally)
		return shownOn(pages)[0], pages[0][1].height
	}
	for _, c := range []struct {
		changes []doc.CleanText
		height  float64
	}{{[]doc.CleanText{"", ""}, 74}, {[]doc.CleanText{"3 fewer", ""}, 86},
		{[]doc.CleanText{"", "more than there were at the time of the milestone that is compared with this one"}, 98}} {
		shown, height := figures(c.changes...)
		if height != c.height {
			t.Errorf("%q: %g points high, want %g", c.changes, height, c.height)
		}
		for _, text := range c.changes {
			if text != "" && !strings.Contains(strings.ReplaceAll(shown, "|", " "), string(text)) {
				t.Errorf("%q is not in %q", text, shown)
			}
		}
	}
}
