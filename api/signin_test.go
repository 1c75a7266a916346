package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"plumbline/api/auth"
	"plumbline/models"
	"plumbline/models/service"
)

// email is the address of one of the harness's people.
func (s *server) email(name string) string { return s.users[name].Email }

// signIn asks for a session over HTTP.
func (s *server) signIn(email, pass string, more ...any) reply {
	s.t.Helper()
	body := map[string]any{"email": email, "password": pass}
	for i := 0; i < len(more); i += 2 {
		body[more[i].(string)] = more[i+1]
	}
	return s.do(call{method: "POST", path: "/session", body: body})
}

// cookie is the session cookie that a reply sets, "" if none.
func (r reply) cookie() *http.Cookie {
	for _, c := range (&http.Response{Header: r.header}).Cookies() {
		if c.Name == "plumbline_session" {
			return c
		}
	}
	return nil
}

func (s *server) keep(who string, r reply) {
	s.t.Helper()
	c := r.cookie()
	if c == nil {
		s.t.Fatalf("no session cookie: %d %s", r.status, r.body)
	}
	s.signed[who] = c.Value
}

func TestSignIn(t *testing.T) {
	each(t, func(s *server) {
		s.run([]scenario{
			{name: "nobody there", call: call{method: "POST", path: "/session", body: map[string]any{"email": "no@example.com", "password": password}}, status: 401, code: "unauthenticated"},
			{name: "wrong password", call: call{method: "POST", path: "/session", body: map[string]any{"email": s.email("viewer"), "password": "wrong"}}, status: 401, code: "unauthenticated"},
			{name: "no password", call: call{method: "POST", path: "/session", body: map[string]any{"email": s.email("viewer"), "password": ""}}, status: 401},
			{name: "a password of a megabyte", call: call{method: "POST", path: "/session", body: map[string]any{"email": s.email("viewer"), "password": strings.Repeat("x", 1<<20)}}, status: 413},
			{name: "a password of ten kilobytes", call: call{method: "POST", path: "/session", body: map[string]any{"email": s.email("viewer"), "password": strings.Repeat("x", 10<<10)}}, status: 401},
			{name: "U+0000", call: call{method: "POST", path: "/session", body: `{"email":"a\u0000@example.com","password":"x"}`}, status: 401},
		})
		r := s.signIn(strings.ToUpper(s.email("viewer")), password)
		c := r.cookie()
		if r.status != 201 || c == nil || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Secure || c.MaxAge < 0 {
			s.t.Fatalf("signed in: %d %s, cookie %+v", r.status, r.body, c)
		}
		if strings.Contains(string(r.body), c.Value) {
			s.t.Error("the reply shows the session's secret to scripts")
		}
		s.signed["me"] = c.Value
		me := s.do(call{method: "GET", path: "/session", as: "me"}).tree(s.t)
		if me.at("user/name").String() != "The viewer" || me.at("workspace/role").String() != "viewer" || me.at("csrf_token").String() != auth.CSRFToken(c.Value) {
			s.t.Errorf("who am I: %v", me)
		}
		out := s.do(call{method: "DELETE", path: "/session", as: "me"})
		if gone := out.cookie(); out.status != 204 || gone == nil || gone.MaxAge >= 0 {
			s.t.Errorf("signed out: %d, cookie %+v", out.status, gone)
		}
		if r := s.do(call{method: "GET", path: "/session", as: "me"}); r.status != 401 {
			s.t.Errorf("a session that ended still opens: %d", r.status)
		}
	})
}

// What a visitor is told does not depend on whether there is such an account, and a locked one looks the same too.
func TestSignInTellsNothingOfAccounts(t *testing.T) {
	each(t, func(s *server) {
		told := func(email string) (all []string) {
			for range 8 {
				r := s.signIn(email, "a wrong password")
				var p map[string]any
				must(s.t, json.Unmarshal(r.body, &p))
				delete(p, "request_id")
				data, err := json.Marshal(p)
				must(s.t, err)
				all = append(all, r.header.Get("Retry-After")+" "+string(data))
			}
			return all
		}
		known, unknown := told(s.email("viewer")), told("nobody.there@example.com")
		for i := range known {
			if strip(known[i]) != strip(unknown[i]) {
				s.t.Errorf("try %d:\n%s\n%s", i+1, known[i], unknown[i])
			}
		}
		if !strings.Contains(known[7], "rate_limited") {
			s.t.Errorf("the eighth try: %s", known[7])
		}
	})
}

