package page

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"plumbline/models/timezone"
	"plumbline/models/urls"
)

//go:embed templates
var templateFiles embed.FS

// common are the pages of no area: errors, and what is shown once.
var common = newTemplates(templateFiles, commonBase)

// Templates are the pages of one area, by name. Its folder templates has a file for each, and base what they share.
// Each is parsed when it is first asked for, and kept, once for all servers of a process: most servers need few of
// them, and each keeps a copy of what all have in common. That every one parses and renders is the tests' to prove.
type Templates struct {
	base  func() (*template.Template, error)
	pages map[string]*pageTemplates
}

// NewTemplates are those of an embedded folder "templates". They may call the functions beside those that all have.
func NewTemplates(files fs.FS, functions template.FuncMap) *Templates {
	return newTemplates(files, sync.OnceValues(func() (*template.Template, error) {
		base, err := commonBase()
		if err == nil {
			base, err = base.Clone()
		}
		if err != nil {
			return nil, err
		}
		return parseBase(base.Funcs(functions), files)
	}))
}

// commonBase is what the pages of all areas share.
var commonBase = sync.OnceValues(func() (*template.Template, error) {
	base := template.New("base").Funcs(functions).Funcs(dateFunctions(new(timezone.Zone))).Funcs(urls.TemplateFunctions())
	return parseBase(base, templateFiles)
})

// newTemplates panics where the folder can't be listed: that it can is known when the program is built.
func newTemplates(files fs.FS, base func() (*template.Template, error)) *Templates {
	names, err := fs.Glob(files, "templates/*.html")
	if err != nil || len(names) == 0 {
		panic(fmt.Sprintf("page: there are no templates: %v", err))
	}
	t := &Templates{base: base, pages: map[string]*pageTemplates{}}
	for _, file := range names {
		t.pages[strings.TrimSuffix(path.Base(file), ".html")] = &pageTemplates{base: base, files: files, file: file}
	}
	return t
}

// Names are the pages that there is a template for.
func (t *Templates) Names() []string { return slices.Sorted(maps.Keys(t.pages)) }

// Rendering is what of a page is written, and in which time zone its dates are.
type Rendering struct {
	Page, Piece string // the piece "layout" is the whole page
	Zone        timezone.Zone
	Data        any
}

// Render writes a piece of a page.
func (t *Templates) Render(out io.Writer, r Rendering) error {
	page, known := t.pages[r.Page]
	if !known {
		return fmt.Errorf("there is no template %q", r.Page)
	}
	parsed, err := page.take()
	if err != nil {
		return fmt.Errorf("template %s: %w", r.Page, err)
	}
	defer page.putBack(parsed)
	parsed.zone = r.Zone
	return parsed.template.ExecuteTemplate(out, r.Piece, r.Data)
}

// parseBase parses the folder base of templates, if there is one.
func parseBase(to *template.Template, files fs.FS) (*template.Template, error) {
	names, err := fs.Glob(files, "templates/base/*.html")
	for i := 0; err == nil && i < len(names); i++ {
		to, err = parseTemplate(to, files, names[i])
	}
	return to, err
}

var continued = regexp.MustCompile(`\n[ \t]{2,}`)

// parseTemplate parses a file of templates. A line of it that is indented continues the one before: it is broken for
// whoever reads the file, and pages do without the white space.
func parseTemplate(to *template.Template, files fs.FS, file string) (*template.Template, error) {
	source, err := fs.ReadFile(files, file)
	if err != nil {
		return nil, err
	}
	return to.New(path.Base(file)).Parse(string(continued.ReplaceAll(source, []byte(" "))))
}
