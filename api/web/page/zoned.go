package page

import (
	"html/template"
	"io/fs"
	"sync"
	"time"

	"plumbline/models/timezone"
)

// zonedTemplate is the parsed template of a page. Its functions that write dates do so in a time zone, so that the
// templates need not know it: whoever renders it sets the zone, and has the template alone meanwhile.
type zonedTemplate struct {
	template *template.Template
	zone     timezone.Zone
}

// pageTemplates are the parsed templates of one page that nobody renders at present.
type pageTemplates struct {
	base  func() (*template.Template, error)
	files fs.FS
	file  string

	mu   sync.Mutex
	free []*zonedTemplate
}

// mostFree is how many parsed templates of a page are kept: rendering is quick, few requests meet at the same page.
const mostFree = 4

// take gives a parsed template: one that is free, or else a new one.
func (p *pageTemplates) take() (*zonedTemplate, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if last := len(p.free) - 1; last >= 0 {
		taken := p.free[last]
		p.free = p.free[:last]
		return taken, nil
	}
	return p.parse()
}

// putBack makes a template free again.
func (p *pageTemplates) putBack(z *zonedTemplate) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.free) < mostFree {
		p.free = append(p.free, z)
	}
}

func (p *pageTemplates) parse() (*zonedTemplate, error) {
	base, err := p.base()
	if err == nil {
		base, err = base.Clone()
	}
	if err != nil {
		return nil, err
	}
	z := &zonedTemplate{}
	z.template, err = parseTemplate(base.Funcs(dateFunctions(&z.zone)), p.files, p.file)
	return z, err
}

// dateFunctions write dates in what is the zone at the time.
func dateFunctions(zone *timezone.Zone) template.FuncMap {
	return template.FuncMap{
		"date":  func(t time.Time) string { return DateText(*zone, t) },
		"day":   func(t time.Time) string { return zone.Day(t) },
		"exact": func(t time.Time) string { return zone.Exact(t) },
	}
}