// strip takes out digits: the seconds to wait may differ by one.
func strip(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return -1
		}
		return r
	}, s)
}

// Guessing is slowed down: after five failures nothing is compared any more, not even the right password, and many
// tries at once do not slip by.
func TestBruteForce(t *testing.T) {
	each(t, func(s *server) {
		email := s.email("architect")
		var tries sync.WaitGroup
		var mu sync.Mutex
		statuses := map[int]int{}
		for range 40 {
			tries.Go(func() {
				r := s.signIn(email, "a wrong password")
				mu.Lock()
				defer mu.Unlock()
				statuses[r.status]++
			})
		}
		tries.Wait()
		if statuses[401] != 5 || statuses[429] != 35 {
			s.t.Errorf("40 tries at once: %v", statuses)
		}
		r := s.signIn(email, password)
		if r.status != 429 || r.header.Get("Retry-After") == "" || r.cookie() != nil {
			s.t.Errorf("the right password while locked: %d %s", r.status, r.body)
		}
		if r := s.signIn(s.email("owner"), password); r.status != 201 {
			s.t.Errorf("another account from the same address: %d", r.status)
		}
	})
}

// The lock ends by itself, and doubles with every failure behind it; a success takes the count back.
func TestLockEnds(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		now := time.Now()
		opt := options()
		opt.Clock = func() time.Time { return now }
		svc := service.New(s.store, opt)
		ctx := models.WithClient(t.Context(), models.Client{Address: "192.0.2.1"})
		try := func(pass string) models.Code {
			_, _, err := svc.Sessions.SignIn(ctx, models.SignIn{Email: s.email("viewer"), Password: pass}, "")
			return models.CodeOf(err)
		}
		for range 5 {
			try("wrong")
		}
		if got := try(password); got != models.RateLimited {
			t.Fatalf("after five failures: %q", got)
		}
		now = now.Add(31 * time.Second)
		if got := try("wrong"); got != models.Unauthenticated {
			t.Errorf("after the lock: %q", got)
		}
		now = now.Add(31 * time.Second)
		if got := try(password); got != models.RateLimited {
			t.Errorf("the second lock is no longer than the first: %q", got)
		}
		other := models.WithClient(t.Context(), models.Client{Address: "2001:db8::1"})
		if _, _, err := svc.Sessions.SignIn(other, models.SignIn{Email: s.email("viewer"), Password: password}, ""); err != nil {
			t.Errorf("from another address: %v", err)
		}
		now = now.Add(time.Minute)
		if got := try(password); got != "" {
			t.Errorf("after the second lock: %q", got)
		}
		for range 4 {
			try("wrong")
		}
		if got := try(password); got != "" {
			t.Errorf("four failures after a success: %q", got)
		}
	})
}

// A session that somebody planted in the browser is not the one that signing in gives, and ends with it.
func TestSessionFixation(t *testing.T) {
	each(t, func(s *server) {
		planted := s.signed["viewer session"]
		r := s.do(call{method: "POST", path: "/session", as: "viewer session", body: map[string]any{"email": s.email("owner"), "password": password}})
		c := r.cookie()
		if r.status != 201 || c == nil || c.Value == planted || len(c.Value) < 40 {
			s.t.Fatalf("signing in over a planted session: %d, %+v", r.status, c)
		}
		if r := s.do(call{method: "GET", path: "/session", as: "viewer session"}); r.status != 401 {
			s.t.Errorf("the planted session lives on: %d", r.status)
		}
		s.signed["chosen"] = "pls_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
		r = s.do(call{method: "POST", path: "/session", as: "chosen", body: map[string]any{"email": s.email("owner"), "password": password}})
		if c := r.cookie(); r.status != 201 || c == nil || c.Value == s.signed["chosen"] {
			s.t.Errorf("signing in over a made-up session: %d", r.status)
		}
	})
}

