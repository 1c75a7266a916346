// Package lenses is the pages of lenses: the catalogue, versions, imports, the editor, comparison, publishing.
//
// Handlers decide nothing: permission, rules and words are those of models/service.
package lenses

import (
	"embed"
	"html/template"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/urls"
)

// handlers has a method for each row of the table, and what they share.
type handlers struct{ *page.Adapter }

// Pages is the table of the area.
func Pages(adapter *page.Adapter) page.Table {
	h := handlers{adapter}
	return page.Table{Rows: h.lensRows(), Templates: templates, Done: doneTexts}
}

// lensRows are the catalogue, each lens, its versions and its draft.
func (h handlers) lensRows() []page.Row {
	lens := urls.LensPage(":lens")
	version := lens.Version(":version")
	return []page.Row{
		page.Get(urls.Lenses, models.ReadLens, h.lensesPage, page.Shows{"lenses": lensesData{}}),
		page.Get(urls.ImportLens, models.ImportLens, h.lensImportPage, page.Shows{"lensimport": lensImportData{}}),
		page.Post(urls.ImportLens, models.ImportLens, h.importLens).AtMost(lensForm).Queued(),
		page.Get(urls.NewLens, models.ImportLens, h.lensNewPage, page.Shows{"lensnew": lensNewData{}}),
		page.Post(urls.NewLens, models.ImportLens, h.createLens).Queued(),
		page.Get(lens, models.ReadLens, h.lensPage, page.Shows{"lens": lensData{}}).Lengthy(),
		page.Post(lens.Name(), models.PublishLens, h.renameLens),
		page.Post(lens.Delete(), models.DeleteLens, h.deleteLens),
		page.Post(lens.Discard(), models.ImportLens, h.discardDraft),
		page.Get(lens.Import(), models.ImportLens, h.draftImportPage, page.Shows{"lensimport": lensImportData{}}),
		page.Post(lens.Import(), models.ImportLens, h.importDraft).AtMost(lensForm).Queued(),
		page.Get(lens.Publish(), models.PublishLens, h.lensPublishPage,
			page.Shows{"lenspublish": lensPublishData{}}).Queued(),
		page.Post(lens.Publish(), models.PublishLens, h.publishLens).Queued(),
		page.Get(lens.Diff(), models.ReadLens, h.lensDiffPage, page.Shows{"lensdiff": lensDiffData{}}),
		page.Get(version, models.ReadLens, h.lensVersionPage, page.Shows{"lensversion": lensVersionData{}}).Lengthy(),
		page.Get(version.Document(), models.ReadLens, h.lensDocument, nil),
		page.Get(version.Question(":question"), models.ReadLens, h.lensQuestionPage,
			page.Shows{"lensquestion": lensQuestionData{}}).Queued(),
		page.Get(lens.Edit(), models.ImportLens, h.lensEditPage, page.Shows{"lensedit": lensEditData{}}).Queued(),
		page.Post(lens.Edit(), models.ImportLens, h.editLens).Queued(),
		page.Post(lens.EditPillars(), models.ImportLens, h.addPillar).Queued(),
		page.Post(lens.EditPillar(":pillar"), models.ImportLens, h.editPillar).Queued(),
		page.Post(lens.PlaceQuestion(":question"), models.ImportLens, h.placeQuestion).Queued(),
		page.Get(lens.EditQuestion(":question"), models.ImportLens, h.questionEditPage,
			page.Shows{"lensquestionedit": questionEditData{}}).Queued(),
		page.Post(lens.EditQuestion(":question"), models.ImportLens, h.editQuestion).Queued(),
		page.Post(lens.CheckQuestion(":question"), models.ImportLens, h.checkQuestion,
			page.Shows{"lenscheck": ruleMeaning{}}).Queued(),
	}
}

//go:embed templates
var templateFiles embed.FS

var templates = page.NewTemplates(templateFiles, template.FuncMap{
	"called": versionInWords, "draftWords": draftWords,
})

// doneTexts is what pages say was done.
var doneTexts = map[string]string{
	"lens-imported":   "Lens imported as a draft. Check its findings, then publish it.",
	"lens-made":       "Lens created with one pillar and one question.",
	"lens-saved":      "Saved to the draft.",
	"lens-published":  "Version published.",
	"lens-renamed":    "Lens renamed. Its documents and exports keep their name.",
	"lens-deleted":    "Lens deleted. Reviews and milestones that use it keep it.",
	"draft-discarded": "Draft discarded.",
	"question-added":  "Question added with one choice and risk rules.",
}
