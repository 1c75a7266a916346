package sign_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"plumbline/reports/sign"
)

func newKey(seed byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize))
}

func public(key ed25519.PrivateKey) ed25519.PublicKey { return key.Public().(ed25519.PublicKey) }

func sample(t *testing.T) sign.Signed {
	t.Helper()
	sum := sha256.Sum256([]byte("%PDF-"))
	s, err := sign.New(sign.Manifest{SHA256: hex.EncodeToString(sum[:]), Size: 5, Format: "pdf", Preset: "leadership",
		WorkspaceID: "a1", WorkloadID: "b2", Workload: "Ä \"shop\" <&> \\ \u2028 \x01\t\n 🚢 סל", Milestone: 3, State: "c3",
		StateAt: "2026-11-30T10:00:00Z", MadeAt: "2026-11-30T10:01:00Z", MadeBy: "Ines", MadeByKind: "user"}, newKey(1))
	must(t, err)
	return s
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestASignatureIsByItsKeyAlone(t *testing.T) {
	s := sample(t)
	if !s.By(public(newKey(1))) {
		t.Error("its own key does not verify it")
	}
	if s.By(public(newKey(2))) || s.By(nil) {
		t.Error("another key verifies it")
	}
	other := s // whoever claims another key's id does not pass with either key
	other.Manifest.KeyID = sign.KeyID(public(newKey(2)))
	if other.By(public(newKey(1))) || other.By(public(newKey(2))) {
		t.Error("a manifest that names another key is verified")
	}
}

// Whatever one member says otherwise, the signature is not of it.
func TestEveryMemberIsSigned(t *testing.T) {
	s := sample(t)
	for i := range reflect.TypeFor[sign.Manifest]().NumField() {
		changed := s
		switch field := reflect.ValueOf(&changed.Manifest).Elem().Field(i); field.Kind() {
		case reflect.String:
			field.SetString(field.String() + "x")
		default:
			field.SetInt(field.Int() + 1)
		}
		if changed.By(public(newKey(1))) {
			t.Errorf("%s can be changed", reflect.TypeFor[sign.Manifest]().Field(i).Name)
		}
	}
}

// One bit changed anywhere in the file of a manifest is noticed, or says the same.
func TestOneBitOfAManifestIsNoticed(t *testing.T) {
	s := sample(t)
	file, err := s.JSON()
	must(t, err)
	read, err := sign.Read(file)
	if err != nil || read != s {
		t.Fatalf("read back: %+v, %v", read, err)
	}
	for n := range len(file) * 8 {
		bent := bytes.Clone(file)
		bent[n/8] ^= 1 << (n % 8)
		got, err := sign.Read(bent)
		if err == nil && got.By(public(newKey(1))) && got != s {
			t.Fatalf("bit %d: %q is still verified", n, bent)
		}
	}
}

func TestWhatIsNoManifestIsRefused(t *testing.T) {
	file, err := sample(t).JSON()
	must(t, err)
	for name, text := range map[string]string{
		"empty": "", "null": "null", "number": "7", "list": "[]", "an object": "{}", "half": string(file[:len(file)/2]),
		"two":            string(file) + string(file),
		"another member": strings.Replace(string(file), `"size"`, `"sise"`, 1),
		"another type":   strings.Replace(string(file), sign.Type, "plumbline-report/2", 1),
		"large letters":  strings.ToUpper(string(file)),
		"no text":        "\xff\xfe" + string(file),
		"huge":           string(file) + strings.Repeat(" ", sign.MaxBytes),
	} {
		if s, err := sign.Read([]byte(text)); err == nil && s.By(public(newKey(1))) {
			t.Errorf("%s is taken for a manifest", name)
		}
	}
	if _, err := sign.Read(append([]byte("\uFEFF"), file...)); err != nil {
		t.Errorf("a byte-order mark is refused: %v", err)
	}
}

func TestKeysAsPEM(t *testing.T) {
	var both string
	for _, n := range []byte{1, 2} {
		text, err := sign.PEM(public(newKey(n)))
		must(t, err)
		both += "key\n" + text
	}
	keys, err := sign.ReadPEM([]byte(both))
	if err != nil || len(keys) != 2 || !keys[1].Equal(public(newKey(2))) {
		t.Errorf("read back: %v, %v", keys, err)
	}
	for name, text := range map[string]string{"nothing": "", "text": "hello",
		"private": "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
		"broken":  "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"} {
		if _, err := sign.ReadPEM([]byte(text)); err == nil {
			t.Errorf("%s is taken for a key", name)
		}
	}
}

// Other languages check a signature with what they ship: Python makes the same canonical JSON, openssl verifies it.
func TestOtherProgramsVerifyToo(t *testing.T) {
	for _, tool := range []string{"python3", "openssl"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed", tool)
		}
	}
	s, dir := sample(t), t.TempDir()
	file, err := s.JSON()
	must(t, err)
	key, err := sign.PEM(public(newKey(1)))
	must(t, err)
	signature, err := base64.StdEncoding.DecodeString(s.Signature)
	must(t, err)
	for name, data := range map[string][]byte{"m.json": file, "key.pem": []byte(key), "m.sig": signature} {
		must(t, os.WriteFile(filepath.Join(dir, name), data, 0o600))
	}
	run := func(name string, args ...string) []byte {
		cmd := exec.Command(name, args...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, out)
		}
		return out
	}
	run("python3", "-c", "import json; m = json.load(open('m.json', encoding='utf-8'))['manifest']; "+
		"open('m.canonical', 'wb').write(json.dumps(m, sort_keys=True, separators=(',', ':'), "+
		"ensure_ascii=False).encode())")
	run("openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin", "-in", "m.canonical",
		"-sigfile", "m.sig")
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"manifest":{"type":"plumbline-report/1"},"signature":""}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := sign.Read(data)
		if err != nil {
			return
		}
		text, err := s.Manifest.Canonical()
		must(t, err)
		var again sign.Manifest
		if err := json.Unmarshal(text, &again); err != nil || again != s.Manifest {
			t.Errorf("%q is canonically %q: %v", data, text, err)
		}
	})
}
