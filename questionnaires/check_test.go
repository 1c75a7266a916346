package questionnaires

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

const tinyFile = "testdata/lens-tiny.json"

// lensMutation changes the tiny lens in one place. In what it puts there, ▶ marks where the problem should be reported.
type lensMutation struct {
	code     string
	old, new string
	pointer  string
	says     string   // part of the message
	also     []string // other codes that the change provokes
}

// wholeDocument stands for the whole document.
const wholeDocument = "*"

// documentStart is how the tiny lens begins.
const documentStart = "{\n  \"schemaVersion\": \"2021-11-01\",\n"

const (
	pillarStart   = "/pillars/0"
	questionStart = pillarStart + "/questions/0"
)

var provocations = []lensMutation{
	{"too-large", wholeDocument, "▶" + strings.Repeat("x", MaxInput+1), "", "at most 2000000 are read", nil},
	{"too-large", documentStart, "▶{" + strings.Repeat(" ", MaxBytes) + documentStart[1:], "", "a lens has at most 500000",
		nil},
	{"encoding", wholeDocument, "▶\xff\xfe{\x00}\x00", "", "UTF-16", nil},
	{"syntax", wholeDocument, "▶ \n", "", "The document is empty", nil},
	{"syntax", wholeDocument, "{\"name\": [1, {\"a\":▶", "/name/1/a", "the document ends here", nil},
	{"syntax", wholeDocument, "{\"name\": ▶\"open", "/name", "no closing quote", nil},
	{"trailing-data", wholeDocument, `[] ▶{"name": "x"}`, "", "goes on after its end", []string{"wrong-type"}},
	{"wrong-type", wholeDocument, ` ▶["x"]`, "", "A lens must be an object, but this is an array.", nil},
	{"missing", wholeDocument, `▶{"name": "Tiny", "schemaVersion": "2021-11-01"}`, "/pillars", `no "pillars"`, nil},
	{"encoding", "Tiny", "T▶\xffny", "", "0xFF here is not UTF-8", nil},
	{"syntax", `"Tiny"`, `▶'Tiny'`, "/name", "straight double quotes", nil},
	{"syntax", `"Tiny"`, `▶Tiny`, "/name", `Expected a value, but found 'T'`, nil},
	{"syntax", `"Tiny",`, `"Tiny,▶`, "/name", `write the line break as \n`, nil},
	{"syntax", `"Tiny",`, `"Tiny" ▶"x"`, "", `Expected a comma or the '}' that closes an object, but found '"'`, nil},
	{"syntax", `"Tiny",`, `"Tiny"▶;`, "", `but found ';'`, nil},
	{"syntax", `"name":`, `"name"▶=`, "/name", `a colon after the name "name"`, nil},
	{"syntax", `"Tiny"`, `"T▶\iny"`, "/name", `Write \\ for a backslash`, nil},
	{"syntax", `"Tiny"`, `"T▶\u12ny"`, "/name", `Write \\ for a backslash`, nil},
	{"syntax", `"Tiny"`, "\"T▶\tny\"", "/name", `Write it as \t`, nil},
	{"syntax", `"Tiny"`, "\"T▶\x01ny\"", "/name", `U+0001`, nil},
	{"syntax", `"Tiny"`, `"Tiny", ▶// note`, "", "JSON has no comments", nil},
	{"syntax", `"Tiny"`, `"Tiny", "n": ▶01`, "/n", "Not a number", nil},
	{"syntax", `"Tiny"`, `"Tiny", "n": ▶1.`, "/n", "Not a number", nil},
	{"syntax", `"Tiny"`, `"Tiny", "n": ▶1e+`, "/n", "Not a number", nil},
	{"syntax", `"Tiny"`, `"Tiny", "n": ▶-`, "/n", "Not a number", nil},
	{"syntax", `"risk": "HIGH_RISK"}`, `"risk": "HIGH_RISK"}▶,`, questionStart + "/riskRules",
		"Nothing follows this comma", nil},
	{"syntax", `"risk": "HIGH_RISK"}`, `"risk": "HIGH_RISK"▶,}`, questionStart + "/riskRules/2",
		"Nothing follows this comma", nil},
	{"too-deep", `"Tiny"`, `"Tiny", "deep": ` + strings.Repeat("[", MaxDepth-1) + "▶[", "/deep" +
		strings.Repeat("/0", MaxDepth-1), "deeper than 32", nil},
	{"byte-order-mark", "{", "\ufeff▶{", "", "without one", nil},
	{"duplicate-member", `"Tiny",`, `"Tiny", ▶"n\u0061me": "again",`, "/name", `"name" stands twice`, nil},
	{"duplicate-member", `"Tiny",`,
		`"Tiny", "x": {"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9,"j":0,"k":1,"l":2,"m":3,▶"a":4},`, "/x/a",
		`"a" stands twice`, nil},
	{"lone-surrogate", `"Tiny"`, `"T▶\ud83d\u0041"`, "/name", "half a character", []string{"odd-characters"}},
	{"null-character", `"Tiny"`, `"T▶\u0000"`, "/name", "can't be stored", []string{"odd-characters"}},
	{"null-character", `"Tiny"`, `"Tiny", "a/b~c": ["▶\u0000"]`, "/a~1b~0c/0", "can't be stored", nil},
	{"wrong-type", `"Tiny"`, `▶17`, "/name", `"name" must be a string, but this is a number.`, nil},
	{"wrong-type", `"Why it matters"`, `▶{"a": 1}`, questionStart + "/description",
		`"description" must be a string, but this is an object.`, nil},
	{"wrong-type", `{"condition": "one", "risk": "MEDIUM_RISK"}`, `▶true`, questionStart + "/riskRules/1",
		`Each element of "riskRules" must be an object`, nil},
	{"wrong-type", `{"displayText": "Do two"}`, `▶["Do two"]`, questionStart + "/choices/1/improvementPlan",
		"but this is an array", []string{"no-improvement-plan"}},
	{"empty-type", `"Why it matters"`, `▶[]`, questionStart + "/description", "counts as missing", nil},
	{"near-miss", `"url": "https://example.com/why"`, `▶"Url": "https://example.com/why"`, questionStart +
		"/helpfulResource/Url", `Did you mean "url"?`, nil},
	{"near-miss", `"helpfulResource"`, `▶"helpfulresource"`, questionStart + "/helpfulresource",
		`Did you mean "helpfulResource"?`, nil},
	{"near-miss", `"improvementPlan": {"displayText": "Do two"}`, `▶"improvement_plan": {"displayText": "Do two"}`,
		questionStart + "/choices/1/improvement_plan", `Did you mean "improvementPlan"?`, []string{"no-improvement-plan"}},
	{"missing", documentStart + `  "name": "Tiny",`, "▶" + documentStart, "/name", `The lens has no "name".`, nil},
	{"missing", `"Tiny"`, `▶""`, "/name", "holds nothing", nil},
	{"missing", `"Question?"`, `▶"  "`, questionStart + "/title", "nothing but white space", nil},
	{"missing", `{"id": "two", `, `▶{`, questionStart + "/choices/1/id", `This choice has no "id".`,
		[]string{"unknown-choice"}},
	{"missing", `{"condition": "default", `, `▶{`, questionStart + "/riskRules/2/condition",
		`This rule has no "condition".`, nil},
	{"schema-version", `"2021-11-01"`, `▶"2020-01-01"`, "/schemaVersion", `has only "2021-11-01"`, nil},
	{"no-schema-version", documentStart, "▶{\n", "/schemaVersion", "is assumed", nil},
	{"id-length", `"id": "que"`, `"id": ▶"q"`, questionStart + "/id", "has 1 character;", nil},
	{"id-length", `"id": "que"`, `"id": ▶"qu"`, questionStart + "/id", "has 2 characters", nil},
	{"id-length", `"id": "que"`, `"id": ▶"` + strings.Repeat("q", MaxID+1) + `"`, questionStart + "/id",
		"has 129 characters", nil},
	{"id-characters", `"id": "pil"`, `"id": "pi▶-l"`, pillarStart + "/id", "can't hold -", nil},
	{"id-characters", `"id": "que"`, `"id": "q\u0075\u0065▶ "`, questionStart + "/id", "can't hold a space", nil},
	{"id-dot", `"id": "que"`, `"id": "que▶.1"`, questionStart + "/id", "no full stop", nil},
	{"duplicate-id", `"id": "two"`, `"id": ▶"one"`, questionStart + "/choices/1/id", `id "one" already`,
		[]string{"unknown-choice"}},
	{"duplicate-id", `"questions": [`, `"questions": [` + otherQuestion("other", "xxx") + "," +
		strings.Replace(otherQuestion("other", "yyy"), `"other"`, `▶"other"`, 1) + ",", pillarStart + "/questions/1/id",
		"The question at /pillars/0/questions/0 has", nil},
	{"duplicate-id", `"pillars": [`, `"pillars": [{"id": "dup", "name": "P", "questions": [` +
		otherQuestion("other", "xxx") + `]}, {"id": ▶"dup", "name": "P", "questions": [` + otherQuestion("more", "yyy") +
		`]},`, "/pillars/1/id", `Another pillar has the id "dup"`, nil},
	{"repeated-choice", `"questions": [`, `"questions": [` + otherQuestion("other", "xxx") + "," +
		strings.Replace(otherQuestion("more", "xxx"), `"xxx"`, `▶"xxx"`, 1) + ",", pillarStart + "/questions/1/choices/0/id",
		"An earlier question", nil},
	{"repeated-choice", `"questions": [`, `"questions": [` + otherQuestion("other", "xxx") + "," +
		strings.Replace(otherQuestion("more", "xxx"), `"xxx"`, `▶"xxx"`, 1) + "," + otherQuestion("third", "xxx") + ",",
		pillarStart + "/questions/1/choices/0/id", "An earlier question", nil},
	{"reserved-id", `"id": "que_no"`, `"id": ▶"default"`, questionStart + "/choices/2/id", "means the default rule",
		[]string{"none-by-title", "no-improvement-plan"}},
	{"too-many", `[
            {"condition": "one && two", "risk": "NO_RISK"},`,
		`▶[{"condition": "one && two", "risk": "NO_RISK"}, {"condition": "!two", "risk": "NO_RISK"},`,
		questionStart + "/riskRules", "There are 4 rules", []string{"repeated-risk"}},
	{"too-many", `"choices": [`, `"choices": ▶[` + manyChoices(13), questionStart + "/choices", "There are 16 choices",
		nil},
	{"too-long", `"Question?"`, `▶"` + strings.Repeat("é", MaxName+1) + `"`, questionStart + "/title",
		"has 129 characters", nil},
	{"too-long", `"Do two"`, `▶"` + strings.Repeat("é", MaxDescription+1) + `"`, questionStart +
		"/choices/1/improvementPlan/displayText", "has 2049 characters", nil},
	{"too-long", `"one && two"`, `▶"one` + strings.Repeat(" ", MaxCondition) + `"`, questionStart +
		"/riskRules/0/condition", "at most 4096", nil},
	{"long-name", `"Tiny"`, `"Tiny", ▶"` + strings.Repeat("k", 257) + `": 1`, "", "This name has 257 bytes", nil},
	{"null-character", `"Tiny"`, `"Tiny", "a": {"` + strings.Repeat("k", 257) + `": ["▶\u0000"]}`, "/a", "can't be stored",
		[]string{"long-name"}},
	{"long-description", `"title": "Two",`, `"title": "Two", "description": ▶"` + strings.Repeat("é", MaxDescription+1) +
		`",`, questionStart + "/choices/1/description", "has 2049 characters", nil},
	{"guidance-type", `"title": "Two",`, `"title": "Two", "description": ▶{"a": 1},`, questionStart +
		"/choices/1/description", "an object and not a string", nil},
	{"blank-text", `"Why it matters"`, `▶" \n"`, questionStart + "/description", "nothing but white space", nil},
	{"no-improvement-plan", `{"displayText": "Do two"}`, `▶{"displayText": " \n"}`, questionStart +
		"/choices/1/improvementPlan", "no improvement plan", nil},
	{"url", `"https://example.com/why"`, `▶"https:///why"`, questionStart + "/helpfulResource/url",
		"not an http or https URL", nil},
	{"url", `"https://example.com/why"`, `▶"https://#"`, questionStart + "/helpfulResource/url",
		"not an http or https URL", nil},
	{"url", `"https://example.com/why"`, `▶"http://?q"`, questionStart + "/helpfulResource/url",
		"not an http or https URL", nil},
	{"characters", `"Question?"`, `"Qu\u00e9stion▶; 50%; more?"`, questionStart + "/title", "AWS refuses ; % here.", nil},
	{"odd-characters", `"Question?"`, `"Größe ▶– why?"`, questionStart + "/title", "AWS may refuse – here.", nil},
	{"white-space", `"Question?"`, `▶"\u00a0Question?"`, questionStart + "/title", "begins or ends",
		[]string{"odd-characters"}},
	{"white-space", `"Question?"`, `▶"Question? "`, questionStart + "/title", "begins or ends", nil},
	{"no-questions", wholeDocument, documentStart +
		`"name": "Tiny", "pillars": ▶[{"id": "pil", "name": "P", "questions": []}]}`, "/pillars", "nothing to review",
		[]string{"empty-pillar"}},
	{"empty-pillar", `"pillars": [`, `"pillars": [▶{"id": "empty", "name": "E"},`, "/pillars/0", "no questions", nil},
	{"no-improvement-plan", `{"id": "two", "title": "Two", "improvementPlan": {"displayText": "Do two"}`,
		`▶{"id": "two", "title": "Two"`, questionStart + "/choices/1", "no improvement plan", nil},
	{"no-improvement-plan", `{"displayText": "Do two"}`, `▶{"displayText": ""}`, questionStart +
		"/choices/1/improvementPlan", "no improvement plan", nil},
	{"url", `"https://example.com/why"`, `▶"javascript:alert(1)"`, questionStart + "/helpfulResource/url",
		"not an http or https URL", nil},
	{"url", `"https://example.com/why"`, `▶"https://"`, questionStart + "/helpfulResource/url", "not an http or https URL",
		nil},
	{"odd-url", `"https://example.com/why"`, `▶"https://example.com/why, https://example.com/how"`, questionStart +
		"/helpfulResource/url", "Give one URL", nil},
	{"odd-url", `"https://example.com/why"`, `▶"https://example.com/%zz"`, questionStart + "/helpfulResource/url",
		"can't be followed", nil},
	{"url-without-text", `{"displayText": "Read on", "url": "https://example.com/why"}`,
		`{"url": ▶"https://example.com/why"}`, questionStart + "/helpfulResource/url", "nothing to show", nil},
	{"resource-type", `"title": "Two",`,
		`"title": "Two", "additionalResources": [{"type": ▶"HELP", "content": [{"displayText": "a"}]}],`, questionStart +
			"/choices/1/additionalResources/0/type", "HELPFUL_RESOURCE and IMPROVEMENT_PLAN", nil},
	{"resource-type", `"title": "Two",`, `"title": "Two", "additionalResources": [▶{"content": [{"displayText": "a"}]}],`,
		questionStart + "/choices/1/additionalResources/0", "has no type", nil},
	{"too-many-resources", `"title": "Two",`,
		`"title": "Two", "additionalResources": [{"type": "HELPFUL_RESOURCE", "content": ▶[{"displayText": "a"}` +
			strings.Repeat(`,{"displayText": "a"}`, MaxResources) + `]}],`, questionStart +
			"/choices/1/additionalResources/0/content", "has 6 contents", nil},
	{"guidance-type", `"title": "Two",`, `"title": "Two", "why": ▶["x"],`, questionStart + "/choices/1/why",
		`"why" is an array and not a string`, nil},
	{"guidance-type", `"title": "Two",`, `"title": "Two", "steps": ▶["x", 1],`, questionStart + "/choices/1/steps",
		"not a list of strings", nil},
	{"guidance-type", `"title": "Question?",`, `"title": "Question?", "facilitation": ▶"Ask",`, questionStart +
		"/facilitation", "a string and not an object", nil},
	{"guidance-type", `"title": "Question?",`, `"title": "Question?", "facilitation": {"room": ▶"all"},`, questionStart +
		"/facilitation/room", "not used", nil},
	{"guidance-value", `"title": "Two",`, `"title": "Two", "effort": ▶"3 days",`, questionStart + "/choices/1/effort",
		"none of HIGH, MEDIUM and LOW", nil},
	{"guidance-value", `"title": "Two",`, `"title": "Two", "responsibility": ▶"customer",`, questionStart +
		"/choices/1/responsibility", "none of PROVIDER, CUSTOMER and SHARED", nil},
	{"guidance-value", `"title": "Two",`, `"title": "Two", "link": ▶"javascript:alert(1)",`, questionStart +
		"/choices/1/link", "not an http or https URL", nil},
	{"guidance-length", `"title": "Two",`, `"title": "Two", "why": ▶"` + strings.Repeat("é", MaxDescription+1) + `",`,
		questionStart + "/choices/1/why", "2049 characters", nil},
	{"guidance-length", `"title": "Two",`, `"title": "Two", "steps": ▶["a"` + strings.Repeat(`,"a"`, MaxItems) + `],`,
		questionStart + "/choices/1/steps", "11 elements", nil},
	{"guidance-length", `"title": "Two",`, `"title": "Two", "evidence": ▶["a", " "],`, questionStart +
		"/choices/1/evidence", "white space", nil},
	{"guidance-length", `"title": "Question?",`, `"title": "Question?", "documentId": ▶"` + strings.Repeat("d", MaxID+1) +
		`",`, questionStart + "/documentId", "at most 128", nil},
	{"guidance-length", `"title": "Question?",`, `"title": "Question?", "facilitation": {"objective": ▶" "},`,
		questionStart + "/facilitation/objective", "white space", nil},
	{"second-none", `{"id": "que_no",`, `{"id": "new_no", "title": "Nothing"}, ▶{"id": "que_no",`, questionStart +
		"/choices/3", "two choices", nil},
	{"none-by-title", `{"id": "two", "title": "Two"`, `▶{"id": "two", "title": "None"`, questionStart + "/choices/1",
		`ends in "_no"`, nil},
	{"none-by-title", `{"id": "two", "title": "Two"`, `▶{"id": "two", "title": "None of the above."`, questionStart +
		"/choices/1", `ends in "_no"`, nil},
	{"unknown-risk", `"MEDIUM_RISK"`, `▶"MEDIUM"`, questionStart + "/riskRules/1/risk", `Did you mean "MEDIUM_RISK"?`,
		nil},
	{"repeated-risk", `"MEDIUM_RISK"`, `▶"NO_RISK"`, questionStart + "/riskRules/1/risk", "means NO_RISK already", nil},
	{"condition", `"one && two"`, `"\u006fne ▶& two"`, questionStart + "/riskRules/0/condition", "not well formed", nil},
	{"unknown-choice", `"one && two"`, `"\u006fne && (two || ▶tow)"`, questionStart + "/riskRules/0/condition",
		`no choice "tow". Did you mean "two"?`, nil},
	{"only-none", `"questions": [`, `"questions": [` + onlyNone + ",", pillarStart + "/questions/0/choices",
		"nothing else", nil},
	{"no-default", rulesOfTiny, "▶" + strings.Replace(rulesOfTiny, "default", "!one", 1), questionStart + "/riskRules",
		"no default rule", nil},
	{"early-default", `{"condition": "one", "risk": "MEDIUM_RISK"},`, `▶{"condition": "default", "risk": "MEDIUM_RISK"},`,
		questionStart + "/riskRules/1", "as the last one", nil},
	{"mixed-operators", `"one && two"`, `"one && two ▶|| (two || one)"`, questionStart + "/riskRules/0/condition",
		"without brackets", nil},
}

