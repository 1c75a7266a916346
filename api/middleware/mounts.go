package middleware

import (
	"strings"

	"github.com/gin-gonic/gin"
)

// RefusalFunc answers a request that failed.
type RefusalFunc func(*gin.Context, error)

// Mount is one API of the server, or its pages: which paths belong to it, and how it answers what it does not serve.
type Mount struct {
	Prefix   string          // such as "/api": that path and all below it; "" is all that belongs to no other
	Below    bool            // the path itself is another row's: a page about the API
	Refuse   RefusalFunc     // in the shape of this API
	NoRoute  gin.HandlerFunc // where nothing is at the path
	NoMethod gin.HandlerFunc // where the path does not take the method
}

// Mounts is the table of what a server has mounted. One row has the prefix "".
type Mounts []Mount

// Of gives the row of a path: that with the longest prefix.
func (m Mounts) Of(path string) (best Mount) {
	for i, row := range m {
		mine := row.Prefix == "" || path == row.Prefix && !row.Below || strings.HasPrefix(path, row.Prefix+"/")
		if mine && (i == 0 || best.Refuse == nil || len(row.Prefix) > len(best.Prefix)) {
			best = row
		}
	}
	return best
}

// Refuse answers a request that failed as the API of its path does.
func (m Mounts) Refuse(c *gin.Context, err error) { m.Of(c.Request.URL.Path).Refuse(c, err) }

// NoRoute answers a request to a path that is not there as the API of its path does.
func (m Mounts) NoRoute(c *gin.Context) { m.Of(c.Request.URL.Path).NoRoute(c) }

// NoMethod answers a request whose path does not take the method as the API of its path does.
func (m Mounts) NoMethod(c *gin.Context) { m.Of(c.Request.URL.Path).NoMethod(c) }
