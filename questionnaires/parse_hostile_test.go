package questionnaires

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"
)

// fillDocument repeats a part until the document is almost as large as one may be.
func fillDocument(most int, before, part, after string) []byte {
	n := (most - len(before) - len(after) - 1) / len(part)
	return []byte(before + strings.TrimSuffix(strings.Repeat(part, n), ",") + after)
}

// fillNumbered is fill with a number in each part.
func fillNumbered(most int, before, part, after string) []byte {
	var b strings.Builder
	b.WriteString(before)
	for i := 0; b.Len()+len(part)+len(after)+8 < most; i++ {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, part, i)
	}
	return []byte(b.String() + after)
}

// TestHostileDocuments feeds Parse with what costs a careless one minutes or gigabytes. Each has to be refused with a
// bounded list of problems, in memory that grows with the document and not with its square. A parser that works
// through the document again and again keeps the test from ending.
func TestHostileDocuments(t *testing.T) {
	for _, most := range []int{MaxInput, MaxBytes} {
		for name, doc := range hostileDocuments(most) {
			t.Run(fmt.Sprint(name, " ", most), func(t *testing.T) { parseHostile(t, doc) })
		}
	}
}

// hostileDocuments returns documents of almost that many bytes. Those of more than MaxBytes are refused before most
// checks.
func hostileDocuments(most int) map[string][]byte {
	long := strings.Repeat("k", 250)
	question := `{"name":"x","pillars":[{"id":"pil","name":"x","questions":[{"id":"que","title":"x",`
	return map[string][]byte{
		"elements of a wrong type": fillDocument(most, `{"name":"x","pillars":[`, `0,`, `]}`),
		"empty objects":            fillDocument(most, `{"name":"x","pillars":[`, `{},`, `]}`),
		"many names":               fillNumbered(most, `{`, `"k%d":0`, `}`),
		"one name, many times":     fillDocument(most, `{`, `"k":0,`, `}`),
		"near misses":              fillNumbered(most, `{"pillars":[],`, `"NAME%d":0`, `}`),
		"case variants":            caseVariants(most),
		"misspelt, many times":     fillDocument(most, `{"pillars":[],`, `"nam":0,`, `}`),
		"open brackets":            fillDocument(most, ``, `[`, ``),
		"open objects":             fillDocument(most, ``, `{"a":`, ``),
		"long pointers":            fillDocument(most, `{"`+long+`":{"`+long+`":{"`+long+`":[`, `"\u0000",`, `]}}}`),
		"escapes":                  fillDocument(most, `{"name":"`, `\u0041`, `"}`),
		"quotes":                   fillDocument(most, `{"name":"`, `\"`, `"}`),
		"refused characters":       fillDocument(most, `{"name":"`, `\u003b`, `"}`),
		"lines":                    fillDocument(most, `{"name":"x",`, "\n", `"pillars":[]}`),
		"problems on each line":    fillDocument(most, `{"name":"x","pillars":[`, "0,\n", `]}`),
		"choices with one id":      fillDocument(most, question+`"choices":[`, `{"id":"aaa","title":"x"},`, `]}]}]}`),
		"choices": fillNumbered(most, question+`"choices":[`, `{"id":"aa%d","title":"x"}`,
			`],"riskRules":[{"condition":"`+strings.Repeat("xxx||", 800)+`xxx","risk":"NO_RISK"}]}]}]}`),
		"rules with unknown ids": fillDocument(most, question+`"choices":[{"id":"abc_defg","title":"x"}],"riskRules":[`,
			`{"condition":"`+strings.Repeat("abc_defh||", 400)+`abc_defh","risk":"NO_RISK"},`, `]}]}]}`),
		"rules of brackets": fillDocument(most, question+`"choices":[{"id":"abc","title":"x"}],"riskRules":[`,
			`{"condition":"`+strings.Repeat("(", 4000)+`","risk":"NO_RISK"},`, `]}]}]}`),
		"rules of mixed operators": fillDocument(most, question+`"choices":[{"id":"abc","title":"x"}],"riskRules":[`,
			`{"condition":"`+strings.Repeat("abc&&abc||", 400)+`abc","risk":"NO_RISK"},`, `]}]}]}`),
		"resources without an end": fillDocument(most, question+
			`"choices":[{"id":"abc","title":"x","additionalResources":[`, `{"content":[{},{}]},`, `]}]}]}]}`),
		"questions with one id": fillDocument(most, `{"name":"x","pillars":[{"id":"pil","name":"x","questions":[`,
			`{"id":"que","title":"x"},`, `]}]}`),
		"invalid UTF-8 at the end": append(fillDocument(most, `{"name":"`, `é`, ``), 0xff),
		"numbers that never end":   fillDocument(most, `{"name":`, `1`, ``),
		"a condition of escapes": fillDocument(most, question+
			`"choices":[{"id":"abc","title":"x"}],"riskRules":[{"condition":"`, `\u0021`, `","risk":"NO_RISK"}]}]}]}`),
		"steps": fillDocument(most, question+`"choices":[{"id":"abc","title":"x","steps":[`, `"",`,
			`]}]}]}]}`),
		"guidance of a wrong type": fillDocument(most, question+`"choices":[`,
			`{"id":"aaa","title":"x","why":1,"link":[],"steps":[1],"effort":"x"},`, `]}]}]}`),
		"facilitation of a lot":      fillDocument(most, question+`"facilitation":{"room":[`, `"x",`, `]}}]}]}`),
		"texts that are white space": fillDocument(most, `{"name":"`, ` `, `"}`),
	}
}

