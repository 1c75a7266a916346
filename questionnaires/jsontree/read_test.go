package jsontree_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"plumbline/questionnaires/jsontree"
)

func ExampleRead() {
	doc, _, ok := jsontree.Read(`{"name": "shop", "tags": ["a/b", "gr\u00fcn"]}`, 8)
	fmt.Println(ok)
	for n := range doc.Nodes {
		if v := doc.Nodes[n]; v.Kind == jsontree.KindString {
			fmt.Println(doc.Pointer(int32(n)), doc.Text(int32(n)), v.Start)
		}
	}
	// Output:
	// true
	// /name shop 9
	// /tags/0 a/b 26
	// /tags/1 grün 33
}

// What can't be read ends reading; what can be read is whole, and its flaws are told.
func TestReadTellsEachFlaw(t *testing.T) {
	for _, row := range []struct {
		source string
		kind   jsontree.FlawKind
		at     int32
		ok     bool
	}{
		{"\xff\xfe{", jsontree.FlawEncoding, 0, false},
		{"{\"a\": \"\xe4\"}", jsontree.FlawEncoding, 7, false},
		{" ", jsontree.FlawSyntax, 0, false},
		{`{"a": 01}`, jsontree.FlawSyntax, 6, false},
		{`[1, 2,]`, jsontree.FlawSyntax, 5, false},
		{`["a` + "\n" + `"]`, jsontree.FlawSyntax, 3, false},
		{`[[[[1]]]]`, jsontree.FlawTooDeep, 3, false},
		{`{} {}`, jsontree.FlawTrailing, 3, true},
		{`{"a": 1, "a": 2}`, jsontree.FlawDuplicateName, 9, true},
		{`["\ud800"]`, jsontree.FlawLoneSurrogate, 2, true},
		{`["\u0000"]`, jsontree.FlawNullCharacter, 2, true},
		{`{"` + strings.Repeat("n", 257) + `": 1}`, jsontree.FlawLongName, 1, true},
	} {
		_, flaws, ok := jsontree.Read(row.source, 3)
		if ok != row.ok || len(flaws) != 1 || flaws[0].Kind != row.kind || flaws[0].At != row.at {
			t.Errorf("%.40q: ok %v, flaws %+v; want ok %v, one flaw of kind %d at %d", row.source, ok, flaws, row.ok, row.kind,
				row.at)
		}
	}
}

// An offset into a decoded string points at the same character of the source, whatever escapes stand before it.
func TestOffsetFollowsEscapes(t *testing.T) {
	doc, _, ok := jsontree.Read(`["\u00e4\n\ud83d\ude00x"]`, 2)
	if !ok {
		t.Fatal("not readable")
	}
	text := doc.Text(1)
	if at := doc.Offset(1, strings.IndexByte(text, 'x')); doc.Source[at] != 'x' {
		t.Errorf("the x of %q is said to be at %d of %s", text, at, doc.Source)
	}
}

// FuzzRead holds Read against encoding/json: both read the same texts, and see the same values in them.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{`{"a":[1,-2.5e3,true,null,"\u00e4"],"":{}}`, `[[[]]]`, `"\ud83d\ude00"`,
		"{\"a\":1 , \"b\"\t:[ ]}", `[1,]`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		doc, flaws, ok := jsontree.Read(source, 100)
		for _, flaw := range flaws {
			if int(flaw.At) > len(source) || int(flaw.Node) >= max(1, len(doc.Nodes)) {
				t.Errorf("a flaw points outside: %+v", flaw)
			}
		}
		if !ok || len(flaws) > 0 {
			return
		}
		var want any
		if err := json.Unmarshal([]byte(source), &want); err != nil {
			t.Fatalf("Read takes %q, encoding/json says %v", source, err)
		}
		if got := nodeValue(doc, 0); !reflect.DeepEqual(got, want) {
			t.Errorf("Read sees %v in %q, encoding/json %v", got, source, want)
		}
		if string(jsontree.CompactJSON(source)) != string(jsontree.CompactJSON(string(jsontree.CompactJSON(source)))) {
			t.Errorf("Compact of %q is not compact", source)
		}
	})
}

// nodeValue makes of node n what encoding/json would.
func nodeValue(doc *jsontree.Document, n int32) any {
	v := doc.Nodes[n]
	switch v.Kind {
	case jsontree.KindString:
		return doc.Text(n)
	case jsontree.KindArray:
		list := []any{}
		for c := range doc.Children(n) {
			list = append(list, nodeValue(doc, c))
		}
		return list
	case jsontree.KindObject:
		members := map[string]any{}
		for c := range doc.Children(n) {
			members[doc.Name(c)] = nodeValue(doc, c)
		}
		return members
	}
	var scalar any
	if err := json.Unmarshal([]byte(doc.Source[v.Start:v.End]), &scalar); err != nil {
		return err
	}
	return scalar
}
