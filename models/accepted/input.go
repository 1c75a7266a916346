package accepted

import "time"

// Input asks for an acceptance.
type Input struct {
	QuestionID   string `validate:"required,text,max=128"`
	ChoiceID     string `validate:"text,max=128"`
	Reason       string `validate:"required,notblank,text,max=4000"`
	Mitigation   string `validate:"required,notblank,text,max=4000"`
	ApproverRole string `validate:"required,notblank,text,line,max=100"`
	ApproverID   string `validate:"text,max=64"`
	Until        string `validate:"required,text,max=10"`
	ItemID       string `validate:"text,max=64"`
}

// Decision accepts the risk or declines to.
type Decision struct {
	Accept bool
	Note   string `validate:"text,max=4000"`
}

// Closing withdraws or revokes.
type Closing struct {
	Note string `validate:"text,max=4000"`
}

// MostMonths is how far ahead the last day of an acceptance may lie.
const MostMonths = 12

// UntilFault tells what is wrong with the last day of an acceptance that is asked for today, "" if nothing is.
func UntilFault(until, today string) string {
	day, err := time.Parse(time.DateOnly, until)
	switch {
	case err != nil:
		return "must be a day such as 2026-12-31"
	case day.Format(time.DateOnly) < today:
		return "must not lie before today, " + today
	case day.Format(time.DateOnly) > LastDay(today):
		return "must be at most 12 months ahead, " + LastDay(today)
	}
	return ""
}

// LastDay is the latest last day of an acceptance that is asked for today; "" if today is no day.
func LastDay(today string) string {
	day, err := time.Parse(time.DateOnly, today)
	if err != nil {
		return ""
	}
	last := day.AddDate(0, MostMonths, 0)
	if last.Day() != day.Day() { // 29 February: the day before 1 March
		last = last.AddDate(0, 0, -last.Day())
	}
	return last.Format(time.DateOnly)
}

// DaysAhead is the day that lies so many days after one; "" if that is no day.
func DaysAhead(today string, days int) string {
	day, err := time.Parse(time.DateOnly, today)
	if err != nil {
		return ""
	}
	return day.AddDate(0, 0, days).Format(time.DateOnly)
}
