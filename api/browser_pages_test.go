package api_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"plumbline/api/apitest"
	"plumbline/models"
	"plumbline/models/delivery"
	"plumbline/models/feed"
	"plumbline/models/store"
	"plumbline/questionnaires/builtin"
)

// spectators look at every page. Who sees the most comes first: of pages that are alike, the first is looked at most
// closely.
var spectators = []string{"owner session", "administrator session", "guest session", "nobody", "viewer session",
	"stranger session"}

// pageParams are path parameters of pages beside those that things has.
var pageParams = map[string]string{"milestone": "1", "topic": "roles", "group": "reviews"}

// alsoPage begins the name of a thing that is the address of one more page: a route that is worth a second look.
const alsoPage = "also "

// pageQueries are what a page needs behind the "?" to show something, by its path in the routes table.
var pageQueries = map[string]string{"/workloads/:workload/plan/what-if": "?choose=path"}

// windowSizes are the windows that every page must fit into: a desk, a phone, and a desk at 200 %.
var windowSizes = []struct {
	name                  string
	width, height, factor int64
}{{"1440", 1440, 900, 1}, {"390", 390, 844, 1}, {"zoomed", 1440, 900, 2}}

// pageTourist walks the pages and keeps what is wrong with them.
type pageTourist struct {
	*apitest.Server
	axe   string // source of axe-core; "": not asked
	seen  map[string]bool
	first *sync.Map // kinds of pages that somebody has looked at already
}

// TestEveryPageInTheBrowser opens every page that the engine knows, as everybody who may, at every size, light and
// dark: nothing on the console, nothing against the policy, no other host, no page that scrolls sideways, one first
// heading, and nothing that axe-core finds.
func TestEveryPageInTheBrowser(t *testing.T) {
	if apitest.RaceDetector {
		t.Skip("the tour of the pages is about pages, not about races: it runs without the race detector")
	}
	onFurnished(t, func(s *apitest.Server, things map[string]string) {
		walk := pageTourist{Server: s, axe: axeSource(t), seen: map[string]bool{}, first: new(sync.Map)}
		paths := walk.paths(things)
		for _, who := range spectators {
			walk.tour(t, who, paths)
		}
		for _, path := range paths {
			if !walk.seen[path] {
				t.Errorf("nobody gets to see %s: does it want a filler in pageParams or pageQueries?", path)
			}
		}
	})
}

var routeParam = regexp.MustCompile(`[:*]\w+`)

// paths are the addresses of every page, with ids of things that there are.
func (w pageTourist) paths(things map[string]string) (list []string) {
	for _, route := range webRoutes(w.Server) {
		if route.Method != http.MethodGet {
			continue
		}
		path := routeParam.ReplaceAllStringFunc(route.Path, func(p string) string {
			id, known := things[p[1:]]
			if !known {
				w.T.Errorf("%s: no thing for the path parameter %s; name one in things or in pageParams", route.Path, p)
			}
			return id
		})
		list = append(list, path+pageQueries[route.Path])
	}
	for _, name := range slices.Sorted(maps.Keys(things)) {
		if strings.HasPrefix(name, alsoPage) {
			list = append(list, things[name])
		}
	}
	return list
}

// furnished are servers with what furnishServer brings in, whose ids furnishedThings has. They are on SQLite only.
var (
	furnishedThings map[string]string
	furnished       = apitest.NewFurnished(func(s *apitest.Server) { furnishedThings = furnishServer(s) })
)

// onFurnished is apitest.OnSQLite with a furnished server and its things.
func onFurnished(t *testing.T, test func(*apitest.Server, map[string]string)) {
	t.Parallel()
	s := furnished.OnSQLite(t)
	test(s, maps.Clone(furnishedThings))
}

