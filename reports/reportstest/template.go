package reportstest

import (
	"archive/zip"
	"bytes"
	"maps"
	"slices"
)

const (
	wordNames     = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	relationNames = `xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	relationsHead = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	relationKind  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

// WordTemplate are the parts of a document of somebody's own: a heading in red that is called as in German, a style
// with the id of one of ours and another name, a head, wide margins, Letter, and macros and a text, which nobody is to
// take.
func WordTemplate() map[string]string {
	return map[string]string{
		"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		"word/document.xml": `<w:document ` + wordNames + ` ` + relationNames + `><w:body><w:p><w:r><w:t>Not this</w:t>` +
			`</w:r></w:p><w:sectPr><w:headerReference w:type="default" r:id="rId7"/><w:pgSz w:w="12240" w:h="15840"/>` +
			`<w:pgMar w:top="2000" w:right="1800" w:bottom="1500" w:left="1800" w:header="700" w:footer="700" w:gutter="0"/>` +
			`<w:cols w:num="2"/></w:sectPr></w:body></w:document>`,
		"word/_rels/document.xml.rels": relationsHead + `<Relationship Id="rId7" Type="` + relationKind +
			`header" Target="header1.xml"/></Relationships>`,
		"word/header1.xml": `<w:hdr ` + wordNames + `><w:p><w:r><w:t>Example AG</w:t></w:r></w:p></w:hdr>`,
		"word/styles.xml": `<w:styles ` + wordNames + `><w:docDefaults/><w:style w:type="paragraph" w:default="1" ` +
			`w:styleId="Standard"><w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="berschrift1">` +
			`<w:name w:val="heading 1"/><w:basedOn w:val="Standard"/><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr>` +
			`<w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:color w:val="FF0000"/></w:rPr></w:style>` +
			`<w:style w:type="character" w:styleId="Label"><w:name w:val="Something else"/></w:style></w:styles>`,
		"word/vbaProject.bin": "macros",
	}
}

// Zipped packs parts.
func Zipped(parts map[string]string) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		w, err := z.Create(name)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write([]byte(parts[name])); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return out.Bytes(), err
}
