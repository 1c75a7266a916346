package password

import (
	"math/rand/v2"
	"strings"
	"testing"
)

func TestWeakness(t *testing.T) {
	about := []string{"Ada Lovelace", "ada.lovelace@analytical.example", "Team Engine"}
	for _, row := range []struct{ password, says string }{
		{"aaaaaaaaaaaa", "again"}, {"abcabcabcabc", "again"}, {"ababababababab", "again"}, {"xqxqxqxqxqxqx", "again"},
		{strings.Repeat("a", 512), "again"}, {strings.Repeat("z", 200) + "1", "again"},
		{strings.Repeat("z", 511) + "1", "again"}, {"€€€€€€€€€€€€", "again"},
		{"abcdefghijkl", "sequence"}, {"123456789012", "sequence"}, {"987654321098", "sequence"},
		{"acegikmoqsuw", "sequence"}, {"абвгдежзиклм", "sequence"},
		{"abcdefghijkl!", "sequence"}, {"abcdef123456", "sequence"}, {"zyxwvutsrqpo", "sequence"},
		{"qwertyuiop[]", "keys"}, {"asdfghjkl;'a", "keys"}, {"1qaz2wsx3edc", ""}, {"qwertzuiopü+", "keys"},
		{"azertyuiopqs", "keys"}, {"poiuytrewqas", "keys"},
		{"password1234", "common"}, {"Password1234!", "common"}, {"P@ssw0rd2026!", "common"}, {"passwordpassword", "again"},
		{"letmein!!2024", "common"},
		{"iloveyou1234", "common"}, {"drowssap1234", "common"}, {"administrator", "common"}, {"Administrator2026!", "common"},
		{"ｐａｓｓｗｏｒｄ１２３４", "common"}, {"dragonmonkey12", "common"},
		{"adalovelace1", "your name"}, {"Ada Lovelace", "your name"}, {"ada.lovelace@analytical.example", "your name"},
		{"Lovelace1815!", "your name"},
		{"plumbline2026", "your name"}, {"Plumbline Plumbline", "your name"}, {"TeamEngine2026", "your name"},
		{"ecalevolada!!", "your name"},
	} {
		got := WeakReason(row.password, about...)
		if got == "" || !strings.Contains(got, row.says) {
			t.Errorf("%q: %q, want words with %q", row.password, got, row.says)
		}
	}
}

func TestGoodPasswordsAreTaken(t *testing.T) {
	about := []string{"Ada Lovelace", "ada@example.com", "Here 3f2a1b"}
	for _, good := range []string{
		"correct horse battery staple", "seven green bottles", "another long password", "yet another long one",
		"a brand new password", "a long enough password",
		"blue moon rising", "пароль из двадцати знаков", "Dampfschiff7Kanne", "kT9#fw2!xQzLp", "лошадь верно скрепка",
		"正しい馬電池ホチキス止め金",
		"ada likes old trains", "another good password", "long enough for all",
	} {
		if why := WeakReason(good, about...); why != "" {
			t.Errorf("%q is refused: it %s", good, why)
		}
	}
}

// What a generator draws is never refused, and the longest password costs no more than its length.
func TestRandomPasswordsAreTaken(t *testing.T) {
	const alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		b := make([]byte, 16)
		for i := range b {
			b[i] = alphabet[r.IntN(len(alphabet))]
		}
		if why := WeakReason(string(b)); why != "" {
			t.Errorf("%s is refused: it %s", b, why)
		}
	}
}

func BenchmarkLongest(b *testing.B) {
	long := strings.Repeat("ab1qwerty", 57)[:511] + "x"
	for b.Loop() {
		WeakReason(long, "Ada Lovelace")
	}
}
