package page

import (
	"net/url"

	"plumbline/models/text"
)

// Reply is what a handler gives: one to show, or where to go, or a file.
type Reply struct {
	Template string // of the template
	Title    string
	Data     any
	Status   int    // 0: 200, or what the form's fault says
	To       string // redirect after a form was taken (303)
	File     *Download
	JSON     any // for a script of ours instead of a page
}

// Download is a file to keep.
type Download struct {
	MediaType string
	Name      text.FileName
	Data      []byte
	// Shown has the browser show an HTML file in place of saving it: without scripts, and apart from the server's pages.
	Shown bool
}

// shownPolicy lets a file that is shown have its own styles and pictures, and nothing else.
const shownPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; " +
	"form-action 'none'; frame-ancestors 'none'; sandbox"

// disposition says what a browser is to do with the file.
func (d Download) disposition() string {
	if d.Shown {
		return d.Name.Disposition("inline")
	}
	return d.Name.Disposition("attachment")
}

// Done goes back to a page that says what was done.
func Done[Path ~string](path Path, what string) (Reply, error) {
	to := string(path)
	if what != "" {
		to += "?done=" + url.QueryEscape(what)
	}
	return Reply{To: to}, nil
}
