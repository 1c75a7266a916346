package help

import (
	"strings"

	"plumbline/models/markdown"
)

// Found is a topic in which all words of a search stand, and the sections that name one of them in their heading.
type Found struct {
	Topic
	Sections []markdown.Heading
}

// Search finds the topics in which every word of the query stands, those first that name one in their title. Letter case
// does not count.
func Search(query string) (list []Found) {
	words := strings.Fields(strings.ToLower(query))
	if len(words) == 0 {
		return nil
	}
	var others []Found
	for _, t := range Topics() {
		title, text := strings.ToLower(t.Title+" "+t.Name), strings.ToLower(t.Title+"\n"+t.Source)
		found, titled := Found{Topic: t}, false
		missing := false
		for _, word := range words {
			missing = missing || !strings.Contains(text, word)
			titled = titled || strings.Contains(title, word)
		}
		if missing {
			continue
		}
		for _, h := range t.Headings() {
			for _, word := range words {
				if strings.Contains(strings.ToLower(h.Text), word) {
					found.Sections = append(found.Sections, h)
					break
				}
			}
		}
		if titled {
			list = append(list, found)
		} else {
			others = append(others, found)
		}
	}
	return append(list, others...)
}