// rulesOfTiny is the array of rules in the tiny lens.
const rulesOfTiny = `[
            {"condition": "one && two", "risk": "NO_RISK"},
            {"condition": "one", "risk": "MEDIUM_RISK"},
            {"condition": "default", "risk": "HIGH_RISK"}
          ]`

const onlyNone = `{"id": "other", "title": "Other?", "choices": ▶[{"id": "other_no", "title": "None of these"}],
	"riskRules": [{"condition": "default", "risk": "HIGH_RISK"}]}`

func otherQuestion(id, choice string) string {
	return fmt.Sprintf(`{"id": %q, "title": "Other?", "choices": [{"id": %q, "title": "A", "improvementPlan": {"displayText": "Do a"}}],
		"riskRules": [{"condition": %q, "risk": "NO_RISK"}, {"condition": "default", "risk": "HIGH_RISK"}]}`, id, choice,
		choice)
}

func manyChoices(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `{"id": "many%d", "title": "Many", "improvementPlan": {"displayText": "Do it"}},`, i)
	}
	return b.String()
}

// provoked makes the document of a row and tells where its problem should be.
func (row lensMutation) provoked(t *testing.T, base string) (doc string, line, column int) {
	t.Helper()
	doc = row.new
	if row.old != wholeDocument {
		if !strings.Contains(base, row.old) {
			t.Fatalf("the tiny lens has no %q", row.old)
		}
		doc = strings.Replace(base, row.old, row.new, 1)
	}
	before, after, ok := strings.Cut(doc, "▶")
	if !ok {
		t.Fatal("the row does not say where the problem is")
	}
	lead := strings.TrimPrefix(before, "\ufeff")
	lead = lead[strings.LastIndexByte(lead, '\n')+1:]
	return before + after, 1 + strings.Count(before, "\n"), 1 + utf8.RuneCountInString(lead)
}

