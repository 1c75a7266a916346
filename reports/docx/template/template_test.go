package template_test

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"plumbline/reports/docx/template"
	"plumbline/reports/reportstest"
)

// A template is refused with a reason where it is damaged, hostile, or leads outside.
func TestTemplatesAreRefused(t *testing.T) {
	t.Parallel()
	good := reportstest.WordTemplate()
	with := func(name, text string) map[string]string {
		out := map[string]string{}
		for k, v := range good {
			out[k] = v
		}
		if out[name] = text; text == "" {
			delete(out, name)
		}
		return out
	}
	const links = "word/_rels/header1.xml.rels"
	relation := func(kind, target, more string) map[string]string {
		return with(links, `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`+
			`<Relationship Id="rId1" Type="`+
			`http://schemas.openxmlformats.org/officeDocument/2006/relationships/`+kind+`" Target="`+target+
			`"`+more+`/></Relationships>`)
	}
	for _, row := range []struct {
		name  string
		parts map[string]string
		says  string
	}{
		{"nothing", nil, "must be a DOCX file"},
		{"no styles", with("word/styles.xml", ""), "must be a DOCX file"},
		{"damaged styles", with("word/styles.xml", "<w:styles"), "damaged"},
		{"other styles", with("word/styles.xml", "<styles/>"), "another form"},
		{"entities", with("word/styles.xml", `<!DOCTYPE a [<!ENTITY b "c">]>`+good["word/styles.xml"]), "declarations"},
		{"damaged document", with("word/document.xml", "<w:document><w:p>"), "damaged"},
		{"no pages", with("word/document.xml", strings.ReplaceAll(good["word/document.xml"], "w:pgSz", "w:other")),
			"how large its pages"},
		{"no header", with("word/header1.xml", ""), "lacks the part"},
		{"other header", with("word/header1.xml", "<hdr/>"), "another form"},
		{"picture outside", relation("image", "https://example.com/x.png", ` TargetMode="External"`), "something else"},
		{"picture above", relation("image", "../../../etc/passwd.png", ""), "lacks the part"},
		{"drawing", relation("image", "media/x.svg", ""), "no PNG"},
		{"object", relation("oleObject", "embeddings/x.bin", ""), "something else"},
		{"script", relation("hyperlink", "javascript:alert(1)", ` TargetMode="External"`), "no web address"},
		{"file", relation("hyperlink", "file:///etc/passwd", ` TargetMode="External"`), "no web address"},
		{"bomb", with("word/theme/theme1.xml", "<a>"+strings.Repeat(" ", 64<<20)+"</a>"), "unpacked"},
	} {
		_, err := template.Read(zipped(t, row.parts))
		if err == nil || !strings.Contains(err.Error(), row.says) {
			t.Errorf("%s: %v, want %q", row.name, err, row.says)
		}
	}
	for name, file := range map[string][]byte{"empty": {}, "no zip": []byte("PK\x03\x04 nothing"),
		"large": make([]byte, template.MaxBytes+1)} {
		if _, err := template.Read(file); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	var twice bytes.Buffer
	z := zip.NewWriter(&twice)
	for range 2 {
		if _, err := z.Create("word/styles.xml"); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := template.Read(twice.Bytes()); err == nil || !strings.Contains(err.Error(), "twice") {
		t.Errorf("a part that is there twice: %v", err)
	}
	if _, err := template.Read(zipped(t, good)); err != nil {
		t.Errorf("a good one: %v", err)
	}
	linked := relation("hyperlink", "https://example.com", ` TargetMode="External"`)
	if _, err := template.Read(zipped(t, linked)); err != nil {
		t.Errorf("a web address: %v", err)
	}
}

// Whatever is in a file, reading it ends.
func FuzzRead(f *testing.F) {
	f.Add(zipped(f, reportstest.WordTemplate()))
	f.Add([]byte("PK"))
	f.Fuzz(func(t *testing.T, file []byte) {
		in, err := template.Read(file)
		if err != nil {
			return
		}
		if _, _, err := in.With(reportstest.WordTemplate()["word/styles.xml"]); err != nil {
			t.Error(err)
		}
	})
}

func zipped(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	file, err := reportstest.Zipped(parts)
	if err != nil {
		t.Fatal(err)
	}
	return file
}
