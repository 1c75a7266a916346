package outbox_test

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/delivery"
	"plumbline/models/notice"
	"plumbline/models/service/core"
	"plumbline/models/service/outbox"
	"plumbline/models/store"
)

const secret = "pll_AAAABBBBCCCCDDDDEEEEFFFFGGGGHHHHIIIIJJJJ"

// key is one that secrets are kept under.
var key = make([]byte, 32)

// post is a mail server that keeps what it takes, and fails as it is told.
type post struct {
	mu     sync.Mutex
	taken  []notice.Notice
	tried  int
	fail   func(notice.Notice) error // nil: takes everything
	during func(notice.Notice)       // is called while it takes
}

func (p *post) send(_ context.Context, n notice.Notice) error {
	p.mu.Lock()
	fail, during := p.fail, p.during
	p.tried++
	p.mu.Unlock()
	if during != nil {
		during(n)
	}
	if fail != nil {
		if err := fail(n); err != nil {
			return err
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.taken = append(p.taken, n)
	return nil
}

// counts gives how often something was tried and taken.
func (p *post) counts() (tried, taken int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.tried, len(p.taken)
}

func (p *post) failing(with func(notice.Notice) error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fail = with
}

// outgoing is an outbox over a store.
type outgoing struct {
	*outbox.Operations
	t     *testing.T
	store *store.Store
	post  *post
	ctx   context.Context // of the program itself
}

func newOutgoing(t *testing.T, st *store.Store, times outbox.Times) *outgoing {
	t.Helper()
	p := &post{}
	base := core.New(st, slog.New(slog.DiscardHandler), time.Now)
	ops := outbox.New(base, outbox.Options{Notify: p.send, SecretKeys: [][]byte{key}, Times: times})
	return &outgoing{ops, t, st, p, models.WithActor(t.Context(), models.ProgramActor(""))}
}

// letter is one about a mention, which has no link.
func letter(to string) outbox.Letter {
	return outbox.Letter{To: to, About: notice.Mention{By: "Ada", Workload: "Checkout", Question: "How?"}}
}

func (o *outgoing) write(letters ...outbox.Letter) {
	o.t.Helper()
	must(o.t, o.store.Write(o.ctx, func(tx *store.Tx) error {
		for _, l := range letters {
			if err := o.Steps.Post(tx, l); err != nil {
				return err
			}
		}
		return nil
	}))
}

func (o *outgoing) many(n int) {
	o.t.Helper()
	var all []outbox.Letter
	for i := range n {
		all = append(all, letter(fmt.Sprintf("n%d@example.org", i)))
	}
	o.write(all...)
}

// rows are all deliveries, as they stand in the database.
func (o *outgoing) rows() (all []delivery.Delivery) {
	o.t.Helper()
	must(o.t, o.store.Read(o.ctx, func(tx *store.Tx) (err error) {
		all, err = store.Deliveries(tx, delivery.Query{PageRequest: models.PageRequest{Limit: models.MaxPage}})
		return err
	}))
	return all
}

// only is the one delivery there is.
func (o *outgoing) only() delivery.Delivery {
	o.t.Helper()
	all := o.rows()
	if len(all) != 1 {
		o.t.Fatalf("%d deliveries", len(all))
	}
	return all[0]
}

func (o *outgoing) sendDue() {
	o.t.Helper()
	must(o.t, o.Worker.SendDue(o.ctx))
}

// eventually waits until something is so.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !is(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it never is so: " + what)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func trouble(kind delivery.Trouble, why string) error {
	return delivery.NewError(kind, fmt.Errorf("%s %s", why, secret))
}