// A change by cookie wants the session's own CSRF token, and what comes from another site's page is refused whatever it
// brings.
func TestCSRF(t *testing.T) {
	each(t, func(s *server) {
		s.keep("victim", s.signIn(s.email("owner"), password))
		body := workload("Forged")
		forged := func(header map[string]string) call {
			return call{method: "POST", path: "/workloads", as: "victim", body: body, header: header}
		}
		signIn := call{method: "POST", path: "/session", body: map[string]any{"email": s.email("owner"), "password": password}}
		from := func(c call, header map[string]string) call { c.header = header; return c }
		s.run([]scenario{
			{name: "no token", call: forged(map[string]string{auth.CSRFHeader: ""}), status: 403, code: "forbidden", holds: []string{"CSRF"}},
			{name: "a wrong token", call: forged(map[string]string{auth.CSRFHeader: "x"}), status: 403},
			{name: "another session's token", call: forged(map[string]string{auth.CSRFHeader: auth.CSRFToken(s.signed["viewer session"])}), status: 403},
			{name: "a form from nowhere", call: forged(map[string]string{auth.CSRFHeader: "", "Content-Type": "application/x-www-form-urlencoded"}), status: 403},
			{name: "another site's page", call: forged(map[string]string{"Sec-Fetch-Site": "cross-site"}), status: 403, holds: []string{"another site"}},
			{name: "a foreign origin", call: forged(map[string]string{"Origin": "https://evil.example"}), status: 403},
			{name: "the null origin", call: forged(map[string]string{"Origin": "null"}), status: 403},
			{name: "signing a victim in", call: from(signIn, map[string]string{"Sec-Fetch-Site": "cross-site"}), status: 403},
			{name: "signing a victim out", call: call{method: "DELETE", path: "/session", as: "victim", header: map[string]string{auth.CSRFHeader: ""}}, status: 403},
			{name: "the page itself", call: forged(map[string]string{"Sec-Fetch-Site": "same-origin"}), status: 201, changes: true},
		})
		if r := s.do(call{method: "GET", path: "/session", as: "victim"}); r.status != 200 {
			s.t.Errorf("the victim's session: %d", r.status)
		}
	})
}

// Credentials that ended, were never made or pretend to be something else get 401, all in the same words.
func TestReplayAndForgery(t *testing.T) {
	each(t, func(s *server) {
		s.keep("old", s.signIn(s.email("owner"), password))
		s.ok("GET", "/workspace", nil)
		must(s.t, s.svc.Sessions.SignOut(s.as("old")))
		ended, _ := s.token(s.owner, models.Owner)
		list := s.ok("GET", "/tokens", nil)
		must(s.t, s.svc.Tokens.Revoke(s.owner, list.at("items/0/id").String()))
		none := "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJzdWIiOiJvd25lciIsInJvbGUiOiJvd25lciJ9."
		foreign := "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJvd25lciJ9.c2lnbmVkIHdpdGggYSBmb3JlaWduIGtleQ"
		s.tokens["ended"], s.tokens["jwt none"], s.tokens["jwt foreign"] = ended, none, foreign
		s.tokens["a session as a token"] = s.signed["owner session"]
		s.tokens["a hash"] = string(make([]byte, 0))
		var words string
		for _, who := range []string{"ended", "jwt none", "jwt foreign", "a session as a token", "garbage", "expired", "revoked", "old", "garbage session"} {
			r := s.do(call{method: "GET", path: "/workloads", as: who})
			detail := r.tree(s.t).at("detail").String()
			if words == "" {
				words = detail
			}
			if r.status != 401 || detail != words {
				s.t.Errorf("%s: %d %s", who, r.status, r.body)
			}
		}
		s.signed["a token as a session"] = s.tokens["owner"]
		if r := s.do(call{method: "GET", path: "/workloads", as: "a token as a session"}); r.status != 401 {
			s.t.Errorf("a token in the cookie: %d", r.status)
		}
	})
}

// Sessions end when they rest for too long and when they are too old.
func TestSessionExpiry(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		now := time.Now()
		opt := options()
		opt.Clock = func() time.Time { return now }
		opt.SessionIdle, opt.SessionMax = time.Hour, 3*time.Hour
		svc := service.New(s.store, opt)
		begin := func() string {
			secret, _, err := svc.Sessions.SignIn(t.Context(), models.SignIn{Email: s.email("viewer"), Password: password}, "")
			must(t, err)
			return secret
		}
		lives := func(secret string) bool {
			_, err := svc.Sessions.Authenticate(t.Context(), secret)
			return err == nil
		}
		idle := begin()
		now = now.Add(61 * time.Minute)
		if lives(idle) {
			t.Error("a session outlives its rest")
		}
		used := begin()
		started := now
		for now.Before(started.Add(3 * time.Hour)) {
			if !lives(used) {
				t.Fatalf("a session in use ended after %s", now.Sub(started))
			}
			must(t, svc.Flush(t.Context())) // its use is noted in the background
			now = now.Add(30 * time.Minute)
		}
		if lives(used) {
			t.Error("a session outlives its time")
		}
	})
}

