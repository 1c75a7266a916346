package api_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"plumbline/api"
	"plumbline/api/auth"
	"plumbline/models"
	"plumbline/models/realtime"
	"plumbline/models/service"
	"plumbline/models/service/access"
	"plumbline/models/service/access/credentials"
	"plumbline/models/service/archive"
	"plumbline/models/service/lenses"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
	"plumbline/questionnaires/builtin"
)

// server is a whole server on a fresh database, with a token for each role, for a stranger who owns another workspace,
// and for nobody any more.
type server struct {
	t      testing.TB
	url    string
	store  *store.Store
	svc    *service.Service
	tokens map[string]string
	users  map[string]models.User // by e-mail address before the "@"
	signed map[string]string      // secrets of sessions, by who: "viewer session" …
	owner  context.Context        // an owner at the verbs, for what is not under test
	here   string                 // id of the workspace that is under test
	there  string                 // id of the stranger's
	spec   *spec
}

// options of the verbs under test: passwords cost little, secrets can be kept, and of those who listen nobody waits for
// long.
func options() service.Options {
	return service.Options{Passwords: credentials.PasswordCost{MemoryKB: 8, Passes: 1, Lanes: 1}, SecretKeys: [][]byte{make([]byte, 32)}, Sample: testSample,
		Watch: realtime.Times{Check: 300 * time.Millisecond, Linger: 300 * time.Millisecond, Beat: time.Second}}
}

// testSample is a sample workload with one answer before its milestone and one after it.
func testSample() (archive.Sample, error) {
	pick := func(question string, choices ...string) archive.SampleAnswer {
		return archive.SampleAnswer{Question: question, By: "Somebody made up", AnswerPatch: models.AnswerPatch{Selected: &choices}}
	}
	notes := "Held on paper"
	return archive.Sample{
		Lens: lenses.Shipped{Key: "service-basics", Version: "1.0", Document: builtin.Sample}, Milestone: "First half",
		Workload: models.WorkloadFields{Name: "Checkout", Description: "Takes the money", Environment: models.Production, ReviewOwner: "Ines",
			AWSRegions: []string{"eu-central-1"}, Notes: "Look around", ImprovementStatus: models.ImprovementNotStarted},
		Notes: models.ReviewPatch{Notes: &notes}, Answers: []archive.SampleAnswer{pick("backup", "backup_daily"), pick("oncall", "oncall_rota")},
	}, nil
}

const password = "correct horse battery staple"

func newServer(t testing.TB, st *store.Store) *server {
	t.Helper()
	svc := service.New(st, options())
	s := &server{t: t, store: st, svc: svc, tokens: map[string]string{"garbage": "plb_garbage"}, users: map[string]models.User{},
		signed: map[string]string{"garbage session": "pls_garbage"}}
	s.here, s.there = s.workspace("Here"), s.workspace("There")
	here, there := s.here, s.there
	s.owner = models.WithActor(t.Context(), models.ProgramActor(here))
	for _, role := range models.Roles {
		s.tokens[string(role)], _ = s.token(s.owner, role)
	}
	s.tokens["stranger"], _ = s.token(models.WithActor(t.Context(), models.ProgramActor(there)), models.Owner)
	var id string
	if s.tokens["revoked"], id = s.token(s.owner, models.Owner); s.svc.Tokens.Revoke(s.owner, id) != nil {
		t.Fatal("could not revoke a token")
	}
	s.tokens["expired"] = s.expired(here)
	s.people()
	web := httptest.NewServer(api.New(svc, api.Options{Version: "test", Ready: st.Ping}))
	t.Cleanup(web.Close)
	s.url = web.URL
	openAPI.once.Do(func() { openAPI.spec = readSpec(t, s) })
	if s.spec = openAPI.spec; s.spec == nil {
		t.Fatal("the OpenAPI document could not be read")
	}
	return s
}

func (s *server) workspace(name string) string {
	space, err := s.svc.Workspaces.Create(models.WithActor(s.t.Context(), models.ProgramActor("")), models.WorkspaceInput{Name: name + " " + models.NewID()[:6]})
	must(s.t, err)
	return space.ID
}

// people signs a user in for each role, a stranger who owns the other workspace, an administrator who is a member of
// none, and one whose session ended.
func (s *server) people() {
	s.t.Helper()
	for _, role := range models.Roles {
		s.person(string(role), s.here, role)
	}
	s.person("stranger", s.there, models.Owner)
	s.person("administrator", "", "")
	s.person("gone", s.here, models.Owner)
	s.signed["revoked session"] = s.signed["gone session"]
	must(s.t, s.svc.Sessions.SignOut(s.as("gone session")))
}

