package answers

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"gorm.io/gorm"

	"plumbline/models"
	"plumbline/models/store/micros"
)

// Transaction is what a group needs of the transaction on PostgreSQL that it is in.
type Transaction struct {
	DB    *gorm.DB
	Conn  gorm.ConnPool
	Later func(query string, args ...any) error // runs a statement with the next one
}

func (tx Transaction) ctx() context.Context { return tx.DB.Statement.Context }

// Group is what operations on answers share that come at the same time: what was read for all of them, and what they
// write.
type Group struct {
	reviews map[models.ReviewPath]Found
	asked   map[Key]bool
	answers map[Key]models.Answer // those that exist, with what members have put

	put     []Key
	counted []Counted
}

// Found is a review with its lens and the workspace of its workload.
type Found struct {
	Owner  string
	Review models.Review
	Lens   models.Lens
}

// Counted is what an operation adds to the counts of a pillar, and when and by whom the review was changed by that.
type Counted struct {
	ReviewID string
	Added    models.PillarReview
	At       time.Time
	By       string
}

// ReviewQuery finds the reviews of workloads (a list of ids) with lenses (a list of ids or keys) at the same places.
// Where several are found for one place, the first is the one.
type ReviewQuery struct {
	Text string
	Scan func(*sql.Rows) (place int, found Found, err error) // places are counted from 1
}