// furnishServer brings in one of everything, and what pages find hard: long words, text from right to left, markup,
// many rows. It gives ids by path parameter.
func furnishServer(s *apitest.Server) map[string]string {
	s.T.Helper()
	things := s.OneOfEach()
	maps.Copy(things, pageParams)
	things["preset"] = s.OK("POST", "/report-presets", map[string]any{"name": "Board pack",
		"base": "leadership"}).At("id").String()
	at := "/workloads/" + things["workload"] + "/lenses/service-basics/answers/"
	s.OK("PUT", at+"oncall", map[string]any{"selected": []string{"oncall_rota", "oncall_alerts"},
		"notes": "A rota of **six**.\n\n- one\n- two"})
	s.OK("PUT", at+"backup", map[string]any{"selected": []string{"backup_no"}})
	s.OK("PUT", at+"cost", map[string]any{"applicable": false, "reason": "OUT_OF_SCOPE"})
	hard := apitest.WorkloadBody(`<b>Hard</b> `+strings.Repeat("unbroken", 11), "service-basics")
	hard["description"] = "نص من اليمين إلى اليسار " + strings.Repeat("/srv/example/with/a/long/path", 7) + " 🧭"
	s.OK("POST", "/workloads", hard)
	s.OK("POST", "/workloads", apitest.WorkloadBody("No lens yet"))
	addPossessions(s, "owner")
	addShares(s, things)
	addTalk(s, at+"backup")
	addRisks(s, things, at)
	s.OK("PATCH", strings.Replace(at, "answers/", "facilitation", 1),
		map[string]any{"running": true, "question_id": "oncall", "show_notes": true})
	newerLenses(s)
	addDeliveries(s)
	addMappings(s)
	addDays(s, things["workload"])
	name := strings.Repeat("Wolfeschlegelsteinhausenberg", 3)
	_, err := s.Service.Users.UpdateSelf(s.As("viewer session"), models.OwnPatch{Name: &name})
	apitest.Must(s.T, err)
	addProofs(s, things)
	return things
}

// addProofs leaves a report that can be verified, and a file that is none.
func addProofs(s *apitest.Server, things map[string]string) {
	s.T.Helper()
	report := s.Do(apitest.Call{Method: "GET", Path: "/workloads/" + things["workload"] + "/report.html",
		As: "owner"}).Body
	for name, file := range map[string][]byte{"genuine": report, "unknown": nil} {
		things[alsoPage+name] = fmt.Sprintf("/verify?sha256=%x", sha256.Sum256(file))
	}
}

// addShares offers a lens to another workspace, and gets an offer of one.
func addShares(s *apitest.Server, things map[string]string) {
	s.T.Helper()
	things["lens_share"] = s.OfferShare("/lenses/service-basics", models.Viewer)
	as := func(path string, body any) apitest.Tree {
		r := s.Do(apitest.Call{Method: "POST", Path: path, As: "stranger", Body: body})
		if r.Status >= 300 {
			s.T.Fatalf("POST %s: %d %s", path, r.Status, r.Body)
		}
		return r.Tree(s.T)
	}
	load := as("/workloads", apitest.WorkloadBody("Theirs "+strings.Repeat("unbroken", 9))).At("id").String()
	offer := map[string]any{"account_id": s.AccountID("owner"), "role": models.Contributor}
	things["offer"] = as("/workloads/"+load+"/shares", offer).At("id").String()
}

// addRisks leaves an owner's comment at an item, a calendar, and two more accepted risks: one that the owner has asked
// for, and one that is in force.
func addRisks(s *apitest.Server, things map[string]string, answers string) {
	s.T.Helper()
	as := func(who, path string, body any) apitest.Tree {
		r := s.Do(apitest.Call{Method: "POST", Path: path, As: who, Body: body})
		if r.Status >= 300 {
			s.T.Fatalf("POST %s: %d %s", path, r.Status, r.Body)
		}
		return r.Tree(s.T)
	}
	as("owner session", "/items/1/comments", map[string]any{"body": "Is there a **date**?"})
	_, calendar, err := s.Service.Feeds.Create(s.As("owner session"), feed.Input{Name: "My dates"},
		models.IdempotencyKey{})
	apitest.Must(s.T, err)
	things["calendar"] = calendar.ID
	ask := func(who, question, worst string) string {
		s.OK("PUT", answers+question, map[string]any{"selected": []string{worst}})
		return as(who, strings.TrimSuffix(answers, "answers/")+"acceptances", map[string]any{"question_id": question,
			"reason": strings.Repeat("unbroken", 9), "mitigation": "By hand", "approver_role": "CISO",
			"until": time.Now().UTC().AddDate(0, 0, 90).Format(time.DateOnly)}).At("id").String()
	}
	things[alsoPage+"own"] = "/acceptances/" + ask("owner session", "load", "load_no")
	decided := "/acceptances/" + ask("contributor session", "failure", "failure_no")
	as("owner session", decided+"/decide", map[string]any{"accept": true})
	things[alsoPage+"in force"] = decided + "/revoke"
}

