package xlsx

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// maxStyles is more than spreadsheets take.
const maxStyles = 70_000

// readStyles finds out which styles of cells are dates.
func (b *book) readStyles() error {
	if !b.has(stylesPart) {
		return nil
	}
	custom := map[int]string{}
	inCells := false
	return b.walk(stylesPart, func(_ *xml.Decoder, e xml.StartElement) error {
		switch e.Name.Local {
		case "numFmt":
			if id, err := strconv.Atoi(attribute(e, "numFmtId")); err == nil && len(custom) < maxStyles {
				custom[id] = attribute(e, "formatCode")
			}
		case "cellStyleXfs", "cellStyles", "dxfs":
			inCells = false
		case "cellXfs":
			inCells = true
		case "xf":
			if inCells && len(b.isDate) < maxStyles {
				id, err := strconv.Atoi(attribute(e, "numFmtId"))
				b.isDate = append(b.isDate, err == nil && isDateFormat(id, custom[id]))
			}
		}
		return nil
	})
}

// isDateFormat tells formats of numbers that show a date: by its number where all programs know it, else by the code.
func isDateFormat(id int, code string) bool {
	if code == "" {
		return id >= 14 && id <= 17 || id == 22 || id >= 27 && id <= 31 || id == 36 || id >= 50 && id <= 58
	}
	code = strings.ToLower(bareCode(code))
	return strings.ContainsAny(code, "yd") || strings.Contains(code, "mmm")
}

// bareCode is the first section of a format code without texts in quotes, escaped signs, colours and conditions.
func bareCode(code string) string {
	var b strings.Builder
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case ';':
			return b.String()
		case '\\', '_', '*':
			i++
		case '"':
			i = skipTo(code, i, '"')
		case '[':
			i = skipTo(code, i, ']')
		default:
			b.WriteByte(code[i])
		}
	}
	return b.String()
}

func skipTo(code string, i int, end byte) int {
	if n := strings.IndexByte(code[i+1:], end); n >= 0 {
		return i + 1 + n
	}
	return len(code)
}