// person makes an account name.…@example.com, a member with the role unless the workspace is "", and signs it in.
func (s *server) person(name, workspace string, role models.Role) {
	s.t.Helper()
	system := models.WithActor(s.t.Context(), models.ProgramActor(""))
	in := models.UserInput{Email: name + "." + s.here[:6] + "@example.com", Name: "The " + name, Admin: name == "administrator"}
	user, err := s.svc.Users.Create(system, in, password)
	must(s.t, err)
	if workspace != "" {
		_, err := s.svc.Members.Add(system, workspace, user.ID, models.Grant{Role: role})
		must(s.t, err)
	}
	s.users[name] = user
	s.signed[name+" session"], _, err = s.svc.Sessions.SignIn(s.t.Context(), models.SignIn{Email: in.Email, Password: password}, "")
	must(s.t, err)
}

// signBack signs somebody in again whose session ended.
func (s *server) signBack(who string) {
	s.t.Helper()
	name, is := strings.CutSuffix(who, " session")
	if user, known := s.users[name]; is && known {
		var err error
		s.signed[who], _, err = s.svc.Sessions.SignIn(s.t.Context(), models.SignIn{Email: user.Email, Password: password}, "")
		must(s.t, err)
	}
}

// guest opens a guest link to a review, without a passcode, as "name session"; it gives the link.
func (s *server) guest(name, workloadID, lens string) models.GuestLink {
	s.t.Helper()
	code, link, err := s.svc.Guests.Create(s.owner, models.ReviewPath{Workload: workloadID, Lens: lens},
		models.GuestInput{Name: "The board", ExpiresAt: time.Now().Add(48 * time.Hour)})
	must(s.t, err)
	s.signed[name+" session"], _, err = s.svc.Guests.Open(s.t.Context(), access.GuestEntry{Code: code})
	must(s.t, err)
	return link
}

// as is the actor behind a session, for verbs that are not under test.
func (s *server) as(who string) context.Context {
	s.t.Helper()
	actor, err := s.svc.Sessions.Authenticate(s.t.Context(), s.signed[who])
	must(s.t, err)
	return models.WithActor(s.t.Context(), actor)
}

func (s *server) token(ctx context.Context, role models.Role) (secret, id string) {
	secret, token, err := s.svc.Tokens.Create(ctx, models.TokenInput{Name: "The " + string(role), Role: role})
	must(s.t, err)
	return secret, token.ID
}

// expired makes a token that ended: through verbs whose clock is an hour behind.
func (s *server) expired(workspace string) string {
	opt := options()
	opt.Clock = func() time.Time { return time.Now().Add(-time.Hour) }
	past := service.New(s.store, opt)
	ctx := models.WithActor(s.t.Context(), models.ProgramActor(workspace))
	secret, _, err := past.Tokens.Create(ctx, models.TokenInput{Name: "Ended", Role: models.Owner, ExpiresAt: time.Now().Add(-time.Minute)})
	must(s.t, err)
	return secret
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// each runs the test against a fresh server on each engine, both at once and beside other tests.
func each(t *testing.T, test func(*server)) {
	t.Parallel()
	storetest.EachAtOnce(t, func(t *testing.T, dsn string) { test(newServer(t, storetest.OpenAt(t, dsn))) })
}

// eachAlone is each for tests that measure the whole process: one engine after the other, and no other test meanwhile.
func eachAlone(t *testing.T, test func(*server)) {
	storetest.Each(t, func(t *testing.T, st *store.Store) { test(newServer(t, st)) })
}

// call is one request. Body is sent as it is if it is a string or bytes, as JSON otherwise.
type call struct {
	method, path, as string
	body             any
	header           map[string]string
}

// reply is what came back.
type reply struct {
	status int
	header http.Header
	body   []byte
}

func (s *server) do(c call) reply {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), c.method, s.url+"/api/v1"+c.path, bodyOf(s.t, c.body))
	must(s.t, err)
	if token, ok := s.tokens[c.as]; ok {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	if secret, ok := s.signed[c.as]; ok {
		req.AddCookie(&http.Cookie{Name: "plumbline_session", Value: secret})
		req.Header.Set(auth.CSRFHeader, auth.CSRFToken(secret))
	}
	for name, value := range c.header {
		req.Header.Set(name, value)
	}
	res, err := http.DefaultClient.Do(req)
	must(s.t, err)
	defer res.Body.Close()
	data, err := io.ReadAll(body(res))
	must(s.t, err)
	r := reply{res.StatusCode, res.Header, data}
	s.spec.check(s.t, c, r)
	return r
}

