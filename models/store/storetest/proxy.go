package storetest

import (
	"errors"
	"io"
	"net"
	"net/url"
	"sync"
	"testing"
	"time"
)

// FaultProxy stands between a program and its PostgreSQL server and makes the line between them fail.
type FaultProxy struct {
	DSN string // the database, by way of the proxy

	target   string
	listener net.Listener
	mu       sync.Mutex
	flowing  *sync.Cond
	stalled  bool
	closed   bool
	refuses  bool
	conns    []net.Conn
	losing   map[net.Conn]bool // what comes from these goes nowhere
}

// NewProxy makes a proxy to the database at the address; it ends with the test.
func NewProxy(t testing.TB, dsn string) *FaultProxy {
	t.Helper()
	address, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &FaultProxy{target: address.Host, listener: listener}
	p.flowing = sync.NewCond(&p.mu)
	address.Host = listener.Addr().String()
	p.DSN = address.String()
	go p.accept()
	t.Cleanup(func() {
		p.mu.Lock()
		p.closed = true
		p.mu.Unlock()
		_ = listener.Close()
		p.Stall(false)
		p.Reset()
	})
	return p
}

// Stall keeps everything back, in both directions and on new connections too, or lets it flow again.
func (p *FaultProxy) Stall(on bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stalled = on
	p.flowing.Broadcast()
}

// Refuse breaks each connection off and takes no new one, or takes them again.
func (p *FaultProxy) Refuse(on bool) {
	p.mu.Lock()
	p.refuses = on
	p.mu.Unlock()
	p.Reset()
}

// Reset breaks each connection off, as a server does that crashes.
func (p *FaultProxy) Reset() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.conns {
		if tcp, ok := c.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0)
		}
		_ = c.Close()
	}
	p.conns = nil
}

// LoseReplies lets everything through to the server, but nothing back, on the connections that there are, and breaks
// them off a little later: as where a server crashes just after it did what it was asked to.
func (p *FaultProxy) LoseReplies() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.losing = map[net.Conn]bool{}
	for i := 1; i < len(p.conns); i += 2 { // the far ends: see keep
		p.losing[p.conns[i]] = true
	}
	time.AfterFunc(300*time.Millisecond, p.Reset)
}

func (p *FaultProxy) loses(from net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.losing[from]
}

func (p *FaultProxy) accept() {
	for {
		near, err := p.listener.Accept()
		if err != nil {
			return
		}
		far, err := net.Dial("tcp", p.target)
		if err != nil || !p.keep(near, far) {
			_ = near.Close()
			continue
		}
		go p.copy(far, near)
		go p.copy(near, far)
	}
}

// keep notes the two ends, unless the proxy takes no connection.
func (p *FaultProxy) keep(near, far net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.refuses || p.closed {
		_ = far.Close()
		return false
	}
	p.conns = append(p.conns, near, far)
	return true
}

func (p *FaultProxy) copy(to, from net.Conn) {
	defer to.Close()
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		p.wait()
		if n > 0 && !p.loses(from) {
			if _, err := to.Write(buffer[:n]); err != nil {
				return
			}
		}
		if err != nil {
			if !errors.Is(err, io.EOF) {
				_ = from.Close()
			}
			return
		}
	}
}

func (p *FaultProxy) wait() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.stalled {
		p.flowing.Wait()
	}
}
