package builtin

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"plumbline/questionnaires"
)

// subjects are what people look for, in the words in which the subject is taught, and the lens that has to find it.
var subjects = map[string][]string{
	"acceptable-use": {
		"acceptable use policy", "unsolicited mass emails", "spam", "harmful content", "hosting or distributing harmful content",
		"penetration testing", "permitted services", "DNS zone walking", "DDoS simulation", "Shield Advanced", "violence",
		"terrorism", "AppSync", "Transit Gateway", "Lambda@Edge", "AWS WAF", "NAT gateways", "Aurora", "FSx",
		"Elasticsearch", "20 Gbit/s", "50,000 requests per second", "5 million packets per second",
	},
	"shared-responsibility": {
		"shared responsibility model", "security OF the cloud", "security IN the cloud", "Amazon employees",
		"access and training of provider employees", "datacenters", "global network", "hardware",
		"configuration management for infrastructure", "patching of cloud infrastructure", "least privilege", "MFA",
		"individual access to cloud resources", "data security", "encryption at rest", "encryption in transit",
		"operating system configuration", "network configuration", "firewall configuration", "all code deployed",
		"patching guest OS", "agents", "prompt injection", "HyperPod",
	},
	"resilience": {
		"high availability", "fault tolerance", "SQS", "Simple Queue Service", "Route 53", "static stability", "RTO", "RPO",
		"graceful degradation", "loose coupling", "Region switch", "accelerated recovery", "backup",
	},
	"compliance-readiness": {
		"PCI-DSS", "PCI DSS", "HIPAA", "SOC 1", "SOC 2", "SOC 3", "AWS Config", "conformance packs", "AWS Artifact",
		"self-service reports", "Amazon GuardDuty", "intelligent threat detection", "proposed rule",
	},
}

// TestSubjectIsFound: each subject is found in one question or one practice, with all its words.
func TestSubjectIsFound(t *testing.T) {
	for key, phrases := range subjects {
		texts := searchedTexts(mustLens(t, key))
		for _, phrase := range phrases {
			if !slices.ContainsFunc(texts, func(text string) bool { return holdsWords(text, phrase) }) {
				t.Errorf("%s: nobody finds %q", key, phrase)
			}
		}
	}
}

// boldSubject finds what a line of the subject is about where it is bold.
var boldSubject = regexp.MustCompile(`\*\*([^*]+)\*\*`)

// TestSubjectLines: a line of the subject is found by what stands bold in it, or by a question or practice that has at
// least half of its longer words, whatever their endings.
func TestSubjectLines(t *testing.T) {
	data, err := os.ReadFile(sharedFile(t, "reference/subject.md"))
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, l := range AllLenses() {
		texts = append(texts, searchedTexts(l.Parse())...)
	}
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		stems, needed := longStems(line), 2
		if bold := boldSubject.FindStringSubmatch(line); bold != nil {
			stems, needed = longStems(bold[1]), 1
		}
		if most := mostTogether(texts, stems); needed*most < len(stems) {
			t.Errorf("%d of %d words of %q stand together", most, len(stems), strings.TrimSpace(line))
		}
	}
}

// mostTogether counts how many of the stems one of the texts has at most.
func mostTogether(texts, stems []string) (most int) {
	for _, text := range texts {
		held := 0
		for _, stem := range stems {
			if strings.Contains(text, stem) {
				held++
			}
		}
		most = max(most, held)
	}
	return most
}

// longStems returns the beginnings of the words of more than four letters.
func longStems(line string) (out []string) {
	for word := range strings.FieldsFuncSeq(strings.ToLower(line), func(c rune) bool { return c < 'a' || c > 'z' }) {
		if len(word) > 4 {
			out = append(out, word[:min(len(word), 6)])
		}
	}
	return out
}

// searchedTexts lists what a search looks through, a text in lower case for each question and each practice.
func searchedTexts(l *questionnaires.Lens) (out []string) {
	for _, p := range l.Pillars {
		for _, q := range p.Questions {
			parts := append([]string{p.Name, p.Description, q.ShortName, q.Title, q.Description}, q.Terms...)
			out = append(out, strings.ToLower(strings.Join(parts, "\n")))
			for _, c := range q.Choices {
				parts := append([]string{c.Title}, c.Terms...)
				if c.Guidance != nil {
					parts = append(parts, c.Guidance.Why, c.Guidance.HowToTell)
					parts = append(parts, c.Guidance.Steps...)
				}
				out = append(out, strings.ToLower(strings.Join(parts, "\n")))
			}
		}
	}
	return out
}

func holdsWords(text, phrase string) bool {
	for _, word := range strings.Fields(strings.ToLower(phrase)) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}
