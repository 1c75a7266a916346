package tagged

import (
	"encoding/xml"
	"strings"
	"time"
)

// Metadata is what a file says of itself, in its information dictionary and, with the same words, in XMP.
type Metadata struct {
	Title    string
	Author   string // "" is not said
	Subject  string // "" is not said
	Program  string // that made it
	Language string // such as "en"
	At       time.Time
}

// XMP writes the metadata as an XMP packet (ISO 16684-1). It names the two standards that the file keeps to.
func (m Metadata) XMP() []byte {
	var out strings.Builder
	out.WriteString("<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` + "\n" +
		`<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" ` +
		`xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" ` +
		`xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">` + "\n" +
		`<dc:format>application/pdf</dc:format>` + "\n")
	put := func(before, value, after string) {
		if value != "" {
			out.WriteString(before + xmlText(value) + after + "\n")
		}
	}
	put(`<dc:title><rdf:Alt><rdf:li xml:lang="x-default">`, m.Title, `</rdf:li></rdf:Alt></dc:title>`)
	put(`<dc:creator><rdf:Seq><rdf:li>`, m.Author, `</rdf:li></rdf:Seq></dc:creator>`)
	put(`<dc:description><rdf:Alt><rdf:li xml:lang="x-default">`, m.Subject, `</rdf:li></rdf:Alt></dc:description>`)
	put(`<dc:language><rdf:Bag><rdf:li>`, m.Language, `</rdf:li></rdf:Bag></dc:language>`)
	at := m.At.UTC().Format("2006-01-02T15:04:05Z")
	put(`<xmp:CreateDate>`, at, `</xmp:CreateDate>`)
	put(`<xmp:ModifyDate>`, at, `</xmp:ModifyDate>`)
	put(`<xmp:MetadataDate>`, at, `</xmp:MetadataDate>`)
	put(`<xmp:CreatorTool>`, m.Program, `</xmp:CreatorTool>`)
	put(`<pdf:Producer>`, m.Program, `</pdf:Producer>`)
	out.WriteString("<pdfuaid:part>1</pdfuaid:part>\n<pdfaid:part>2</pdfaid:part>\n" +
		"<pdfaid:conformance>B</pdfaid:conformance>\n</rdf:Description>\n" + extensionSchema +
		"</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>")
	return []byte(out.String())
}

// xmlText makes a text fit for XML: what XML can't hold becomes U+FFFD.
func xmlText(s string) string {
	var out strings.Builder
	if err := xml.EscapeText(&out, []byte(s)); err != nil {
		panic(err) // a Builder takes everything
	}
	return out.String()
}

// extensionSchema tells archives what the property of PDF/UA is, as PDF/A asks for.
const extensionSchema = `<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" ` +
	`xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" ` +
	`xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">` + "\n" +
	`<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">` +
	`<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>` +
	`<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>` +
	`<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>` +
	`<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">` +
	`<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>` +
	`<pdfaProperty:category>internal</pdfaProperty:category>` +
	`<pdfaProperty:description>Part of the PDF/UA standard</pdfaProperty:description>` +
	`</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>` + "\n</rdf:Description>\n"
