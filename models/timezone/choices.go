package timezone

import (
	"slices"
	"strings"
	"time"
)

// Region is a part of the world with its zones, to choose from.
type Region struct {
	Name    string
	Choices []Choice
}

// Choice is a zone to choose.
type Choice struct{ Name, Label string }

// Choices are the zones to choose from: UTC, which is of no region, then the regions, each with its offset at a moment.
// A zone that was chosen and is not among these, since its name is an old one, comes first.
func Choices(now time.Time, chosen string) []Region {
	top := Region{Choices: []Choice{{"UTC", "UTC"}}}
	var regions []Region
	offered := strings.Fields(offeredNames)
	for _, name := range offered {
		region, place, inside := strings.Cut(name, "/")
		if !inside {
			continue
		}
		if len(regions) == 0 || regions[len(regions)-1].Name != region {
			regions = append(regions, Region{Name: region})
		}
		last := &regions[len(regions)-1]
		last.Choices = append(last.Choices, Choice{name, placeName.Replace(place) + " (" + Of(name).Offset(now) + ")"})
	}
	if name, known := Name(chosen); known && !slices.Contains(offered, name) {
		top.Choices = append([]Choice{{name, name + " (" + Of(name).Offset(now) + ")"}}, top.Choices...)
	}
	return append([]Region{top}, regions...)
}

// placeName writes Argentina/Buenos_Aires for people.
var placeName = strings.NewReplacer("/", ", ", "_", " ")
