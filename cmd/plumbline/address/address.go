// Package address is the addresses that a server is reached under, as people write them.
//
// It imports the list of paths that the server has itself.
package address

import (
	"cmp"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"plumbline/api/middleware"
)

// Public writes an address the way browsers do: scheme and host in small letters, without the port that goes without
// saying; then the path, without a slash at the end.
func Public(address string) (string, error) {
	if address == "" {
		return "", nil
	}
	wrong := fmt.Errorf("--url must be http://HOST[:PORT] or https://HOST[:PORT], with a path such as /plumbline if wanted and nothing behind it, not %q",
		withoutPassword(address))
	u, err := url.Parse(address)
	if err != nil {
		return "", wrong
	}
	usual := map[string]string{"http": "80", "https": "443"}[u.Scheme]
	name, port := u.Hostname(), u.Port()
	number, portErr := strconv.ParseUint(cmp.Or(port, usual), 10, 16)
	bare := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}
	root := strings.TrimSuffix(u.Path, "/")
	switch {
	case portErr != nil || number == 0, strings.HasSuffix(u.Host, ":"), !hostName.MatchString(name) &&
		net.ParseIP(name) == nil:
		return "", wrong
	case !strings.EqualFold(bare.String(), address), !rootPath.MatchString(root):
		return "", wrong // a user, a query, a fragment, a path that proxies and browsers could take for another one
	case middleware.IsOwnPath(root):
		return "",
			fmt.Errorf("--url must not have the path %s, which is one of the server's own: take another one, such as /plumbline",
				root)
	case port == usual:
		bare.Host = strings.TrimSuffix(bare.Host, ":"+port)
	}
	return strings.ToLower(bare.Scheme+"://"+bare.Host) + root, nil
}

// hostName keeps out what a browser would write differently or not at all.
var hostName = regexp.MustCompile(`^(?i)[a-z0-9]([a-z0-9._-]*[a-z0-9])?$`)

// rootPath is what browsers and proxies take as it stands.
var rootPath = regexp.MustCompile(`^(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*$`)

// withoutPassword keeps what stands before an @ out of a message.
func withoutPassword(address string) string {
	if at := strings.LastIndex(address, "@"); at >= 0 {
		return "…" + address[at:]
	}
	return address
}

// IsLoopback reports whether a host, with or without a port, is this machine.
func IsLoopback(hostPort string) bool {
	host, _, err := net.SplitHostPort(hostPort)
	if err != nil {
		host = strings.Trim(hostPort, "[]")
	}
	ip := net.ParseIP(host)
	return cmp.Or(host == "localhost", strings.HasSuffix(host, ".localhost"), ip != nil && ip.IsLoopback())
}
