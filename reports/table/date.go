package table

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// The first day of the two calendars of spreadsheets. The one of 1900 has a 29 February that never was, so its serial
// numbers count from 30 December 1899 on all days after it.
var (
	epoch1900 = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	epoch1904 = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
)

// maxSerial is 31 December 9999.
const maxSerial = 2958466

// Moment is the date of a serial number, with the time of day where it has one: "2026-12-01", "2026-12-01 14:30". ok is
// false where spreadsheets have no date for it.
func Moment(serial float64, from1904 bool) (text string, ok bool) {
	if math.IsNaN(serial) || serial < 0 || serial >= maxSerial {
		return "", false
	}
	epoch := epoch1900
	switch {
	case from1904:
		epoch = epoch1904
	case serial < 61: // before March 1900, where programs do not agree
		return "", false
	}
	minutes := int64(math.Round(serial * 24 * 60))
	at := epoch.AddDate(0, 0, int(minutes/(24*60))).Add(time.Duration(minutes%(24*60)) * time.Minute)
	if minutes%(24*60) == 0 {
		return at.Format(time.DateOnly), true
	}
	return at.Format("2006-01-02 15:04"), true
}

// Serial is the serial number of a date (YYYY-MM-DD); ok is false where a spreadsheet has none for it.
func Serial(date string) (serial int, ok bool) {
	at, err := time.Parse(time.DateOnly, date)
	if err != nil || at.Year() < 1901 || at.Year() > 9999 {
		return 0, false
	}
	return int((at.Unix() - epoch1900.Unix()) / (24 * 60 * 60)), true
}

// dateForms are the ways to write a date that can be read in one way only.
var dateForms = []string{time.DateOnly, "2006-01-02 15:04", "2006-01-02 15:04:05", time.RFC3339, "2006-01-02T15:04:05",
	"2006/01/02", "2.1.2006", "2 Jan 2006", "2 January 2006", "Jan 2, 2006", "January 2, 2006"}

// Day reads the cell as a date, YYYY-MM-DD; "" of an empty cell. ok is false where it is no date, or one that can be
// read in two ways, such as 04/05/2026.
func (c Cell) Day() (date string, ok bool) {
	text := strings.TrimSpace(c.Text)
	if text == "" {
		return "", c.Fault == ""
	}
	if c.Numeric {
		serial, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return "", false
		}
		text, ok = Moment(serial, false)
		return text[:min(len(text), len(time.DateOnly))], ok
	}
	for _, form := range dateForms {
		if at, err := time.Parse(form, text); err == nil && at.Year() >= 1901 && at.Year() <= 9999 {
			return at.Format(time.DateOnly), true
		}
	}
	return "", false
}

// maxWhole bounds whole numbers: all up to it are exact in a spreadsheet.
const maxWhole = 1 << 53

// Whole reads the cell as a whole number, with or without blanks or apostrophes between thousands; 0 of an empty cell.
func (c Cell) Whole() (n int64, ok bool) {
	text := strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "'", "", "’", "").Replace(strings.TrimSpace(c.Text))
	if text == "" {
		return 0, c.Fault == ""
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return n, n >= -maxWhole && n <= maxWhole
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) > maxWhole {
		return 0, false
	}
	return int64(f), true
}
