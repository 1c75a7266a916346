package web_test

import (
	"net/url"
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
)

// Whoever reads a review tries practices out on the page, guests too; nothing is saved by that. Contributors keep it as
// a proposal, edit that, make items of it and delete it; what they typed comes back where it is not taken.
func TestWhatIfInPages(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		w := newItemsOf(s)
		s.Guest("guest", w.id, "service-basics")
		s.NarrowedMember("narrow", models.MemberGrant{Role: models.Contributor, Pillars: []string{"operations"}})
		at, keep := w.at+"/plan/what-if", w.at+"/plan/proposals"
		before := s.Fingerprint()
		s.PostForm("stranger session", at, apitest.FormFields("practices", "x"), 404)
		ticked := url.Values{"practices": {"service-basics/backup/backup_daily service-basics/backup/backup_restore"}}
		for who, mayKeep := range map[string]bool{"viewer session": false, "guest session": false, "narrow session": true,
			"owner session": true} {
			w.says(who, at, "see which risks are left", "4 missing practices")
			page := flat(string(s.PostForm(who, at, ticked, 200).Body))
			for _, want := range []string{"With 2 practices done", "Risks that change",
				`value="service-basics/backup/backup_daily" checked`} {
				if !strings.Contains(page, want) {
					t.Errorf("%s: %q is not on the page", who, want)
				}
			}
			if strings.Contains(page, "Keep as a proposal") != mayKeep {
				t.Errorf("%s is offered to keep it: not %v", who, mayKeep)
			}
		}
		w.says("viewer session", at+"?choose=path", "With 2 practices done")
		w.says("viewer session", at+"?choose=quick-wins", "see which risks are left")
		s.GetPage("viewer session", at+"?practice=service-basics/backup/nope", 422)
		if s.Fingerprint() != before {
			t.Error("a what-if saved something")
		}
		form := url.Values{"practices": ticked["practices"], "name": {"ab"}, "note": {"Cheap **and** quick"}}
		for who, status := range map[string]int{"nobody": 401, "stranger session": 404, "viewer session": 403,
			"guest session": 403} {
			s.PostForm(who, keep, form, status)
		}
		s.PageHolds("a short name", s.PostForm("narrow session", keep, form, 422).Body, "Cheap **and** quick",
			`value="ab"`, "With 2 practices done")
		form.Set("name", "First steps")
		one, _, _ := strings.Cut(s.PostForm("narrow session", keep, form, 303).Header.Get("Location"), "?")
		w.says("viewer session", at, "First steps", "Proposals")
		w.says("viewer session", one, "First steps", "<strong>and</strong>", "Its 2 practices", "Risks that change")
		s.GetPage("guest session", one, 403)
		w.proposalChanges(one, at)
	})
}

// proposalChanges edits a proposal, makes items of it, and deletes it.
func (w itemsOf) proposalChanges(one, at string) {
	w.T.Helper()
	id := one[strings.LastIndex(one, "/")+1:]
	w.says("owner session", at+"?proposal="+id, "With 2 practices done", "Save the proposal")
	edit := url.Values{"name": {"Second steps"}, "note": {""}, "version": {"1"}, "with": {"practices"}, "proposal": {id},
		"practices": {"service-basics/backup/backup_daily"}}
	w.PostForm("viewer session", one, edit, 403)
	w.PostForm("owner session", one, edit, 303)
	edit.Set("name", "Third steps")
	w.PageHolds("an old version", w.PostForm("owner session", one, edit, 412).Body, "Third steps", "Second steps")
	w.says("owner session", one, "Second steps", "Its 1 practice")
	for range 2 {
		w.PostForm("viewer session", one+"/items", url.Values{}, 403)
		w.PostForm("contributor session", one+"/items", url.Values{"each": {"practice"}}, 303)
	}
	if items := w.OK("GET", "/items", nil).At("items"); items.Len() != 1 ||
		items.At("0/origin/kind").String() != "proposal" {
		w.T.Errorf("the items: %s", items)
	}
	w.PostForm("viewer session", one+"/delete", url.Values{}, 403)
	w.PostForm("owner session", one+"/delete", url.Values{}, 303)
	w.GetPage("owner session", one, 404)
}
