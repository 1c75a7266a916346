package page

import (
	"html/template"
	"regexp"
	"strings"
)

// rootPath is the path under which people reach the server, such as "/plumbline"; "" if it has the host for itself.
// Handlers, forms and templates know nothing of it: their addresses begin with "/", and get the root where a page
// leaves the server.
type rootPath string

// addresses are the attributes of pages that hold an address. That they stand in text by chance is not possible: its
// quotation marks are escaped.
var addresses = regexp.MustCompile(`(\s(?:href|src|action|formaction|data-(?:here|check|base|lead|go))=")(/[^"]*)"`)

// page puts the root before each address of a page, or of a piece of one.
func (r rootPath) page(html []byte) []byte {
	if r == "" {
		return html
	}
	return addresses.ReplaceAllFunc(html, func(found []byte) []byte {
		m := addresses.FindSubmatch(found)
		return append(append(append([]byte{}, m[1]...), r.at(string(m[2]))...), '"')
	})
}

// piece is page for what a script puts into one.
func (r rootPath) piece(html template.HTML) template.HTML { return template.HTML(r.page([]byte(html))) }

// at gives the address of a path of this server. An address of another server, and one that has the root already, stay
// as they are.
func (r rootPath) at(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.HasPrefix(path, string(r)+"/") {
		return path
	}
	return string(r) + path
}