// One-time codes: begun, confirmed, asked for, taken once, replaced by a recovery code once, ended.
func TestOneTimeCodes(t *testing.T) {
	each(t, func(s *server) {
		const who = "contributor session"
		email := s.email("contributor")
		s.run([]scenario{
			{name: "confirm before begin", call: call{method: "PUT", path: "/me/totp", as: who, body: map[string]any{"code": "123456"}}, status: 409},
			{name: "begin without the password", call: call{method: "POST", path: "/me/totp", as: who, body: map[string]any{}}, status: 422, holds: []string{"/password"}},
			{name: "begin with a wrong password", call: call{method: "POST", path: "/me/totp", as: who, body: map[string]any{"password": "wrong"}}, status: 422, holds: []string{"/password"}},
		})
		setup := s.do(call{method: "POST", path: "/me/totp", as: who, body: map[string]any{"password": password}}).tree(s.t)
		secret := setup.at("secret").String()
		if !strings.HasPrefix(setup.at("address").String(), "otpauth://totp/Plumbline") {
			s.t.Errorf("the address: %v", setup)
		}
		if r := s.signIn(email, password); r.status != 201 {
			s.t.Errorf("before it is confirmed no code is wanted: %d", r.status)
		}
		if r := s.do(call{method: "PUT", path: "/me/totp", as: who, body: map[string]any{"code": "000000x"}}); r.status != 422 {
			s.t.Errorf("a wrong code confirms: %d", r.status)
		}
		code := func(step int) string {
			c, err := totp.GenerateCode(secret, time.Now().Add(time.Duration(step)*30*time.Second))
			must(s.t, err)
			return c
		}
		done := s.do(call{method: "PUT", path: "/me/totp", as: who, body: map[string]any{"code": code(-1)}})
		recovery := done.tree(s.t).at("recovery_codes")
		if done.status != 200 || recovery.len() != 10 {
			s.t.Fatalf("confirm: %d %s", done.status, done.body)
		}
		missing := s.signIn(email, password)
		if missing.status != 401 || missing.tree(s.t).at("errors/0/pointer").String() != "/code" || missing.cookie() != nil {
			s.t.Errorf("without a code: %d %s", missing.status, missing.body)
		}
		if r := s.signIn(email, "a wrong password", "code", code(0)); r.status != 401 || strings.Contains(string(r.body), "one-time") {
			s.t.Errorf("whether a code is wanted is told to who has no password: %s", r.body)
		}
		right := code(0)
		for i, want := range []int{201, 401} {
			if r := s.signIn(email, password, "code", right); r.status != want {
				s.t.Errorf("use %d of a code: %d, want %d: %s", i+1, r.status, want, r.body)
			}
		}
		spare := strings.ToUpper(recovery.at("0").String())
		for i, want := range []int{201, 401} {
			if r := s.signIn(email, password, "code", spare); r.status != want {
				s.t.Errorf("use %d of a recovery code: %d, want %d: %s", i+1, r.status, want, r.body)
			}
		}
		s.run([]scenario{
			{name: "end with a wrong password", call: call{method: "POST", path: "/me/totp/end", as: who, body: map[string]any{"password": "wrong"}}, status: 422},
		})
		if r := s.do(call{method: "POST", path: "/me/totp/end", as: who, body: map[string]any{"password": password}}); r.status != 204 {
			s.t.Errorf("end: %d %s", r.status, r.body)
		}
		if r := s.signIn(email, password); r.status != 201 {
			s.t.Errorf("after the end no code is wanted: %d", r.status)
		}
	})
}