// addTalk leaves an owner's comment at a question, and two parked items, one of them done.
func addTalk(s *apitest.Server, question string) {
	s.T.Helper()
	review, _, _ := strings.Cut(question, "/answers/")
	owner := func(method, path string, body any) apitest.Tree {
		r := s.Do(apitest.Call{Method: method, Path: path, As: "owner session", Body: body})
		if r.Status >= 300 {
			s.T.Fatalf("%s %s: %d %s", method, path, r.Status, r.Body)
		}
		return r.Tree(s.T)
	}
	owner("POST", question+"/comments", map[string]any{"body": "Is the rota written down?"})
	s.Expect(apitest.Call{Method: "POST", Path: question + "/comments", As: "contributor session",
		Body: map[string]any{"body": "@" + s.Users["owner"].Email + " it is"}}, http.StatusCreated)
	owner("POST", review+"/parking", map[string]any{"body": "Who pays for the second region?"})
	done := owner("POST", review+"/parking", map[string]any{"body": "Ask for the contract"})
	owner("PATCH", review+"/parking/"+done.At("id").String(), map[string]any{"done": true})
}

// addMappings leaves claims that came at sign-ins, a mapping of one of them, and one that can't match.
func addMappings(s *apitest.Server) {
	s.T.Helper()
	apitest.Must(s.T, s.Store.Write(s.T.Context(), func(tx *store.Tx) error {
		return tx.PutSetting(models.SettingClaims,
			`{"Latest": ["groups", "https://claims.example.org/department"], "Days": {"groups": 20000,
			"https://claims.example.org/department": 20001, "realm_access.roles": 19000}}`)
	}))
	for claim, value := range map[string]string{"groups": "platform", "realm_access": strings.Repeat("unbroken", 9)} {
		_, err := s.Service.Mappings.Create(s.As("administrator session"), models.MappingInput{Claim: claim, Value: value,
			WorkspaceID: s.WorkspaceID, Role: models.Architect})
		apitest.Must(s.T, err)
	}
}

// addDeliveries leaves a mail in each state in the outbox, one of them with a long address and a long error.
func addDeliveries(s *apitest.Server) {
	s.T.Helper()
	now := time.Now()
	for i, state := range delivery.States {
		d := delivery.Delivery{ID: models.NewID(), Kind: delivery.Mail, About: delivery.AboutInvitation, State: state,
			Recipient: "ines@example.org", Payload: "x", CreatedAt: now, QueuedAt: now, DueAt: now.Add(time.Hour), Attempts: i}
		if state != delivery.Waiting {
			d.EndedAt = now
		}
		if state == delivery.Failed {
			d.Recipient = strings.Repeat("unbroken", 7) + "@" + strings.Repeat("long-", 12) + "example.org"
			d.LastError = "refused: 550 5.1.1 <b>" + strings.Repeat("/no/such/user", 9) + "</b> unknown"
		}
		apitest.Must(s.T, s.Store.Write(s.T.Context(), func(tx *store.Tx) error {
			return store.Outbox(tx).Create(d, func() {})
		}))
	}
}

// newerLenses publishes a next version of the sample's lens and drafts another, and publishes a lens that is applied to
// nothing.
func newerLenses(s *apitest.Server) {
	s.T.Helper()
	named := strings.NewReplacer(`"name": "Running the service"`, `"description": "Protects `+
		strings.Repeat("unbroken", 30)+`", "name": "Running it"`, `"shortName": "Outages and on call",`, `"shortName": "`+
		strings.Repeat("Broad", 8)+`", "terms": ["`+strings.Repeat("term", 50)+`", "عربي <b>"],`, `"id": "oncall_rota",`,
		`"id": "oncall_rota", "terms": ["`+strings.Repeat("rota", 50)+`"],`)
	s.PublishVersion("2.0", true, []byte(named.Replace(string(builtin.SampleDocument()))))
	other := bytes.ReplaceAll(bytes.ReplaceAll(builtin.SampleDocument(), []byte("service-basics"), []byte("second")),
		[]byte("Service basics"), []byte("Second"))
	s.OK("POST", "/lenses", other)
	s.OK("POST", "/lenses/second/versions", map[string]any{"version": "1.0"})
	s.OK("PUT", "/lenses/service-basics/draft", bytes.Replace([]byte(named.Replace(string(builtin.SampleDocument()))),
		[]byte("Running it"), []byte("Keeping it going"), 1))
}

