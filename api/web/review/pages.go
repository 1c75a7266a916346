// Package review is the pages of one review: questions and answers, history, notes, comments and assignments, the
// parking lot, facilitation and the shared screen.
//
// Handlers decide nothing: permission, rules and words are those of models/service.
package review

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
	return page.Table{Rows: slices.Concat(h.reviewRows(), h.togetherRows(), h.facilitationRows()),
		Templates: templates, Done: doneTexts}
}

// reviewRows are the questions, and what is said of the review as a whole.
func (h handlers) reviewRows() []page.Row {
	review := urls.ReviewPage(":workload", ":lens")
	question := review.Question(":question")
	return []page.Row{
		page.Get(review, models.ReadReview, h.continueReview, nil),
		page.Get(review.Notes(), models.ReadReview, h.reviewNotes, page.Shows{"reviewnotes": reviewNotesData{}}),
		page.Post(review.Notes(), models.UpdateAnswer, h.saveReviewNotes),
		page.Get(question, models.ReadReview, h.question, page.Shows{"review": questionData{}, "gone": goneData{}}),
		page.Post(question, models.UpdateAnswer, h.saveForm),
		page.Get(question.Live(), models.ReadReview, h.liveAnswer, nil),
		page.Post(question.Save(), models.UpdateAnswer, h.saveEdit),
		page.Get(question.History(), models.ReadReview, h.history, page.Shows{"history": historyData{}}),
		page.Post(urls.Preview, models.UpdateAnswer, h.preview),
	}
}

// togetherRows are what people do beside answering.
func (h handlers) togetherRows() []page.Row {
	review := urls.ReviewPage(":workload", ":lens")
	question, parked := review.Question(":question"), review.Parked(":item")
	return []page.Row{
		page.Get(urls.Mine, models.ReadMine, h.minePage, page.Shows{"mine": mineData{}}),
		page.Post(urls.ReadMine, models.ReadMine, h.markRead),
		page.Get(question.Comments(), models.ReadComments, h.commentsPage, page.Shows{"comments": commentsData{}}),
		page.Post(question.Comments(), models.CreateComment, h.createComment),
		page.Post(question.Comment(":comment"), models.CreateComment, h.editComment),
		page.Post(question.DeleteComment(":comment"), models.CreateComment, h.deleteComment),
		page.Post(question.Assign(), models.UpdateAssignment, h.assign),
		page.Get(review.Parking(), models.ReadComments, h.parkingPage, page.Shows{"parking": parkingPageData{}}),
		page.Post(review.Parking(), models.UpdateParking, h.park),
		page.Post(parked.Done(), models.UpdateParking, h.tickParked),
		page.Post(parked.Open(), models.UpdateParking, h.openParked),
		page.Post(parked.Keep(), models.UpdateParking, h.keepParked),
		page.Post(parked.Delete(), models.UpdateParking, h.deleteParked),
	}
}

// facilitationRows are for leading a room.
func (h handlers) facilitationRows() []page.Row {
	review := urls.ReviewPage(":workload", ":lens")
	return []page.Row{
		page.Get(review.Present(), models.ReadReview, h.present, page.Shows{"present": presentData{}}),
		page.Get(review.Facilitate(), models.UpdateFacilitation, h.facilitate, page.Shows{"facilitate": facilitateData{}}),
		page.Post(review.Facilitate(), models.UpdateFacilitation, h.saveFacilitation),
	}
}

//go:embed templates
var templateFiles embed.FS

var templates = page.NewTemplates(templateFiles, template.FuncMap{
	"reasons": reasonOptions, "reason": lowerReason, "coded": codeSpans, "thread": withThread, "parking": withParking,
})

// doneTexts is what pages say was done.
var doneTexts = map[string]string{
	"mine-read":       "Marked as read.",
	"commented":       "The comment is added.",
	"comment-edited":  "The comment is saved.",
	"comment-deleted": "The comment is deleted.",
	"assigned":        "The assignment is saved.",
	"parked":          "Added to the parking lot.",
	"parked-done":     "Marked as done.",
	"parked-open":     "Reopened.",
	"parked-kept":     "Moved to the notes.",
	"parked-deleted":  "The item is deleted.",
	"led-begun":       "Facilitation started: the shared screen follows.",
	"led-ended":       "Facilitation ended.",
	"led-notes":       "The shared screen shows notes.",
	"led-no-notes":    "The shared screen shows no notes.",
	"agenda":          "The agenda is saved.",
	"answer":          "The answer is saved.",
	"notes":           "The notes are saved.",
}
