package portfolio

import (
	"cmp"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"

	"plumbline/models"
)

// place is where a row of the map stands: by high risks, by medium ones, by name, by id.
type place struct {
	high, medium int
	fold, id     string
}

func (p Portfolio) placeOf(row HeatRow) place {
	w := p.Workloads[row.Workload]
	return place{row.Counts.High, row.Counts.Medium, w.Fold, w.ID}
}

func (a place) compare(b place) int {
	return cmp.Or(b.high-a.high, b.medium-a.medium, strings.Compare(a.fold, b.fold), strings.Compare(a.id, b.id))
}

func (a place) cursor() string {
	text := strings.Join([]string{"map", strconv.Itoa(a.high), strconv.Itoa(a.medium), a.fold, a.id}, "\n")
	return base64.RawURLEncoding.EncodeToString([]byte(text))
}

func readPlace(cursor string) (place, bool) {
	data, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	parts := strings.Split(string(data), "\n")
	if err != nil || len(parts) != 5 || parts[0] != "map" {
		return place{}, false
	}
	high, wrong := strconv.Atoi(parts[1])
	medium, bad := strconv.Atoi(parts[2])
	return place{high, medium, parts[3], parts[4]}, wrong == nil && bad == nil
}

// SortRows puts the rows of the map into their order, the worst first.
func (p Portfolio) SortRows() {
	slices.SortFunc(p.Map.Rows, func(a, b HeatRow) int { return p.placeOf(a).compare(p.placeOf(b)) })
}

// Page is a page of the map's rows. Where a page begins stays right when workloads before it come, go, or move. The
// error is Invalid for a cursor of something else.
func (p Portfolio) Page(request models.PageRequest) (models.ResultPage[HeatRow], error) {
	rows, limit := p.Map.Rows, request.Limit
	if limit <= 0 {
		limit = models.DefaultPage
	}
	if request.After != "" {
		after, ok := readPlace(request.After)
		if !ok {
			return models.ResultPage[HeatRow]{}, models.InvalidInput(models.FieldFault{Field: "cursor",
				Message: "is not a cursor of this list"})
		}
		start, found := slices.BinarySearchFunc(rows, after, func(row HeatRow, after place) int {
			return p.placeOf(row).compare(after)
		})
		if found {
			start++
		}
		rows = rows[start:]
	}
	page := models.ResultPage[HeatRow]{Items: rows[:min(len(rows), limit, models.MaxPage)]}
	if n := len(page.Items); n > 0 && n < len(rows) {
		page.Next = p.placeOf(page.Items[n-1]).cursor()
	}
	return page, nil
}