// body gives the body of a reply: of one without end the first event.
func body(res *http.Response) io.Reader {
	if res.Header.Get("Content-Type") != "text/event-stream" {
		return res.Body
	}
	first, lines := "", bufio.NewScanner(res.Body)
	for !strings.Contains(first, "data: ") && lines.Scan() {
		first += lines.Text() + "\n"
	}
	return strings.NewReader(first)
}

func bodyOf(t testing.TB, body any) io.Reader {
	switch b := body.(type) {
	case nil:
		return nil
	case string:
		return strings.NewReader(b)
	case []byte:
		return bytes.NewReader(b)
	}
	data, err := json.Marshal(body)
	must(t, err)
	return bytes.NewReader(data)
}

// ok asks as the owner, wants a success and decodes the reply into a tree.
func (s *server) ok(method, path string, body any) tree {
	s.t.Helper()
	r := s.do(call{method: method, path: path, as: "owner", body: body})
	if r.status >= 300 {
		s.t.Fatalf("%s %s: %d %s", method, path, r.status, r.body)
	}
	return r.tree(s.t)
}

// tree is a decoded JSON document with a way to look into it.
type tree struct{ v any }

func (r reply) tree(t testing.TB) tree {
	t.Helper()
	if len(r.body) == 0 {
		return tree{}
	}
	var v any
	if err := json.Unmarshal(r.body, &v); err != nil {
		t.Fatalf("not JSON: %s", r.body)
	}
	return tree{v}
}

// at follows a path such as "items/0/name"; what is not there is nil.
func (n tree) at(path string) tree {
	v := n.v
	for step := range strings.SplitSeq(path, "/") {
		switch node := v.(type) {
		case map[string]any:
			v = node[step]
		case []any:
			var i int
			if _, err := fmt.Sscan(step, &i); err != nil || i >= len(node) {
				return tree{}
			}
			v = node[i]
		default:
			return tree{}
		}
	}
	return tree{v}
}

func (n tree) String() string {
	if s, ok := n.v.(string); ok {
		return s
	}
	data, err := json.Marshal(n.v)
	if err != nil {
		return err.Error()
	}
	return string(data)
}

func (n tree) len() int {
	list, _ := n.v.([]any)
	return len(list)
}

// sample brings the sample lens in, published, and a workload that is reviewed with it; it gives the workload's id.
func (s *server) sample() string {
	s.t.Helper()
	s.ok("POST", "/lenses", builtin.Sample())
	s.ok("POST", "/lenses/service-basics/versions", map[string]any{"version": "1.0"})
	return s.ok("POST", "/workloads", workload("Checkout", "service-basics")).at("id").String()
}

func workload(name string, lenses ...string) map[string]any {
	return map[string]any{"name": name, "description": "Takes the money", "environment": "PRODUCTION", "review_owner": "Ines",
		"aws_regions": []string{"eu-central-1"}, "lenses": lenses}
}

// fingerprint is the whole state of the workspace as its owner sees it, without what reading itself changes.
func (s *server) fingerprint() string {
	s.t.Helper()
	must(s.t, s.store.SealAudit(context.Background())) // or it would look like a change
	var b strings.Builder
	for _, path := range []string{"/audit?limit=1", "/lenses", "/workloads"} {
		r := s.do(call{method: "GET", path: path, as: "owner"})
		b.Write(r.body)
		if path != "/workloads" {
			continue
		}
		for _, w := range r.tree(s.t).at("items").v.([]any) {
			b.Write(s.do(call{method: "GET", path: "/workloads/" + tree{w}.at("id").String() + "/export", as: "owner"}).body)
		}
	}
	return b.String()
}

// scenario is a row of a table: who asks what, what comes back, and what else must have happened.
type scenario struct {
	name string
	call
	status  int
	code    string   // of the problem
	holds   []string // in the body
	lacks   []string
	changes bool // must leave an audit line; otherwise nothing at all may change
}

func (s *server) run(rows []scenario) {
	s.t.Helper()
	for _, row := range rows {
		before := s.fingerprint()
		r := s.do(row.call)
		label := fmt.Sprintf("%s (%s %s as %s)", row.name, row.method, row.path, row.as)
		if r.status != row.status {
			s.t.Errorf("%s: status %d, want %d: %s", label, r.status, row.status, r.body)
		}
		if row.code != "" && r.tree(s.t).at("code").String() != row.code {
			s.t.Errorf("%s: want code %q: %s", label, row.code, r.body)
		}
		for _, text := range row.holds {
			if !strings.Contains(string(r.body), text) {
				s.t.Errorf("%s: the reply lacks %q: %s", label, text, r.body)
			}
		}
		for _, text := range row.lacks {
			if strings.Contains(string(r.body), text) {
				s.t.Errorf("%s: the reply holds %q: %s", label, text, r.body)
			}
		}
		if changed := s.fingerprint() != before; changed != row.changes {
			s.t.Errorf("%s: changed something: %v, want %v", label, changed, row.changes)
		}
	}
}

