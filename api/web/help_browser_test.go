package web_test

import (
	"testing"

	"plumbline/api/apitest"
	"plumbline/models/help"
	"plumbline/models/urls"
)

// Every topic fits into the narrowest window and a wide one, light and dark, and its links to its sections lead there.
func TestHelpFitsEveryWindow(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		b := s.Browser()
		for _, size := range []struct{ width, height int64 }{{320, 700}, {1440, 900}} {
			b.Size(size.width, size.height)
			for _, path := range append([]string{urls.Help, urls.Help + "?q=backup"}, addressesOfTopics()...) {
				b.Open(path)
				if apitest.ValueOf[bool](b, `document.documentElement.scrollWidth > document.documentElement.clientWidth`) {
					t.Errorf("%s scrolls sideways at %d pixels", path, size.width)
				}
				lost := apitest.ValueOf[[]string](b, `[...document.querySelectorAll(".help-sections a")].map((a) => a.hash)
					.filter((hash) => !document.getElementById(decodeURIComponent(hash.slice(1))))`)
				if len(lost) > 0 {
					t.Errorf("%s has links to sections that are not there: %v", path, lost)
				}
			}
		}
	})
}

func addressesOfTopics() (list []string) {
	for _, name := range help.Names() {
		list = append(list, urls.HelpTopic(name))
	}
	return list
}
