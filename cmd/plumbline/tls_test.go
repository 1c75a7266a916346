package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// certificate writes a self-signed certificate and its key, and returns their files.
func certificate(t *testing.T, private crypto.Signer) (files [2]string) {
	t.Helper()
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"},
		NotBefore: time.Now().Add(-time.Hour),
		NotAfter:  time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	mustSucceed(t, err)
	pkcs8, err := x509.MarshalPKCS8PrivateKey(private)
	mustSucceed(t, err)
	dir := t.TempDir()
	files = [2]string{filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")}
	mustSucceed(t, os.WriteFile(files[0], pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600))
	mustSucceed(t, os.WriteFile(files[1], pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pkcs8}), 0o600))
	return files
}

// A server that speaks TLS itself takes no suite with CBC and nothing below TLS 1.2; the authenticated ones it takes,
// with either kind of certificate.
func TestNoCBC(t *testing.T) {
	t.Parallel()
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	mustSucceed(t, err)
	ecKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	mustSucceed(t, err)
	for name, files := range map[string][2]string{"rsa": certificate(t, rsaKey), "ecdsa": certificate(t, ecKey)} {
		p := startProgram(t, "serve", "--data", filepath.Join(t.TempDir(), "tls.db"), "--tls-cert", files[0], "--tls-key",
			files[1])
		at, err := url.Parse(p.url)
		mustSucceed(t, err)
		shake := func(version uint16, suites ...uint16) error {
			conn, err := tls.Dial("tcp", at.Host,
				&tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS10, MaxVersion: version, CipherSuites: suites})
			if err == nil {
				err = conn.Close()
			}
			return err
		}
		var cbc, good []uint16
		for _, s := range append(tls.CipherSuites(), tls.InsecureCipherSuites()...) {
			switch {
			case s.SupportedVersions[0] == tls.VersionTLS13:
			case slices.Contains(tlsConfig().CipherSuites, s.ID):
				good = append(good, s.ID)
			default:
				cbc = append(cbc, s.ID)
			}
		}
		if shake(tls.VersionTLS12, cbc...) == nil {
			t.Errorf("%s: a suite without authenticated encryption is taken", name)
		}
		if shake(tls.VersionTLS11) == nil {
			t.Errorf("%s: TLS 1.1 is taken", name)
		}
		if err := shake(tls.VersionTLS12, good...); err != nil {
			t.Errorf("%s: TLS 1.2: %v", name, err)
		}
		if err := shake(tls.VersionTLS13); err != nil {
			t.Errorf("%s: TLS 1.3: %v", name, err)
		}
	}
}
