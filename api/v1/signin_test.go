package v1_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"plumbline/api/apitest"
	"plumbline/api/auth"
	"plumbline/models"
	"plumbline/models/service"
)

// signInWith asks for a session over HTTP.
func signInWith(s *apitest.Server, email, pass string, more ...any) apitest.Reply {
	s.T.Helper()
	body := map[string]any{"email": email, "password": pass}
	for i := 0; i < len(more); i += 2 {
		body[more[i].(string)] = more[i+1]
	}
	return s.Do(apitest.Call{Method: "POST", Path: "/session", Body: body})
}

func TestSignIn(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		s.RunScenarios([]apitest.Scenario{
			{Name: "nobody there", Call: apitest.Call{Method: "POST", Path: "/session",
				Body: map[string]any{"email": "no@example.com", "password": apitest.Password}}, Status: 401,
				Code: "unauthenticated"},
			{Name: "wrong password", Call: apitest.Call{Method: "POST", Path: "/session",
				Body: map[string]any{"email": s.EmailOf("viewer"), "password": "wrong"}}, Status: 401, Code: "unauthenticated"},
			{Name: "no password", Call: apitest.Call{Method: "POST", Path: "/session",
				Body: map[string]any{"email": s.EmailOf("viewer"), "password": ""}}, Status: 401},
			{Name: "a password of a megabyte", Call: apitest.Call{Method: "POST", Path: "/session",
				Body: map[string]any{"email": s.EmailOf("viewer"), "password": strings.Repeat("x", 1<<20)}}, Status: 413},
			{Name: "a password of ten kilobytes", Call: apitest.Call{Method: "POST", Path: "/session",
				Body: map[string]any{"email": s.EmailOf("viewer"), "password": strings.Repeat("x", 10<<10)}}, Status: 401},
			{Name: "U+0000", Call: apitest.Call{Method: "POST", Path: "/session",
				Body: `{"email":"a\u0000@example.com","password":"x"}`}, Status: 401},
		})
		r := signInWith(s, strings.ToUpper(s.EmailOf("viewer")), apitest.Password)
		c := r.Cookie()
		if r.Status != 201 || c == nil || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Secure ||
			c.MaxAge < 0 {
			s.T.Fatalf("signed in: %d %s, cookie %+v", r.Status, r.Body, c)
		}
		if strings.Contains(string(r.Body), c.Value) {
			s.T.Error("the reply shows the session's secret to scripts")
		}
		s.Sessions["me"] = c.Value
		me := s.Do(apitest.Call{Method: "GET", Path: "/session", As: "me"}).Tree(s.T)
		if me.At("user/name").String() != "The viewer" || me.At("workspace/role").String() != "viewer" ||
			me.At("csrf_token").String() != auth.CSRFToken(c.Value) {
			s.T.Errorf("who am I: %v", me)
		}
		out := s.Do(apitest.Call{Method: "DELETE", Path: "/session", As: "me"})
		if gone := out.Cookie(); out.Status != 204 || gone == nil || gone.MaxAge >= 0 {
			s.T.Errorf("signed out: %d, cookie %+v", out.Status, gone)
		}
		if r := s.Do(apitest.Call{Method: "GET", Path: "/session", As: "me"}); r.Status != 401 {
			s.T.Errorf("a session that ended still opens: %d", r.Status)
		}
	})
}

// What a visitor is told does not depend on whether there is such an account, and a locked one looks the same too.
func TestSignInTellsNothingOfAccounts(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		told := func(email string) (all []string) {
			for range 8 {
				r := signInWith(s, email, "a wrong password")
				var p map[string]any
				apitest.Must(s.T, json.Unmarshal(r.Body, &p))
				delete(p, "request_id")
				data, err := json.Marshal(p)
				apitest.Must(s.T, err)
				all = append(all, r.Header.Get("Retry-After")+" "+string(data))
			}
			return all
		}
		known, unknown := told(s.EmailOf("viewer")), told("nobody.there@example.com")
		for i := range known {
			if withoutDigits(known[i]) != withoutDigits(unknown[i]) {
				s.T.Errorf("try %d:\n%s\n%s", i+1, known[i], unknown[i])
			}
		}
		if !strings.Contains(known[7], "rate_limited") {
			s.T.Errorf("the eighth try: %s", known[7])
		}
	})
}

