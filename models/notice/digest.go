package notice

// Digest is what a person has to know of a week: for each workspace what waits. An empty one is not sent.
type Digest struct {
	Name       string // of the person
	Day        string // the day it is made on, in the person's time zone
	Workspaces []DigestWorkspace
}

// DigestWorkspace is what waits in one workspace. Each section has what is listed, and how many there are.
type DigestWorkspace struct {
	Name     string
	Sections []DigestSection
}

// DigestSection is a list of one kind.
type DigestSection struct {
	Title string
	Total int // how many there are; more than are listed
	Path  string
	Lines []DigestLine
}

// DigestLine is one thing.
type DigestLine struct {
	Text   string
	Detail string
	Path   string
}

// Add adds a section that is not empty.
func (w *DigestWorkspace) Add(section DigestSection) {
	if len(section.Lines) > 0 {
		w.Sections = append(w.Sections, section)
	}
}

// Count counts a line, and lists it where fewer than most are listed.
func (s *DigestSection) Count(most int, line DigestLine) {
	s.Total++
	if len(s.Lines) < most {
		s.Lines = append(s.Lines, line)
	}
}

// Empty reports whether there is nothing to say.
func (d Digest) Empty() bool { return len(d.Workspaces) == 0 }
