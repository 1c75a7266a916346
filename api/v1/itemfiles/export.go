package itemfiles

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"time"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/service"
	"plumbline/models/service/plan"
	"plumbline/models/text"
	"plumbline/models/urls"
	"plumbline/reports/csvfile"
	"plumbline/reports/ics"
	"plumbline/reports/xlsx"
)

// Output says what a file is to be: its format, CSV if that is "", and the site that the days of a calendar lead to,
// "" where they lead nowhere.
type Output struct {
	Format string
	Site   urls.Site
}

// Export writes the items of a query as a file.
func Export(ctx context.Context, svc *service.Service, query remediation.ItemQuery, o Output) (rest.Blob, error) {
	switch o.Format {
	case ICS:
		dates, err := svc.ItemFiles.Dates(ctx, query)
		if err != nil {
			return rest.Blob{}, err
		}
		return calendarOf(dates, o.Site)
	case "", CSV, XLSX:
		items, err := svc.ItemFiles.Export(ctx, query)
		if err != nil {
			return rest.Blob{}, err
		}
		return tableOf(items, o.Format)
	}
	return rest.Blob{}, models.InvalidInput(models.FieldFault{Field: "format", Message: "must be csv, xlsx or ics"})
}

func tableOf(items plan.ItemTable, format string) (rest.Blob, error) {
	var out bytes.Buffer
	if format == XLSX {
		title := strings.TrimSpace(items.Workload + " items")
		err := xlsx.Write(&out, xlsx.Properties{Title: title, At: items.At}, items.Table)
		return rest.Blob{MediaType: xlsx.MediaType, File: text.FileNameOf(XLSX, items.Workload, "items"),
			Data: out.Bytes()}, err
	}
	err := csvfile.Write(&out, items.Table)
	return rest.Blob{MediaType: csvfile.MediaType, File: text.FileNameOf(CSV, items.Workload, "items"),
		Data: out.Bytes()}, err
}

// calendarOf is a file to import into a calendar program: a copy of the moment, unlike a feed.
func calendarOf(dates plan.ItemDates, site urls.Site) (rest.Blob, error) {
	out := ics.Calendar{Name: strings.TrimSpace("Due dates of items of " + dates.Workload), Refresh: 24 * time.Hour}
	if dates.Workload == "" {
		out.Name = "Due dates of items"
	}
	for _, i := range dates.Items {
		out.Days = append(out.Days, DayOf(site, i))
	}
	var file bytes.Buffer
	err := ics.Write(&file, out)
	return rest.Blob{MediaType: ics.MediaType, File: text.FileNameOf(ICS, dates.Workload, "due-dates"),
		Data: file.Bytes()}, err
}

// DayOf is the due date of an item, as calendars show it: the same day of the same item in feeds and in files.
func DayOf(site urls.Site, i plan.ItemRow) ics.Day {
	lines := []string{"Workload: " + i.Workload, "Status: " + strings.ReplaceAll(string(i.Status), "_", " "),
		"Priority: " + string(i.Priority)}
	if i.Owner.Name != "" {
		lines = append(lines, "Owner: "+i.Owner.Name)
	}
	day := ics.Day{UID: i.ID + "@items.plumbline", Date: i.DueOn.Time(), Title: fmt.Sprintf("#%d %s", i.Number, i.Title),
		Description: strings.Join(lines, "\n"), Categories: []string{i.Workload}, Created: i.CreatedAt,
		Changed: i.UpdatedAt, Sequence: i.Version - 1, Urgent: i.Priority == "urgent"}
	if site != "" {
		day.URL = site.At(string(urls.Item(i.ID)))
	}
	return day
}