func TestChecks(t *testing.T) {
	base := string(readFile(t, tinyFile))
	if _, problems := Parse([]byte(base), ParseOptions{Strict: true}); len(problems) > 0 {
		t.Fatalf("the tiny lens has problems of its own: %v", problems)
	}
	levels := map[string]LensCheck{}
	for _, c := range LensChecks() {
		levels[c.Code] = c
	}
	for i, row := range provocations {
		t.Run(fmt.Sprintf("%d-%s", i, row.code), func(t *testing.T) {
			doc, line, column := row.provoked(t, base)
			for _, strict := range []bool{false, true} {
				want := Problem{levels[row.code].Level, row.code, row.pointer, line, column, row.says}
				if strict {
					want.Level = levels[row.code].Strict
				}
				lens, problems := Parse([]byte(doc), ParseOptions{Strict: strict})
				compareProblems(t, problems, want, row.also)
				if (lens == nil) != (problems.Err() != nil) {
					t.Errorf("lens %v with error %v", lens, problems.Err())
				}
				if lens != nil {
					roundTrip(t, []byte(doc), lens)
				}
			}
		})
	}
}

// compareProblems wants one problem like want, whose message has a part of it, and else only those of the other codes.
func compareProblems(t *testing.T, got Problems, want Problem, also []string) {
	t.Helper()
	missing := append([]string{want.Code}, also...)
	for i, p := range got {
		if i > 0 && (p.Line < got[i-1].Line || p.Line == got[i-1].Line && p.Column < got[i-1].Column) {
			t.Errorf("not sorted: %v", got)
		}
		if k := slices.Index(missing, p.Code); k >= 0 {
			missing = slices.Delete(missing, k, k+1)
		} else {
			t.Errorf("unexpected: %+v", p)
		}
		if p.Code != want.Code {
			continue
		}
		if !strings.Contains(p.Message, want.Message) {
			t.Errorf("message %q lacks %q", p.Message, want.Message)
		}
		if p.Message = want.Message; p != want {
			t.Errorf("got  %+v\nwant %+v", p, want)
		}
	}
	if len(missing) > 0 {
		t.Errorf("not reported: %v; got %v", missing, got)
	}
}

