package questionnaires

import (
	"reflect"
	"strings"
	"testing"

	"plumbline/questionnaires/jsontree"
)

const oddFile = "testdata/lens-odd.json"

func TestOddLens(t *testing.T) {
	doc := readFile(t, oddFile)
	lens, problems := Parse(doc, ParseOptions{})
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
	if got := mustParse(t, readFile(t, oddFile)).JSON(); string(got) != string(want) {
		t.Errorf("JSON() writes\n%s", got)
	}
}

func TestAWS(t *testing.T) {
	lens := mustParse(t, readFile(t, oddFile))
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
	for _, dropped := range []string{"_version", "_teams", "ready", "comment", "rank", "_note", `"url": ""`, "null", "{}", "[]",
		"A pillar has none"} {
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

// TestJSONFitsParse writes lenses that are as large as they may be: indented they would be refused.
func TestJSONFitsParse(t *testing.T) {
	tiny := strings.Replace(string(jsontree.CompactJSON(string(readFile(t, tinyFile)))), `"title":"Two"`,
		`"why":"Because.","title":"Two"`, 1)
	nested := func(n int) string {
		return strings.Repeat("[", 20) + "0" + strings.Repeat(",0", n) + strings.Repeat("]", 20)
	}
	empty := func(n int) string { return "[{}" + strings.Repeat(`,{"a":[0]}`, n/10) + "]" }
	limit := MaxBytes + len(`"why":"Because.",`)
	for what, value := range map[string]func(int) string{
		"numbers":    func(n int) string { return nested(n / 2) },
		"objects":    empty,
		"characters": func(n int) string { return `"` + strings.Repeat("é", n) + `"` },
		"escapes":    func(n int) string { return `"` + strings.Repeat(`\b\f`, n/4) + `"` },
	} {
		for _, size := range []int{499_900, limit} {
			doc := tiny
			doc = doc[:len(doc)-1] + `,"x":` + value(size-len(tiny)-300)
			doc += `,"y":"`
			doc += strings.Repeat("y", size-characters(doc)-len(`"}`)) + `"}`
			for _, at := range []string{doc, strings.Replace(doc, `"name":"Tiny"`, `"name":"Tiny\/"`, 1)[:len(doc)-4] + `"}`} {
				lens := mustParse(t, []byte(at))
				out := lens.JSON()
				if again, problems := Parse(out, ParseOptions{}); !reflect.DeepEqual(lens, again) {
					t.Errorf("%s of %d characters: %d written, %v", what, characters(at), characters(string(out)), problems)
				}
			}
		}
	}
	escapes := strings.Replace(string(readFile(t, tinyFile)), "Do two", strings.Repeat(`\b\f`, MaxDescription/2), 1)
	if out := string(mustParse(t, []byte(escapes)).JSON()); strings.Contains(out, `\u0`) {
		t.Error("JSON() writes six characters where the document had two")
	}
}

// TestCharactersCount: the limit of AWS is one of characters. Strict mode is on the safe side.
func TestCharactersCount(t *testing.T) {
	doc := strings.Replace(string(readFile(t, tinyFile)), `"name": "Tiny"`, `"name": "Tiny", "x": "`+
		strings.Repeat("é", MaxBytes/2+1000)+`"`, 1)
	mustParse(t, []byte(doc))
	if _, problems := Parse([]byte(doc), ParseOptions{Strict: true}); len(problems) != 1 ||
		problems[0].Code != "too-large" {
		t.Errorf("strict: %v", problems)
	}
}
