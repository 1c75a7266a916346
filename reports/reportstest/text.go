package reportstest

// Texts in scripts that fonts and typesetters differ on.
const (
	Greek      = "Γρήγορη αλεπού πηδά πάνω από τον τεμπέλη σκύλο: ΐ ΰ ώ Ώ ᾳ ἄ."
	Cyrillic   = "Съешь же ещё этих мягких французских булок, да выпей чаю; ї є ґ ў ђ џ."
	Vietnamese = "Tiếng Việt: Ngày xửa ngày xưa, ở làng Trữ La, có một người thợ dệt — ặ ẵ ẫ ỗ ợ ữ ỹ Ặ Ẵ Ẫ Ỗ Ợ Ữ Ỹ đ Đ."
	Chinese    = "备份已经恢复过一次"
	Emoji      = "done 🎉 👩‍💻 soon"
	Arabic     = "مرحبا بالعالم"
	Hebrew     = "שלום עולם"
	Hindi      = "नमस्ते दुनिया"
	Script     = "<script>alert('x & y')</script>"
	Symbol     = "→ ✓ ✗ ☐ ≤ ≥ ½ € ₫ ░ ├── Հայերեն ქართული"
)

// Everything is a note with every script and every construct of Markdown.
const Everything = "# Heading & more\n\n" + Greek + "\n" + Cyrillic + "\n\n" + Vietnamese + "\n\n" +
	Chinese + " " +
	Emoji + "\n\n" + Arabic + "\n\n" +
	Hebrew + " " + Hindi + "\n\n" + Script + "\n\n" + Symbol +
	"\n\ninline <b>bold</b> &amp; `code <x>` [text](http://example.com/a_b \"the title\") " +
	"[js](javascript:alert(1)) <https://auto.example/x> bare https://bare.example/path?q=1 and ops@example.com\n\n" +
	"[ref]: https://defined.example/only \"hidden\"\n\n![picture](https://img.example/p.png)\n\n<!-- a comment " +
	"-->\n\n<pre>\nraw\n</pre>\n\n```go\nfunc main() {\n\tprintln(\"├ tab\")\n}\n```\n\n" +
	"| a | b |\n|---|---|\n| one | two |\n\n> quoted\n> > deeper\n\n1. one\n2. two\n   - nested\n     - more " +
	"nested\n10. ten\n\n---\n\n    indented code\n\n* star\n* list\n"
