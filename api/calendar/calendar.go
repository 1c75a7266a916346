// Package calendar serves calendar feeds: an address with a secret in it, which calendar programs read without a
// session. Nothing of the address is logged (see middleware.AccessLog).
//
// It may import middleware, models, the service, urls, reports/ics, and api/v1/itemfiles for what a day says.
package calendar

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"plumbline/api/v1/itemfiles"
	"plumbline/models/service"
	"plumbline/models/service/feeds"
	"plumbline/models/urls"
	"plumbline/reports/ics"
)

// refresh is how often programs are asked to look again.
const refresh = time.Hour

// Handlers are the feeds of a server.
type Handlers struct {
	Service *service.Service
	Site    urls.Site // under which people reach the server
	Refuse  func(*gin.Context, error)
}

// Mount registers the address.
func (h Handlers) Mount(engine *gin.Engine) {
	engine.GET(urls.CalendarRoot+"/:file", h.get)
	engine.HEAD(urls.CalendarRoot+"/:file", h.get)
}

func (h Handlers) get(c *gin.Context) {
	secret, _ := strings.CutSuffix(c.Param("file"), ".ics")
	feed, err := h.Service.Feeds.Calendar(c.Request.Context(), secret)
	if err != nil {
		h.Refuse(c, err)
		return
	}
	var out bytes.Buffer
	if err := ics.Write(&out, h.calendar(feed)); err != nil {
		h.Refuse(c, err)
		return
	}
	sum := sha256.Sum256(out.Bytes())
	tag := strconv.Quote(hex.EncodeToString(sum[:16]))
	c.Header("ETag", tag)
	c.Header("Cache-Control", "private, no-cache")
	c.Header("Referrer-Policy", "no-referrer")
	c.Header("X-Robots-Tag", "noindex")
	if matches(c.GetHeader("If-None-Match"), tag) {
		c.Status(http.StatusNotModified)
		return
	}
	c.Header("Content-Disposition", `inline; filename="due-dates.ics"`)
	c.Data(http.StatusOK, ics.MediaType, out.Bytes())
}

// matches reports whether a list of tags has one, weak or not.
func matches(list, tag string) bool {
	for one := range strings.SplitSeq(list, ",") {
		if one = strings.TrimPrefix(strings.TrimSpace(one), "W/"); one == tag || one == "*" {
			return true
		}
	}
	return false
}

func (h Handlers) calendar(feed feeds.Calendar) ics.Calendar {
	out := ics.Calendar{Name: "Due dates of " + feed.Person, Refresh: refresh}
	if feed.Workload != "" {
		out.Name = "Due dates of " + feed.Workload
	}
	for _, i := range feed.Items {
		out.Days = append(out.Days, itemfiles.DayOf(h.Site, i))
	}
	return out
}
