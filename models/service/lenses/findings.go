package lenses

import (
	"container/list"
	"context"
	"sync"

	"plumbline/questionnaires"
)

// Findings returns what follows from the risk rules of a document. Rules can be contrived that take long to analyse:
// each document is analysed once, in the queue, and whoever asks meanwhile waits for the same result.
func (l Lenses) Findings(ctx context.Context, d LensDocument) (found []questionnaires.RuleFinding, err error) {
	key := DocumentDigest(d.Source)
	if found, known := l.steps.findings.known(key); known {
		return found, nil
	}
	// with a place before it waits for others, all of whom have theirs
	err = l.steps.work.Do(ctx, func(ctx context.Context) (err error) {
		found, err = l.steps.findings.get(ctx, key, d.Doc.Findings)
		return err
	})
	return found, err
}

// The bounds of what is remembered of findings.
const (
	maxAnalyses = 256     // documents
	maxFound    = 8 << 20 // bytes of text in all of them
)

// findingsCache keeps the findings of the documents that were asked for last, by the digest of the document.
// Documents with one digest are the same, and so are their findings: nothing is ever invalidated.
type findingsCache struct {
	mu    sync.Mutex
	order *list.List // of *analysis, the most recently used first
	by    map[string]*list.Element
	size  int
}

// lensAnalysis is the analysis of one document. Everything but the channel belongs to who holds the lock of the cache.
type lensAnalysis struct {
	digest string
	done   chan struct{} // is closed when the rest is there
	found  []questionnaires.RuleFinding
	failed bool
	size   int
}

func newFindingsCache() *findingsCache {
	return &findingsCache{order: list.New(), by: map[string]*list.Element{}}
}

// known returns the findings of a document that was analysed already.
func (c *findingsCache) known(digest string) ([]questionnaires.RuleFinding, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, here := c.by[digest]
	if !here || e.Value.(*lensAnalysis).failed {
		return nil, false
	}
	c.order.MoveToFront(e)
	return e.Value.(*lensAnalysis).found, true
}

// get returns the findings of a document, from memory, from somebody who is at work on them, or by work. Work that
// panics is forgotten: the next one in need of it does it again.
func (c *findingsCache) get(ctx context.Context, digest string,
	work func() []questionnaires.RuleFinding) ([]questionnaires.RuleFinding, error) {
	for {
		f, mine := c.entry(digest)
		if mine {
			return c.make(f, work), nil
		}
		select {
		case <-f.done:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		if !f.failed {
			return f.found, nil
		}
	}
}

// entry returns the analysis of a document; mine: it is for the caller to make.
func (c *findingsCache) entry(digest string) (f *lensAnalysis, mine bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, known := c.by[digest]; known {
		c.order.MoveToFront(e)
		return e.Value.(*lensAnalysis), false
	}
	f = &lensAnalysis{digest: digest, done: make(chan struct{}), failed: true}
	c.by[digest] = c.order.PushFront(f)
	return f, true
}

// make does the work of an analysis. Whatever becomes of it, those who wait for it are told.
func (c *findingsCache) make(f *lensAnalysis,
	work func() []questionnaires.RuleFinding) (found []questionnaires.RuleFinding) {
	done := false
	defer func() { c.finish(f, found, done) }()
	found = work()
	done = true
	return found
}

func (c *findingsCache) finish(f *lensAnalysis, found []questionnaires.RuleFinding, good bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	defer close(f.done)
	f.found, f.failed = found, !good
	here := c.by[f.digest]
	if here == nil || here.Value != any(f) { // forgotten meanwhile, since so many others were asked for
		return
	}
	if !good {
		c.forget(here)
		return
	}
	for _, x := range found {
		f.size += len(x.Message) + 128
	}
	c.size += f.size
	for (c.order.Len() > maxAnalyses || c.size > maxFound) && c.order.Len() > 1 {
		c.forget(c.order.Back())
	}
}

func (c *findingsCache) forget(e *list.Element) {
	f := c.order.Remove(e).(*lensAnalysis)
	delete(c.by, f.digest)
	c.size -= f.size
}
