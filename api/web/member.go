package web

import (
	"slices"
	"strconv"
	"strings"

	"plumbline/models"
	"plumbline/models/service/access"
	"plumbline/models/urls"
)

type membersData struct {
	Text        string // the filter
	Members     []access.MemberView
	Next        string
	Invitations []models.Link // the open ones
	Grant       grantData
}

// grantData is what a form for role and narrowing offers and shows.
type grantData struct {
	Role      models.Role
	Workloads []choice
	Pillars   string
}

// choice is a workload to narrow to.
type choice struct {
	ID, Name string
	On       bool
}

func (w *Web) membersPage(r *request) (page, error) {
	data := membersData{Text: r.query("text")}
	list, err := w.svc.Members.List(r.http.Context(), models.UserQuery{Text: data.Text, Page: r.page("after", 0)})
	if err != nil {
		return page{}, err
	}
	data.Members, data.Next = list.Items, r.next("after", list.Next)
	if r.session.Actor.Role == models.Owner {
		if err := w.inviting(r, &data); err != nil {
			return page{}, err
		}
	}
	return page{name: "members", title: "Members", data: data}, nil
}

// inviting adds what only owners see.
func (w *Web) inviting(r *request, data *membersData) error {
	all, err := w.svc.Members.Invitations(r.http.Context(), models.Page{Limit: models.MaxPage})
	if err != nil {
		return err
	}
	for _, l := range all.Items {
		if l.UsedAt.IsZero() && l.RevokedAt.IsZero() {
			data.Invitations = append(data.Invitations, l)
		}
	}
	g := models.Grant{Role: models.Viewer}
	if r.form.Name == "invite" {
		g = r.grant()
	}
	data.Grant, err = w.grantData(r, g)
	return err
}

// grantData offers the workspace's workloads, up to a page of them, and whatever the grant has beyond.
func (w *Web) grantData(r *request, g models.Grant) (grantData, error) {
	out := grantData{Role: g.Role, Pillars: strings.Join(g.Pillars, ", ")}
	list, err := w.svc.Workloads.List(r.http.Context(), models.WorkloadQuery{Page: models.Page{Limit: models.MaxPage}})
	known := map[string]bool{}
	for _, load := range list.Items {
		known[load.ID] = true
		out.Workloads = append(out.Workloads, choice{load.ID, load.Name, slices.Contains(g.Workloads, load.ID)})
	}
	for _, id := range g.Workloads {
		if !known[id] {
			out.Workloads = append(out.Workloads, choice{id, id, true})
		}
	}
	return out, err
}

func (w *Web) invite(r *request) (page, error) {
	secret, link, err := w.svc.Members.Invite(r.http.Context(), models.InvitationInput{Email: r.line("email"), Grant: r.grant()})
	if err != nil {
		return w.again(r, "invite", err, w.membersPage)
	}
	return w.linkOnce(r, onceData{Intro: "Send this link to " + link.Email + ". It works once, until " + date(link.ExpiresAt) + ", and is not shown again.",
		Back: urls.Members, BackWords: "Back to the members"}, "Invitation for "+link.Email, secret)
}

// linkOnce shows a new one-time link.
func (w *Web) linkOnce(r *request, once onceData, title, secret string) (page, error) {
	once.Items = []onceItem{{"Link", w.joinURL(r, secret)}}
	return page{name: "once", title: title, data: once}, nil
}

type memberData struct {
	Member access.MemberView
	Grant  grantData
}

func (w *Web) memberPage(r *request) (page, error) {
	m, err := w.svc.Members.Get(r.http.Context(), r.param("user"))
	if err != nil {
		return page{}, err
	}
	g := models.Grant{Role: m.Role, Workloads: m.Workloads, Pillars: m.Pillars}
	if r.form.Name == "grant" {
		g = r.grant()
	}
	grant, err := w.grantData(r, g)
	return page{name: "member", title: m.User.Name, data: memberData{m, grant}}, err
}

// seen is the version of what the form showed; a form without one does not mind.
func (r *request) seen() models.IfMatch {
	if n, err := strconv.Atoi(r.post("version")); err == nil {
		return &n
	}
	return nil
}

func (w *Web) updateMember(r *request) (page, error) {
	if _, err := w.svc.Members.Update(r.http.Context(), r.param("user"), r.grant(), r.seen()); err != nil {
		return w.again(r, "grant", err, w.memberPage)
	}
	return done(urls.Members, "member")
}

func (w *Web) removeMember(r *request) (page, error) {
	if err := w.svc.Members.Remove(r.http.Context(), r.param("user"), r.line("confirm")); err != nil {
		return w.again(r, "remove", err, w.memberPage)
	}
	if r.param("user") == r.session.User.ID { // who leaves sees no members any more
		return done(urls.Home, "removed")
	}
	return done(urls.Members, "removed")
}

func (w *Web) resetMember(r *request) (page, error) {
	secret, link, err := w.svc.Members.Reset(r.http.Context(), r.param("user"))
	if err != nil {
		return w.again(r, "reset", err, w.memberPage)
	}
	return w.linkOnce(r, resetOnce(link, urls.Members), "Link to set a new password", secret)
}

func resetOnce(link models.Link, back string) onceData {
	return onceData{Intro: "Send this link to the person. It works once, until " + date(link.ExpiresAt) +
		", ends all sessions of the account when it is used, and is not shown again.", Back: back, BackWords: "Back"}
}

func (w *Web) revokeInvitation(r *request) (page, error) {
	if err := w.svc.Members.RevokeInvitation(r.http.Context(), r.param("invitation")); err != nil {
		return page{}, err
	}
	return done(urls.Members, "invitation")
}
