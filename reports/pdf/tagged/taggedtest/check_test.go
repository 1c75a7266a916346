package taggedtest

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// sound is a small file with a heading, a table, a figure and a link, and nothing wrong. The lengths of its streams
// stand for themselves.
const sound = `%PDF-1.7
1 0 obj
<</Type /Catalog /Lang (en) /MarkInfo <</Marked true>> /ViewerPreferences <</DisplayDocTitle true>>
/OutputIntents [<</S /GTS_PDFA1 /DestOutputProfile 3 0 R>>] /Metadata 4 0 R /StructTreeRoot 5 0 R /Pages 6 0 R>>
endobj
2 0 obj
<</Title (A \(good\) title) /CreationDate (D:20261123104207Z) /ModDate (D:20261123104207Z)>>
endobj
3 0 obj
<</N 3 /Length LENGTH>>
stream
PROFILE
endstream
endobj
4 0 obj
<</Length LENGTH>>
stream
<dc:title><rdf:li>A (good) title</rdf:li></dc:title><dc:language><rdf:Bag><rdf:li>en</rdf:li>
<xmp:CreateDate>2026-11-23T10:42:07Z</xmp:CreateDate><xmp:ModifyDate>2026-11-23T10:42:07Z</xmp:ModifyDate>
<pdfuaid:part>1</pdfuaid:part><pdfaid:part>2</pdfaid:part>
endstream
endobj
5 0 obj
<</K 20 0 R /ParentTree <</Nums [0 [21 0 R 24 0 R 26 0 R 27 0 R 29 0 R] 1 29 0 R]>>>>
endobj
6 0 obj
<</Kids [7 0 R]>>
endobj
7 0 obj
<</Type /Page /Tabs /S /StructParents 0 /Annots [30 0 R] /Contents 8 0 R>>
endobj
8 0 obj
<</Length LENGTH>>
stream
/H1 <</MCID 0>> BDC
BT /F1 9.00 Tf ET
BT 1 2 Td <0041> Tj ET
EMC
/Artifact <</Type /Layout>> BDC
1 2 3 4 re f
EMC
/TH <</MCID 1>> BDC
/Span <</ActualText <0042>>> BDC
BT <0041> Tj ET
EMC
EMC
/TD <</MCID 2>> BDC
BT <0041> Tj ET
EMC
/Figure <</MCID 3>> BDC
1 2 m 3 4 l S
EMC
/Link <</MCID 4>> BDC
BT <0041> Tj ET
EMC
endstream
endobj
9 0 obj
<</Font <</F1 10 0 R>>>>
endobj
10 0 obj
<</Type /Font /ToUnicode 11 0 R /DescendantFonts [12 0 R]>>
endobj
11 0 obj
<</Length LENGTH>>
stream
1 beginbfchar
<0041> <0041>
endbfchar
endstream
endobj
12 0 obj
<</FontDescriptor 13 0 R>>
endobj
13 0 obj
<</FontFile2 14 0 R>>
endobj
14 0 obj
<</Length LENGTH>>
stream
font
endstream
endobj
20 0 obj
<</S /Document /P 5 0 R /K [31 0 R]>>
endobj
31 0 obj
<</S /Sect /P 20 0 R /K [21 0 R 22 0 R 28 0 R]>>
endobj
21 0 obj
<</S /H1 /P 31 0 R /Pg 7 0 R /K [0]>>
endobj
22 0 obj
<</S /Table /P 31 0 R /K [23 0 R 25 0 R]>>
endobj
23 0 obj
<</S /TR /P 22 0 R /K [24 0 R]>>
endobj
24 0 obj
<</S /TH /P 23 0 R /Pg 7 0 R /A <</O /Table /Scope /Column>> /K [1]>>
endobj
25 0 obj
<</S /TR /P 22 0 R /K [26 0 R]>>
endobj
26 0 obj
<</S /TD /P 25 0 R /Pg 7 0 R /K [2]>>
endobj
27 0 obj
<</S /Figure /P 28 0 R /Pg 7 0 R /Alt (words) /A <</O /Layout /BBox [1 2 3 4]>> /K [<</Type /MCR /Pg 7 0 R /MCID 3>>]>>
endobj
28 0 obj
<</S /P /P 31 0 R /K [27 0 R 29 0 R]>>
endobj
29 0 obj
<</S /Link /P 28 0 R /Pg 7 0 R /K [4 <</Type /OBJR /Obj 30 0 R /Pg 7 0 R>>]>>
endobj
30 0 obj
<</Type /Annot /Subtype /Link /F 4 /StructParent 1 /Contents (Page 1) /Dest [7 0 R]>>
endobj
40 0 obj
<</Type /XRef /Root 1 0 R /Info 2 0 R /Length LENGTH>>
stream
endstream
endobj
`

var streamOf = regexp.MustCompile(`(?s)LENGTH>>\nstream\n(.*?)endstream`)

