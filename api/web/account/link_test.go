package account

import "testing"

func TestCodeIn(t *testing.T) {
	for in, want := range map[string]string{" https://x.example/join#pll_A \n": "pll_A", "pll_A": "pll_A", "": "",
		"/join#": ""} {
		if got := codeIn(in); got != want {
			t.Errorf("codeIn(%q) = %q, want %q", in, got, want)
		}
	}
}
