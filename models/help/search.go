package help

import (
	"slices"
	"strings"

	"plumbline/models/markdown"
)

// Found is a topic in which all words of a search stand, and the sections that name one of them in their heading.
type Found struct {
	Topic
	Sections []markdown.Heading
}

// mostWords bounds a search.
const mostWords = 20

// Search finds the topics in which every word of the query stands: those first that have one in their title, then those
// that have them most often. Letter case does not count.
func Search(query string) (list []Found) {
	words := strings.Fields(strings.ToLower(query))
	if len(words) == 0 {
		return nil
	}
	words = words[:min(len(words), mostWords)]
	weights := map[string]int{}
	for _, t := range Topics() {
		if weights[t.Name] = weigh(t, words); weights[t.Name] > 0 {
			list = append(list, Found{t, sectionsOn(t, words)})
		}
	}
	slices.SortStableFunc(list, func(a, b Found) int { return weights[b.Name] - weights[a.Name] })
	return list
}

// titled is how many times a word counts that stands in the title of a topic.
const titled = 1000

// weigh says how much a topic is about the words, 0 if it lacks one.
func weigh(t Topic, words []string) (weight int) {
	title, text := strings.ToLower(t.Title+" "+t.Name), strings.ToLower(t.Title+"\n"+t.Source)
	for _, word := range words {
		count := strings.Count(text, word)
		if count == 0 {
			return 0
		}
		weight += count
		if strings.Contains(title, word) {
			weight += titled
		}
	}
	return weight
}

func sectionsOn(t Topic, words []string) (list []markdown.Heading) {
	for _, h := range t.Headings() {
		about := func(word string) bool { return strings.Contains(strings.ToLower(h.Text), word) }
		if slices.ContainsFunc(words, about) {
			list = append(list, h)
		}
	}
	return list
}
