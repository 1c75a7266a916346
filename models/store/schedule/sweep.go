package schedule

import (
	"time"

	"gorm.io/gorm"

	"plumbline/models/store/micros"
)

// idLength is how long the id of a thing is that stands in a step's name after its kind.
const idLength = 32

// ForgetToldBefore takes out steps of a kind that were told before a moment, so many at most, and says how many.
func ForgetToldBefore(t *Table, kind string, before time.Time, limit int) (int, error) {
	return t.forget(t.ofKind(kind).Where("at < ?", micros.Of(before)), limit)
}

// ForgetDays takes out steps of a kind whose names have a day before another one after the id of their thing, so many
// at most, and says how many.
func ForgetDays(t *Table, kind, before string, limit int) (int, error) {
	from := len(kind) + len("/") + idLength + len("/") + 1
	return t.forget(t.ofKind(kind).Where("substr(step, ?, ?) < ?", from, len("2006-01-02"), before), limit)
}

// ForgetGone takes out steps of a kind whose things are in a table no more, so many at most, and says how many. Ids are
// never given again.
func ForgetGone(t *Table, kind, table string, limit int) (int, error) {
	things := t.tx.DB.Table(table).Select("1").Where("id = substr(step, ?, ?)", len(kind)+len("/")+1, idLength)
	return t.forget(t.ofKind(kind).Where("NOT EXISTS (?)", things), limit)
}

func (t *Table) ofKind(kind string) *gorm.DB {
	return t.tx.DB.Model(&toldRow{}).Where("step >= ? AND step < ?", kind+"/", kind+"0") // "0" follows "/"
}

func (t *Table) forget(which *gorm.DB, limit int) (int, error) {
	q := t.tx.DB.Where("step IN (?)", which.Select("step").Limit(limit)).Delete(&toldRow{})
	return int(q.RowsAffected), t.tx.Failed("forget", "steps", q.Error)
}
