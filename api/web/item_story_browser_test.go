package web_test

import (
	"fmt"
	"strings"
	"testing"

	"plumbline/api/apitest"
)

// chooseOption chooses an option of a list by what it says.
func chooseOption(b *apitest.Tab, list, words string) {
	b.T.Helper()
	if !apitest.ValueOf[bool](b, fmt.Sprintf(`((list) => {
	  const option = [...list.options].find((o) => o.text.includes(%q));
	  if (!option) return false;
	  list.value = option.value;
	  list.dispatchEvent(new Event("change", {bubbles: true}));
	  return true;
	})(document.querySelector(%q))`, words, list)) {
		b.Fatal("choose "+words+" in "+list, nil)
	}
}

// From a high risk to an item in the plan, given to somebody, done, confirmed, the risk gone, a milestone; then the
// practice is lost, and the item is open again, and who had closed it is told.
func TestFromAHighRiskToDoneAndBackInTheBrowser(t *testing.T) {
	apitest.OnSQLite(t, func(plain *apitest.Server) {
		s, box := apitest.MailingServer(plain)
		t := s.T
		id := s.Sample()
		at := "/workloads/" + id
		s.OK("PUT", at+"/lenses/service-basics/answers/load", map[string]any{"selected": []string{"load_tested"}})
		question := at + "/lenses/service-basics/questions/load"
		architect, contributor := s.Browser().As("architect session"), s.Browser().As("contributor session")

		architect.Open(question)
		architect.Sees(apitest.BigRisk, "High risk")
		architect.Open(at + "/plan")
		architect.Click(`a[href*="/items/new"][href*="load"]`)
		architect.Wait("#item-title")
		architect.Fill("#item-title", "Limits and timeouts")
		if ticked := apitest.ValueOf[[]string](architect, `[...document.querySelectorAll("[name=practices]:checked")]
		  .map((e) => e.value)`); len(ticked) != 3 {
			t.Fatalf("the form proposes %q, want the three that the question misses", ticked)
		}
		chooseOption(architect, "#item-owner", "The contributor")
		architect.Click("main form .btn.primary")
		architect.Sees(".item-head h1", "#1 Limits and timeouts")
		item := apitest.ValueOf[string](architect, "location.pathname")
		if told := toldOf(s, box); told[s.EmailOf("contributor")] == "" {
			t.Errorf("the owner is not told of the item: %q", told)
		}

		contributor.Open(item)
		contributor.Click("#comment-body")
		contributor.Write("@The arch")
		contributor.Wait(".mentions [role=option]")
		contributor.Keys("Enter")
		contributor.Click(".say .btn")
		contributor.Sees(".comments", "Mentions The architect")
		contributor.Click(`[name=to][value="in_progress"]`)
		contributor.Sees(".item-line", "In progress")
		contributor.Click("#do-done > summary")
		contributor.Sees("#do-done", "3 of its practices are not selected in the review yet")
		contributor.Click("#do-done .btn")
		contributor.Sees(".item-line", "Done")
		architect.Open(question)
		architect.Sees(apitest.BigRisk, "No risk")
		architect.Open(at + "/milestones")
		architect.Fill("#milestone-name", "After the limits")
		architect.Click("main form .btn.primary")
		architect.Until("the milestone", `document.body.innerText.includes("After the limits")`)

		architect.Open(question)
		architect.Wait(apitest.BigRisk)
		architect.Keys("1")
		architect.Until("the answer to be saved", apitest.SavedJS)
		architect.Sees(apitest.BigRisk, "Medium risk")
		contributor.Open(item)
		contributor.Sees(".item-main", "Missing")
		contributor.Until("why it is open", `document.body.innerText.includes("It was done, and came back")`)
		if line := contributor.TextOf(".item-line"); strings.Contains(line, "Done") {
			t.Errorf("the item whose practice was lost says %q", line)
		}
		_, err := s.Service.Schedule.Look(t.Context())
		apitest.Must(t, err)
		if told := toldOf(s, box); !strings.Contains(told[s.EmailOf("contributor")], "Limits and timeouts") {
			t.Errorf("who had closed the item is not told: %q", told)
		}
	})
}

// toldOf are the subjects of the mails since the last call, by who they go to.
func toldOf(s *apitest.Server, box *apitest.Mailbox) map[string]string {
	s.T.Helper()
	told := map[string]string{}
	for _, mail := range s.SentMails(box) {
		told[mail.To] += mail.Subject + "\n"
	}
	return told
}
