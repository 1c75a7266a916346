package apitest

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// Tree is a decoded JSON document with a way to look into it.
type Tree struct{ Value any }

// Tree decodes the body; none is an empty tree.
func (r Reply) Tree(t testing.TB) Tree {
	t.Helper()
	if len(r.Body) == 0 {
		return Tree{}
	}
	var v any
	if err := json.Unmarshal(r.Body, &v); err != nil {
		t.Fatalf("not JSON: %s", r.Body)
	}
	return Tree{v}
}

// At follows a path such as "items/0/name"; what is not there is nil.
func (n Tree) At(path string) Tree {
	v := n.Value
	for step := range strings.SplitSeq(path, "/") {
		switch node := v.(type) {
		case map[string]any:
			v = node[step]
		case []any:
			var i int
			if _, err := fmt.Sscan(step, &i); err != nil || i >= len(node) {
				return Tree{}
			}
			v = node[i]
		default:
			return Tree{}
		}
	}
	return Tree{v}
}

// String is the text of a string, and JSON of everything else.
func (n Tree) String() string {
	if s, ok := n.Value.(string); ok {
		return s
	}
	data, err := json.Marshal(n.Value)
	if err != nil {
		return err.Error()
	}
	return string(data)
}

// Len is the number of elements of a list, 0 for everything else.
func (n Tree) Len() int {
	list, _ := n.Value.([]any)
	return len(list)
}