// TestEveryCheckIsProvoked walks the table of checks: none may be without a row above. A document can't provoke
// "shortened", which AWS reports.
func TestEveryCheckIsProvoked(t *testing.T) {
	for _, c := range LensChecks() {
		if !slices.ContainsFunc(provocations, func(row lensMutation) bool { return row.code == c.Code }) &&
			c.Code != "more-problems" && c.Code != "shortened" {
			t.Errorf("no test provokes %q", c.Code)
		}
		if c.Level != LevelError && c.Level != LevelWarning || c.Strict != LevelError && c.Strict != LevelWarning ||
			c.Level == LevelError && c.Strict != LevelError {
			t.Errorf("%q has the levels %q and %q", c.Code, c.Level, c.Strict)
		}
		if c.About == "" {
			t.Errorf("%q does not say what it is about", c.Code)
		}
	}
}

// TestMoreProblems floods both levels: the list stays bounded, and warnings never crowd out errors.
func TestMoreProblems(t *testing.T) {
	base := string(readFile(t, tinyFile))
	flood := strings.Repeat(`{"typ": "x", "content": [{"displayText": "a"}]},`, 800) + strings.Repeat("0,", 800)
	doc := strings.Replace(base, `"title": "Two",`, `"title": "Two", "additionalResources": [`+flood+`0],`, 1)
	lens, problems := Parse([]byte(doc), ParseOptions{})
	count := map[string]int{}
	for _, p := range problems {
		count[p.Code]++
	}
	if lens != nil || count["wrong-type"] != 500 || count["near-miss"]+count["resource-type"] != 500 ||
		count["more-problems"] != 2 {
		t.Errorf("lens %v, problems %v", lens, count)
	}
}

func TestSampleIsStrict(t *testing.T) {
	doc := readFile(t, sampleFile)
	lens, problems := Parse(doc, ParseOptions{Strict: true})
	if len(problems) > 0 {
		t.Fatalf("the sample has problems: %v", problems)
	}
	if string(lens.JSON()) != string(doc) {
		t.Error("the sample is not written as JSON() writes it")
	}
	roundTrip(t, doc, lens)
}
