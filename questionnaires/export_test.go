package questionnaires

import (
	"reflect"
	"strings"
	"testing"
)

const oddFile = "testdata/lens-odd.json"

func TestOddLens(t *testing.T) {
	doc := readFile(t, oddFile)
	lens, problems := Parse(doc, Options{})
	if lens == nil {
		t.Fatal(problems.Err())
	}
	roundTrip(t, doc, lens)
	var codes []string
	for _, p := range problems {
		codes = append(codes, p.Code)
	}
	want := []string{"no-schema-version", "id-dot", "no-improvement-plan", "no-default", "mixed-operators", "empty-pillar"}
	if !reflect.DeepEqual(codes, want) {
		t.Errorf("problems %v, want %v", codes, want)
	}
	c := lens.Pillars[0].Questions[0].Choices[0]
	if got := c.ImprovementPlan.DisplayText; got != "Do \"this\" 😀\ttoday\\" {
		t.Errorf("decoded %q", got)
	}
	if got := c.ImprovementPlan.Extra; len(got) != 2 || got[0].Name != "url" || string(got[0].Value) != `""` {
		t.Errorf("the empty url is not kept: %q", got)
	}
	if got := string(lens.Extra[1].Value); got != `{"owners":["a\/b",null,[],{"deep":[{},-0.0e+10,true]}],"":false}` {
		t.Errorf("_teams is kept as %s", got)
	}
}

func TestJSONLooks(t *testing.T) {
	want := readFile(t, "testdata/lens-odd-written.json")
	if got := must(t, readFile(t, oddFile)).JSON(); string(got) != string(want) {
		t.Errorf("JSON() writes\n%s", got)
	}
}

func TestAWS(t *testing.T) {
	lens := must(t, readFile(t, oddFile))
	doc, problems := lens.AWS()
	got := map[string]string{}
	for _, p := range problems {
		got[p.Code+" "+p.Pointer] = string(p.Level)
	}
	want := map[string]string{
		"id-dot /pillars/0/questions/0/id":                             "error",
		"no-improvement-plan /pillars/0/questions/0/choices/2":         "error",
		"no-default /pillars/0/questions/0/riskRules":                  "warning",
		"mixed-operators /pillars/0/questions/0/riskRules/0/condition": "warning",
		"empty-pillar /pillars/1":                                      "error",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("problems %v\nwant %v", got, want)
	}
	for _, dropped := range []string{"_version", "_teams", "ready", "comment", "rank", "_note", `"url": ""`, "null", "{}", "[]", "A pillar has none"} {
		if strings.Contains(string(doc), dropped) {
			t.Errorf("AWS() keeps %s", dropped)
		}
	}
	for _, kept := range []string{`"schemaVersion": "2021-11-01"`, "A choice may have one", "HELPFUL_RESOURCE"} {
		if !strings.Contains(string(doc), kept) {
			t.Errorf("AWS() drops %s", kept)
		}
	}
}

func TestAWSOfPublishedLenses(t *testing.T) {
	for _, file := range sharedLenses(t) {
		lens := must(t, readFile(t, file))
		doc, problems := lens.AWS()
		if err := problems.Err(); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		if changes := Diff(lens, must(t, doc)); !changes.Empty() {
			t.Errorf("%s: AWS() changes %+v", file, changes)
		}
	}
}
