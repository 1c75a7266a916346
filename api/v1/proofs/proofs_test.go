package proofs_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
	"plumbline/models/service/proofs"
	"plumbline/models/store/storetest"
	"plumbline/reports"
	"plumbline/reports/sign"
)

func TestMain(m *testing.M) { apitest.Main(m) }

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// made downloads a report, such as "report.pdf?preset=leadership".
func made(s *apitest.Server, as, workload, what string) apitest.Reply {
	s.T.Helper()
	return s.Expect(apitest.Call{Method: "GET", Path: "/workloads/" + workload + "/" + what, As: as}, 200)
}

// verdict asks about a file.
func verdict(s *apitest.Server, as string, file []byte) apitest.Tree {
	s.T.Helper()
	return s.Expect(apitest.Call{Method: "POST", Path: "/reports/verify", As: as,
		Body: map[string]any{"sha256": digest(file)}}, 200).Tree(s.T)
}

// member is a member of a verdict, "" where it is missing.
func member(v apitest.Tree, name string) string {
	text, _ := v.Value.(map[string]any)[name].(string)
	return text
}

// wants checks finding and standing of a verdict.
func wants(s *apitest.Server, v apitest.Tree, finding, standing string) {
	s.T.Helper()
	if member(v, "finding") != finding || member(v, "standing") != standing {
		s.T.Errorf("the verdict is %s, want %s and %s", v, finding, standing)
	}
}

// manifest reads the signed manifest of a file.
func manifest(s *apitest.Server, as string, file []byte) sign.Signed {
	s.T.Helper()
	r := s.Expect(apitest.Call{Method: "GET", Path: "/reports/" + digest(file) + "/manifest", As: as}, 200)
	signed, err := sign.Read(r.Body)
	apitest.Must(s.T, err)
	return signed
}

// publicKeys are the keys of the server.
func publicKeys(s *apitest.Server) (keys []ed25519.PublicKey) {
	s.T.Helper()
	list := s.Expect(apitest.Call{Method: "GET", Path: "/report-keys", As: "nobody"}, 200).Tree(s.T)
	for i := range list.At("items").Len() {
		item := list.At("items").Value.([]any)[i]
		read, err := sign.ReadPEM([]byte(apitest.Tree{Value: item}.At("pem").String()))
		apitest.Must(s.T, err)
		keys = append(keys, read...)
	}
	return keys
}

// Strangers learn whether a file is genuine, and nothing of what it is about; whoever may read the report learns all.
func TestWhoIsToldWhatAReportIs(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		s.OK("POST", "/workloads/"+id+"/milestones", map[string]any{"name": "First look"})
		other := s.OK("POST", "/workloads", apitest.WorkloadBody("Elsewhere", "service-basics")).At("id").String()
		s.Guest("guest", id, "service-basics")
		s.NarrowedMember("narrow", models.MemberGrant{Role: models.Contributor, Workloads: []string{other}})
		whole := made(s, "viewer", id, "report.pdf").Body
		frozen := made(s, "viewer", id, "report.pdf?milestone=1").Body
		copied := made(s, "guest session", id, "report.pdf").Body
		ask := func(as string, file []byte) apitest.Call {
			return apitest.Call{Method: "POST", Path: "/reports/verify", As: as, Body: map[string]any{"sha256": digest(file)}}
		}
		read := func(as string, file []byte) apitest.Call {
			return apitest.Call{Method: "GET", Path: "/reports/" + digest(file) + "/manifest", As: as}
		}
		genuine, names := []string{`"genuine"`, `"newest"`}, []string{"about", "Checkout", id, "viewer"}
		s.RunScenarios([]apitest.Scenario{
			{Name: "nobody", Call: ask("nobody", whole), Status: 200, Holds: genuine, Lacks: names},
			{Name: "a stranger", Call: ask("stranger", whole), Status: 200, Holds: genuine, Lacks: names},
			{Name: "somebody narrowed to another workload", Call: ask("narrow session", whole), Status: 200, Holds: genuine,
				Lacks: names},
			{Name: "a revoked token", Call: ask("revoked", whole), Status: 200, Holds: genuine, Lacks: names},
			{Name: "a guest about the report of members", Call: ask("guest session", whole), Status: 200, Holds: genuine,
				Lacks: names},
			{Name: "a guest about a milestone", Call: ask("guest session", frozen), Status: 200, Holds: genuine,
				Lacks: []string{"First look", "about"}},
			{Name: "a guest about the own copy", Call: ask("guest session", copied), Status: 200,
				Holds: append(genuine, "Checkout", "Service basics"), Lacks: []string{"viewer"}},
			{Name: "a stranger about the copy of a guest", Call: ask("stranger", copied), Status: 200, Holds: genuine,
				Lacks: names[:3]},
			{Name: "a member", Call: ask("viewer", whole), Status: 200, Holds: append(genuine, "Checkout", id)},
			{Name: "a member about the copy of a guest", Call: ask("owner session", copied), Status: 200,
				Holds: append(genuine, `"made_by_kind":"guest"`)},

			{Name: "manifest: nobody", Call: read("nobody", whole), Status: 401},
			{Name: "manifest: a stranger", Call: read("stranger", whole), Status: 404},
			{Name: "manifest: narrowed", Call: read("narrow session", whole), Status: 404},
			{Name: "manifest: a guest, of members", Call: read("guest session", whole), Status: 404},
			{Name: "manifest: a guest, of a milestone", Call: read("guest session", frozen), Status: 404},
			{Name: "manifest: a guest, the own copy", Call: read("guest session", copied), Status: 200},
			{Name: "manifest: a member", Call: read("viewer", whole), Status: 200},
			{Name: "manifest of nothing", Call: read("viewer", []byte("nothing")), Status: 404},
			{Name: "manifest: no digest", Call: apitest.Call{Method: "GET", Path: "/reports/x/manifest", As: "viewer"},
				Status: 422},
		})
	})
}

