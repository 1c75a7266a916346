package main

import (
	"fmt"
	"io"
	"os"
	"time"
)

// progressLine shows how far long work is: on a terminal as one line that changes, elsewhere as a line every few
// seconds. What is over at once shows nothing.
type progressLine struct {
	to    io.Writer
	what  string
	live  bool
	start time.Time
	last  time.Time
	shown bool
}

func newProgress(to io.Writer, what string) *progressLine {
	p := &progressLine{to: to, what: what, start: time.Now()}
	if f, ok := to.(*os.File); ok {
		info, err := f.Stat()
		p.live = err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	return p
}

func (p *progressLine) tell(done, total int) {
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

func (p *progressLine) end() {
	if p.live && p.shown {
		fmt.Fprint(p.to, "\r\033[K")
	}
}