// withLengths puts the lengths of streams in.
func withLengths(file string) []byte {
	file = strings.Replace(file, "PROFILE", strings.Repeat("x", 200), 1)
	return []byte(streamOf.ReplaceAllStringFunc(file, func(s string) string {
		inner := streamOf.FindStringSubmatch(s)[1]
		return fmt.Sprintf("%d>>\nstream\n%sendstream", len(inner), inner)
	}))
}

// TestCheckNotices breaks a sound file in each of the ways that the check is there for.
func TestCheckNotices(t *testing.T) {
	if faults := Check(withLengths(sound)); len(faults) > 0 {
		t.Fatalf("the sound file: %q", faults)
	}
	for fault, c := range map[string][2]string{
		"no language":         {"/Lang (en)", ""},
		"is marked":           {"/Marked true", "/Marked false"},
		"not its title":       {"/DisplayDocTitle true", ""},
		"no colour space":     {"/GTS_PDFA1", "/GTS_PDFX"},
		"has no profile":      {"/DestOutputProfile 3 0 R", ""},
		"no title":            {"/Title (A \\(good\\) title)", ""},
		"in XMP":              {"<rdf:li>A (good)", "<rdf:li>A bad"},
		"pdfuaid:part":        {"<pdfuaid:part>1", "<pdfuaid:part>2"},
		"xmp:CreateDate":      {"CreateDate>2026-11-23T10", "CreateDate>2026-11-23T11"},
		"dc:language":         {"<rdf:li>en<", "<rdf:li>de<"},
		"order of the struct": {"/Tabs /S", ""},
		"where its elements":  {"/StructParents 0", ""},
		"outside all": {"EMC\n/Artifact <</Type /Layout>> BDC\n1 2 3 4 re f",
			"EMC\n1 2 3 4 re f\n/Artifact <</Type /Layout>> BDC"},
		"an artifact is": {"/Type /Layout", "/Type /Odd"},
		"does not end": {"/Link <</MCID 4>> BDC\nBT <0041> Tj ET\nEMC",
			"/Link <</MCID 4>> BDC\nBT <0041> Tj ET\n"},
		"did not begin":               {"/Link <</MCID 4>> BDC", ""},
		"within other":                {"/Span <</ActualText <0042>>> BDC", "/P <</MCID 9>> BDC"},
		"has the number":              {"/TD <</MCID 2>>", "/TD <</MCID 7>>"},
		"is said to be in":            {"/TD <</MCID 2>>", "/P <</MCID 2>>"},
		"elements for 6":              {"29 0 R] 1", "29 0 R 29 0 R] 1"},
		"on no page":                  {"/K [2]", "/K [2 8]"},
		"to two elements":             {"/K [2]", "/K [2 1]"},
		"says that it is in":          {"/S /TD /P 25 0 R", "/S /TD /P 23 0 R"},
		"there is a TR in a":          {"/S /Table", "/S /Div"},
		"a heading of level":          {"/S /H1", "/S /H2"},
		"no heading":                  {"/S /H1", "/S /P"},
		"text right in a":             {"/S /H1", "/S /Div"},
		"has the scope":               {"/Scope /Column", ""},
		"cells":                       {"/K [26 0 R]", "/K [26 0 R 26 0 R]"},
		"a figure has the words \"\"": {"/Alt (words)", ""},
		"a figure has the box":        {"[1 2 3 4]>> /K", "[3 2 1 4]>> /K"},
		"0 rectangles":                {"<</Type /OBJR /Obj 30 0 R /Pg 7 0 R>>", ""},
		"0 in the structure":          {"<</Type /OBJR /Obj 30 0 R /Pg 7 0 R>>", ""},
		"belongs to":                  {"1 29 0 R", "1 28 0 R"},
		"say in words":                {"/Contents (Page 1)", ""},
		"with the flags":              {"/F 4", "/F 0"},
		"leads nowhere":               {"/Dest [7 0 R]", ""},
		"which character":             {"<0041> <0041>", "<0043> <0043>"},
		"not in the file":             {"/FontFile2 14 0 R", ""},
		"in the tree twice":           {"/K [27 0 R 29 0 R]", "/K [27 0 R 29 0 R 29 0 R]"},
	} {
		if strings.Count(sound, c[0]) != 1 {
			t.Errorf("%q is %d times in the sound file", c[0], strings.Count(sound, c[0]))
		}
		faults := Check(withLengths(strings.Replace(sound, c[0], c[1], 1)))
		if !strings.Contains(strings.Join(faults, "\n"), fault) {
			t.Errorf("without %q it finds %q, want %q", c[0], faults, fault)
		}
	}
	for _, broken := range []string{"", "1 0 obj\n<<", "1 0 obj\n<</Length 9>>\nstream\n", "1 0 obj\n(", "1 0 obj\n<4"} {
		if len(Check([]byte(broken))) == 0 {
			t.Errorf("%q is a sound file", broken)
		}
	}
}
