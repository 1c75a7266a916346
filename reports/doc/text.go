package doc

// CleanText is a string that is fit to be shown: valid UTF-8, composed (NFC), "\n" for every kind of line end, no
// other control characters, no invisible marks. The package reports makes it from what people wrote.
type CleanText string

// TextStyle says what a stretch of text is to its reader. How that looks is the format's business.
type TextStyle int

// The styles.
const (
	StyleBody     TextStyle = iota
	StyleStrong             // stands out
	StyleItalic             // emphasised in a note
	StyleCode               // fixed width
	StyleQuiet              // less important than what is around it
	StyleSmall              // a remark under a line
	StyleAside              // a longer remark under a line
	StyleSource             // an address and what it is called
	StyleCaption            // figures under a heading
	StyleLead               // the sentence that follows the headline
	StyleHeadline           // the one sentence to remember
)

// Span is a stretch of text in one style.
type Span struct {
	Text  CleanText
	Style TextStyle
	Link  bool   // belongs to a link and shows it
	URL   string // what a click opens: ASCII, http, https or mailto; "" is nothing. Linked makes it
}

// PlainSpan is one span without a link.
func PlainSpan(t CleanText, s TextStyle) []Span { return []Span{{Text: t, Style: s}} }
