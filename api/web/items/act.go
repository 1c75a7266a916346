package items

import (
	"strings"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/service/plan"
	"plumbline/models/urls"
)

// move changes the status. Where that needs more than a click, and the form has no more, it leads to the form that asks
// for the rest.
func (h handlers) move(r *page.Request) (page.Reply, error) {
	at := urls.Item(r.Param("item"))
	move := remediation.StatusMove{To: remediation.Status(r.Post("to")), Note: strings.TrimSpace(r.Text("note")),
		Reason: remediation.WontDoReason(r.Post("reason"))}
	if short := r.Post("back") != ""; short && (move.To == remediation.Done || move.Note == "" &&
		(move.To == remediation.Blocked || move.To == remediation.WontDo)) {
		return page.Reply{To: at.Do(string(move.To))}, nil
	}
	if _, err := h.Service.Items.Move(r.HTTP.Context(), r.Param("item"), move, r.Seen()); err != nil {
		return h.Again(r, formOfMove(move.To), err, h.item)
	}
	if r.Post("back") != "" {
		return h.backTo(r, "item-moved", "#"+string(move.To)+"-"+r.Param("item"))
	}
	return page.Done(at, "item-moved")
}

// formOfMove is the name of the form with which an item gets the status.
func formOfMove(to remediation.Status) string {
	if to == remediation.Blocked || to == remediation.WontDo {
		return string(to)
	}
	return "move"
}

// verify confirms that the item is done.
func (h handlers) verify(r *page.Request) (page.Reply, error) {
	in := plan.Verification{Select: r.Post("select") != "", Note: strings.TrimSpace(r.Text("note"))}
	if _, err := h.Service.Items.Verify(r.HTTP.Context(), r.Param("item"), in, r.Seen()); err != nil {
		return h.Again(r, "verify", err, h.item)
	}
	return page.Done(urls.Item(r.Param("item")), "item-verified")
}

// deleteItem deletes the item, whose number is typed for it.
func (h handlers) deleteItem(r *page.Request) (page.Reply, error) {
	v, err := h.Service.Items.Get(r.HTTP.Context(), r.Param("item"))
	if err != nil {
		return page.Reply{}, err
	}
	if err := h.Service.Items.Delete(r.HTTP.Context(), v.ID, r.Line("confirm")); err != nil {
		return h.Again(r, "delete", err, h.item)
	}
	return page.Done(urls.ItemsOf(v.WorkloadID), "item-deleted")
}

// toTalk leads back to the comments.
func toTalk(r *page.Request, done string) (page.Reply, error) {
	return page.Reply{To: string(urls.Item(r.Param("item"))) + "?done=" + done + "#comments"}, nil
}

func (h handlers) createComment(r *page.Request) (page.Reply, error) {
	in := models.CommentInput{Body: withMention(r.Text("body"), r.Line("mention"))}
	if _, err := h.Service.ItemTalk.Comment(r.HTTP.Context(), r.Param("item"), in, r.Once()); err != nil {
		return h.Again(r, "comment", err, h.item)
	}
	return toTalk(r, "item-commented")
}

// withMention adds the person who was chosen beside the text to it, unless the text names that person already.
func withMention(body, person string) string {
	person = strings.TrimPrefix(person, "@")
	if person == "" || strings.TrimSpace(body) == "" ||
		strings.Contains(models.FoldName(body), "@"+models.FoldName(person)) {
		return body
	}
	return strings.TrimRight(body, " \n") + "\n\n@" + person
}

func (h handlers) editComment(r *page.Request) (page.Reply, error) {
	id := r.Param("comment")
	_, err := h.Service.ItemTalk.EditComment(r.HTTP.Context(), r.Param("item"), id,
		models.CommentInput{Body: r.Text("body")}, r.Seen())
	if err != nil {
		return h.Again(r, "edit-"+id, err, h.item)
	}
	return toTalk(r, "item-comment-edited")
}

func (h handlers) deleteComment(r *page.Request) (page.Reply, error) {
	if err := h.Service.ItemTalk.DeleteComment(r.HTTP.Context(), r.Param("item"), r.Param("comment")); err != nil {
		return page.Reply{}, err
	}
	return toTalk(r, "item-comment-deleted")
}
