package middleware

import (
	"cmp"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"plumbline/models"
)

// The headers in which a proxy may say where a request came from.
const (
	ForwardedFor = "X-Forwarded-For" // a list: each proxy adds the address that it was asked from
	RealIP       = "X-Real-IP"       // one address
)

// TabHeader is where a browser tab says what it calls itself; the events of its changes carry that.
const TabHeader = "X-Client-Id"

// ClientInfo notes in the context of a request where it came from: address, program, tab, and which device it is, as
// known gives it.
func ClientInfo(proxies TrustedProxies, known func(*http.Request) string) gin.HandlerFunc {
	return func(c *gin.Context) {
		client := models.ClientInfo{
			Address: proxies.clientOf(c.Request),
			Agent:   c.Request.UserAgent(),
			Device:  known(c.Request),
		}
		if tab := c.GetHeader(TabHeader); models.IsTab(tab) {
			client.Tab = tab
		}
		c.Request = c.Request.WithContext(models.WithClient(c.Request.Context(), client))
	}
}

// TrustedProxies finds out from which address a request came. What a request says of that itself is believed only of
// proxies that are trusted, and only in the one header that they set: a proxy that sets one lets the other through as
// the client made it up.
type TrustedProxies struct {
	trusted []netip.Prefix
	header  string
}

// ParseProxies reads the addresses and networks of proxies that are trusted; ok is false if one is neither. The header
// is ForwardedFor (also if it is empty) or RealIP.
func ParseProxies(proxies []string, header string) (p TrustedProxies, ok bool) {
	p.header = cmp.Or(header, ForwardedFor)
	for _, text := range proxies {
		prefix, err := netip.ParsePrefix(text)
		if err != nil {
			ip, err := netip.ParseAddr(text)
			if err != nil {
				return p, false
			}
			prefix = netip.PrefixFrom(ip.Unmap(), ip.Unmap().BitLen())
		}
		if prefix.Addr().Is4In6() && prefix.Bits() >= 96 {
			prefix = netip.PrefixFrom(prefix.Addr().Unmap(), prefix.Bits()-96)
		}
		p.trusted = append(p.trusted, prefix.Masked())
	}
	return p, true
}

func (p TrustedProxies) trusts(ip netip.Addr) bool {
	return slices.ContainsFunc(p.trusted, func(network netip.Prefix) bool { return network.Contains(ip) })
}

// clientOf gives the address of the client: the first one from the right that is no trusted proxy. Where a trusted
// proxy says nothing that can be read, it is the proxy's own.
func (p TrustedProxies) clientOf(r *http.Request) string {
	at, ok := addressIn(r.RemoteAddr)
	if !ok || !p.trusts(at) {
		return addressText(at)
	}
	// Each proxy may have added a line of its own.
	said := strings.Split(strings.Join(r.Header.Values(p.header), ","), ",")
	for i := len(said) - 1; i >= 0; i-- {
		next, ok := addressIn(strings.TrimSpace(said[i]))
		if !ok {
			break
		}
		if at = next; p.header == RealIP || !p.trusts(at) {
			break
		}
	}
	return addressText(at)
}

// addressIn reads an address with or without a port, which some proxies add.
func addressIn(s string) (netip.Addr, bool) {
	ip, err := netip.ParseAddr(strings.Trim(s, "[]"))
	if err != nil {
		with, err := netip.ParseAddrPort(s)
		if err != nil {
			return netip.Addr{}, false
		}
		ip = with.Addr()
	}
	return ip.Unmap().WithZone(""), true
}

func addressText(ip netip.Addr) string {
	if !ip.IsValid() {
		return ""
	}
	return ip.String()
}
