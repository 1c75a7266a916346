// Package health asks a server whether it does its work.
//
// It imports nothing of ours.
package health

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"time"
)

// patience is how long the server may take to answer.
const patience = 5 * time.Second

// Check asks the server that listens on an address, such as 0.0.0.0:8080, from the same machine and without a proxy.
// The certificate is that of the server, "" where it speaks no TLS: it is trusted, whatever name the server has.
func Check(ctx context.Context, listens, certificate string) error {
	base, transport := "http://"+reachable(listens), &http.Transport{}
	if certificate != "" {
		config, err := trust(certificate)
		if err != nil {
			return err
		}
		base, transport.TLSClientConfig = "https://"+reachable(listens), config
	}
	client := &http.Client{Timeout: patience, Transport: transport}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/readyz", nil)
	if err != nil {
		return err
	}
	res, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("no server answers at %s: start one with \"plumbline serve\", or give the address it listens on "+
			"with --listen, and --tls-cert if it speaks TLS: %w", base, err)
	}
	defer res.Body.Close()
	if res.StatusCode == http.StatusOK {
		return nil
	}
	said, _ := io.ReadAll(io.LimitReader(res.Body, 200)) // what came until an error is shown too
	return fmt.Errorf("the server at %s is not ready (%s): look into its log, and whether its database can be reached: %s",
		base, res.Status, said)
}

// reachable is where a server that listens on all addresses can be reached, by number: a container may know no names.
func reachable(listens string) string {
	host, port, err := net.SplitHostPort(listens)
	if ip := net.ParseIP(host); err == nil && (host == "" || ip != nil && ip.IsUnspecified()) {
		return net.JoinHostPort("127.0.0.1", port)
	}
	return listens
}

// trust takes the one certificate, and no other.
func trust(file string) (*tls.Config, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("--tls-cert: %w", err)
	}
	block, _ := pem.Decode(data)
	if block == nil {
		return nil, fmt.Errorf("--tls-cert: %s holds no certificate (PEM)", file)
	}
	own, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("--tls-cert: %w", err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(own)
	config := &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots}
	if len(own.DNSNames) > 0 {
		config.ServerName = own.DNSNames[0]
	} else if len(own.IPAddresses) > 0 {
		config.ServerName = own.IPAddresses[0].String()
	}
	return config, nil
}
