package pdf

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"plumbline/reports/doc"
	"plumbline/reports/pdf/tagged/taggedtest"
)

// scripts are texts that have to be shaped, or run from right to left.
var scripts = map[string]string{
	"Arabic": "مرحبا بالعالم",
	"Arabic long": "تم اختبار النسخة الاحتياطية مرة واحدة فقط في السنة (2026)" +
		" ولا أحد يعرف أين هي، لذلك يجب أن نجد لها مكانا آخر قبل نهاية الشهر القادم",
	"lam alef": "لا إلا الأمن",
	"vowels":   "مَرْحَبًا بِكُمْ",
	"points":   "שָׁלוֹם עוֹלָם",
	"Hebrew":   "שלום עולם",
	"Hebrew long": "הגיבוי נבדק פעם אחת בלבד בשנה (2026) ואף אחד לא יודע היכן" +
		" הוא נמצא, ולכן עלינו למצוא לו מקום אחר לפני סוף החודש הבא",
	"Hindi": "नमस्ते दुनिया",
	"Hindi long": "बैकअप की जाँच वर्ष में केवल एक बार की जाती है और कोई नहीं" +
		" जानता कि वह कहाँ है, इसलिए हमें अगले महीने के अंत से पहले स्थिति बदलनी चाहिए।",
	"Thai": "สวัสดีชาวโลก",
	"Thai long": "มีการทดสอบข้อมูลสำรองเพียงปีละครั้งและไม่มีใครรู้ว่าอยู่ที่" +
		"ไหนดังนั้นเราต้องหาที่ใหม่ก่อนสิ้นเดือนหน้าและบอกทุกคนว่าอยู่ที่ไหน",
	"mixed":       "The word مرحبا means hello, and שלום does, too: नमस्ते, สวัสดี.",
	"mixed right": "הגרסה Plumbline 2.4 מוכנה, see https://example.com/a?b=c",
}

// textOf is what a PDF says, as pdftotext reads it, without white space and marks of direction.
func textOf(t *testing.T, file []byte) string {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("pdftotext is not installed")
	}
	name := filepath.Join(t.TempDir(), "file.pdf")
	if err := os.WriteFile(name, file, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-enc", "UTF-8", "-raw", name, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return withoutBlanks(string(out))
}

func withoutBlanks(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, s)
}

// Texts of every script can be drawn, and taken out of the file again as they were written.
func TestScriptsAreDrawnAndKept(t *testing.T) {
	for name, text := range scripts {
		for _, r := range text {
			if r != ' ' && !DrawsCharacter(r) {
				t.Errorf("%s: %q is not drawn", name, r)
			}
		}
		at := time.Unix(1e9, 0).UTC()
		file, err := Render(doc.Report{Title: "Title", At: at, Name: "name", Foot: "foot", Sections: []doc.Section{
			{Title: "Section", Place: "s", Body: []doc.Block{wordsParagraph(doc.CleanText(text))}}}})
		if err != nil {
			t.Fatal(err)
		}
		if dir := os.Getenv("REPORTS_KEEP"); dir != "" {
			if err := os.WriteFile(filepath.Join(dir, name+".pdf"), file, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		for _, fault := range taggedtest.Check(file) {
			t.Errorf("%s: %s", name, fault)
		}
		if said := textOf(t, file); !strings.Contains(said, withoutBlanks(text)) {
			t.Errorf("%s: %q is not in %q", name, text, said)
		}
	}
}
