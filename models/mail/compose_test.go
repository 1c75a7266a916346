package mail_test

import (
	"strings"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/mail"
	"plumbline/models/notice"
)

func TestComposeNotifications(t *testing.T) {
	ends := time.Date(2026, 3, 4, 5, 6, 0, 0, time.FixedZone("CET", 3600))
	for _, row := range []struct {
		about   notice.Subject
		subject string
		holds   []string
	}{
		{notice.PasswordReset{Secret: "pll_A", ExpiresAt: ends}, "Set a new password for Plumbline", []string{
			"address at https://example.org/plumbline.\n", "until 4 Mar 2026, 04:06 UTC:",
			"\nhttps://example.org/plumbline/join#pll_A\n"}},
		{notice.PasswordReset{Secret: "pll_A", ExpiresAt: ends, TimeZone: "Asia/Kathmandu"},
			"Set a new password for Plumbline", []string{"once, until 4 Mar 2026, 09:51, Asia/Kathmandu (UTC+05:45):"}},
		{notice.Invitation{Role: models.Viewer, ExpiresAt: ends, TimeZone: "Europe/Berlin"},
			"Invitation to Plumbline", []string{"once, until 4 Mar 2026, 05:06, Europe/Berlin (CET, UTC+01:00):"}},
		{notice.ProviderSignIn{}, "Sign in to Plumbline", []string{
			"address at https://example.org/plumbline.\n", "no password there"}},
		{notice.Invitation{By: "Ada", Workspace: "Shop", Role: models.Viewer, Secret: "pll_B", ExpiresAt: ends},
			"Invitation to Plumbline", []string{
				"Ada invites you to the workspace Shop at https://example.org/plumbline, as viewer.",
				"\nhttps://example.org/plumbline/join#pll_B\n", "until 4 Mar 2026, 04:06 UTC:"}},
		{notice.Mention{By: "Ada", Workload: "Checkout", Question: "How?",
			WorkloadID: "w", LensKey: "l", QuestionID: "a/b"},
			"You are mentioned in Plumbline", []string{"Ada mentions you", "Workload: Checkout\nQuestion: How?\n",
				"\nhttps://example.org/plumbline/workloads/w/lenses/l/questions/a%2Fb#comments\n"}},
	} {
		m, err := mail.ComposeMail("https://example.org/plumbline",
			notice.Notice{To: "ada@example.org", About: row.about})
		if err != nil || m.To != "ada@example.org" || m.Subject != row.subject {
			t.Errorf("%T: to %q, subject %q, %v", row.about, m.To, m.Subject, err)
		}
		for _, want := range row.holds {
			if !strings.Contains(m.Text, want) {
				t.Errorf("%T: no %q in\n%s", row.about, want, m.Text)
			}
		}
	}
	if _, err := mail.ComposeMail("https://example.org", notice.Notice{To: "ada@example.org"}); err == nil {
		t.Error("a notification about nothing becomes a mail")
	}
}
