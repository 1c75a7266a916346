package whatif

import (
	"sync"

	"plumbline/models/service/lenses"
	"plumbline/models/store"
	"plumbline/models/store/planning"
	q "plumbline/questionnaires"
	"plumbline/questionnaires/improve"
)

// Bounds of what is kept in memory: reviews of about a kilobyte each, and lens versions.
const (
	mostReviews  = 50_000
	mostVersions = 200
	readAtOnce   = 200 // reviews whose answers are read by one statement
)

// keptReviews keeps what there is to improve in the reviews that were looked at last. What is kept holds as long as the
// review is in the same state, which its row says: so a plan reads no answer that has not changed since.
type keptReviews struct {
	lock     sync.Mutex
	reviews  map[string]*keptReview  // by id
	versions map[string]*keptVersion // of lenses, by id
}

func newKeptReviews() *keptReviews {
	return &keptReviews{reviews: map[string]*keptReview{}, versions: map[string]*keptVersion{}}
}

// keptReview is what there is to improve in one state of a review. It never changes.
type keptReview struct {
	state     planning.State
	version   *keptVersion
	questions []keptQuestion // with a risk, and those of which the lens does not say
	open      []int          // questions nobody answered, by pillar of the lens
	risks     []riskCode     // of all questions of the lens, in its order
	counts    []q.RiskCounts // by pillar of the lens
	missing   []missingCode  // choices that are missing at the questions
	oldest    oldestAnswer   // of those with a high risk
}

// keptQuestion is a question that needs improvement.
type keptQuestion struct {
	*improve.Answered
	at int // among the questions of the lens
}

// keptVersion is a version of a lens with its questions in a row, and what was found out about their answers.
type keptVersion struct {
	*lenses.Version
	questions []versionQuestion
	at        map[string]int // of the questions, by id
	practices int            // how many choices all questions have
	memory    improve.Memory
}

// versionQuestion is a question with its pillar, and the place of its first choice among those of the lens.
type versionQuestion struct {
	*q.Question
	pillar      *q.Pillar
	pillarAt    int
	firstChoice int
}

func newKeptVersion(v *lenses.Version) *keptVersion {
	out := &keptVersion{Version: v, at: map[string]int{}}
	for i, pillar := range v.Doc.Pillars {
		for _, question := range pillar.Questions {
			out.at[question.ID] = len(out.questions)
			out.questions = append(out.questions, versionQuestion{question, pillar, i, out.practices})
			out.practices += len(question.Choices)
		}
	}
	return out
}

// of gives what is kept of the reviews, and reads the answers of those that it does not know in their state.
func (k *keptReviews) of(tx *store.Tx, documents *lenses.Documents, reached []planning.Reached) ([]*keptReview,
	error) {
	list := make([]*keptReview, len(reached))
	var unknown []int
	k.lock.Lock()
	for i, r := range reached {
		if known := k.reviews[r.ReviewID]; known != nil && known.state == r.State {
			list[i] = known
		} else {
			unknown = append(unknown, i)
		}
	}
	k.lock.Unlock()
	for len(unknown) > 0 {
		some := unknown[:min(len(unknown), readAtOnce)]
		unknown = unknown[len(some):]
		if err := k.read(tx, documents, reached, some, list); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// read reads the answers of some of the reviews into the list, and keeps what there is to improve.
func (k *keptReviews) read(tx *store.Tx, documents *lenses.Documents, reached []planning.Reached, some []int,
	list []*keptReview) error {
	l := looking{list: list, reached: reached, places: map[string]int{},
		versions: map[string]func() (*keptVersion, error){}}
	ids := make([]string, len(some))
	for i, at := range some {
		r := reached[at]
		ids[i], l.places[r.ReviewID] = r.ReviewID, at
		if l.versions[r.LensVersionID] == nil {
			version, err := k.version(tx, documents, r.LensVersionID)
			if err != nil {
				return err
			}
			l.versions[r.LensVersionID] = version
		}
	}
	if err := l.run(tx, ids); err != nil {
		return err
	}
	k.lock.Lock()
	defer k.lock.Unlock()
	for _, at := range some {
		k.reviews[reached[at].ReviewID] = list[at]
	}
	for id := range k.reviews { // any: they come back where they are asked for
		if len(k.reviews) <= mostReviews {
			break
		}
		delete(k.reviews, id)
	}
	return nil
}

// version reads a version of a lens. What it returns parses it, once; one that is known has been parsed.
func (k *keptReviews) version(tx *store.Tx, documents *lenses.Documents, id string) (func() (*keptVersion, error),
	error) {
	k.lock.Lock()
	known := k.versions[id]
	k.lock.Unlock()
	if known != nil {
		return func() (*keptVersion, error) { return known, nil }, nil
	}
	parse, err := documents.Read(tx, id)
	if err != nil {
		return nil, err
	}
	return sync.OnceValues(func() (*keptVersion, error) {
		version, err := parse()
		if err != nil {
			return nil, err
		}
		k.lock.Lock()
		defer k.lock.Unlock()
		if known := k.versions[id]; known != nil {
			return known, nil
		}
		if len(k.versions) >= mostVersions {
			k.versions, k.reviews = map[string]*keptVersion{}, map[string]*keptReview{}
		}
		k.versions[id] = newKeptVersion(version)
		return k.versions[id], nil
	}), nil
}

// look finds out what there is to improve in a review with these answers.
func (v *keptVersion) look(answers []planning.Rated) *keptReview {
	out := &keptReview{version: v, open: make([]int, len(v.Doc.Pillars)), risks: make([]riskCode, len(v.questions)),
		counts: make([]q.RiskCounts, len(v.Doc.Pillars))}
	given := make([]*planning.Rated, len(v.questions))
	for i := range answers {
		if at, has := v.at[answers[i].QuestionID]; has {
			given[at] = &answers[i]
		}
	}
	for at, question := range v.questions {
		if given[at] == nil {
			out.open[question.pillarAt]++
			out.counts[question.pillarAt].Unanswered++
			continue
		}
		found := v.memory.Look(question.Question, given[at].Answer)
		out.risks[at] = codeOf(found.Risk)
		out.counts[question.pillarAt].Add(found.Risk, 1)
		switch {
		case found.Risk == q.RiskUnanswered:
			out.open[question.pillarAt]++
		case improve.Points(found.Risk) > 0:
			out.questions = append(out.questions, keptQuestion{found, at})
			out.missing = appendMissing(out.missing, question.firstChoice, found)
			out.oldest.see(found.Risk, at, given[at].Changed)
		}
	}
	return out
}