// A report is registered once, by its bytes, and its reply says where the manifest is.
func TestEveryReportIsSigned(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		for _, format := range reports.Formats {
			for _, preset := range reports.Presets {
				what := "report." + format.Extension() + "?preset=" + string(preset)
				r := s.Do(apitest.Call{Method: "GET", Path: "/workloads/" + id + "/" + what, As: "viewer"})
				if r.Status == 422 { // a format that this preset does not come in
					continue
				}
				signed := manifest(s, "owner", r.Body)
				m := signed.Manifest
				if m.Format != string(format) || m.Preset != string(preset) || m.Size != int64(len(r.Body)) ||
					m.WorkloadID != id || m.Workload != "Checkout" {
					s.T.Errorf("the manifest of %s %s is %+v", preset, format, m)
				}
				if keys := publicKeys(s); len(keys) != 1 || !signed.By(keys[0]) {
					s.T.Errorf("the signature is by none of %d keys", len(keys))
				}
				sum := sha256.Sum256(r.Body)
				if got := r.Header.Get("Repr-Digest"); got != "sha-256=:"+base64.StdEncoding.EncodeToString(sum[:])+":" {
					s.T.Errorf("Repr-Digest is %q", got)
				}
				if link := r.Header.Get("Link"); !strings.HasPrefix(link, "<../../reports/"+m.SHA256+"/manifest>") {
					s.T.Errorf("Link is %q", link)
				}
				if again := made(s, "owner", id, what); bytes.Equal(again.Body, r.Body) &&
					manifest(s, "viewer", again.Body) != signed {
					s.T.Error("the same bytes have another manifest")
				}
			}
		}
	})
}

// One bit changed anywhere in any format is noticed.
func TestOneBitOfAReportIsNoticed(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id, random := s.Sample(), rand.New(rand.NewPCG(1, 2))
		for _, format := range reports.Formats {
			preset := reports.Leadership
			if !preset.ComesAs(format) {
				preset = reports.Auditor
			}
			file := made(s, "viewer", id, "report."+format.Extension()+"?preset="+string(preset)).Body
			signed := manifest(s, "viewer", file)
			wants(s, verdict(s, "viewer", file), "genuine", "newest")
			for range 50 {
				bent := bytes.Clone(file)
				bit := random.IntN(len(bent) * 8)
				bent[bit/8] ^= 1 << (bit % 8)
				for _, q := range []proofs.Question{{SHA256: digest(bent)}, {SHA256: digest(bent), Signed: &signed}} {
					v, err := s.Service.Proofs.Verify(s.Owner, q) // the program itself, which may ask as often as it likes
					apitest.Must(s.T, err)
					if v.Finding == proofs.Genuine || v.About != nil {
						s.T.Fatalf("%s: bit %d: %+v", format, bit, v)
					}
				}
			}
			wants(s, verdict(s, "viewer", file[:len(file)-1]), "unknown", "")
			wants(s, verdict(s, "viewer", append(bytes.Clone(file), '\n')), "unknown", "")
		}
	})
}

