package docx

import (
	"strconv"
	"strings"

	"plumbline/reports/docx/template"
	"plumbline/reports/ooxml"
)

// frameIn is the frame of a report in a template. Who may read the report, and for whom a copy is, stands above each
// page below what the template has there; and which report it is stands below each page.
func (w *writer) frameIn(f *ooxml.File, in *template.Template) (setup string, named template.Names, err error) {
	all, named, err := in.With(styles)
	if err != nil {
		return "", nil, err
	}
	parts := []part{{"styles", "styles", all}, {"settings", "settings", settings},
		{"numbering", "numbering", named.In(w.numbering())}}
	edges := in.Edges
	for _, kind := range []string{"header", "footer"} {
		edges = w.completed(edges, kind, strings.Contains(in.Setup, "<w:titlePg"))
	}
	setup = `<w:sectPr>`
	for n, e := range edges {
		name := e.Kind + strconv.Itoa(n+1)
		end := map[string]string{"header": "</w:hdr>", "footer": "</w:ftr>"}[e.Kind]
		data := strings.TrimSuffix(strings.TrimSpace(e.Data), end) + named.In(w.edgeIn(e.Kind)) + end
		setup += `<w:` + e.Kind + `Reference w:type="` + e.Of + `" r:id="` + partID(len(parts)) + `"/>`
		parts = append(parts, part{name, e.Kind, data})
		f.Relate("word/"+name+".xml", e.Links...)
	}
	w.addParts(f, parts)
	for _, m := range in.Media {
		f.Add("word/"+m.Name, m.Kind, m.Data)
	}
	if in.Theme != "" {
		f.Add("word/theme/theme1.xml", "application/vnd.openxmlformats-officedocument.theme+xml", in.Theme)
		f.Relate("word/document.xml", ooxml.Relation{ID: "theme", Kind: "theme", Target: "theme/theme1.xml"})
	}
	return setup + in.Setup + `</w:sectPr>`, named, nil
}

// completed adds empty edges where the template has none.
func (w *writer) completed(edges []template.Edge, kind string, first bool) []template.Edge {
	element := map[string]string{"header": "hdr", "footer": "ftr"}[kind]
	for _, of := range []string{"default", "first"} {
		known := of == "first" && !first
		for _, e := range edges {
			known = known || e.Kind == kind && e.Of == of
		}
		if !known {
			edges = append(edges, template.Edge{Kind: kind, Of: of, Data: ooxml.Head + `<w:` + element + names + `></w:` +
				element + `>`})
		}
	}
	return edges
}

// edgeIn is what a report adds to the heads or feet of a template.
func (w *writer) edgeIn(kind string) string {
	at := &writer{report: w.report, paper: w.paper, sides: w.sides}
	d := w.report
	if kind == "footer" {
		at.edge("Footer", plainRun(string(d.Foot), ""), plainRun("Page ", "")+field("PAGE", "1")+plainRun(" of ", "")+
			field("NUMPAGES", "1"))
		return at.out.String()
	}
	if d.Classification != "" {
		at.edge("Header", "", plainRun(string(d.Classification), "Strong"))
	}
	if d.Mark != "" {
		at.put(`<w:p><w:pPr><w:pStyle w:val="Watermark"/></w:pPr>`, plainRun(string(d.Mark), ""), `</w:p>`)
	}
	if at.out.Len() == 0 {
		return `<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr></w:p>`
	}
	return at.out.String()
}
