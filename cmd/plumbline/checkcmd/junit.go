package checkcmd

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"plumbline/api/v1/planning"
)

// junitSuite is a verdict as pipelines read test results: each term is a test case.
type junitSuite struct {
	XMLName  xml.Name    `xml:"testsuite"`
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Time     string      `xml:"timestamp,attr"`
	Cases    []junitCase `xml:"testcase"`
	Output   string      `xml:"system-out,omitempty"`
}

type junitCase struct {
	Class   string        `xml:"classname,attr"`
	Name    string        `xml:"name,attr"`
	Failure *junitFailure `xml:"failure"`
}

type junitFailure struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	Text    string `xml:",chardata"`
}

// risksOf are the risks that a term counts, by its kind.
var risksOf = map[string]func(planning.CheckRisk) bool{
	"high":       func(r planning.CheckRisk) bool { return r.Risk == "HIGH" },
	"medium":     func(r planning.CheckRisk) bool { return r.Risk == "MEDIUM" },
	"unanswered": func(r planning.CheckRisk) bool { return r.Risk == "UNANSWERED" },
	"undecided":  func(r planning.CheckRisk) bool { return r.Undecided },
}

func writeJUnit(to io.Writer, v planning.Check) error {
	suite := junitSuite{Name: "plumbline check: " + v.Workload.Name, Tests: len(v.Terms),
		Time: v.At.UTC().Format(time.RFC3339), Output: changesText(v)}
	for _, t := range v.Terms {
		one := junitCase{Class: "plumbline." + v.Workload.Name, Name: t.Title}
		if t.Most != nil {
			one.Name = fmt.Sprintf("%s: at most %d", t.Title, *t.Most)
		}
		if !t.Passed {
			suite.Failures++
			one.Failure = &junitFailure{Message: t.Text, Type: t.Kind, Text: failureText(v, t)}
		}
		suite.Cases = append(suite.Cases, one)
	}
	text, err := xml.MarshalIndent(suite, "", "  ")
	if err == nil {
		_, err = fmt.Fprintf(to, "%s%s\n", xml.Header, text)
	}
	return err
}

// failureText lists what a term counts.
func failureText(v planning.Check, t planning.CheckTerm) string {
	var lines []string
	for _, r := range v.Risks {
		if counts := risksOf[t.Kind]; counts != nil && counts(r) {
			lines = append(lines, questionLine(r))
		}
	}
	for _, c := range v.Changes {
		if t.Kind == "worse" && (c.Kind == "new" || c.Kind == "regressed") {
			lines = append(lines, c.Kind+": "+questionLine(c.CheckRisk))
		}
	}
	return strings.Join(lines, "\n")
}
