package team

import (
	"plumbline/api/web/page"
	"plumbline/models"
)

// showLinkOnce shows a new one-time link.
func (h handlers) showLinkOnce(r *page.Request, once page.ShownOnce, title, secret string) (page.Reply, error) {
	once.Items = []page.ShownItem{{Label: "Link", Text: h.JoinURL(r, secret)}}
	return page.Reply{Template: "once", Title: title, Data: once}, nil
}

// resetLinkOnce is for a link with which somebody sets a password.
func resetLinkOnce(r *page.Request, link models.OneTimeLink, back string) page.ShownOnce {
	return page.ShownOnce{Intro: "Send this link to the person. It works once, until " +
		page.DateText(r.Zone(), link.ExpiresAt) +
		", ends all sessions of the account when it is used, and is not shown again.", Back: back, BackWords: "Back"}
}
