package web

import "plumbline/models"

// renameLens displays a lens under another name.
func (w *Web) renameLens(r *request) (page, error) {
	l, err := w.svc.Lenses.Rename(r.http.Context(), r.param("lens"), models.LensName{Name: r.line("name")}, r.seen())
	if err != nil {
		return w.again(r, "name", err, w.lensPage)
	}
	return done(lensPath(l), "lens-renamed")
}
