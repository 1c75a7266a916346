package rest

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
	"slices"
	"strconv"
	"time"

	"plumbline/models"
	"plumbline/questionnaires"
)

// Body limits in bytes. A note of 64 KB may take six times that when every character is escaped.
const (
	defaultBody = 2 << 20
	LensBody    = questionnaires.MaxInput +
		1 // one more than a lens may have, so that the parser says how many are too many
	ArchiveBody = 128 << 20
)

// decodeBody reads the JSON body into In; what a raw body holds is up to its handler.
func decodeBody[In any](r *Request) (In, error) {
	var in In
	switch any(in).(type) {
	case None:
		return in, nil
	case Raw:
		data, err := r.body()
		return any(Raw(data)).(In), err
	}
	data, err := r.body()
	if err != nil {
		return in, err
	}
	return in, Unmarshal(data, &in)
}

// body reads the request's body once, up to its limit.
func (r *Request) body() ([]byte, error) {
	var in bytes.Buffer
	if r.limit > defaultBody && r.HTTP.ContentLength <= r.limit { // a large one grows once, not by copying
		in.Grow(int(max(0, r.HTTP.ContentLength)) + bytes.MinRead)
	}
	_, err := in.ReadFrom(io.LimitReader(r.HTTP.Body, r.limit+1))
	data := in.Bytes()
	if e, ok := errors.AsType[*models.Error](err); ok { // the server takes no more at present
		return nil, e
	}
	if maxed := new(http.MaxBytesError); errors.As(err, &maxed) || int64(len(data)) > r.limit {
		return nil, models.Errorf(models.CodeTooLarge, "the request body is larger than %d bytes", r.limit)
	}
	if err != nil {
		return nil, malformed("the request body could not be read to its end").Because(err)
	}
	return data, nil
}

// IdempotencyKey reads the Idempotency-Key header; the digest binds it to this request.
func (r *Request) IdempotencyKey(body any) (models.IdempotencyKey, error) {
	key := r.HTTP.Header.Get("Idempotency-Key")
	if key == "" {
		return models.IdempotencyKey{}, nil
	}
	if len(key) > 255 || models.TextFault(key) != "" {
		return models.IdempotencyKey{},
			models.Errorf(models.CodeInvalid, "the Idempotency-Key header must be text of at most 255 characters")
	}
	data, err := json.Marshal(body)
	if err != nil {
		return models.IdempotencyKey{}, fmt.Errorf("digest of the request: %w", err)
	}
	sum := sha256.Sum256(append([]byte(r.HTTP.Method+" "+r.HTTP.URL.Path+"\n"), data...))
	return models.IdempotencyKey{Key: key, Digest: hex.EncodeToString(sum[:])}, nil
}

// checkQuery refuses query parameters that the route does not have, and values that are no whole number where one is
// needed.
func (r *Request) checkQuery(row Route) error {
	values, err := url.ParseQuery(r.HTTP.URL.RawQuery)
	if err != nil {
		return malformed("the query string can't be read: %s", err)
	}
	var faults []models.FieldFault
	for _, name := range sortedQuery(values) {
		p, ok := row.queryParam(name)
		switch {
		case !ok:
			faults = append(faults,
				models.FieldFault{Field: models.EscapeKey(name), Message: "is not a query parameter of this request"})
		case len(values[name]) > 1:
			faults = append(faults, models.FieldFault{Field: models.EscapeKey(name), Message: "is given more than once"})
		default:
			if m := p.wrong(values.Get(name)); m != "" {
				faults = append(faults, models.FieldFault{Field: models.EscapeKey(name), Message: m})
			}
		}
	}
	if len(faults) > 0 {
		return models.InvalidInput(faults...)
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

func (r *Request) Query(name string) string { return r.HTTP.URL.Query().Get(name) }

// QueryNumber reads a query parameter that checkQuery found to be a whole number; 0 where it is missing.
func (r *Request) QueryNumber(name string) int {
	n, err := strconv.Atoi(r.Query(name))
	if err != nil {
		return 0
	}
	return n
}

// QueryTime reads a query parameter that checkQuery found to be a time, rounded up to the microsecond, in which times
// are kept; the zero time where it is missing.
func (r *Request) QueryTime(name string) time.Time {
	t, err := time.Parse(time.RFC3339, r.Query(name))
	if err != nil {
		return time.Time{}
	}
	if t.IsZero() {
		t = t.Add(1) // was given all the same
	}
	return t.UTC().Add(time.Microsecond - 1).Truncate(time.Microsecond)
}

func (r *Request) Page() models.PageRequest {
	return models.PageRequest{Limit: r.QueryNumber("limit"), After: r.Query("cursor")}
}
