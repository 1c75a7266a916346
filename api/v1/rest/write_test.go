package rest

import (
	"context"
	"encoding/json"
	"log/slog"
	"math"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/gin-gonic/gin"

	"plumbline/api/middleware"
	"plumbline/models"
)

// unencodable is a reply that encoding/json refuses.
type unencodable struct{ Number float64 }

func (unencodable) ETag() int        { return 1 }
func (unencodable) Location() string { return "/nowhere" }

// A reply that can't be encoded becomes the internal problem, whole, and nothing of the success stays in the headers.
func TestReplyThatCannotBeEncoded(t *testing.T) {
	a := &Adapter{log: slog.New(slog.DiscardHandler)}
	row := Route{Method: http.MethodPost, Status: http.StatusCreated,
		Do: Do(func(context.Context, *Request, None) (unencodable, error) {
			return unencodable{math.NaN()}, nil
		})}
	rec := httptest.NewRecorder()
	c, _ := gin.CreateTestContext(rec)
	c.Request = httptest.NewRequest(http.MethodPost, "/x", nil)
	c.Request = c.Request.WithContext(middleware.WithRequestID(c.Request.Context(), "the-id"))
	a.handle(row, func(*gin.Context) {})(c)
	var p Problem
	if err := json.Unmarshal(rec.Body.Bytes(), &p); err != nil {
		t.Fatalf("%v: %q", err, rec.Body)
	}
	if rec.Code != http.StatusInternalServerError || p.Code != string(models.CodeInternal) || p.Detail != internalDetail ||
		p.RequestID != "the-id" {
		t.Errorf("status %d: %+v", rec.Code, p)
	}
	if h := rec.Header(); h.Get("ETag") != "" || h.Get("Location") != "" ||
		h.Get("Content-Type") != "application/problem+json" {
		t.Errorf("headers: %v", h)
	}
}