// withoutDigits takes out digits: the seconds to wait may differ by one.
func withoutDigits(s string) string {
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
	apitest.Each(t, func(s *apitest.Server) {
		email := s.EmailOf("architect")
		var tries sync.WaitGroup
		var mu sync.Mutex
		statuses := map[int]int{}
		for range 40 {
			tries.Go(func() {
				r := signInWith(s, email, "a wrong password")
				mu.Lock()
				defer mu.Unlock()
				statuses[r.Status]++
			})
		}
		tries.Wait()
		if statuses[401] != 5 || statuses[429] != 35 {
			s.T.Errorf("40 tries at once: %v", statuses)
		}
		r := signInWith(s, email, apitest.Password)
		if r.Status != 429 || r.Header.Get("Retry-After") == "" || r.Cookie() != nil {
			s.T.Errorf("the right password while locked: %d %s", r.Status, r.Body)
		}
		if r := signInWith(s, s.EmailOf("owner"), apitest.Password); r.Status != 201 {
			s.T.Errorf("another account from the same address: %d", r.Status)
		}
	})
}

// The lock ends by itself, and doubles with every failure behind it; a success takes the count back.
func TestLockEnds(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		now := time.Now()
		opt := apitest.ServiceOptions()
		opt.Clock = func() time.Time { return now }
		svc := service.New(s.Store, opt)
		ctx := models.WithClient(t.Context(), models.ClientInfo{Address: "192.0.2.1"})
		try := func(pass string) models.ErrorCode {
			_, _, err := svc.Sessions.SignIn(ctx, models.SignIn{Email: s.EmailOf("viewer"), Password: pass}, "")
			return models.CodeOf(err)
		}
		for range 5 {
			try("wrong")
		}
		if got := try(apitest.Password); got != models.CodeRateLimited {
			t.Fatalf("after five failures: %q", got)
		}
		now = now.Add(31 * time.Second)
		if got := try("wrong"); got != models.CodeUnauthenticated {
			t.Errorf("after the lock: %q", got)
		}
		now = now.Add(31 * time.Second)
		if got := try(apitest.Password); got != models.CodeRateLimited {
			t.Errorf("the second lock is no longer than the first: %q", got)
		}
		other := models.WithClient(t.Context(), models.ClientInfo{Address: "2001:db8::1"})
		if _, _, err := svc.Sessions.SignIn(other, models.SignIn{Email: s.EmailOf("viewer"), Password: apitest.Password},
			""); err != nil {
			t.Errorf("from another address: %v", err)
		}
		now = now.Add(time.Minute)
		if got := try(apitest.Password); got != "" {
			t.Errorf("after the second lock: %q", got)
		}
		for range 4 {
			try("wrong")
		}
		if got := try(apitest.Password); got != "" {
			t.Errorf("four failures after a success: %q", got)
		}
	})
}

// A session that somebody planted in the browser is not the one that signing in gives, and ends with it.
func TestSessionFixation(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		planted := s.Sessions["viewer session"]
		r := s.Do(apitest.Call{Method: "POST", Path: "/session", As: "viewer session",
			Body: map[string]any{"email": s.EmailOf("owner"), "password": apitest.Password}})
		c := r.Cookie()
		if r.Status != 201 || c == nil || c.Value == planted || len(c.Value) < 40 {
			s.T.Fatalf("signing in over a planted session: %d, %+v", r.Status, c)
		}
		if r := s.Do(apitest.Call{Method: "GET", Path: "/session", As: "viewer session"}); r.Status != 401 {
			s.T.Errorf("the planted session lives on: %d", r.Status)
		}
		s.Sessions["chosen"] = "pls_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
		r = s.Do(apitest.Call{Method: "POST", Path: "/session", As: "chosen",
			Body: map[string]any{"email": s.EmailOf("owner"), "password": apitest.Password}})
		if c := r.Cookie(); r.Status != 201 || c == nil || c.Value == s.Sessions["chosen"] {
			s.T.Errorf("signing in over a made-up session: %d", r.Status)
		}
	})
}