// addPossessions gives somebody a token, a key, a second session and a second workspace.
func addPossessions(s *apitest.Server, name string) {
	s.T.Helper()
	ctx := s.As(name + " session")
	_, _, err := s.Service.Tokens.CreateOwn(ctx, models.TokenInput{Name: "Laptop", Role: models.Viewer})
	apitest.Must(s.T, err)
	_, _, err = s.Service.Keys.CreateOwn(ctx, models.TokenInput{Name: "Laptop", Role: models.Viewer})
	apitest.Must(s.T, err)
	_, _, err = s.Service.Sessions.SignIn(s.T.Context(), models.SignIn{Email: s.Users[name].Email,
		Password: apitest.Password}, "")
	apitest.Must(s.T, err)
	_, err = s.Service.Members.Add(models.WithActor(s.T.Context(), models.ProgramActor("")), s.StrangersID,
		s.Users[name].ID, models.MemberGrant{Role: models.Viewer})
	apitest.Must(s.T, err)
}

// tabsAtOnce is how many pages of one person are looked at at the same time.
const tabsAtOnce = 3

// tour opens each page as one person, in a few tabs at once.
func (w pageTourist) tour(t *testing.T, who string, paths []string) {
	pages := w.visible(who, paths)
	jobs := make(chan visitedPage, len(pages))
	for _, page := range pages {
		jobs <- page
	}
	close(jobs)
	t.Run(who, func(t *testing.T) {
		for range tabsAtOnce {
			t.Run("tab", func(t *testing.T) {
				t.Parallel()
				own := *w.Server
				own.T = t
				w := pageTourist{&own, w.axe, w.seen, w.first}
				b := w.Browser().As(who)
				for page := range jobs {
					if page.status >= 400 {
						b.Announce(fmt.Sprintf("status of %d", page.status))
					}
					w.look(b, who, page.path)
				}
			})
		}
	})
}

// visitedPage is a page as somebody gets it.
type visitedPage struct {
	path   string
	status int
}

// visible are the pages that somebody gets to see, those that say no once for each status.
func (w pageTourist) visible(who string, paths []string) (pages []visitedPage) {
	refused := map[int]bool{}
	for _, path := range paths {
		status, page, to := w.ask(who, path)
		switch {
		case to != "" && !strings.HasPrefix(to, "/signin"):
			w.seen[path] = true // it leads to another page
		case status == http.StatusOK && page == "":
			w.seen[path] = true // a file, or a stream
		case status == http.StatusOK:
			w.seen[path] = true
			pages = append(pages, visitedPage{path, status})
		case status >= 400 && !refused[status]:
			refused[status] = true
			pages = append(pages, visitedPage{path, status})
		}
	}
	return pages
}

// ask asks for a path as somebody: the status, the page, "" where it is none, and where it leads. Of what is no page,
// such as a stream, it reads nothing but the head.
func (w pageTourist) ask(who, path string) (status int, html, to string) {
	w.T.Helper()
	req, err := http.NewRequestWithContext(w.T.Context(), http.MethodGet, w.URL+path, nil)
	apitest.Must(w.T, err)
	if secret, in := w.Sessions[who]; in {
		req.AddCookie(&http.Cookie{Name: "plumbline_session", Value: secret})
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	apitest.Must(w.T, err)
	defer res.Body.Close()
	if res.StatusCode >= 500 {
		w.T.Errorf("%s as %s: %d", path, who, res.StatusCode)
	}
	if strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
		body, err := io.ReadAll(res.Body)
		apitest.Must(w.T, err)
		html = string(body)
		w.CheckPage(apitest.Visit{Method: http.MethodGet, Path: path, As: who}, res, html)
	}
	return res.StatusCode, html, res.Header.Get("Location")
}

