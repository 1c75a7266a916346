// Package sharing is the pages by which others get to see what a workspace has: guest links, shares with other
// workspaces, what other workspaces offer, and the import of what another server exported.
//
// Handlers decide nothing: permission, rules and words are those of models/service.
package sharing

import (
	"embed"
	"html/template"
	"slices"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/urls"
)

// handlers has a method for each row of the table, and what they share.
type handlers struct{ *page.Adapter }

// Pages is the table of the area.
func Pages(adapter *page.Adapter) page.Table {
	h := handlers{adapter}
	return page.Table{Templates: templates, Done: doneTexts,
		Rows: slices.Concat(h.guestLinkRows(), h.shareRows(), h.importRows())}
}

func (h handlers) guestLinkRows() []page.Row {
	workload, link := urls.WorkloadPage(":workload"), urls.ReviewPage(":workload", ":lens").GuestLink(":link")
	return []page.Row{
		page.Get(workload.GuestLinks(), models.ManageGuests, h.guestLinksPage,
			page.Shows{"guestlinks": guestLinksData{}}),
		page.Post(workload.GuestLinks(), models.ManageGuests, h.createGuestLink, page.OnceShown),
		page.Get(link, models.ManageGuests, h.guestLinkPage, page.Shows{"guestlink": guestLinkData{}}),
		page.Post(link.End(), models.ManageGuests, h.endGuestLink),
	}
}

// importRows are the import of a workload.
func (h handlers) importRows() []page.Row {
	shows := page.Shows{"archiveimport": importData{}}
	return []page.Row{
		page.Get(urls.ImportWorkload, models.CreateWorkload, h.importPage, shows),
		page.Post(urls.ImportWorkload, models.CreateWorkload, h.importArchive, shows).AtMost(archiveForm),
	}
}

// shareRows are the shares of workloads and lenses, which look alike, and what other workspaces offer.
func (h handlers) shareRows() []page.Row {
	workload, lens, offer := urls.WorkloadPage(":workload").Shares(), urls.LensPage(":lens").Shares(), urls.Share(":offer")
	shares, share := page.Shows{"shares": sharesData{}}, page.Shows{"sharerevoke": revokeShareData{}}
	return []page.Row{
		page.Get(workload, models.ShareWorkload, h.sharesPage, shares),
		page.Post(workload, models.ShareWorkload, h.offerShare),
		page.Get(workload.Revoke(":share"), models.ShareWorkload, h.revokeSharePage, share),
		page.Post(workload.Revoke(":share"), models.ShareWorkload, h.revokeShare),
		page.Get(lens, models.ShareLens, h.sharesPage, shares),
		page.Post(lens, models.ShareLens, h.offerShare),
		page.Get(lens.Revoke(":lens_share"), models.ShareLens, h.revokeSharePage, share),
		page.Post(lens.Revoke(":lens_share"), models.ShareLens, h.revokeShare),
		page.Get(urls.Shares, models.ReadShares, h.offersPage, page.Shows{"offers": offersData{}}),
		page.Post(offer.Accept(), models.AnswerShares, h.acceptOffer),
		page.Get(offer.Reject(), models.AnswerShares, h.rejectOfferPage, page.Shows{"offerreject": rejectOfferData{}}),
		page.Post(offer.Reject(), models.AnswerShares, h.rejectOffer),
	}
}

//go:embed templates
var templateFiles embed.FS

var templates = page.NewTemplates(templateFiles, template.FuncMap{"endings": linkEndings, "shareState": shareState})

// doneTexts is what pages say was done.
var doneTexts = map[string]string{
	"workload-imported": "The workload is imported.",
	"share-offered":     "Offer created. It waits a week for an answer.",
	"share-revoked":     "The share is revoked.",
	"share-accepted":    "The offer is accepted.",
	"share-rejected":    "The offer is rejected.",
	"share-left":        "You have left it.",
	"guest-link-ended":  "The guest link has ended. Nobody can open it any more.",
}
