package store

import (
	"context"
	"database/sql"

	"plumbline/models"
	"plumbline/models/store/answers"
	"plumbline/models/store/grouping"
	"plumbline/models/store/reading"
)

// Groups. On PostgreSQL most of what a small transaction costs are its statements and the way there and back. So those
// of the operations that come most often share a transaction when they come at the same time: what they need is read
// for all of them at once, each runs on that as if it were alone, and what they write is written at once. One that
// needs anything else has no part in the group and runs alone, and so do all where the group fails: nobody has another
// one's error. SQLite shares commits in its engine.

// groups are the lines in which operations wait.
type groups struct {
	sessions, tokens *grouping.Line[credentialCall]
	reads, writes    *grouping.Line[answerCall]
}

func newGroups(s *Store) *groups {
	return &groups{
		sessions: newCredentialLine(s, sessionWho, func(r *sessionWhoRow) []byte { return r.Session.Hash }),
		tokens:   newCredentialLine(s, tokenWho, func(r *tokenWhoRow) []byte { return r.Token.Hash }),
		reads:    grouping.NewLine(s.readAnswers),
		writes:   grouping.NewLine(s.writeAnswers),
	}
}

// groupable tells whether an operation may be part of a group: none of what is read together is, and a text that
// PostgreSQL refuses would fail it for all.
func (s *Store) groupable(ctx context.Context, texts ...string) bool {
	for _, text := range texts {
		if models.TextFault(text) != "" {
			return false
		}
	}
	return s.groups != nil && !s.closed.Load() && reading.RefuseWrite(ctx, s) == nil
}

// groupContext is the context of a group: whoever came first must not end it for the others.
func groupContext[T any](calls []*grouping.Call[T]) context.Context {
	return context.WithoutCancel(calls[0].Ctx)
}

// groupMember is the part of one operation in a group, with what the group has read for it.
type groupMember struct {
	credential any             // a *sessionWhoRow or a *tokenWhoRow, nil where there is none
	answer     *answers.Member // of an operation on one

	alone bool // it needs more
}

func (m *groupMember) goAlone() error {
	m.alone = true
	return grouping.ErrAlone
}

// run runs an operation in the group, in a transaction that reaches nothing but what the group has read. false: it has
// to run alone. One that panics does so alone.
func (m *groupMember) run(tx *Tx, fn func(*Tx) error) (ok bool, err error) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	tx.member = m
	err = fn(tx)
	return !m.alone && len(tx.after) == 0, err
}

func (s *Store) memberTx(ctx context.Context, m *groupMember, writes bool) *Tx {
	return s.tx(ctx, grouping.NoConnection{Asked: &m.alone}, writes)
}

// ownerOf is Tx.WorkloadOwner of a member.
func (m *groupMember) ownerOf(workloadID string) (string, error) {
	if m.answer == nil || m.answer.At.Workload != workloadID {
		return "", m.goAlone()
	}
	return m.answer.Found().Owner, nil
}

// reviewAt is Tx.Review of a member.
func (m *groupMember) reviewAt(at models.ReviewPath) (models.Review, models.Lens, error) {
	if m.answer == nil || m.answer.At.Review() != at {
		return models.Review{}, models.Lens{}, m.goAlone()
	}
	found := m.answer.Found()
	return found.Review, found.Lens, nil
}

// answerOf is Tx.Answer of a member.
func (m *groupMember) answerOf(k answers.Key) (models.Answer, error) {
	if m.answer == nil {
		return models.Answer{}, m.goAlone()
	}
	a, exists, known := m.answer.Answer(k)
	switch {
	case !known:
		return a, m.goAlone()
	case !exists:
		return a, notFound("answer")
	}
	return a, nil
}

// credentialCall is an operation on a credential.
type credentialCall struct {
	hash []byte
	fn   func(*Tx) error
}

// CredentialKind says what a secret is of.
type CredentialKind int

// The kinds that ReadCredential knows.
const (
	SessionCredential CredentialKind = iota
	TokenCredential
)

// ReadCredential is ReadApart for whoever reads the session or token whose secret has this SHA-256 first, and then whom
// it is of. fn may run more than once.
func ReadCredential(ctx context.Context, s *Store, kind CredentialKind, hash []byte, fn func(*Tx) error) error {
	if !s.groupable(ctx) {
		return s.ReadApart(ctx, fn)
	}
	line := s.groups.sessions
	if kind == TokenCredential {
		line = s.groups.tokens
	}
	alone, err := line.Do(ctx, credentialCall{hash, fn})
	if alone {
		return s.ReadApart(ctx, fn)
	}
	return explainError(ctx, s.engine.Explain, "read", err)
}

func newCredentialLine[R any](s *Store, query string, hashOf func(*R) []byte) *grouping.Line[credentialCall] {
	return grouping.NewLine(func(calls []*grouping.Call[credentialCall]) {
		hashes := make([][]byte, len(calls))
		for i, c := range calls {
			hashes[i] = c.Of.hash
		}
		var rows []R
		err := s.ReadApart(groupContext(calls), func(tx *Tx) (err error) {
			rows, err = credentialRows[R](tx, query, hashes)
			return err
		})
		if err != nil {
			return
		}
		found := make(map[string]*R, len(rows))
		for i := range rows {
			found[string(hashOf(&rows[i]))] = &rows[i]
		}
		for _, c := range calls {
			m := &groupMember{credential: found[string(c.Of.hash)]}
			if ok, err := m.run(s.memberTx(c.Ctx, m, false), c.Of.fn); ok {
				c.Finish(err)
			}
		}
	})
}

