package credentials

import (
	"bytes"
	"strings"
	"testing"

	"plumbline/models"
)

func TestKeyring(t *testing.T) {
	key := func(b byte) []byte { return bytes.Repeat([]byte{b}, SecretKeyBytes) }
	old := NewKeyring([][]byte{key(1)})
	sealed, err := old.Seal([]byte("the secret"), "access key 1")
	if err != nil || strings.Contains(sealed, "secret") {
		t.Fatalf("%s, %v", sealed, err)
	}
	if again, err := old.Seal([]byte("the secret"), "access key 1"); err != nil || again == sealed {
		t.Errorf("the same secret seals to the same text, %v", err)
	}
	rotated := NewKeyring([][]byte{key(2), key(1)})
	for name, row := range map[string]struct {
		ring   Keyring
		sealed string
		of     string
		want   models.ErrorCode
	}{
		"as it was":         {old, sealed, "access key 1", ""},
		"behind a new key":  {rotated, sealed, "access key 1", ""},
		"of something else": {old, sealed, "access key 2", models.CodeInternal},
		"edited":            {old, sealed[:len(sealed)-2] + "AA", "access key 1", models.CodeInternal},
		"cut":               {old, sealed[:20], "access key 1", models.CodeUnavailable},
		"no text of ours":   {old, "?", "access key 1", models.CodeUnavailable},
		"key taken away":    {NewKeyring([][]byte{key(2)}), sealed, "access key 1", models.CodeUnavailable},
		"no key at all":     {nil, sealed, "access key 1", models.CodeUnavailable},
	} {
		plain, err := row.ring.Open(row.sealed, row.of)
		if models.CodeOf(err) != row.want || (err == nil && string(plain) != "the secret") {
			t.Errorf("%s: %q, %v", name, plain, err)
		}
	}
	if _, err := Keyring(nil).Seal([]byte("x"), "y"); models.CodeOf(err) != models.CodeUnavailable {
		t.Errorf("sealing without a key: %v", err)
	}
}

// The addresses that one IPv6 customer can use count as one; what is no address counts as one too.
func TestNetwork(t *testing.T) {
	for address, want := range map[string]string{
		"192.0.2.7": "192.0.2.7", "::ffff:192.0.2.7": "192.0.2.7", "2001:db8:1:2:3::4": "2001:db8:1:2::/64",
		"2001:db8:1:2::9": "2001:db8:1:2::/64",
		"fe80::1%eth0":    "fe80::/64", "": "unknown", "what": "unknown",
	} {
		if got := models.NetworkOf(address); got != want {
			t.Errorf("%q: %q, want %q", address, got, want)
		}
	}
}
