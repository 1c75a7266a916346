package questionnaires

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestShortOfTitles(t *testing.T) {
	for _, row := range [][2]string{
		{"How do you tune your network?", "Tune your network"},
		{"How do you choose a network mode? Choose one", "Choose a network mode"},
		{"Do you have secrets management?", "Secrets management"},
		{"Have you considered the shared responsibility model?", "Shared responsibility model"},
		{"Are you using Infrastructure as Code (IaC) to deploy workloads?", "Infrastructure as Code (IaC)"},
		{"Is service capacity for target regions known?", "Service capacity known"},
		{"What type of storage do you use for the Data capture phase in the IDP workflow?",
			"Type of storage for Data capture phase"},
		{"What is the nature of your workload? Is DynamoDB the best fit?", "Nature of your workload"},
		{"(DAX) What is the caching strategy used?", "(DAX) Caching strategy used"},
		{"GEN 2 How much experience do you have building and operating SaaS within your organization?",
			"GEN 2 Experience building and operating"},
		{"How does your streaming media workload adapt to viewer demand?", "Adapt to viewer demand"},
		{"Are the limits for TPS correct. Start API TPS, job queue limit", "Limits for TPS correct"},
		{"Do you run your experiment workload in a separate account to take advantage of AWS?", "Run experiment workload"},
		{"How do you monitor service quotas, handle throttling, and design for limits?", "Monitor service quotas"},
		{"Who are the owners?", "Owners"},
		{"Which ports are open?", "Ports are open"},
		{"Retries & Socket Timeouts (H)", "Retries & Socket Timeouts (H)"},
		{"  How   do you\nback up data ? ", "Back up data"},
		{"Wie sichern Sie die Daten der Kunden in allen Regionen ab?", "Wie sichern Sie die Daten der Kunden in"},
		{"¿Cómo protege los datos?", "Cómo protege los datos"},
		{"Πώς προστατεύετε τα δεδομένα;", "Πώς προστατεύετε τα δεδομένα"},
		{"データをどのように保護していますか？一つ選んでください", "データをどのように保護していますか"},
		{strings.Repeat("語", 50), strings.Repeat("語", 40)},
		{strings.Repeat("e\u0301", 50), strings.Repeat("e\u0301", 20)},
		{strings.Repeat("x", 39) + "e\u0301\u0302" + "y", strings.Repeat("x", 39)},
		{"?", "que"},
	} {
		if got := (&Question{ID: "que", Title: row[0]}).Short(); got != row[1] {
			t.Errorf("%q is short %q, want %q", row[0], got, row[1])
		}
	}
	if got := (&Question{ShortName: "Own", Title: "How do you tell?"}).Short(); got != "Own" {
		t.Errorf("a short name of its own becomes %q", got)
	}
}

// Every question of the published lenses has a name that fits, begins as a heading does and asks nothing.
func TestShortOfPublishedLenses(t *testing.T) {
	for _, file := range sharedLenses(t) {
		for _, p := range mustParse(t, readFile(t, file)).Pillars {
			for _, q := range p.Questions {
				name := q.Short()
				first, _ := utf8.DecodeRuneInString(name)
				if n := characters(name); n < 5 || n > MaxShortName || strings.Contains(name, "?") ||
					strings.HasPrefix(name, "How ") || 'a' <= first && first <= 'z' {
					t.Errorf("%q is short %q", q.Title, name)
				}
			}
		}
	}
}

func FuzzShort(f *testing.F) {
	f.Add("How do you know?")
	f.Add("Is a for b c")
	f.Fuzz(func(t *testing.T, title string) {
		name := (&Question{ID: "que", Title: title}).Short()
		if name == "" || characters(name) > MaxShortName || utf8.ValidString(title) && !utf8.ValidString(name) {
			t.Errorf("%q is short %q", title, name)
		}
	})
}