// What no request may say of itself: role, workspace, administrator.
func TestMassAssignment(t *testing.T) {
	each(t, func(s *server) {
		rows := []scenario{}
		for _, c := range []call{
			{method: "PATCH", path: "/me", body: map[string]any{"name": "Me", "administrator": true}},
			{method: "PATCH", path: "/me", body: map[string]any{"name": "Me", "role": "owner"}},
			{method: "PATCH", path: "/session", body: map[string]any{"workspace": s.there, "role": "owner"}},
			{method: "PATCH", path: "/session", body: map[string]any{"workspace": s.there}},
			{method: "PUT", path: "/me/password", body: map[string]any{"password": password, "new_password": password + "!", "user_id": s.users["owner"].ID}},
			{method: "POST", path: "/me/tokens", body: map[string]any{"name": "Mine", "role": "viewer", "user_id": s.users["owner"].ID}},
			{method: "POST", path: "/me/tokens", body: map[string]any{"name": "Mine", "role": "viewer", "workspace_id": s.there}},
			{method: "POST", path: "/me/tokens", body: map[string]any{"name": "Mine", "role": "owner"}},
			{method: "POST", path: "/me/access-keys", body: map[string]any{"name": "Mine", "role": "architect"}},
		} {
			c.as = "contributor session"
			rows = append(rows, scenario{name: "extra member", call: c, status: 422, code: "invalid"})
		}
		rows = append(rows,
			scenario{name: "workload in another workspace", call: call{method: "POST", path: "/workloads", as: "architect session", body: with(workload("X"), "workspace_id", s.there)}, status: 422},
			scenario{name: "signing in as administrator", call: call{method: "POST", path: "/session", body: map[string]any{"email": s.email("viewer"), "password": password, "administrator": true}}, status: 422},
		)
		s.run(rows)
		if user, err := s.svc.Users.Get(s.owner, s.email("contributor")); err != nil || user.Admin || user.Name != "The contributor" {
			s.t.Errorf("the account is %+v, %v", user, err)
		}
	})
}

func with(body map[string]any, name string, value any) map[string]any {
	body[name] = value
	return body
}

// People see and end their own sessions, and nobody else's.
func TestOwnSessions(t *testing.T) {
	each(t, func(s *server) {
		s.keep("laptop", s.signIn(s.email("viewer"), password))
		s.keep("phone", s.signIn(s.email("viewer"), password))
		list := s.do(call{method: "GET", path: "/sessions", as: "phone"}).tree(s.t)
		if list.at("items").len() != 3 || list.at("items/0/present").String() != "true" || list.at("items/0/method").String() != "password" {
			s.t.Errorf("my sessions: %v", list)
		}
		id := list.at("items/1/id").String()
		if r := s.do(call{method: "DELETE", path: "/sessions/" + id, as: "owner session"}); r.status != 404 {
			s.t.Errorf("somebody else ends it: %d", r.status)
		}
		if r := s.do(call{method: "DELETE", path: "/sessions/" + id, as: "phone"}); r.status != 204 {
			s.t.Errorf("I end it: %d", r.status)
		}
		if r := s.do(call{method: "GET", path: "/session", as: "laptop"}); r.status != 401 {
			s.t.Errorf("it lives on: %d", r.status)
		}
		if r := s.do(call{method: "DELETE", path: "/sessions", as: "phone"}); r.status != 200 || r.tree(s.t).at("revoked").String() != "1" {
			s.t.Errorf("the others: %d %s", r.status, r.body)
		}
		if r := s.do(call{method: "GET", path: "/session", as: "viewer session"}); r.status != 401 {
			s.t.Errorf("another one lives on: %d", r.status)
		}
	})
}

// A new password ends the other sessions, and wants the old one.
func TestChangePassword(t *testing.T) {
	each(t, func(s *server) {
		s.keep("other", s.signIn(s.email("viewer"), password))
		change := func(old, new string) call {
			return call{method: "PUT", path: "/me/password", as: "viewer session", body: map[string]any{"password": old, "new_password": new}}
		}
		s.run([]scenario{
			{name: "wrong old one", call: change("wrong", "a brand new password"), status: 422, holds: []string{"/password"}},
			{name: "too short", call: change(password, "elevenchars"), status: 422, holds: []string{"12 characters"}},
			{name: "too long", call: change(password, strings.Repeat("long", 200)), status: 422, holds: []string{"512"}},
		})
		const fresh = "пароль из двадцати знаков"
		if r := s.do(change(password, fresh)); r.status != 204 {
			s.t.Fatalf("change: %d %s", r.status, r.body)
		}
		for who, want := range map[string]int{"viewer session": 200, "other": 401} {
			if r := s.do(call{method: "GET", path: "/session", as: who}); r.status != want {
				s.t.Errorf("%s: %d, want %d", who, r.status, want)
			}
		}
		if old, new := s.signIn(s.email("viewer"), password).status, s.signIn(s.email("viewer"), fresh).status; old != 401 || new != 201 {
			s.t.Errorf("the old password: %d, the new one: %d", old, new)
		}
	})
}