// What supersedes a report is told: a later change, a later milestone, the end of the workload.
func TestAReportIsSuperseded(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		at := "/workloads/" + id
		s.Guest("guest", id, "service-basics")
		live := made(s, "viewer", id, "report.pdf?preset=leadership").Body
		whole := made(s, "viewer", id, "report.pdf").Body
		copied := made(s, "guest session", id, "report.pdf").Body
		s.OK("POST", at+"/milestones", map[string]any{"name": "First"})
		frozen := made(s, "viewer", id, "report.pdf?milestone=1").Body
		for _, file := range [][]byte{live, whole, copied, frozen} {
			wants(s, verdict(s, "viewer", file), "genuine", "newest")
		}

		made := s.OK("POST", at+"/items", map[string]any{"title": "Rotate keys"})
		wants(s, verdict(s, "viewer", live), "genuine", "superseded")
		wants(s, verdict(s, "viewer", whole), "genuine", "newest") // it tells of no items that are open
		if made.At("id").String() == "" {
			s.T.Errorf("the item is %s", made)
		}
		s.OK("PATCH", at+"/lenses/service-basics/answers/backup", map[string]any{"notes": "New"})
		for _, file := range [][]byte{live, whole, copied} {
			v := verdict(s, "nobody", file)
			wants(s, v, "genuine", "superseded")
			if member(v, "superseded_at") == "" {
				s.T.Errorf("it is not told since when: %s", v)
			}
		}
		wants(s, verdict(s, "viewer", frozen), "genuine", "newest")

		s.OK("POST", at+"/milestones", map[string]any{"name": "Second Ü"})
		v := verdict(s, "viewer", frozen)
		wants(s, v, "genuine", "superseded")
		if v.At("superseded_by").String() != "2" || !strings.Contains(v.At("says").String(), "“Second Ü”") {
			s.T.Errorf("what supersedes it is not told: %s", v)
		}
		if v := verdict(s, "nobody", frozen); strings.Contains(v.String(), "Second") || strings.Contains(v.String(), "_by") {
			s.T.Errorf("a stranger is told what supersedes it: %s", v)
		}

		s.Expect(apitest.Call{Method: "DELETE", Path: at + "?confirm=Checkout", As: "owner"}, 204)
		for _, as := range []string{"owner", "nobody"} {
			wants(s, verdict(s, as, frozen), "genuine", "deleted")
			wants(s, verdict(s, as, live), "genuine", "deleted")
		}
	})
}

// What a report does not tell supersedes it in nothing: looking, a lens that nobody applied, another lens than its own.
func TestWhatDoesNotSupersede(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		file := made(s, "viewer", id, "report.pdf?preset=leadership").Body
		s.OK("POST", "/lenses", apitest.EditedLens(s.T, `"name": "Service basics"`, `"name": "Other basics"`))
		s.OK("POST", "/lenses/other-basics/versions", map[string]any{"version": "1.0"})
		wants(s, verdict(s, "viewer", file), "genuine", "newest")
		s.OK("POST", "/workloads/"+id+"/lenses", map[string]any{"lens": "other-basics"})
		wants(s, verdict(s, "viewer", file), "genuine", "superseded")
		one := made(s, "viewer", id, "report.pdf?preset=leadership&lens=service-basics").Body
		s.OK("PATCH", "/workloads/"+id+"/lenses/other-basics", map[string]any{"notes": "beside the lens of the report"})
		wants(s, verdict(s, "viewer", one), "genuine", "newest")
	})
}

