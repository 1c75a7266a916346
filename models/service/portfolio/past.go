package portfolio

import (
	"hash/maphash"
	"sync"

	"plumbline/models/figures"
	"plumbline/models/store/trends"
)

// mostPast bounds the sums that are kept in memory: a few hundred bytes each.
const mostPast = 10_000

// pastSums keeps the sums of days that are over, by the workloads that they add up: the figures of a workload do not
// change any more once its day and the next one are over.
type pastSums struct {
	lock sync.Mutex
	seed maphash.Seed
	days map[pastKey]figures.Day
}

// pastKey is a day of these workloads and no other ones.
type pastKey struct {
	workspace string
	workloads int
	ids       uint64 // their hashes, added up
	day       string
}

func newPastSums() *pastSums {
	return &pastSums{seed: maphash.MakeSeed(), days: map[pastKey]figures.Day{}}
}

// pastDays asks for the sums of days of some workloads. The scope holds the ids and no other ones.
type pastDays struct {
	scope trends.Scope
	days  []string
	ids   []string
	today string
}

// sums adds up each of the days, in any order. Those of which nothing is known are left out.
func (p *pastSums) sums(table *trends.Table, q pastDays) ([]figures.Day, error) {
	key := pastKey{workspace: q.scope.WorkspaceID, workloads: len(q.ids)}
	for _, id := range q.ids {
		key.ids += maphash.String(p.seed, id)
	}
	var list []figures.Day
	var unknown []string
	p.lock.Lock()
	for _, day := range q.days {
		key.day = day
		if known, is := p.days[key]; is {
			list = append(list, known)
		} else {
			unknown = append(unknown, day)
		}
	}
	p.lock.Unlock()
	if len(unknown) == 0 {
		return list, nil
	}
	read, err := table.Sums(q.scope, unknown)
	if err != nil {
		return nil, err
	}
	p.lock.Lock()
	defer p.lock.Unlock()
	over := figures.AddDays(q.today, -1)
	for _, day := range read {
		if key.day = day.Day; day.Day < over && day.Workloads > 0 {
			p.days[key] = day
		}
	}
	for any := range p.days { // they come back where they are asked for
		if len(p.days) <= mostPast {
			break
		}
		delete(p.days, any)
	}
	return append(list, read...), nil
}