// spec is the OpenAPI document of the server: every reply is held against it.
type spec struct {
	doc      map[string]any
	compiler *jsonschema.Compiler
	routes   []specRoute
	mu       sync.Mutex // senders at once share the compiler
	compiled map[string]*jsonschema.Schema
}

type specRoute struct {
	id               string // operationId
	template, method string
	match            *regexp.Regexp
	permission       string
	responses        map[string]any
	members          []string // of the body that hold texts; filled in by the tests of texts
}

const specURL = "mem:///openapi.json"

// openAPI is the document that every reply is held against; all servers of the tests have the same.
var openAPI struct {
	once sync.Once
	spec *spec
}

func readSpec(t testing.TB, s *server) *spec {
	res, err := http.Get(s.url + "/api/v1/openapi.json")
	must(t, err)
	defer res.Body.Close()
	doc, err := jsonschema.UnmarshalJSON(res.Body)
	must(t, err)
	sp := &spec{doc: doc.(map[string]any), compiler: jsonschema.NewCompiler(), compiled: map[string]*jsonschema.Schema{}}
	sp.compiler.DefaultDraft(jsonschema.Draft2020)
	sp.compiler.AssertFormat()
	must(t, sp.compiler.AddResource(specURL, doc))
	paths := sp.doc["paths"].(map[string]any)
	for _, template := range slices.Sorted(maps.Keys(paths)) {
		pattern := regexp.MustCompile(`^` + regexp.MustCompile(`\\\{\w+\\\}`).ReplaceAllString(regexp.QuoteMeta(template), `[^/]+`) + `$`)
		for method, op := range paths[template].(map[string]any) {
			o := op.(map[string]any)
			permission, _ := o["x-permission"].(string)
			sp.routes = append(sp.routes, specRoute{id: o["operationId"].(string), template: template, method: strings.ToUpper(method), match: pattern, permission: permission, responses: o["responses"].(map[string]any)})
		}
	}
	return sp
}

func (sp *spec) route(method, path string) (specRoute, bool) {
	path, _, _ = strings.Cut(path, "?")
	best, found := specRoute{}, false
	for _, r := range sp.routes {
		if r.method == method && r.match.MatchString(path) && (!found || strings.Count(r.template, "{") < strings.Count(best.template, "{")) {
			best, found = r, true
		}
	}
	return best, found
}

func (sp *spec) check(t testing.TB, c call, r reply) {
	t.Helper()
	if sp == nil {
		return
	}
	pointer := "/components/schemas/Problem"
	if r.status < 400 {
		route, ok := sp.route(c.method, c.path)
		if !ok {
			t.Errorf("%s %s is not in the OpenAPI document", c.method, c.path)
			return
		}
		if _, ok := route.responses[fmt.Sprint(r.status)]; !ok {
			t.Errorf("%s %s: status %d is not in the OpenAPI document", c.method, c.path, r.status)
			return
		}
		if r.header.Get("Content-Type") == "text/event-stream" {
			sp.checkEvents(t, route, r)
		}
		if r.status == http.StatusNoContent || r.header.Get("Content-Type") != "application/json" {
			return
		}
		pointer = fmt.Sprintf("/paths/%s/%s/responses/%d/content/application~1json/schema",
			strings.ReplaceAll(route.template, "/", "~1"), strings.ToLower(c.method), r.status)
	} else if got := r.header.Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("%s %s: a problem came as %q: %s", c.method, c.path, got, r.body)
		return
	}
	schema, err := sp.schema(pointer)
	must(t, err)
	body, err := jsonschema.UnmarshalJSON(bytes.NewReader(r.body))
	if err != nil {
		t.Errorf("%s %s: not JSON: %s", c.method, c.path, r.body)
		return
	}
	if err := schema.Validate(body); err != nil {
		t.Errorf("%s %s: the reply is not what the OpenAPI document says: %v\n%s", c.method, c.path, err, r.body)
	}
}

func (sp *spec) schema(pointer string) (*jsonschema.Schema, error) {
	sp.mu.Lock()
	defer sp.mu.Unlock()
	if s, ok := sp.compiled[pointer]; ok {
		return s, nil
	}
	s, err := sp.compiler.Compile(specURL + "#" + strings.NewReplacer("{", "%7B", "}", "%7D").Replace(pointer))
	sp.compiled[pointer] = s
	return s, err
}