// Read finds the reviews, and then the answers: by a statement of its own, which sees what was committed before locks
// of the reviews were there.
func Read(tx Transaction, query ReviewQuery, paths []models.AnswerPath) (*Group, error) {
	g := &Group{reviews: map[models.ReviewPath]Found{}, asked: map[Key]bool{}, answers: map[Key]models.Answer{}}
	var at []models.ReviewPath
	var workloads, lenses []string
	seen := map[models.ReviewPath]bool{}
	for _, p := range paths {
		if r := p.Review(); !seen[r] {
			seen[r] = true
			at, workloads, lenses = append(at, r), append(workloads, r.Workload), append(lenses, r.Lens)
		}
	}
	rows, err := tx.Conn.QueryContext(tx.ctx(), query.Text, workloads, lenses)
	if err != nil {
		return nil, err
	}
	err = each(rows, func() error {
		place, found, err := query.Scan(rows)
		if err != nil {
			return err
		}
		if _, before := g.reviews[at[place-1]]; !before {
			g.reviews[at[place-1]] = found
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return g, g.readAnswers(tx, paths)
}

func each(rows *sql.Rows, row func() error) (err error) {
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := row(); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (g *Group) readAnswers(tx Transaction, paths []models.AnswerPath) error {
	var keys []Key
	for _, p := range paths {
		found, is := g.reviews[p.Review()]
		if k := (Key{found.Review.ID, p.Question}); is && !g.asked[k] {
			g.asked[k] = true
			keys = append(keys, k)
		}
	}
	if len(keys) == 0 {
		return nil
	}
	list, err := some(tx.DB, keys)
	for _, a := range list {
		g.answers[KeyOf(a)] = a
	}
	return err
}

// lockWorkloads passes over those that somebody else holds: a group waits for nobody. By hand, for arrays.
const lockWorkloads = "SELECT id FROM workloads WHERE id = ANY($1::text[]) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED"

// Lock is Read with locks: of the workloads, as far as nobody else has them, and then of what the query locks. What is
// in other workloads has no part in the group.
func Lock(tx Transaction, query ReviewQuery, paths []models.AnswerPath) (*Group, error) {
	workloads := make([]string, len(paths))
	for i, p := range paths {
		workloads[i] = p.Workload
	}
	rows, err := tx.Conn.QueryContext(tx.ctx(), lockWorkloads, workloads)
	if err != nil {
		return nil, err
	}
	held, id := map[string]bool{}, ""
	if err := each(rows, func() error {
		err := rows.Scan(&id)
		held[id] = true
		return err
	}); err != nil {
		return nil, err
	}
	var ours []models.AnswerPath
	for _, p := range paths {
		if held[p.Workload] {
			ours = append(ours, p)
		}
	}
	if len(ours) == 0 {
		return &Group{}, nil
	}
	return Read(tx, query, ours)
}

// Member is the part of one operation in a group.
type Member struct {
	At models.AnswerPath

	group   *Group
	put     []models.Answer
	counted []Counted
}

// Member gives the part of the operation on an answer, nil where its review was not found.
func (g *Group) Member(at models.AnswerPath) *Member {
	if _, found := g.reviews[at.Review()]; !found {
		return nil
	}
	return &Member{At: at, group: g}
}

// Found gives the review of the operation.
func (m *Member) Found() Found { return m.group.reviews[m.At.Review()] }

// Answer gives an answer. known is false where the group has not asked for it.
func (m *Member) Answer(k Key) (a models.Answer, exists, known bool) {
	a, exists = m.group.answers[k]
	return a, exists, m.group.asked[k]
}

// Put has the answer written with the group, in place of the one there was.
func (m *Member) Put(a models.Answer) { m.put = append(m.put, a) }

// Count has counts changed with the group.
func (m *Member) Count(c Counted) { m.counted = append(m.counted, c) }

// Keep takes over what a member writes: the next one finds it.
func (g *Group) Keep(m *Member) {
	for _, a := range m.put {
		g.answers[KeyOf(a)], g.put = a, append(g.put, KeyOf(a))
	}
	g.counted = append(g.counted, m.counted...)
}

// Write writes what the members put, each row once. The last statement it waits for, and with it for all before: what
// the server refuses is told before the commit. Whatever else is to be written goes before that one.
func (g *Group) Write(tx Transaction, andElse func() error) error {
	var put []models.Answer
	seen := map[Key]bool{}
	for _, k := range g.put {
		if !seen[k] {
			seen[k] = true
			put = append(put, g.answers[k])
		}
	}
	if len(put) > 0 {
		if err := PutLater(tx, put...); err != nil {
			return err
		}
	}
	if err := g.writeCounts(tx); err != nil {
		return err
	}
	if err := andElse(); err != nil {
		return err
	}
	return g.touchReviews(tx)
}

// PutLater is Put, with the next statement.
func PutLater(tx Transaction, list ...models.Answer) error {
	upsert := Put(tx.DB.Session(&gorm.Session{DryRun: true}), list...)
	if upsert.Error != nil {
		return upsert.Error
	}
	return tx.Later(upsert.Statement.SQL.String(), upsert.Statement.Vars...)
}

// Statements of groups. They go by hand: GORM has no update of many rows from a list.
const (
	addCounts = "UPDATE pillar_reviews AS p SET count_unanswered = p.count_unanswered + c.unanswered, " +
		"count_high = p.count_high + c.high, count_medium = p.count_medium + c.medium, " +
		"count_none = p.count_none + c.none, count_not_applicable = p.count_not_applicable + c.not_applicable, " +
		"count_undecided = p.count_undecided + c.undecided FROM unnest($1::text[], $2::text[], $3::bigint[], " +
		"$4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[]) " +
		"AS c(review, pillar, unanswered, high, medium, none, not_applicable, undecided) " +
		"WHERE p.review_id = c.review AND p.pillar_id = c.pillar"

	touchReviews = "UPDATE reviews AS r SET updated_at = t.at, updated_by = t.by, changes = r.changes + 1 " +
		"FROM unnest($1::text[], $2::bigint[], $3::text[]) AS t(id, at, by) WHERE r.id = t.id"
)

// writeCounts adds to the counts of each pillar once, and not at all where nothing is to be added.
func (g *Group) writeCounts(tx Transaction) error {
	type pillar struct{ review, pillar string }
	var order []pillar
	sums := map[pillar]models.PillarReview{}
	for _, c := range g.counted {
		at := pillar{c.ReviewID, c.Added.PillarID}
		sum, seen := sums[at]
		if !seen {
			order = append(order, at)
		}
		sum.Counts = sum.Counts.Plus(c.Added.Counts)
		sums[at] = sum
	}
	var reviews, pillars []string
	var n [6][]int
	for _, at := range order {
		c := sums[at].Counts
		added := [6]int{c.Unanswered, c.High, c.Medium, c.None, c.NotApplicable, c.Undecided}
		if added == [6]int{} {
			continue
		}
		reviews, pillars = append(reviews, at.review), append(pillars, at.pillar)
		for i := range n {
			n[i] = append(n[i], added[i])
		}
	}
	return hitAll(tx, len(reviews), addCounts, reviews, pillars, n[0], n[1], n[2], n[3], n[4], n[5])
}

// touchReviews writes in each review when and by whom it was changed last.
func (g *Group) touchReviews(tx Transaction) error {
	var ids, by []string
	var at []int64
	last := map[string]Counted{}
	for _, c := range g.counted {
		if _, seen := last[c.ReviewID]; !seen {
			ids = append(ids, c.ReviewID)
		}
		last[c.ReviewID] = c
	}
	for _, id := range ids {
		at, by = append(at, micros.Of(last[id].At)), append(by, last[id].By)
	}
	return hitAll(tx, len(ids), touchReviews, ids, at, by)
}

var errRowsGone = errors.New("answers: what a group has locked is not there")

// hitAll runs a statement that must hit so many rows; none is no statement.
func hitAll(tx Transaction, rows int, query string, args ...any) error {
	if rows == 0 {
		return nil
	}
	result, err := tx.Conn.ExecContext(tx.ctx(), query, args...)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n != int64(rows) {
		return errors.Join(errRowsGone, err)
	}
	return nil
}
