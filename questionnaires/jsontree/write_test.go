package jsontree_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"plumbline/questionnaires/jsontree"
)

func ExampleWriter() {
	var w jsontree.Writer
	w.Open('{')
	w.Text("name", "shop")
	w.Text("left out", "")
	w.Name("tags")
	w.Open('[')
	w.Element()
	w.Out = jsontree.AppendString(w.Out, `"quoted"`)
	w.Close(']')
	w.Name("none")
	w.Open('[')
	w.Close(']')
	w.Close('}')
	fmt.Println(string(w.Out))
	// Output:
	// {
	//   "name": "shop",
	//   "tags": [
	//     "\"quoted\""
	//   ],
	//   "none": []
	// }
}

func FuzzAppendString(f *testing.F) {
	f.Add("a\"b\\c\n\r\t\b\f\x00\x1fä😀")
	f.Fuzz(func(t *testing.T, text string) {
		want, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		var valid, got string
		if err := json.Unmarshal(want, &valid); err != nil || valid != text {
			return // no valid UTF-8
		}
		if err := json.Unmarshal(jsontree.AppendString(nil, text), &got); err != nil || got != text {
			t.Errorf("%q is written as %s: %v", text, jsontree.AppendString(nil, text), err)
		}
	})
}
