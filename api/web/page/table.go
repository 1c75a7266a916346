package page

import (
	"fmt"
	"net/http"
	"reflect"

	"plumbline/models"
)

// Table is what an area has to show: a row for each of its pages and forms, its templates, and what it says was done.
type Table struct {
	Rows      []Row
	Templates *Templates
	Done      map[string]string // what a page may say was done just before: the address names it by the key
}

// Shown is every template that the rows show, with data of its type. It panics where two rows show one with different
// types.
func (t Table) Shown() Shows {
	all := Shows{}
	for _, row := range t.Rows {
		for name, data := range row.Shows {
			if before, has := all[name]; has && reflect.TypeOf(before) != reflect.TypeOf(data) {
				panic(fmt.Sprintf("page: %s is for data of type %T and of type %T", name, before, data))
			}
			all[name] = data
		}
	}
	return all
}

// Common is the table of the pages that belong to no area. It has no address: any row may end with one of them.
var Common = Table{Templates: common, Rows: []Row{{Shows: Shows{"error": errorData{}}}, {Shows: OnceShown}}}

// Row is one page, or the target of one form.
type Row struct {
	Method, Path string
	Action       models.Action // what the actor must be allowed to; "" is open to everybody
	Do           Handler
	Shows        Shows   // what the handler may reply with, beside errors and the page that the form was on
	lengthy      bool    // to make it may take long
	queued       bool    // to make it is expensive
	largest      int64   // bytes that the form may have; 0: what forms may have
	signedOut    Handler // replies where nobody is signed in any more; nil: what was sent is kept, and a sign-in asked for
}

// Handler makes the reply to a request. The adapter has read the form and checked the row's action by then.
type Handler func(*Request) (Reply, error)

// Shows is templates by name, each with data of the type that it is for.
type Shows map[string]any

// Get is the row of a page.
func Get[Path ~string](path Path, action models.Action, do Handler, shows Shows) Row {
	return Row{Method: http.MethodGet, Path: string(path), Action: action, Do: do, Shows: shows}
}

// Post is the row of a form. Most lead to a page of another row; what is shown by this one only comes last.
func Post[Path ~string](path Path, action models.Action, do Handler, shows ...Shows) Row {
	row := Row{Method: http.MethodPost, Path: string(path), Action: action, Do: do, Shows: Shows{}}
	for _, templates := range shows {
		for name, data := range templates {
			row.Shows[name] = data
		}
	}
	return row
}

// WhenSignedOut says what a form leads to where nobody is signed in any more.
func (row Row) WhenSignedOut(do Handler) Row {
	row.signedOut = do
	return row
}

// Queued has the handler wait for its turn, since it is expensive; then it is lengthy too.
func (row Row) Queued() Row {
	row.queued, row.lengthy = true, true
	return row
}

// Lengthy says that to make the page may take long. Each of its reads has a transaction of its own then, so that no
// connection of the database is held meanwhile; any other page is read in one transaction.
func (row Row) Lengthy() Row {
	row.lengthy = true
	return row
}

// AtMost lets the form have so many bytes, as multipart/form-data, where that is more than forms may have.
func (row Row) AtMost(bytes int64) Row {
	row.largest = bytes
	return row
}

// What bounds a posted body, in bytes: 200 workload ids and some fields are far below the first. A form with all notes
// of an answer at their longest, each as it was and as it is, is below the second; a script sends one change of it at a
// time.
const (
	maxOpen   = 16 << 10 // of a form that everybody may send
	maxForm   = 256 << 10
	maxAnswer = 4 << 20
	maxJSON   = 1 << 20
)

// limit bounds the body of a request to the row.
func (row Row) limit(r *Request) int64 {
	switch {
	case row.Action == "":
		return maxOpen
	case r.Script():
		return maxJSON
	case row.Action == models.UpdateAnswer:
		return maxAnswer
	case row.largest > 0:
		return row.largest
	}
	return maxForm
}
