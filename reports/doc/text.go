package doc

// Text is a string that is fit to be shown: valid UTF-8, composed (NFC), "\n" for every kind of line end, no
// other control characters, no invisible marks. The package reports makes it from what people wrote.
type Text string

// Style says what a stretch of text is to its reader. How that looks is the format's business.
type Style int

// The styles.
const (
	Body     Style = iota
	Strong         // stands out
	Italic         // emphasised in a note
	Code           // fixed width
	Quiet          // less important than what is around it
	Small          // a remark under a line
	Aside          // a longer remark under a line
	Source         // an address and what it is called
	Caption        // figures under a heading
	Lead           // the sentence that follows the headline
	Headline       // the one sentence to remember
)

// Span is a stretch of text in one style.
type Span struct {
	Text  Text
	Style Style
	Link  bool   // belongs to a link and shows it
	URL   string // what a click opens: ASCII, http, https or mailto; "" is nothing. Linked makes it
}

// Plain is one span without a link.
func Plain(t Text, s Style) []Span { return []Span{{Text: t, Style: s}} }
