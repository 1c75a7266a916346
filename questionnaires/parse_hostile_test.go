package questionnaires

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"
)

// fill repeats a part until the document is almost as large as one may be.
func fill(before, part, after string) []byte {
	n := (MaxInput - len(before) - len(after) - 1) / len(part)
	return []byte(before + strings.TrimSuffix(strings.Repeat(part, n), ",") + after)
}

// fillNumbered is fill with a number in each part.
func fillNumbered(before, part, after string) []byte {
	var b strings.Builder
	b.WriteString(before)
	for i := 0; b.Len()+len(part)+len(after)+8 < MaxInput; i++ {
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
	long := strings.Repeat("k", 250)
	question := `{"name":"x","pillars":[{"id":"pil","name":"x","questions":[{"id":"que","title":"x",`
	docs := map[string][]byte{
		"elements of a wrong type":   fill(`{"name":"x","pillars":[`, `0,`, `]}`),
		"empty objects":              fill(`{"name":"x","pillars":[`, `{},`, `]}`),
		"many names":                 fillNumbered(`{`, `"k%d":0`, `}`),
		"one name, many times":       fill(`{`, `"k":0,`, `}`),
		"near misses":                fillNumbered(`{"pillars":[],`, `"NAME%d":0`, `}`),
		"misspelt, many times":       fill(`{"pillars":[],`, `"nam":0,`, `}`),
		"open brackets":              fill(``, `[`, ``),
		"open objects":               fill(``, `{"a":`, ``),
		"long pointers":              fill(`{"`+long+`":{"`+long+`":{"`+long+`":[`, `"\u0000",`, `]}}}`),
		"escapes":                    fill(`{"name":"`, `\u0041`, `"}`),
		"quotes":                     fill(`{"name":"`, `\"`, `"}`),
		"refused characters":         fill(`{"name":"`, `\u003b`, `"}`),
		"lines":                      fill(`{"name":"x",`, "\n", `"pillars":[]}`),
		"problems on each line":      fill(`{"name":"x","pillars":[`, "0,\n", `]}`),
		"choices with one id":        fill(question+`"choices":[`, `{"id":"aaa","title":"x"},`, `]}]}]}`),
		"choices":                    fillNumbered(question+`"choices":[`, `{"id":"aa%d","title":"x"}`, `],"riskRules":[{"condition":"`+strings.Repeat("xxx||", 800)+`xxx","risk":"NO_RISK"}]}]}]}`),
		"rules with unknown ids":     fill(question+`"choices":[{"id":"abc_defg","title":"x"}],"riskRules":[`, `{"condition":"`+strings.Repeat("abc_defh||", 400)+`abc_defh","risk":"NO_RISK"},`, `]}]}]}`),
		"rules of brackets":          fill(question+`"choices":[{"id":"abc","title":"x"}],"riskRules":[`, `{"condition":"`+strings.Repeat("(", 4000)+`","risk":"NO_RISK"},`, `]}]}]}`),
		"rules of mixed operators":   fill(question+`"choices":[{"id":"abc","title":"x"}],"riskRules":[`, `{"condition":"`+strings.Repeat("abc&&abc||", 400)+`abc","risk":"NO_RISK"},`, `]}]}]}`),
		"resources without an end":   fill(question+`"choices":[{"id":"abc","title":"x","additionalResources":[`, `{"content":[{},{}]},`, `]}]}]}]}`),
		"questions with one id":      fill(`{"name":"x","pillars":[{"id":"pil","name":"x","questions":[`, `{"id":"que","title":"x"},`, `]}]}`),
		"invalid UTF-8 at the end":   append(fill(`{"name":"`, `é`, ``), 0xff),
		"numbers that never end":     fill(`{"name":`, `1`, ``),
		"a condition of escapes":     fill(question+`"choices":[{"id":"abc","title":"x"}],"riskRules":[{"condition":"`, `\u0021`, `","risk":"NO_RISK"}]}]}]}`),
		"steps":                      fill(question+`"choices":[{"id":"abc","title":"x","steps":[`, `"",`, `]}]}]}]}`),
		"guidance of a wrong type":   fill(question+`"choices":[`, `{"id":"aaa","title":"x","why":1,"link":[],"steps":[1],"effort":"x"},`, `]}]}]}`),
		"facilitation of a lot":      fill(question+`"facilitation":{"room":[`, `"x",`, `]}}]}]}`),
		"texts that are white space": fill(`{"name":"`, ` `, `"}`),
	}
	for name, doc := range docs {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			lens, problems := Parse(doc, Options{})
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
		})
	}
}