// A change by cookie wants the session's own CSRF token, and what comes from another site's page is refused whatever it
// brings.
func TestCSRF(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		s.KeepCookie("victim", signInWith(s, s.EmailOf("owner"), apitest.Password))
		body := apitest.WorkloadBody("Forged")
		forged := func(header map[string]string) apitest.Call {
			return apitest.Call{Method: "POST", Path: "/workloads", As: "victim", Body: body, Header: header}
		}
		signIn := apitest.Call{Method: "POST", Path: "/session",
			Body: map[string]any{"email": s.EmailOf("owner"), "password": apitest.Password}}
		from := func(c apitest.Call, header map[string]string) apitest.Call { c.Header = header; return c }
		s.RunScenarios([]apitest.Scenario{
			{Name: "no token", Call: forged(map[string]string{auth.CSRFHeader: ""}), Status: 403, Code: "forbidden",
				Holds: []string{"CSRF"}},
			{Name: "a wrong token", Call: forged(map[string]string{auth.CSRFHeader: "x"}), Status: 403},
			{Name: "another session's token",
				Call: forged(map[string]string{auth.CSRFHeader: auth.CSRFToken(s.Sessions["viewer session"])}), Status: 403},
			{Name: "a form from nowhere", Call: forged(map[string]string{auth.CSRFHeader: "",
				"Content-Type": "application/x-www-form-urlencoded"}), Status: 403},
			{Name: "another site's page", Call: forged(map[string]string{"Sec-Fetch-Site": "cross-site"}), Status: 403,
				Holds: []string{"another site"}},
			{Name: "a foreign origin", Call: forged(map[string]string{"Origin": "https://evil.example"}), Status: 403},
			{Name: "the null origin", Call: forged(map[string]string{"Origin": "null"}), Status: 403},
			{Name: "signing a victim in", Call: from(signIn, map[string]string{"Sec-Fetch-Site": "cross-site"}), Status: 403},
			{Name: "signing a victim out", Call: apitest.Call{Method: "DELETE", Path: "/session", As: "victim",
				Header: map[string]string{auth.CSRFHeader: ""}}, Status: 403},
			{Name: "the page itself", Call: forged(map[string]string{"Sec-Fetch-Site": "same-origin"}), Status: 201,
				Changes: true},
		})
		if r := s.Do(apitest.Call{Method: "GET", Path: "/session", As: "victim"}); r.Status != 200 {
			s.T.Errorf("the victim's session: %d", r.Status)
		}
	})
}

// Credentials that ended, were never made or pretend to be something else get 401, all in the same words.
func TestReplayAndForgery(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		s.KeepCookie("old", signInWith(s, s.EmailOf("owner"), apitest.Password))
		s.OK("GET", "/workspace", nil)
		apitest.Must(s.T, s.Service.Sessions.SignOut(s.As("old")))
		ended, _ := s.Token(s.Owner, models.Owner)
		list := s.OK("GET", "/tokens", nil)
		apitest.Must(s.T, s.Service.Tokens.Revoke(s.Owner, list.At("items/0/id").String()))
		none := "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJzdWIiOiJvd25lciIsInJvbGUiOiJvd25lciJ9."
		foreign := "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJvd25lciJ9.c2lnbmVkIHdpdGggYSBmb3JlaWduIGtleQ"
		s.Tokens["ended"], s.Tokens["jwt none"], s.Tokens["jwt foreign"] = ended, none, foreign
		s.Tokens["a session as a token"] = s.Sessions["owner session"]
		s.Tokens["a hash"] = string(make([]byte, 0))
		var words string
		for _, who := range []string{"ended", "jwt none", "jwt foreign", "a session as a token", "garbage", "expired",
			"revoked", "old", "garbage session"} {
			r := s.Do(apitest.Call{Method: "GET", Path: "/workloads", As: who})
			detail := r.Tree(s.T).At("detail").String()
			if words == "" {
				words = detail
			}
			if r.Status != 401 || detail != words {
				s.T.Errorf("%s: %d %s", who, r.Status, r.Body)
			}
		}
		s.Sessions["a token as a session"] = s.Tokens["owner"]
		if r := s.Do(apitest.Call{Method: "GET", Path: "/workloads", As: "a token as a session"}); r.Status != 401 {
			s.T.Errorf("a token in the cookie: %d", r.Status)
		}
	})
}

// Sessions end when they rest for too long and when they are too old.
func TestSessionExpiry(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		now := time.Now()
		opt := apitest.ServiceOptions()
		opt.Clock = func() time.Time { return now }
		opt.SessionIdle, opt.SessionMax = time.Hour, 3*time.Hour
		svc := service.New(s.Store, opt)
		begin := func() string {
			secret, _, err := svc.Sessions.SignIn(t.Context(), models.SignIn{Email: s.EmailOf("viewer"),
				Password: apitest.Password}, "")
			apitest.Must(t, err)
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
			apitest.Must(t, svc.Flush(t.Context())) // its use is noted in the background
			now = now.Add(30 * time.Minute)
		}
		if lives(used) {
			t.Error("a session outlives its time")
		}
	})
}