// An old key still verifies, a new one signs from then on, and nobody but an administrator rotates.
func TestKeysRotate(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		before := made(s, "viewer", id, "report.pdf").Body
		old := manifest(s, "viewer", before)
		rotate := func(as string) apitest.Call { return apitest.Call{Method: "POST", Path: "/report-keys", As: as} }
		s.RunScenarios([]apitest.Scenario{
			{Name: "nobody", Call: rotate("nobody"), Status: 401},
			{Name: "a stranger", Call: rotate("stranger session"), Status: 403},
			{Name: "an owner", Call: rotate("owner session"), Status: 403},
			{Name: "an administrator", Call: rotate("administrator session"), Status: 201, Lacks: []string{"sealed"}},
		})
		if line := s.Expect(apitest.Call{Method: "GET", Path: "/instance/audit?limit=1", As: "administrator session"},
			200).Tree(s.T).At("items/0"); line.At("kind").String() != "signing key" {
			s.T.Errorf("the audit line is %s", line)
		}
		v := verdict(s, "viewer", before)
		wants(s, v, "genuine", "newest")
		if v.At("key_retired").String() != "true" {
			s.T.Errorf("it is not told that the key is retired: %s", v)
		}
		s.OK("PATCH", "/workloads/"+id+"/lenses/service-basics/answers/backup", map[string]any{"notes": "New"})
		after := manifest(s, "viewer", made(s, "viewer", id, "report.pdf").Body)
		keys := publicKeys(s)
		if len(keys) != 2 || !after.By(keys[0]) || !old.By(keys[1]) || after.By(keys[1]) {
			s.T.Errorf("%d keys, and signatures are not by the ones that they should be by", len(keys))
		}
		if manifest(s, "viewer", before) != old {
			s.T.Error("a manifest has changed")
		}
	})
}

// What a manifest says counts only with a signature of this server, and for its file.
func TestForgedManifests(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		one, two := made(s, "viewer", id, "report.pdf").Body, made(s, "viewer", id, "report.html").Body
		signed, other := manifest(s, "viewer", one), manifest(s, "viewer", two)
		_, stranger, err := ed25519.GenerateKey(nil)
		apitest.Must(s.T, err)
		theirs, err := sign.New(signed.Manifest, stranger)
		apitest.Must(s.T, err)
		claims := theirs
		claims.Manifest.KeyID = signed.Manifest.KeyID
		edited := signed
		edited.Manifest.Workload = "Another"
		bare := signed
		bare.Signature = ""
		ask := func(file []byte, m any) apitest.Tree {
			return s.OK("POST", "/reports/verify", map[string]any{"sha256": digest(file), "manifest": m})
		}
		wants(s, ask(one, signed), "genuine", "newest")
		wants(s, ask(one, other), "changed", "")
		wants(s, ask([]byte("forged"), signed), "changed", "")
		for name, m := range map[string]sign.Signed{"a stranger's key": theirs, "a stranger's key by our id": claims,
			"an edited member": edited, "no signature": bare} {
			if got := ask(one, m).At("finding").String(); got != "forged" {
				s.T.Errorf("%s: %s", name, got)
			}
		}
	})
}

// Whatever is sent, nothing breaks, and what is too large is not read.
func TestHostileQuestions(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		ask := func(body any) apitest.Call {
			return apitest.Call{Method: "POST", Path: "/reports/verify", As: "nobody", Body: body}
		}
		text, err := json.Marshal(strings.Repeat("a", 20_000))
		apitest.Must(s.T, err)
		var rows []apitest.Scenario
		for name, sum := range map[string]string{"empty": "", "short": "ab", "no hex": strings.Repeat("zz", 32),
			"large letters": strings.Repeat("AB", 32), "another script": strings.Repeat("א", 64), "a space": " " +
				strings.Repeat("ab", 32), "long": strings.Repeat("ab", 33)} {
			rows = append(rows, apitest.Scenario{Name: name, Call: ask(map[string]any{"sha256": sum}), Status: 422,
				Code: "invalid"})
		}
		s.RunScenarios(append(rows,
			apitest.Scenario{Name: "nothing", Call: ask(map[string]any{}), Status: 422},
			apitest.Scenario{Name: "an unknown member", Call: ask(map[string]any{"sha256": strings.Repeat("ab", 32), "x": 1}),
				Status: 422},
			apitest.Scenario{Name: "huge", Call: ask(`{"sha256": ` + string(text) + `}`), Status: 413},
			apitest.Scenario{Name: "an empty manifest", Call: ask(map[string]any{"sha256": strings.Repeat("ab", 32),
				"manifest": map[string]any{}}), Status: 200, Holds: []string{`"forged"`}},
			apitest.Scenario{Name: "an empty file", Call: ask(map[string]any{"sha256": digest(nil)}), Status: 200,
				Holds: []string{`"unknown"`}},
		))
		status := 0
		for i := 0; i < 300 && status != 429; i++ {
			status = s.Do(ask(map[string]any{"sha256": strings.Repeat("ab", 32)})).Status
		}
		if status != 429 {
			s.T.Errorf("after hundreds of questions at once the next one gets %d", status)
		}
	})
}