// look opens a page and looks at it in each window and each scheme. A page like one that was looked at before is not
// loaded anew for each window.
func (w pageTourist) look(b *apitest.Tab, who, path string) {
	w.T.Helper()
	var thorough bool
	for i, window := range windowSizes {
		b.Zoom(window.width, window.height, window.factor)
		if i == 0 || thorough {
			b.Open(path)
		}
		if i == 0 {
			kind := path + " " + apitest.ValueOf[string](b, kindJS)
			_, seen := w.first.LoadOrStore(kind, true)
			thorough = !seen
		}
		for _, scheme := range []string{"light", "dark"} {
			// Dark differs in colours, at any width alike.
			if scheme == "dark" && !apitest.Screenshots() && (i > 0 || !thorough) {
				continue
			}
			b.Scheme(scheme)
			where := fmt.Sprintf("%s as %s at %s, %s", path, who, window.name, scheme)
			if scheme == "light" {
				w.layout(b, where)
			}
			if thorough && window.factor == 1 && (scheme == "light" || i == 0) {
				w.accessible(b, where, scheme == "dark")
			}
			b.Screenshot(strings.Trim(unfitForFile.ReplaceAllString(where, "-"), "-"))
		}
	}
	for _, fault := range b.Take() {
		w.T.Errorf("%s as %s: %s", path, who, fault)
	}
}

// kindJS tells pages of one address apart that are not alike: another heading, nothing in it, nobody signed in.
const kindJS = `document.querySelector("h1")?.innerText + (document.querySelector(".empty") ? " empty" : "") + ` +
	`(document.querySelector(".who") ? "" : " open")`

// unfitForFile is what a file name goes without, ids included.
var unfitForFile = regexp.MustCompile(`[0-9a-f]{32}|[^a-z0-9.]+`)

// pageLayout is what is the same on every page, whoever looks and however.
type pageLayout struct {
	Wide, Window int      // of the page, in CSS pixels
	Out          []string // what sticks out
	Headings     []string // of the first level
	Title, Lang  string
	Mains        int
}

const layoutJS = `(() => {
  const wide = document.scrollingElement.scrollWidth, window = document.documentElement.clientWidth;
  const out = wide <= window ? [] : [...document.querySelectorAll("body *")]
    .filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > window + 1)
    .slice(0, 5).map((e) => e.tagName.toLowerCase() + (e.id ? "#" + e.id : "") +
      (e.className.baseVal ?? e.className ? "." + (e.className.baseVal ?? e.className) : ""));
  return {Wide: wide, Window: window, Out: out, Headings: [...document.querySelectorAll("h1")].map((e) => e.innerText),
    Title: document.title, Lang: document.documentElement.lang, Mains: document.querySelectorAll("main").length};
})()`

func (w pageTourist) layout(b *apitest.Tab, where string) {
	w.T.Helper()
	l := apitest.ValueOf[pageLayout](b, layoutJS)
	if l.Wide > l.Window {
		w.T.Errorf("%s: the page is %d wide and scrolls sideways in a window of %d; out stick %q", where, l.Wide, l.Window,
			l.Out)
	}
	if len(l.Headings) != 1 || strings.TrimSpace(strings.Join(l.Headings, "")) == "" {
		w.T.Errorf("%s: first headings are %q, not one", where, l.Headings)
	}
	if l.Title == "" || l.Lang != "en" || l.Mains != 1 {
		w.T.Errorf("%s: title %q, language %q, %d mains", where, l.Title, l.Lang, l.Mains)
	}
}

// The tour itself notices a page that scrolls sideways, and one without a heading.
func TestTheTourNotices(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		b := s.Browser().As("owner session")
		b.Size(390, 844)
		b.Open("/members")
		apitest.ValueOf[bool](b,
			`document.querySelector("main").append(Object.assign(document.createElement("hr"), {width: 500})), `+
				`document.querySelector("h1").remove(), true`)
		l := apitest.ValueOf[pageLayout](b, layoutJS)
		if l.Wide <= l.Window || !slices.Contains(l.Out, "hr") || len(l.Headings) != 0 {
			t.Errorf("not noticed: %+v", l)
		}
	})
}