// One-time codes: begun, confirmed, asked for, taken once, replaced by a recovery code once, ended.
func TestOneTimeCodes(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		const who = "contributor session"
		email := s.EmailOf("contributor")
		s.RunScenarios([]apitest.Scenario{
			{Name: "confirm before begin", Call: apitest.Call{Method: "PUT", Path: "/me/totp", As: who,
				Body: map[string]any{"code": "123456"}}, Status: 409},
			{Name: "begin without the password", Call: apitest.Call{Method: "POST", Path: "/me/totp", As: who,
				Body: map[string]any{}}, Status: 422, Holds: []string{"/password"}},
			{Name: "begin with a wrong password", Call: apitest.Call{Method: "POST", Path: "/me/totp", As: who,
				Body: map[string]any{"password": "wrong"}}, Status: 422, Holds: []string{"/password"}},
		})
		setup := s.Do(apitest.Call{Method: "POST", Path: "/me/totp", As: who,
			Body: map[string]any{"password": apitest.Password}}).Tree(s.T)
		secret := setup.At("secret").String()
		if !strings.HasPrefix(setup.At("address").String(), "otpauth://totp/Plumbline") {
			s.T.Errorf("the address: %v", setup)
		}
		if r := signInWith(s, email, apitest.Password); r.Status != 201 {
			s.T.Errorf("before it is confirmed no code is wanted: %d", r.Status)
		}
		if r := s.Do(apitest.Call{Method: "PUT", Path: "/me/totp", As: who,
			Body: map[string]any{"code": "000000x"}}); r.Status != 422 {
			s.T.Errorf("a wrong code confirms: %d", r.Status)
		}
		code := func(step int) string {
			c, err := totp.GenerateCode(secret, time.Now().Add(time.Duration(step)*30*time.Second))
			apitest.Must(s.T, err)
			return c
		}
		done := s.Do(apitest.Call{Method: "PUT", Path: "/me/totp", As: who, Body: map[string]any{"code": code(-1)}})
		recovery := done.Tree(s.T).At("recovery_codes")
		if done.Status != 200 || recovery.Len() != 10 {
			s.T.Fatalf("confirm: %d %s", done.Status, done.Body)
		}
		missing := signInWith(s, email, apitest.Password)
		if missing.Status != 401 || missing.Tree(s.T).At("errors/0/pointer").String() != "/code" || missing.Cookie() != nil {
			s.T.Errorf("without a code: %d %s", missing.Status, missing.Body)
		}
		if r := signInWith(s, email, "a wrong password", "code", code(0)); r.Status != 401 ||
			strings.Contains(string(r.Body), "one-time") {
			s.T.Errorf("whether a code is wanted is told to who has no password: %s", r.Body)
		}
		right := code(0)
		for i, want := range []int{201, 401} {
			if r := signInWith(s, email, apitest.Password, "code", right); r.Status != want {
				s.T.Errorf("use %d of a code: %d, want %d: %s", i+1, r.Status, want, r.Body)
			}
		}
		spare := strings.ToUpper(recovery.At("0").String())
		for i, want := range []int{201, 401} {
			if r := signInWith(s, email, apitest.Password, "code", spare); r.Status != want {
				s.T.Errorf("use %d of a recovery code: %d, want %d: %s", i+1, r.Status, want, r.Body)
			}
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "end with a wrong password", Call: apitest.Call{Method: "POST", Path: "/me/totp/end", As: who,
				Body: map[string]any{"password": "wrong"}}, Status: 422},
		})
		if r := s.Do(apitest.Call{Method: "POST", Path: "/me/totp/end", As: who,
			Body: map[string]any{"password": apitest.Password}}); r.Status != 204 {
			s.T.Errorf("end: %d %s", r.Status, r.Body)
		}
		if r := signInWith(s, email, apitest.Password); r.Status != 201 {
			s.T.Errorf("after the end no code is wanted: %d", r.Status)
		}
	})
}