// parseHostile parses one of them and measures.
func parseHostile(t *testing.T, doc []byte) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	lens, problems := Parse(doc, ParseOptions{})
	runtime.ReadMemStats(&after)
	if lens != nil || len(problems) == 0 || len(problems) > 2*maxProblems+2 {
		t.Errorf("lens %v, %d problems", lens, len(problems))
	}
	size := 0
	for _, p := range problems {
		size += len(p.Pointer) + len(p.Message)
		if !utf8.ValidString(p.Message) {
			t.Errorf("%q is not UTF-8", p.Message)
		}
	}
	if size > 2<<20 {
		t.Errorf("the problems take %d bytes", size)
	}
	if taken := after.TotalAlloc - before.TotalAlloc; taken > 200*MaxInput {
		t.Errorf("allocated %d bytes for a document of %d", taken, len(doc))
	}
}

// caseVariants has an object of thousands of spellings of a name, whose right spelling comes last.
func caseVariants(most int) []byte {
	var b strings.Builder
	b.WriteString(`{"name":"x","pillars":[{"id":"pil","name":"x","questions":[{"id":"que","title":"x","choices":[{"id":"abc",`)
	for i := 0; b.Len()+100 < most && i < 1<<15; i++ {
		name := []byte("improvementplan")
		for bit := range name {
			if i>>bit&1 != 0 {
				name[bit] -= 'a' - 'A'
			}
		}
		fmt.Fprintf(&b, "%q:0,", name)
	}
	b.WriteString(`"improvementPlan":{"displayText":"x"}}]}]}]}`)
	return []byte(b.String())
}

func TestNearMissesAreBounded(t *testing.T) {
	doc := strings.Replace(string(caseVariants(20_000)), `"improvementPlan"`, `"other"`, 1)
	_, problems := Parse([]byte(doc), ParseOptions{})
	count := 0
	for _, p := range problems {
		if p.Code == "near-miss" {
			count++
		}
	}
	if count != maxNearMisses {
		t.Errorf("%d warnings about one object", count)
	}
}

// BenchmarkCaseVariants shows that the time grows with the document: a parser that searches the object for each name
// takes sixteen times as long for four times the bytes.
func BenchmarkCaseVariants(b *testing.B) {
	for _, size := range []int{110_000, 440_000} {
		doc := caseVariants(size)
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			b.SetBytes(int64(len(doc)))
			for b.Loop() {
				Parse(doc, ParseOptions{})
			}
		})
	}
}

// TestTooLargeIsRefusedFirst wants nothing checked in a document that is too large whatever it says.
func TestTooLargeIsRefusedFirst(t *testing.T) {
	_, problems := Parse(fillDocument(MaxInput, `{"name":"x","pillars":[`, `0,`, `]}`), ParseOptions{})
	if len(problems) != 1 || problems[0].Code != "too-large" {
		t.Errorf("%d problems, %v", len(problems), problems[0])
	}
}
