package web_test

import (
	"crypto/sha256"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"plumbline/api/apitest"
)

// verifyPage is the address that tells of a file.
func verifyPage(file []byte) string { return fmt.Sprintf("/verify?sha256=%x", sha256.Sum256(file)) }

// Anybody verifies a report on a page; what it is about is told to those only who may read it.
func TestVerifyPage(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		s.OK("POST", "/workloads/"+id+"/milestones", map[string]any{"name": "First <b>look</b>"})
		s.Guest("guest", id, "service-basics")
		report := func(as, query string) []byte {
			return []byte(s.GetPage(as, "/workloads/"+id+"/report.pdf?"+query, 200))
		}
		whole, frozen, copied := report("viewer session", "preset=leadership"), report("viewer session", "milestone=1"),
			report("guest session", "")
		for _, who := range []string{"nobody", "stranger session", "guest session"} {
			for _, file := range [][]byte{whole, frozen} {
				page := s.GetPage(who, verifyPage(file), 200)
				s.PageHolds(who, []byte(page), "Genuine and still the newest", "Public keys of this server")
				for _, secret := range []string{"Checkout", "The viewer", id, "look", "service-basics"} {
					if _, main, _ := strings.Cut(page, `id="main"`); strings.Contains(main, secret) {
						s.T.Errorf("%s is told %q", who, secret)
					}
				}
			}
		}
		s.PageHolds("a guest, the own copy", []byte(s.GetPage("guest session", verifyPage(copied), 200)), "Checkout",
			"Service basics")
		page := s.GetPage("viewer session", verifyPage(frozen), 200)
		s.PageHolds("a member", []byte(page), "Checkout", "Milestone 1: First &lt;b&gt;look&lt;/b&gt;", "by The viewer")
		s.PageHolds("changed", []byte(s.GetPage("viewer session", verifyPage(whole[1:]), 200)), "Not known here")
		s.PageHolds("the tab", []byte(s.GetPage("viewer session", "/workloads/"+id+"/reports", 200)), `href="/verify"`)

		s.OK("POST", "/workloads/"+id+"/milestones", map[string]any{"name": "Second"})
		s.PageHolds("superseded", []byte(s.GetPage("viewer session", verifyPage(frozen), 200)), "Genuine, but superseded",
			"Milestone 2, “Second”, was saved on")
		s.PageHolds("superseded, to nobody", []byte(s.GetPage("nobody", verifyPage(frozen), 200)),
			"Genuine, but superseded", "What it is about changed on")

		sum := fmt.Sprintf("%x", sha256.Sum256(whole))
		for _, typed := range []string{strings.ToUpper(sum), sum + "  report.pdf", " " + sum + " *a b", "\uFEFF" + sum,
			`\` + sum} {
			s.PageHolds(typed, []byte(s.GetPage("nobody", "/verify?sha256="+url.QueryEscape(typed), 200)),
				"Genuine and still the newest")
		}
		for _, typed := range []string{"", "abc", sum[1:], strings.Repeat("א", 64), `"><script>`, strings.Repeat("a", 5000)} {
			page := s.GetPage("nobody", "/verify?sha256="+url.QueryEscape(typed), 422)
			s.PageHolds("typed "+typed, []byte(page), "64 hex digits")
			if strings.Contains(page, "<script>") {
				s.T.Errorf("%s is not escaped", typed)
			}
		}
	})
}

// Administrators rotate the key, and nobody else sees that they can.
func TestRotateKeyPage(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		file := []byte(s.GetPage("viewer session", "/workloads/"+s.Sample()+"/report.pdf", 200))
		if page := s.GetPage("owner session", "/verify", 200); strings.Contains(page, "Rotate") {
			s.T.Error("an owner is offered to rotate the key")
		}
		const who = "administrator session"
		s.PageHolds("before", []byte(s.GetPage(who, "/verify", 200)), "Rotate the key", "In use")
		s.PostForm(who, "/verify/keys", nil, 303)
		page := s.GetPage("nobody", verifyPage(file), 200)
		s.PageHolds("after", []byte(page), "Genuine and still the newest", "since retired")
		if strings.Count(page, "BEGIN PUBLIC KEY") != 2 || strings.Contains(page, "PRIVATE") {
			s.T.Errorf("the page has %d keys", strings.Count(page, "BEGIN PUBLIC KEY"))
		}
	})
}

// A browser computes the fingerprint itself, also where the page did not come by HTTPS; the file never leaves it.
func TestVerifyInTheBrowser(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		id := s.Sample()
		b := s.Browser().As("viewer session")
		choose := func(change string) {
			b.Open("/verify")
			b.Click(".verify h1") // a person does something before the page goes on
			apitest.ValueOf[bool](b, `(async () => {
				const reply = await fetch("/workloads/`+id+`/report.pdf?format=html");
				const bytes = new Uint8Array(await reply.arrayBuffer());
				`+change+`
				const list = new DataTransfer();
				list.items.add(new File([bytes], "report.html"));
				const input = document.querySelector("#verify-file");
				input.files = list.files;
				setTimeout(() => input.dispatchEvent(new Event("change")));
				return true;
			})()`)
		}
		choose("")
		b.Wait(".verdict.good")
		b.Sees(".verdict", "Checkout")
		b.Screenshot("verify-good")
		choose(`bytes[bytes.length >> 1] ^= 1;`)
		b.Wait(".verdict.bad")
		b.Sees(".verdict h2", "Not known here")
		b.Open("/verify")
		wrong := apitest.ValueOf[[]int](b, `(async () => {
			const { sha256, plainSha256 } = await import(document.querySelector("script[src*=verify]").src
				.replace("verify.js", "sha256.js"));
			const wrong = [];
			for (const n of [0, 1, 55, 56, 63, 64, 65, 1000, 70001]) {
				const bytes = new Uint8Array(n).map((_, at) => at * 7 + n);
				if (await sha256(bytes.buffer) !== plainSha256(bytes.buffer)) wrong.push(n);
			}
			return wrong;
		})()`)
		if len(wrong) > 0 {
			s.T.Errorf("bytes of these lengths get another fingerprint: %v", wrong)
		}
	})
}
