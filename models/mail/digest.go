package mail

import (
	"fmt"

	"plumbline/models"
	"plumbline/models/notice"
	"plumbline/models/urls"
)

// digest writes what waits for a person, workspace by workspace.
func digest(site urls.Site, n notice.Digest, m *models.MailMessage) error {
	m.Subject = "Plumbline: your week from " + day(n.Day)
	l := letter{Heading: "Your week from " + day(n.Day), Intro: []string{"What waits for you in Plumbline."},
		Link: link{"Open my work", site.At(urls.Mine)}, Footer: "You get this mail once a week, and only when something " +
			"waits. Your account says what is in it, and when it comes.", Change: notices(site)}
	for _, space := range n.Workspaces {
		l.Sections = append(l.Sections, section{Level: 1, Title: space.Name})
		for _, s := range space.Sections {
			l.Sections = append(l.Sections, digestSection(site, s))
		}
	}
	return l.write(m)
}

func digestSection(site urls.Site, s notice.DigestSection) section {
	out := section{Title: fmt.Sprintf("%s (%d)", s.Title, s.Total)}
	for _, l := range s.Lines {
		shown := line{Text: l.Text, Detail: l.Detail}
		if l.Path != "" {
			shown.URL = site.At(l.Path)
		}
		out.Lines = append(out.Lines, shown)
	}
	if more := s.Total - len(s.Lines); more > 0 {
		out.More.Label = fmt.Sprintf("%d more", more)
		if s.Path != "" {
			out.More.URL = site.At(s.Path)
		}
	}
	return out
}
