package team

import (
	"slices"
	"strings"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/service/access"
	"plumbline/models/urls"
)

type membersData struct {
	Text        string // the filter
	Members     []access.MemberView
	Next        string
	Invitations []models.OneTimeLink // the open ones
	Grant       grantData
	Once        string
}

// grantData is what a form for role and narrowing offers and shows.
type grantData struct {
	Role      models.Role
	Workloads []workloadChoice
	Pillars   string
}

// workloadChoice is a workload to narrow to.
type workloadChoice struct {
	ID, Name string
	On       bool
}

func (h handlers) membersPage(r *page.Request) (page.Reply, error) {
	data := membersData{Text: r.Query("text"), Once: models.NewID()}
	list, err := h.Service.Members.List(r.HTTP.Context(),
		models.UserQuery{Text: data.Text, PageRequest: r.ListPage("after", 0)})
	if err != nil {
		return page.Reply{}, err
	}
	data.Members, data.Next = list.Items, r.NextPage("after", list.Next)
	if r.Session.Actor.Role == models.Owner {
		if err := h.inviting(r, &data); err != nil {
			return page.Reply{}, err
		}
	}
	return page.Reply{Template: "members", Title: "Members", Data: data}, nil
}

// inviting adds what only owners see.
func (h handlers) inviting(r *page.Request, data *membersData) error {
	all, err := h.Service.Members.Invitations(r.HTTP.Context(), models.PageRequest{Limit: models.MaxPage})
	if err != nil {
		return err
	}
	for _, l := range all.Items {
		if l.UsedAt.IsZero() && l.RevokedAt.IsZero() {
			data.Invitations = append(data.Invitations, l)
		}
	}
	g := models.MemberGrant{Role: models.Viewer}
	if r.Form.Name == "invite" {
		g = grantOf(r)
	}
	data.Grant, err = h.grantData(r, g)
	return err
}

// grantData offers the workspace's workloads, up to a page of them, and whatever the grant has beyond.
func (h handlers) grantData(r *page.Request, g models.MemberGrant) (grantData, error) {
	out := grantData{Role: g.Role, Pillars: strings.Join(g.Pillars, ", ")}
	list, err := h.Service.Workloads.List(r.HTTP.Context(),
		models.WorkloadQuery{PageRequest: models.PageRequest{Limit: models.MaxPage}})
	known := map[string]bool{}
	for _, load := range list.Items {
		known[load.ID] = true
		out.Workloads = append(out.Workloads, workloadChoice{load.ID, load.Name, slices.Contains(g.Workloads, load.ID)})
	}
	for _, id := range g.Workloads {
		if !known[id] {
			out.Workloads = append(out.Workloads, workloadChoice{id, id, true})
		}
	}
	return out, err
}

func (h handlers) invite(r *page.Request) (page.Reply, error) {
	secret, link, err := h.Service.Members.Invite(r.HTTP.Context(), models.InvitationInput{Email: r.Line("email"),
		Grant: grantOf(r)}, r.Once())
	if err != nil {
		return h.Again(r, "invite", err, h.membersPage)
	}
	return h.showLinkOnce(r, page.ShownOnce{Intro: "Send this link to " + link.Email + ". It works once, until " +
		page.DateText(r.Zone(), link.ExpiresAt) + ", and is not shown again.",
		Back: urls.Members, BackWords: "Back to the members"}, "Invitation for "+link.Email, secret)
}

type memberData struct {
	Member access.MemberView
	Grant  grantData
}

func (h handlers) memberPage(r *page.Request) (page.Reply, error) {
	m, err := h.Service.Members.Get(r.HTTP.Context(), r.Param("user"))
	if err != nil {
		return page.Reply{}, err
	}
	g := models.MemberGrant{Role: m.Role, Workloads: m.Workloads, Pillars: m.Pillars}
	if r.Form.Name == "grant" {
		g = grantOf(r)
	}
	grant, err := h.grantData(r, g)
	return page.Reply{Template: "member", Title: m.User.Name, Data: memberData{m, grant}}, err
}

func (h handlers) updateMember(r *page.Request) (page.Reply, error) {
	if _, err := h.Service.Members.Update(r.HTTP.Context(), r.Param("user"), grantOf(r), r.Seen()); err != nil {
		return h.Again(r, "grant", err, h.memberPage)
	}
	return page.Done(urls.Members, "member")
}

func (h handlers) removeMember(r *page.Request) (page.Reply, error) {
	if err := h.Service.Members.Remove(r.HTTP.Context(), r.Param("user"), r.Line("confirm")); err != nil {
		return h.Again(r, "remove", err, h.memberPage)
	}
	if r.Param("user") == r.Session.User.ID { // who leaves sees no members any more
		return page.Done(urls.Home, "removed")
	}
	return page.Done(urls.Members, "removed")
}

func (h handlers) resetMember(r *page.Request) (page.Reply, error) {
	secret, link, err := h.Service.Members.Reset(r.HTTP.Context(), r.Param("user"))
	if err != nil {
		return h.Again(r, "reset", err, h.memberPage)
	}
	return h.showLinkOnce(r, resetLinkOnce(r, link, urls.Members), "Link to set a new password", secret)
}

func (h handlers) revokeInvitation(r *page.Request) (page.Reply, error) {
	if err := h.Service.Members.RevokeInvitation(r.HTTP.Context(), r.Param("invitation")); err != nil {
		return page.Reply{}, err
	}
	return page.Done(urls.Members, "invitation")
}

// grantOf is the role and the narrowing that a form asks for.
func grantOf(r *page.Request) models.MemberGrant {
	return models.MemberGrant{Role: models.Role(r.Post("role")), Workloads: r.HTTP.PostForm["workloads"],
		Pillars: page.SplitList(r.Post("pillars"))}
}

// grantView is the part of a form that asks for role and narrowing.
type grantView struct {
	Form   string
	Grant  grantData
	Chosen bool // a workload is ticked
}

func newGrantView(formName string, g grantData) grantView {
	return grantView{formName, g, slices.ContainsFunc(g.Workloads, func(c workloadChoice) bool { return c.On })}
}
