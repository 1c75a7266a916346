package v1

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"plumbline/models"
	"plumbline/questionnaires"
)

// Body limits in bytes. A note of 64 KB may take six times that when every character is escaped.
const (
	defaultBody = 2 << 20
	lensBody    = questionnaires.MaxInput + 1 // one more than a lens may have, so that the parser says how many are too many
	archiveBody = 128 << 20
)

// decode reads the JSON body into In. Unknown members, wrong types and anything behind the document are refused.
func decode[In any](r *request) (In, error) {
	var in In
	switch any(in).(type) {
	case none:
		return in, nil
	case raw:
		data, err := r.body()
		return any(raw(data)).(In), err
	}
	data, err := r.body()
	if err != nil {
		return in, err
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&in); err != nil {
		return in, decodeError(err, data, reflect.TypeFor[In]())
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return in, malformed("there is something behind the JSON document, at byte %d", dec.InputOffset())
	}
	return in, nil
}

// body reads the request's body once, up to its limit.
func (r *request) body() ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r.http.Body, r.limit+1))
	if maxed := new(http.MaxBytesError); errors.As(err, &maxed) || int64(len(data)) > r.limit {
		return nil, models.Errorf(models.TooLarge, "the request body is larger than %d bytes", r.limit)
	}
	if err != nil {
		return nil, malformed("the request body could not be read to its end").Because(err)
	}
	return data, nil
}

func decodeError(err error, data []byte, in reflect.Type) error {
	if syntax := new(json.SyntaxError); errors.As(err, &syntax) {
		line, column := position(data, syntax.Offset)
		return malformed("line %d, column %d: %s", line, column, syntax.Error())
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return malformed("the JSON document is empty or ends too early")
	}
	if wrong := new(json.UnmarshalTypeError); errors.As(err, &wrong) {
		field := strings.ReplaceAll(wrong.Field, ".", "/")
		return models.Faulty(models.Fault{Field: field, Message: "must be " + jsonType(wrong.Type) + ", not " + wrong.Value})
	}
	var tree any
	if json.Unmarshal(data, &tree) == nil {
		if faults := unknown(tree, in, ""); len(faults) > 0 {
			return models.Faulty(faults...)
		}
	}
	return models.Faulty(models.Fault{Message: strings.TrimPrefix(err.Error(), "json: ")})
}

// unknown lists the members of the document that the type does not have.
func unknown(tree any, t reflect.Type, path string) (faults []models.Fault) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch node := tree.(type) {
	case map[string]any:
		for _, name := range sorted(node) {
			at := strings.TrimPrefix(path+"/"+name, "/")
			switch member, ok := memberType(t, name); {
			case !ok:
				faults = append(faults, models.Fault{Field: at, Message: "is not a member that this request knows"})
			case member != nil:
				faults = append(faults, unknown(node[name], member, at)...)
			}
		}
	case []any:
		if t.Kind() == reflect.Slice {
			for i, item := range node {
				faults = append(faults, unknown(item, t.Elem(), fmt.Sprintf("%s/%d", path, i))...)
			}
		}
	}
	return faults
}

func memberType(t reflect.Type, name string) (reflect.Type, bool) {
	switch t.Kind() {
	case reflect.Map:
		return t.Elem(), true
	case reflect.Struct:
		for _, f := range fieldsOf(t) {
			if strings.EqualFold(f.name, name) {
				return f.Type, true
			}
		}
		return nil, false
	}
	return nil, true
}

func sorted(m map[string]any) []string {
	names := make([]string, 0, len(m))
	for n := range m {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

func jsonType(t reflect.Type) string {
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

// position gives the line and column (from 1, in bytes) of a byte offset.
func position(data []byte, offset int64) (line, column int) {
	before := data[:min(int(offset), len(data))]
	return 1 + bytes.Count(before, []byte{'\n'}), max(1, len(before)-bytes.LastIndexByte(before, '\n')-1)
}

// idempotency reads the Idempotency-Key header; the digest binds it to this request.
func (r *request) idempotency(body any) (models.IdempotencyKey, error) {
	key := r.http.Header.Get("Idempotency-Key")
	if key == "" {
		return models.IdempotencyKey{}, nil
	}
	if len(key) > 255 || models.Text(key) != "" {
		return models.IdempotencyKey{}, models.Errorf(models.Invalid, "the Idempotency-Key header must be text of at most 255 characters")
	}
	data, err := json.Marshal(body)
	if err != nil {
		return models.IdempotencyKey{}, fmt.Errorf("digest of the request: %w", err)
	}
	sum := sha256.Sum256(append([]byte(r.http.Method+" "+r.http.URL.Path+"\n"), data...))
	return models.IdempotencyKey{Key: key, Digest: hex.EncodeToString(sum[:])}, nil
}

// checkQuery refuses query parameters that the route does not have, and values that are no whole number where one is needed.
func (r *request) checkQuery(row route) error {
	values, err := url.ParseQuery(r.http.URL.RawQuery)
	if err != nil {
		return malformed("the query string can't be read: %s", err)
	}
	var faults []models.Fault
	for _, name := range sortedQuery(values) {
		p, ok := row.queryParam(name)
		switch {
		case !ok:
			faults = append(faults, models.Fault{Field: name, Message: "is not a query parameter of this request"})
		case len(values[name]) > 1:
			faults = append(faults, models.Fault{Field: name, Message: "is given more than once"})
		default:
			if m := p.wrong(values.Get(name)); m != "" {
				faults = append(faults, models.Fault{Field: name, Message: m})
			}
		}
	}
	if len(faults) > 0 {
		return models.Faulty(faults...)
	}
	return nil
}

func sortedQuery(v url.Values) []string {
	names := make([]string, 0, len(v))
	for n := range v {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

func (r *request) query(name string) string { return r.http.URL.Query().Get(name) }

// number reads a query parameter that checkQuery found to be a whole number; 0 where it is missing.
func (r *request) number(name string) int {
	n, err := strconv.Atoi(r.query(name))
	if err != nil {
		return 0
	}
	return n
}

func (r *request) page() models.Page {
	return models.Page{Limit: r.number("limit"), After: r.query("cursor")}
}