// answerCall is an operation on an answer.
type answerCall struct {
	at models.AnswerPath
	fn func(*Tx) error
}

func answerPaths(calls []*grouping.Call[answerCall]) []models.AnswerPath {
	return convertAll(calls, func(c *grouping.Call[answerCall]) models.AnswerPath { return c.Of.at })
}

// ReadAnswer is Read for whoever reads one answer, with its review and who owns the workload. fn may run more than
// once. The review that it finds may lack its pillars.
func ReadAnswer(ctx context.Context, s *Store, at models.AnswerPath, fn func(*Tx) error) error {
	if !s.groupable(ctx, at.Workload, at.Lens, at.Question) {
		return s.Read(ctx, fn)
	}
	alone, err := s.groups.reads.Do(ctx, answerCall{at, fn})
	if alone {
		return s.Read(ctx, fn)
	}
	return explainError(ctx, s.engine.Explain, "read", err)
}

// WriteAnswer is Write for whoever changes one answer: it reads that with its review and who owns the workload first,
// and then writes nothing but the answer, counts, audit lines and events. The review that it finds may lack its
// pillars.
func WriteAnswer(ctx context.Context, s *Store, at models.AnswerPath, fn func(*Tx) error) error {
	if !s.groupable(ctx, at.Workload, at.Lens, at.Question) {
		return s.Write(ctx, fn)
	}
	alone, err := s.groups.writes.Do(ctx, answerCall{at, fn})
	if alone {
		return s.Write(ctx, fn)
	}
	return explainError(ctx, s.engine.Explain, "write", err)
}

// findGroup finds the reviews of a group. It goes by hand: GORM has no join with a list. Locks fail where somebody else
// has one: a group waits for nobody, nor does it take another review that the same path would find.
const findGroup = "SELECT a.n, w.workspace_id, " + reviewColumns +
	" FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS a(workload, lens, n)" +
	" JOIN workloads AS w ON w.id = a.workload JOIN reviews AS r ON r.workload_id = w.id" +
	" JOIN lenses AS l ON l.id = r.lens_id AND (l.id = a.lens OR l.key = a.lens)" +
	" ORDER BY l.deleted_at, r.created_at, r.id"

var (
	groupReviews = answers.ReviewQuery{Text: findGroup, Scan: scanFound}
	lockReviews  = answers.ReviewQuery{Text: findGroup + " FOR NO KEY UPDATE OF r NOWAIT", Scan: scanFound}
)

func scanFound(rows *sql.Rows) (place int, found answers.Found, err error) {
	var row lensReview
	err = rows.Scan(append([]any{&place, &found.Owner}, row.columns()...)...)
	found.Review, found.Lens = row.nouns()
	return place, found, err
}

// readAnswers runs a group of reads.
func (s *Store) readAnswers(calls []*grouping.Call[answerCall]) {
	var g *answers.Group
	err := s.Read(groupContext(calls), func(tx *Tx) (err error) {
		g, err = answers.Read(tx.answers(), groupReviews, answerPaths(calls))
		return err
	})
	if err != nil {
		return
	}
	for _, c := range calls {
		m := &groupMember{answer: g.Member(c.Of.at)}
		if m.answer == nil {
			continue
		}
		if ok, err := m.run(s.memberTx(c.Ctx, m, false), c.Of.fn); ok {
			c.Finish(err)
		}
	}
}

// writeAnswers runs a group of writes. Until all statements have run, nobody has finished, whatever fails. From then on
// nobody may do again what was perhaps committed.
func (s *Store) writeAnswers(calls []*grouping.Call[answerCall]) {
	var ended map[*grouping.Call[answerCall]]error
	written := false
	err := s.Write(groupContext(calls), func(tx *Tx) error {
		ended, written = map[*grouping.Call[answerCall]]error{}, false
		g, err := answers.Lock(tx.answers(), lockReviews, answerPaths(calls))
		if err != nil {
			return err
		}
		for _, c := range calls {
			if ok, err := s.writeMember(tx, g, c); ok {
				ended[c] = err
			}
		}
		err = g.Write(tx.answers(), tx.writeAudit)
		written = err == nil
		return err
	})
	if err != nil && !written {
		return
	}
	for c, failed := range ended {
		if failed == nil {
			failed = err
		}
		c.Finish(failed)
	}
}

// writeMember runs one operation of a group of writes. Unless it fails, what it writes becomes part of the group.
func (s *Store) writeMember(tx *Tx, g *answers.Group, c *grouping.Call[answerCall]) (ok bool, err error) {
	m := &groupMember{answer: g.Member(c.Of.at)}
	if m.answer == nil || c.Ctx.Err() != nil {
		return false, nil
	}
	own := s.memberTx(c.Ctx, m, true)
	if ok, err = m.run(own, c.Of.fn); ok && err == nil {
		g.Keep(m.answer)
		tx.audit, tx.events = append(tx.audit, own.audit...), append(tx.events, own.events...)
	}
	return ok, err
}
