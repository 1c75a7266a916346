package models

import (
	"errors"
	"fmt"
	"net/url"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/go-playground/validator/v10"

	"plumbline/models/text"
	"plumbline/models/timezone"
)

// Validate brings the texts of the input into the form in which they are kept, where input is a pointer (see tidy),
// checks it by its validate tags and gives an CodeInvalid error with a FieldFault for each wrong field, or nil. Faults
// name fields in snake_case with "/" between levels, as the JSON API spells them. "required" on a string means that it
// is not blank.
func Validate(input any) error {
	normalizeTexts(input)
	err := structValidator().Struct(input)
	if err == nil {
		return nil
	}
	var wrong validator.ValidationErrors
	if !errors.As(err, &wrong) {
		return fmt.Errorf("validate %T: %w", input, err)
	}
	faults := make([]FieldFault, 0, len(wrong))
	for _, w := range wrong {
		faults = append(faults, FieldFault{Field: inputPath(w.StructNamespace()), Message: faultSentence(w)})
	}
	return InvalidInput(faults...)
}

// InvalidInput makes the CodeInvalid error for the faults.
func InvalidInput(faults ...FieldFault) *Error {
	message := fmt.Sprintf("%d fields are not valid", len(faults))
	if len(faults) == 1 {
		message = strings.TrimSpace(faults[0].Field + " " + faults[0].Message)
	}
	return &Error{Code: CodeInvalid, Message: message, Faults: faults}
}

// TextFault tells what keeps s from being stored and shown as text, "" if nothing does: databases keep neither invalid
// UTF-8 nor U+0000.
func TextFault(s string) string { return text.TextFault(s) }

var (
	applicationARN = regexp.MustCompile(`^arn:aws[-a-z]*:servicecatalog:[a-z]{2}(-gov)?-[a-z]+-\d:\d{12}:/applications/[a-z0-9]+$`)
	lensVersion    = regexp.MustCompile(`^[A-Za-z0-9]+(\.[A-Za-z0-9]+)*$`)
)

// isVisible tells a character that leaves a mark on the page from white space, format and control characters.
func isVisible(r rune) bool {
	return unicode.IsGraphic(r) && !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r)
}

// IsTime reports whether databases and RFC 3339 can hold a moment: years 1970 to 9999.
func IsTime(t time.Time) bool { return t.UTC().Year() >= 1970 && t.UTC().Year() <= 9999 }

// EscapeKey writes a key that stands in the field path of a FieldFault as RFC 6901 wants it.
func EscapeKey(key string) string { return pointerMarks.Replace(key) }

var pointerMarks = strings.NewReplacer("~", "~0", "/", "~1")

var structValidator = sync.OnceValue(func() *validator.Validate {
	v := validator.New(validator.WithRequiredStructEnabled())
	for tag, ok := range map[string]func(string) bool{
		"text":           func(s string) bool { return TextFault(s) == "" },
		"notes":          func(s string) bool { return len(s) <= MaxNotes },
		"weburl":         webURL,
		"applicationarn": applicationARN.MatchString,
		"lensversion":    func(s string) bool { return lensVersion.MatchString(s) && s != "draft" && s != "latest" },
		"timezone":       isTimeZone,
		"owntimezone":    func(s string) bool { return s == "" || isTimeZone(s) },
		"line":           text.OneLine,
		"notblank":       func(s string) bool { return strings.IndexFunc(s, isVisible) >= 0 },
	} {
		mustRegister(v.RegisterValidation(tag, func(f validator.FieldLevel) bool { return ok(f.Field().String()) }))
	}
	return v
})

func mustRegister(err error) {
	if err != nil {
		panic(err)
	}
}

func isTimeZone(s string) bool {
	_, known := timezone.Name(s)
	return known
}

// webURL follows ArchitecturalDesign of the AWS API model: an http, https or ftp address.
func webURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https" || u.Scheme == "ftp") &&
		TextFault(s) == ""
}

func faultSentence(w validator.FieldError) string {
	many := w.Kind() == reflect.Slice || w.Kind() == reflect.Map
	if w.Kind() == reflect.Int && (w.Tag() == "min" || w.Tag() == "max") {
		return fmt.Sprintf("must be at %s %s", map[string]string{"min": "least", "max": "most"}[w.Tag()], w.Param())
	}
	switch w.Tag() {
	case "required", "notblank":
		return "is missing"
	case "min":
		return fmt.Sprintf("must have at least %s %s; it has %d", w.Param(), lengthUnit(many), inputLength(w))
	case "max":
		return fmt.Sprintf("must have at most %s %s; it has %d", w.Param(), lengthUnit(many), inputLength(w))
	case "oneof":
		return "must be one of " + strings.ReplaceAll(w.Param(), " ", ", ")
	case "unique":
		return "must not name anything twice"
	case "len", "number":
		return "must be 12 digits"
	case "text":
		return TextFault(fmt.Sprint(w.Value()))
	case "notes":
		return fmt.Sprintf("must have at most %d bytes; it has %d", MaxNotes, len(fmt.Sprint(w.Value())))
	case "weburl":
		return "must be an http, https or ftp address"
	case "applicationarn":
		return "must be the ARN of a Service Catalog application"
	case "lensversion":
		return "must consist of letters and digits, with single periods between them, and be neither draft nor latest"
	case "email":
		return "must be an e-mail address"
	case "datetime":
		return "must be a date such as 2026-12-31"
	case "timezone", "owntimezone":
		return "must be a time zone of the tz database, such as Europe/Berlin"
	case "line":
		return "must be one line without control characters and without characters that turn the direction of writing"
	}
	return "is not valid (" + w.Tag() + ")"
}

// inputLength is what a limit counts: the characters of a text, the entries of a list.
func inputLength(w validator.FieldError) int {
	if v := reflect.ValueOf(w.Value()); v.Kind() == reflect.Slice || v.Kind() == reflect.Map {
		return v.Len()
	}
	return utf8.RuneCountInString(fmt.Sprint(w.Value()))
}

func lengthUnit(many bool) string {
	if many {
		return "entries"
	}
	return "characters"
}

// inputPath turns "WorkloadFields.AccountIDs[3]" into "account_ids/3". What stands in brackets, an index or a map key,
// stays as it is.
func inputPath(structNamespace string) string {
	_, rest, _ := strings.Cut(structNamespace, ".")
	var parts []string
	for rest != "" {
		if inner, ok := strings.CutPrefix(rest, "["); ok {
			end := strings.LastIndex(inner, "]")
			if next := strings.Index(inner, "]."); next >= 0 {
				end = next
			}
			parts, rest = append(parts, EscapeKey(inner[:end])), strings.TrimPrefix(inner[end+1:], ".")
			continue
		}
		end := strings.IndexAny(rest, ".[")
		if end < 0 {
			end = len(rest)
		}
		parts, rest = append(parts, snakeCase(rest[:end])), strings.TrimPrefix(rest[end:], ".")
	}
	return strings.Join(parts, "/")
}

// FieldName is how faults and the audit log name a field of a struct.
func FieldName(goName string) string { return snakeCase(goName) }

// snakeCase turns a Go field name into the API's spelling: "NonAWSRegions" into "non_aws_regions".
func snakeCase(name string) string {
	name = strings.NewReplacer("IDs", "Ids", "AWS", "Aws").Replace(name)
	var b strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) && i > 0 {
			prev := rune(name[i-1])
			next := ' '
			if i+1 < len(name) {
				next = rune(name[i+1])
			}
			if !unicode.IsUpper(prev) || unicode.IsLower(next) {
				b.WriteByte('_')
			}
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