// A page taken out of a PDF is noticed, by whatever tool, and so is a PDF that was only saved anew.
func TestAPageTakenOutIsNoticed(t *testing.T) {
	if _, err := exec.LookPath("qpdf"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("qpdf is not installed")
		}
		t.Skip("qpdf is not installed")
	}
	apitest.OnSQLite(t, func(s *apitest.Server) {
		file, dir := made(s, "viewer", s.Sample(), "report.pdf").Body, s.T.TempDir()
		from := filepath.Join(dir, "whole.pdf")
		apitest.Must(s.T, os.WriteFile(from, file, 0o600))
		for name, pages := range map[string]string{"a page less": "1,3-z", "saved anew": "1-z"} {
			to := filepath.Join(dir, "other.pdf")
			if out, err := exec.Command("qpdf", "--deterministic-id", from, "--pages", ".", pages, "--", to).
				CombinedOutput(); err != nil {
				s.T.Fatalf("%v: %s", err, out)
			}
			other, err := os.ReadFile(to)
			apitest.Must(s.T, err)
			if wants(s, verdict(s, "viewer", other), "unknown", ""); bytes.Equal(other, file) {
				s.T.Errorf("%s: qpdf changed nothing", name)
			}
			wants(s, s.OK("POST", "/reports/verify", map[string]any{"sha256": digest(other),
				"manifest": manifest(s, "viewer", file)}), "changed", "")
		}
		wants(s, verdict(s, "viewer", file), "genuine", "newest")
	})
}

// Two servers that make the first report at once on one database make one key.
func TestTwoServersMakeOneKey(t *testing.T) {
	apitest.OnPostgres(t, func(t *testing.T, dsn string) {
		first := apitest.NewServer(t, storetest.OpenAt(t, dsn))
		second := first.SecondServer(storetest.OpenAt(t, dsn), apitest.ServiceOptions())
		ids := []string{first.Sample()}
		for n := range 7 {
			ids = append(ids, first.OK("POST", "/workloads", apitest.WorkloadBody(fmt.Sprint("Shop ", n),
				"service-basics")).At("id").String())
		}
		var all sync.WaitGroup
		for n, id := range ids {
			s := []*apitest.Server{first, second}[n%2]
			all.Go(func() { s.Do(apitest.Call{Method: "GET", Path: "/workloads/" + id + "/report.pdf", As: "viewer"}) })
		}
		all.Wait()
		if keys := publicKeys(first); len(keys) != 1 {
			t.Errorf("there are %d keys", len(keys))
		}
		for n, id := range ids {
			file := made(first, "viewer", id, "report.pdf").Body
			if signed := manifest(first, "viewer", file); !signed.By(publicKeys(second)[0]) {
				t.Errorf("report %d is signed with another key", n)
			}
		}
	})
}

// A report is delivered where it can't be registered, and says so.
func TestAReportWithoutASecretKey(t *testing.T) {
	apitest.EachAlone(t, func(s *apitest.Server) {
		id, opt := s.Sample(), apitest.ServiceOptions()
		opt.SecretKeys = nil
		bare := s.SecondServer(s.Store, opt)
		r := made(bare, "viewer", id, "report.pdf")
		if r.Header.Get("Plumbline-Proof") != "none" || r.Header.Get("Link") != "" || r.Header.Get("Repr-Digest") == "" {
			s.T.Errorf("the reply says %v", r.Header)
		}
		wants(s, verdict(bare, "viewer", r.Body), "unknown", "")
		if keys := publicKeys(s); len(keys) != 0 {
			s.T.Errorf("%d keys were made without a secret key to seal them with", len(keys))
		}
		bare.Expect(apitest.Call{Method: "POST", Path: "/report-keys", As: "administrator session"}, 503)

		// With the wrong secret key nothing is signed until the signing key is rotated.
		wants(s, verdict(s, "viewer", made(s, "viewer", id, "report.pdf").Body), "genuine", "newest")
		opt.SecretKeys = [][]byte{bytes.Repeat([]byte{7}, 32)}
		other := s.SecondServer(s.Store, opt)
		if got := made(other, "viewer", id, "report.html").Header.Get("Plumbline-Proof"); got != "none" {
			s.T.Errorf("with another secret key the proof is %q", got)
		}
		other.Expect(apitest.Call{Method: "POST", Path: "/report-keys", As: "administrator session"}, 201)
		file := made(other, "viewer", id, "report.html").Body
		wants(s, verdict(s, "viewer", file), "genuine", "newest")
	})
}
