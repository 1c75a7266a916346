package pdf

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"plumbline/reports/doc"
	"plumbline/reports/pdf/noto"
	"plumbline/reports/pdf/tagged/taggedtest"
)

// fontFile reads a font of the system, without which the test is skipped; in CI it fails.
func fontFile(t *testing.T, name string) []byte {
	t.Helper()
	file, err := os.ReadFile(filepath.Join("/usr/share/fonts/truetype", filepath.FromSlash(name)))
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("the font is not installed: ", err)
	}
	return file
}

// A font that is given draws what the others lack: Chinese, or a script that has to be shaped. The text stays in the
// file as it was written, and the same font gives the same bytes.
func TestGivenFontsDrawWhatOthersLack(t *testing.T) {
	for name, c := range map[string][2]string{
		"Chinese": {"droid/DroidSansFallbackFull.ttf",
			"备份已经恢复过一次，没有人知道它在哪里。因此我们必须在下个月底之前找到另一个地方，并告诉每个人它在哪里（2026）。"},
		"Japanese": {"droid/DroidSansFallbackFull.ttf", "バックアップは一度だけ復元されました。"},
		"Tamil":    {"noto/NotoSansTamil-Regular.ttf", "வணக்கம் உலகம் கோப்பு"},
		"Bengali":  {"noto/NotoSansBengali-Regular.ttf", "নমস্কার বিশ্ব ক্ষিপ্র"},
	} {
		t.Run(name, func(t *testing.T) {
			font, err := ParseFont(fontFile(t, c[0]))
			if err != nil {
				t.Fatal(err)
			}
			r := doc.Report{Title: "Title", Name: "name", Foot: "foot", At: time.Unix(1e9, 0).UTC(), Sections: []doc.Section{
				{Title: "Section", Place: "s", Body: []doc.Block{wordsParagraph(doc.CleanText("before " + c[1] + " after"))}}}}
			file, err := RenderWith(r, font)
			if err != nil {
				t.Fatal(err)
			}
			if again, err := RenderWith(r, font); err != nil || !bytes.Equal(file, again) {
				t.Errorf("it has other bytes the second time: %v", err)
			}
			if dir := os.Getenv("REPORTS_KEEP"); dir != "" {
				if err := os.WriteFile(filepath.Join(dir, "given-"+name+".pdf"), file, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			for _, fault := range taggedtest.Check(file) {
				t.Error(fault)
			}
			said := textOf(t, file)
			if !strings.Contains(said, withoutBlanks("before "+c[1]+" after")) {
				t.Errorf("%q is not in %q", c[1], said)
			}
			if len(file) > 1<<19 {
				t.Errorf("the file has %d bytes: the font is not cut", len(file))
			}
		})
	}
}

// What is no font, or not one that reports can use, is refused in words, however it is broken.
func TestFontsAreChecked(t *testing.T) {
	for file, want := range map[string]string{"": "no TrueType", "no font at all": "no TrueType", "OTTO": "PostScript",
		"wOF2": "packed", "\x00\x01\x00\x00": "no TrueType", "\x00\x01\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff": "damaged",
		"ttcf\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff": "damaged"} {
		if _, err := ParseFont([]byte(file)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", file, err, want)
		}
	}
	if _, err := ParseFont(make([]byte, MaxFont+1)); err == nil || !strings.Contains(err.Error(), "32 MB") {
		t.Errorf("a large one: %v", err)
	}
	thai := noto.SansThai()
	if _, err := ParseFont(thai); err == nil || !strings.Contains(err.Error(), "no characters") {
		t.Errorf("one that adds nothing: %v", err)
	}
	for n := 0; n < len(thai); n += 997 {
		if _, err := ParseFont(thai[:n]); err == nil {
			t.Errorf("the first %d bytes are a font", n)
		}
		damaged := bytes.Clone(thai)
		for i := n; i < min(n+40, len(damaged)); i++ {
			damaged[i] ^= 0xA5
		}
		_, _ = ParseFont(damaged) // whatever it says, it returns
	}
}
