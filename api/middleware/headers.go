package middleware

import "github.com/gin-gonic/gin"

// Transport says what browsers are told about HTTPS.
type Transport struct {
	HTTPS      bool // browsers reach the server by HTTPS only
	Subdomains bool // so are all subdomains of its host
}

func (t Transport) header() string {
	switch {
	case !t.HTTPS:
		return ""
	case t.Subdomains:
		return "max-age=31536000; includeSubDomains"
	}
	return "max-age=31536000"
}

// SecurityHeaders are right for everything served here; a page that needs more says so itself.
func SecurityHeaders(t Transport) gin.HandlerFunc {
	transport := t.header()
	return func(c *gin.Context) {
		h := c.Writer.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin") // "no-referrer" would hide the origin of our own forms from SameOrigin
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
		if transport != "" {
			h.Set("Strict-Transport-Security", transport)
		}
	}
}
