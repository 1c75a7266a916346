package api

import (
	"net/http"
	"net/netip"
	"strings"
)

// The headers in which a proxy may say where a request came from.
const (
	ForwardedFor = "X-Forwarded-For" // a list: each proxy adds the address that it was asked from
	RealIP       = "X-Real-IP"       // one address
)

// origins finds out from which address a request came. What a request says of that itself is believed only of proxies that are trusted, and only in the
// one header that they set: a proxy that sets one lets the other through as the client made it up.
type origins struct {
	trusted []netip.Prefix
	header  string
}

// newOrigins reads the addresses and networks of proxies; ok is false if one is neither.
func newOrigins(proxies []string, header string) (o origins, ok bool) {
	o.header = header
	if header == "" {
		o.header = ForwardedFor
	}
	for _, text := range proxies {
		prefix, err := netip.ParsePrefix(text)
		if err != nil {
			ip, err := netip.ParseAddr(text)
			if err != nil {
				return o, false
			}
			prefix = netip.PrefixFrom(ip.Unmap(), ip.Unmap().BitLen())
		}
		if prefix.Addr().Is4In6() && prefix.Bits() >= 96 {
			prefix = netip.PrefixFrom(prefix.Addr().Unmap(), prefix.Bits()-96)
		}
		o.trusted = append(o.trusted, prefix.Masked())
	}
	return o, true
}

func (o origins) trusts(ip netip.Addr) bool {
	for _, p := range o.trusted {
		if p.Contains(ip) {
			return true
		}
	}
	return false
}

// of gives the address of the client: the first one from the right that is no trusted proxy. Where a trusted proxy says nothing that can be read, it
// is the proxy's own.
func (o origins) of(r *http.Request) string {
	at, ok := addressIn(r.RemoteAddr)
	if !ok || !o.trusts(at) {
		return text(at)
	}
	said := strings.Split(strings.Join(r.Header.Values(o.header), ","), ",") // each proxy may have added a line of its own
	for i := len(said) - 1; i >= 0; i-- {
		next, ok := addressIn(strings.TrimSpace(said[i]))
		if !ok {
			break
		}
		if at = next; o.header == RealIP || !o.trusts(at) {
			break
		}
	}
	return text(at)
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

func text(ip netip.Addr) string {
	if !ip.IsValid() {
		return ""
	}
	return ip.String()
}
