package lenses

import (
	"plumbline/api/web/page"
	"plumbline/models"
)

// renameLens displays a lens under another name.
func (h handlers) renameLens(r *page.Request) (page.Reply, error) {
	l, err := h.Service.Lenses.Rename(r.HTTP.Context(), r.Param("lens"), models.LensName{Name: r.Line("name")}, r.Seen())
	if err != nil {
		return h.Again(r, "name", err, h.lensPage)
	}
	return page.Done(lensPath(l), "lens-renamed")
}
