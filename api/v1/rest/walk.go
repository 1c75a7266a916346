package rest

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strconv"
	"strings"
	"time"

	"plumbline/models"
	"plumbline/models/text"
)

// maxFaults bounds how many faults of a body are told at once.
const maxFaults = 100

// Unmarshal reads one JSON document into the struct that into points to. It is stricter than encoding/json: names of
// members in exact letter case, none twice and none unknown, valid UTF-8, nothing behind the document. What is no JSON
// is malformed; every fault in JSON is told by its pointer.
func Unmarshal(data []byte, into any) error {
	data, err := text.JSON(data)
	if err != nil {
		return malformed("the JSON document %s", err)
	}
	if syntax := new(json.SyntaxError); errors.As(json.Unmarshal(data, &ignoredJSON{}), &syntax) {
		if strings.HasPrefix(syntax.Error(), "unexpected end") {
			return malformed("the JSON document is empty or ends too early")
		}
		if strings.HasSuffix(syntax.Error(), "after top-level value") {
			return malformed("there is something behind the JSON document, at byte %d", syntax.Offset)
		}
		line, column := linePosition(data, syntax.Offset)
		return malformed("line %d, column %d: %s", line, column, syntax.Error())
	}
	if string(bytes.TrimSpace(data)) == "null" {
		return models.InvalidInput(models.FieldFault{Message: "must be an object"})
	}
	w := &tokenWalk{dec: json.NewDecoder(bytes.NewReader(data)), members: map[reflect.Type]map[string]reflect.Type{},
		most: min(64<<10+4*len(data), maxValues)}
	w.dec.UseNumber()
	if err := w.value(reflect.TypeOf(into).Elem(), ""); err != nil {
		return err
	}
	if len(w.faults) > 0 {
		return models.InvalidInput(w.faults...)
	}
	if err := json.Unmarshal(data, into); err != nil {
		return models.InvalidInput(models.FieldFault{Message: "has a value that this request can't take"}).Because(err)
	}
	return nil
}

// maxValues bounds the bytes that the entries of lists and objects take when they are read, beside the text in them.
const maxValues = 64 << 20

// ignoredJSON takes any JSON and keeps nothing of it.
type ignoredJSON struct{}

// UnmarshalJSON does nothing.
func (*ignoredJSON) UnmarshalJSON([]byte) error { return nil }

// tokenWalk holds the tokens of a document against a type. A nil type takes anything: what is under a fault is not
// looked into. The document must have passed encoding/json, which bounds how deep it nests.
type tokenWalk struct {
	dec     *json.Decoder
	faults  []models.FieldFault
	members map[reflect.Type]map[string]reflect.Type // of the structs met so far
	values  int                                      // bytes that the entries met so far take when they are read
	most    int                                      // of them
}

// entry counts one entry of a list or object of type t: "{}" may take hundreds of bytes.
func (w *tokenWalk) entry(t reflect.Type) error {
	if w.values += int(t.Size()); w.values > w.most {
		return models.Errorf(models.CodeTooLarge, "the request has more entries in its lists than its size allows for")
	}
	return nil
}

func (w *tokenWalk) fault(at, message string) {
	if len(w.faults) < maxFaults {
		w.faults = append(w.faults, models.FieldFault{Field: at, Message: message})
	}
}

func (w *tokenWalk) value(t reflect.Type, at string) error {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	token, err := w.dec.Token()
	if err != nil {
		return malformed("%s", err)
	}
	if token == nil { // null is a member that is not given
		return nil
	}
	if t != nil && !tokenFits(token, t) {
		w.fault(at, "must be "+jsonType(t))
		t = nil
	}
	switch token {
	case json.Delim('{'):
		return w.object(t, at)
	case json.Delim('['):
		return w.list(t, at)
	}
	return nil
}

func (w *tokenWalk) object(t reflect.Type, at string) error {
	seen := map[string]bool{}
	for w.dec.More() {
		token, err := w.dec.Token()
		if err != nil {
			return malformed("%s", err)
		}
		name, here, member := token.(string), at, reflect.Type(nil)
		if t != nil {
			known := false
			here = MemberPath(at, name)
			switch member, known = w.member(t, name); {
			case !known:
				w.fault(here, "is not a member that this request knows")
			case seen[name]:
				w.fault(here, "is given more than once")
			}
			seen[name] = true
			if t.Kind() == reflect.Map {
				if err := w.entry(t.Elem()); err != nil {
					return err
				}
			}
		}
		if err := w.value(member, here); err != nil {
			return err
		}
	}
	_, err := w.dec.Token()
	return err
}

func (w *tokenWalk) list(t reflect.Type, at string) error {
	for i := 0; w.dec.More(); i++ {
		item, here := reflect.Type(nil), at
		if t != nil {
			item, here = t.Elem(), MemberPath(at, strconv.Itoa(i))
			if err := w.entry(item); err != nil {
				return err
			}
		}
		if err := w.value(item, here); err != nil {
			return err
		}
	}
	_, err := w.dec.Token()
	return err
}

// tokenFits tells whether a value that starts with the token can be one of the type.
func tokenFits(token json.Token, t reflect.Type) (ok bool) {
	if t == reflect.TypeFor[time.Time]() {
		text, isText := token.(string)
		return isText && isTime(text)
	}
	switch t.Kind() {
	case reflect.Struct, reflect.Map:
		return token == json.Delim('{')
	case reflect.Slice:
		return token == json.Delim('[')
	case reflect.Bool:
		_, ok = token.(bool)
	case reflect.Int, reflect.Int64:
		number, isNumber := token.(json.Number)
		_, err := strconv.ParseInt(number.String(), 10, t.Bits())
		return isNumber && err == nil
	default:
		_, ok = token.(string)
	}
	return ok
}

// isTime takes what can be written back: in UTC, a time near the end of the year 9999 may fall behind it.
func isTime(text string) bool {
	var at time.Time
	if err := at.UnmarshalText([]byte(text)); err != nil {
		return false
	}
	year := at.UTC().Year()
	return year >= 0 && year <= 9999
}

func (w *tokenWalk) member(t reflect.Type, name string) (reflect.Type, bool) {
	if t.Kind() == reflect.Map {
		return t.Elem(), true
	}
	if w.members[t] == nil {
		w.members[t] = map[string]reflect.Type{}
		for _, f := range fieldsOf(t) {
			w.members[t][f.name] = f.Type
		}
	}
	of, known := w.members[t][name]
	return of, known
}

func jsonType(t reflect.Type) string {
	if t == reflect.TypeFor[time.Time]() {
		return "a time such as 2026-11-23T10:00:00Z"
	}
	switch t.Kind() {
	case reflect.Bool:
		return "true or false"
	case reflect.Int, reflect.Int64:
		return "a whole number"
	case reflect.Slice:
		return "a list"
	case reflect.Map, reflect.Struct:
		return "an object"
	}
	return "a string"
}

// UnescapeStep undoes models.EscapeKey.
func UnescapeStep(step string) string {
	return pointerMarks.Replace(step)
}

var pointerMarks = strings.NewReplacer("~1", "/", "~0", "~")

// MemberPath is the path of a member; paths have no leading slash.
func MemberPath(at, name string) string {
	if at == "" {
		return models.EscapeKey(name)
	}
	return at + "/" + models.EscapeKey(name)
}

// linePosition gives the line and column (from 1, in bytes) of a byte offset.
func linePosition(data []byte, offset int64) (line, column int) {
	before := data[:min(int(offset), len(data))]
	return 1 + bytes.Count(before, []byte{'\n'}), max(1, len(before)-bytes.LastIndexByte(before, '\n')-1)
}
