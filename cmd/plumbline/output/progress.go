package output

import (
	"fmt"
	"io"
	"os"
	"time"
)

// Progress shows how far long work is: on a terminal as one line that changes, elsewhere as a line every few
// seconds. What is over at once shows nothing.
type Progress struct {
	to    io.Writer
	what  string
	live  bool
	start time.Time
	last  time.Time
	shown bool
}

// NewProgress begins long work that is called what.
func NewProgress(to io.Writer, what string) *Progress {
	p := &Progress{to: to, what: what, start: time.Now()}
	if f, ok := to.(*os.File); ok {
		info, err := f.Stat()
		p.live = err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	return p
}

// Tell shows how much is done; a total of 0 is not known.
func (p *Progress) Tell(done, total int) {
	wait := 5 * time.Second
	if p.live {
		wait = 150 * time.Millisecond
	}
	now := time.Now()
	if now.Sub(p.start) < 300*time.Millisecond || now.Sub(p.last) < wait {
		return
	}
	p.last, p.shown = now, true
	line := fmt.Sprintf("%s %d", p.what, done)
	if total > 0 {
		line += fmt.Sprintf(" of %d", total)
	}
	if p.live {
		fmt.Fprintf(p.to, "\r\033[K%s", line)
		return
	}
	fmt.Fprintln(p.to, line)
}

// End takes the line away.
func (p *Progress) End() {
	if p.live && p.shown {
		fmt.Fprint(p.to, "\r\033[K")
	}
}
