package builtin

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

var (
	// yearInText finds a year that stands by itself; the year in ELBSecurityPolicy-TLS13-1-2-2021-06 is part of a name.
	yearInText = regexp.MustCompile(`(?:^|[^-_0-9A-Za-z./])(20\d\d)(?:$|[^-_0-9A-Za-z/])`)

	// agingFacts are subjects whose rules, limits or names the provider or a legislator changes.
	agingFacts = regexp.MustCompile(`Business Support|Enterprise On-Ramp|Gbit/s|packets per second|accelerated recovery|next generation|` +
		`automatic management|Sustainability API|encrypted by default since|` +
		`retention-period-check|it has named|violence and terrorism|proposed in|proposal of`)
)

// TestAgingFactsHaveSources: a text with a year, or with another fact that ages, names where it was looked up and when,
// and each year occurs in the fact of a source.
func TestAgingFactsHaveSources(t *testing.T) {
	sources := 0
	for _, s := range readSources(t) {
		for _, p := range s.pillars {
			for _, q := range p.Questions {
				sources += checkFacts(t, questionTexts(q), q.Sources)
				for _, c := range q.Choices {
					sources += checkFacts(t, choiceTexts(c), c.Sources)
				}
			}
		}
	}
	if sources < 30 {
		t.Errorf("only %d sources", sources)
	}
}

func checkFacts(t *testing.T, texts []sourceText, sources []factSource) int {
	t.Helper()
	var facts []string
	for _, s := range sources {
		facts = append(facts, s.Fact)
		checkFactSource(t, texts[0].where, s)
	}
	for _, missing := range factsWithoutSource(texts, facts) {
		t.Errorf("%s: add a source to sources", missing)
	}
	return len(sources)
}

// factsWithoutSource lists what stands in the texts and in none of the facts.
func factsWithoutSource(texts []sourceText, facts []string) (missing []string) {
	for _, w := range texts {
		for _, year := range yearInText.FindAllStringSubmatch(w.text, -1) {
			if !slices.ContainsFunc(facts, func(fact string) bool { return strings.Contains(fact, year[1]) }) {
				missing = append(missing, w.where+" names the year "+year[1])
			}
		}
		if subject := agingFacts.FindString(w.text); subject != "" && len(facts) == 0 {
			missing = append(missing, w.where+" says something about "+subject)
		}
	}
	return missing
}

func checkFactSource(t *testing.T, where string, s factSource) {
	t.Helper()
	if n := len(s.Fact); n < 30 || n > 220 {
		t.Errorf("%s: the fact of a source has %d bytes, wanted 30 to 220: %q", where, n, s.Fact)
	}
	if u, err := url.Parse(s.URL); err != nil || u.Scheme != "https" || u.Host == "" {
		t.Errorf("%s: the address of a source is %q", where, s.URL)
	}
	if day, err := time.Parse(time.DateOnly, s.Checked); err != nil || day.Year() < 2026 {
		t.Errorf("%s: a source was checked on %q", where, s.Checked)
	}
}

func TestFactsWithoutSource(t *testing.T) {
	for _, row := range []struct {
		text  string
		facts []string
		want  int
	}{
		{"Since 31 March 2025 they are mandatory.", nil, 1},
		{"Since 31 March 2025 they are mandatory.", []string{"mandatory since 31 March 2025"}, 0},
		{"Criteria of 2017, points of focus of 2022", []string{"criteria of 2017"}, 1},
		{"Use ELBSecurityPolicy-TLS13-1-2-2021-06 or TLSv1.2_2021, port 2049 is closed.", nil, 1},
		{"Business Support or higher", nil, 1},
		{"Nothing here ages.", nil, 0},
	} {
		if got := factsWithoutSource([]sourceText{{where: "here", text: row.text}}, row.facts); len(got) != row.want {
			t.Errorf("%q with %q: %q", row.text, row.facts, got)
		}
	}
}
