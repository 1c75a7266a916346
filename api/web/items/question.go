package items

import (
	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/urls"
)

// questionLink is the question whose items are listed, and the list of all of them.
type questionLink struct {
	Href, Words string
	All         string
}

// ofQuestion narrows the list to a question of the workload, where the address names it and its lens.
func (h handlers) ofQuestion(r *page.Request, l *ListView) error {
	lens, question := r.Query("lens"), r.Query("question")
	if lens == "" || question == "" {
		return nil
	}
	at := models.AnswerPath{Workload: r.Param("workload"), Lens: lens, Question: question}
	v, err := h.Service.Answers.Question(r.HTTP.Context(), at)
	if err != nil {
		return err
	}
	l.Filters.Lens, l.Filters.Question = lens, question
	l.Question = &questionLink{string(urls.ReviewPage(at.Workload, v.Review.Lens.Key).Question(question)),
		v.Answer.Question.Title, urls.ItemsOf(at.Workload).All()}
	return nil
}