// What no request may say of itself: role, workspace, administrator.
func TestMassAssignment(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		rows := []apitest.Scenario{}
		for _, c := range []apitest.Call{
			{Method: "PATCH", Path: "/me", Body: map[string]any{"name": "Me", "administrator": true}},
			{Method: "PATCH", Path: "/me", Body: map[string]any{"name": "Me", "role": "owner"}},
			{Method: "PATCH", Path: "/session", Body: map[string]any{"workspace": s.StrangersID, "role": "owner"}},
			{Method: "PATCH", Path: "/session", Body: map[string]any{"workspace": s.StrangersID}},
			{Method: "PUT", Path: "/me/password", Body: map[string]any{"password": apitest.Password,
				"new_password": apitest.Password + "!", "user_id": s.Users["owner"].ID}},
			{Method: "POST", Path: "/me/tokens", Body: map[string]any{"name": "Mine", "role": "viewer",
				"user_id": s.Users["owner"].ID}},
			{Method: "POST", Path: "/me/tokens", Body: map[string]any{"name": "Mine", "role": "viewer",
				"workspace_id": s.StrangersID}},
			{Method: "POST", Path: "/me/tokens", Body: map[string]any{"name": "Mine", "role": "owner"}},
			{Method: "POST", Path: "/me/access-keys", Body: map[string]any{"name": "Mine", "role": "architect"}},
		} {
			c.As = "contributor session"
			rows = append(rows, apitest.Scenario{Name: "extra member", Call: c, Status: 422, Code: "invalid"})
		}
		rows = append(rows,
			apitest.Scenario{Name: "workload in another workspace",
				Call: apitest.Call{Method: "POST", Path: "/workloads", As: "architect session",
					Body: withMember(apitest.WorkloadBody("X"), "workspace_id", s.StrangersID)}, Status: 422},
			apitest.Scenario{Name: "signing in as administrator", Call: apitest.Call{Method: "POST", Path: "/session",
				Body: map[string]any{"email": s.EmailOf("viewer"), "password": apitest.Password, "administrator": true}},
				Status: 422},
		)
		s.RunScenarios(rows)
		if user, err := s.Service.Users.Get(s.Owner, s.EmailOf("contributor")); err != nil || user.Admin ||
			user.Name != "The contributor" {
			s.T.Errorf("the account is %+v, %v", user, err)
		}
	})
}

func withMember(body map[string]any, name string, value any) map[string]any {
	body[name] = value
	return body
}

// People see and end their own sessions, and nobody else's.
func TestOwnSessions(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		s.KeepCookie("laptop", signInWith(s, s.EmailOf("viewer"), apitest.Password))
		s.KeepCookie("phone", signInWith(s, s.EmailOf("viewer"), apitest.Password))
		list := s.Do(apitest.Call{Method: "GET", Path: "/sessions", As: "phone"}).Tree(s.T)
		if list.At("items").Len() != 3 || list.At("items/0/present").String() != "true" ||
			list.At("items/0/method").String() != "password" {
			s.T.Errorf("my sessions: %v", list)
		}
		id := list.At("items/1/id").String()
		if r := s.Do(apitest.Call{Method: "DELETE", Path: "/sessions/" + id, As: "owner session"}); r.Status != 404 {
			s.T.Errorf("somebody else ends it: %d", r.Status)
		}
		if r := s.Do(apitest.Call{Method: "DELETE", Path: "/sessions/" + id, As: "phone"}); r.Status != 204 {
			s.T.Errorf("I end it: %d", r.Status)
		}
		if r := s.Do(apitest.Call{Method: "GET", Path: "/session", As: "laptop"}); r.Status != 401 {
			s.T.Errorf("it lives on: %d", r.Status)
		}
		if r := s.Do(apitest.Call{Method: "DELETE", Path: "/sessions", As: "phone"}); r.Status != 200 ||
			r.Tree(s.T).At("revoked").String() != "1" {
			s.T.Errorf("the others: %d %s", r.Status, r.Body)
		}
		if r := s.Do(apitest.Call{Method: "GET", Path: "/session", As: "viewer session"}); r.Status != 401 {
			s.T.Errorf("another one lives on: %d", r.Status)
		}
	})
}

// A new password ends the other sessions, and wants the old one.
func TestChangePassword(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		s.KeepCookie("other", signInWith(s, s.EmailOf("viewer"), apitest.Password))
		change := func(old, new string) apitest.Call {
			return apitest.Call{Method: "PUT", Path: "/me/password", As: "viewer session",
				Body: map[string]any{"password": old, "new_password": new}}
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "wrong old one", Call: change("wrong", "a brand new password"), Status: 422, Holds: []string{"/password"}},
			{Name: "too short", Call: change(apitest.Password, "elevenchars"), Status: 422, Holds: []string{"12 characters"}},
			{Name: "too long", Call: change(apitest.Password, strings.Repeat("long", 200)), Status: 422, Holds: []string{"512"}},
		})
		const fresh = "пароль из двадцати знаков"
		if r := s.Do(change(apitest.Password, fresh)); r.Status != 204 {
			s.T.Fatalf("change: %d %s", r.Status, r.Body)
		}
		for who, want := range map[string]int{"viewer session": 200, "other": 401} {
			if r := s.Do(apitest.Call{Method: "GET", Path: "/session", As: who}); r.Status != want {
				s.T.Errorf("%s: %d, want %d", who, r.Status, want)
			}
		}
		if old, new := signInWith(s, s.EmailOf("viewer"), apitest.Password).Status, signInWith(s, s.EmailOf("viewer"),
			fresh).Status; old != 401 || new != 201 {
			s.T.Errorf("the old password: %d, the new one: %d", old, new)
		}
	})
}
