package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"plumbline/api"
	"plumbline/api/apitest"
	"plumbline/models"
)

// webVisitors are the columns of webTable. Pages know people only: a token opens none.
var webVisitors = []string{"nobody", "stranger session", "viewer session", "contributor session", "architect session",
	"owner session", "administrator session", "revoked session"}

// webRoutes are the pages and forms that the engine knows, without the static files.
func webRoutes(s *apitest.Server) (list []gin.RouteInfo) {
	for _, r := range api.New(s.Service, api.Options{}).(*gin.Engine).Routes() {
		if !strings.HasPrefix(r.Path, "/api/") && !strings.HasPrefix(r.Path, "/static/") && r.Method != http.MethodHead &&
			!strings.HasSuffix(r.Path, "z") && !strings.HasPrefix(r.Path, "/calendar/") { // which is for programs
			list = append(list, r)
		}
	}
	slices.SortFunc(list, func(a, b gin.RouteInfo) int { return strings.Compare(a.Path+a.Method, b.Path+b.Method) })
	return list
}

// TestEveryPageAsEverybody asks for every page and sends every form, empty, as everybody. What each gets is written
// down in webTable, and a route without a row fails.
func TestEveryPageAsEverybody(t *testing.T) {
	apitest.EachWalk(t, func(s *apitest.Server) {
		id := s.Sample()
		paths := strings.NewReplacer(":workload", id, ":user", s.Users["viewer"].ID, ":session", models.NewID(), ":token",
			models.NewID(),
			":topic", "roles", ":group", "reviews",
			":key", "PLAKAAAAAAAAAAAAAAAA", ":invitation", models.NewID(), ":lens", "service-basics", ":question", "backup",
			":comment", models.NewID(),
			":item", models.NewID(), ":proposal", models.NewID(), ":link", models.NewID(),
			":share", models.NewID(), ":lens_share",
			models.NewID(), ":offer", models.NewID(),
			":delivery", models.NewID(), ":mapping", models.NewID(), ":number", "1", ":version", "1.0",
			":pillar", "operations")
		s.OK("POST", "/workloads/"+id+"/milestones", map[string]any{"name": "First look"})
		seen := map[string]bool{}
		var suggestion strings.Builder
		for _, route := range webRoutes(s) {
			name := route.Method + " " + route.Path
			row, known := webTable[name]
			seen[name] = true
			got := make([]int, len(webVisitors))
			for i, who := range webVisitors {
				v := apitest.Visit{Method: route.Method, Path: paths.Replace(route.Path), As: who}
				if route.Path == "/signin" { // of an account of its own, so that no count of failures stands in the way
					v.Form = apitest.FormFields("email", strings.ReplaceAll(who, " ", ".")+"@nowhere.example")
				}
				r := s.Visit(v)
				if got[i] = r.Status; known && got[i] != row[i] {
					s.T.Errorf("%s as %s: %d, want %d: %s", name, who, got[i], row[i], r.Header.Get("Location"))
				}
				if to := r.Header.Get("Location"); who == "nobody" && route.Method == "GET" && r.Status == 303 &&
					!strings.HasPrefix(to, "/signin?return_to=%2F") {
					s.T.Errorf("%s sends nobody to %s", name, to)
				}
				if route.Path == "/signout" {
					s.SignBack(who)
				}
			}
			if !known {
				fmt.Fprintf(&suggestion, "\t%q: {%s},\n", name, strings.Trim(strings.ReplaceAll(fmt.Sprint(got), " ", ", "), "[]"))
			}
		}
		if suggestion.Len() > 0 {
			s.T.Errorf("pages without a row; decide on each before it is written down:\n%s", &suggestion)
		}
		for name := range webTable {
			if !seen[name] {
				s.T.Errorf("the table has a row for %s, which is no page", name)
			}
		}
	})
}

// Every form that a session sends is refused without the session's CSRF token, and changes nothing; so is one from
// another site's page.
func TestFormsWantTheirToken(t *testing.T) {
	apitest.EachWalk(t, func(s *apitest.Server) {
		s.Sample()
		before := s.Fingerprint()
		paths := strings.NewReplacer(":user", s.Users["viewer"].ID)
		open := []string{"/signin", "/reset", "/join", "/join/use", "/guest"}
		for _, route := range webRoutes(s) {
			if route.Method != "POST" {
				continue
			}
			for _, who := range []string{"owner session", "administrator session"} {
				v := apitest.Visit{Method: "POST", Path: paths.Replace(route.Path), As: who,
					Form: apitest.FormFields("name", "Taken over", "role", "viewer", "email", "a@example.com"), NoToken: true}
				if r := s.Visit(v); !slices.Contains(open, route.Path) && r.Status != 403 {
					s.T.Errorf("%s without the token as %s: %d", route.Path, who, r.Status)
				}
				v.Form.Set("csrf_token", "of-another-session")
				if r := s.Visit(v); !slices.Contains(open, route.Path) && r.Status != 403 {
					s.T.Errorf("%s with another token as %s: %d", route.Path, who, r.Status)
				}
				v.NoToken, v.Header = false, map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
				if r := s.Visit(v); r.Status != 403 || !strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") {
					s.T.Errorf("%s from another site as %s: %d", route.Path, who, r.Status)
				}
			}
		}
		if s.Fingerprint() != before {
			s.T.Error("a form without its token changed something")
		}
	})
}

// webTable has for each page and form the status that each visitor gets: 303 to sign-in for nobody, 401 where a form
// would be lost.
var webTable = map[string][8]int{
	"POST /items/:item/comments/:comment/delete": {401, 404, 403, 404, 404, 404, 403, 401},
	"POST /items/:item/comments/:comment":        {401, 404, 403, 404, 404, 404, 403, 401},
	"POST /items/:item/comments":                 {401, 404, 403, 404, 404, 404, 403, 401},
	"POST /items/:item/delete":                   {401, 404, 403, 403, 404, 404, 403, 401},
	"GET /items/:item/edit":                      {303, 404, 403, 404, 404, 404, 403, 303},
	"POST /items/:item/edit":                     {401, 404, 403, 404, 404, 404, 403, 401},
	"POST /items/:item/move":                     {401, 404, 403, 404, 404, 404, 403, 401},
	"POST /items/:item/verify":                   {401, 404, 403, 404, 404, 404, 403, 401},
	"GET /items/:item":                           {303, 404, 404, 404, 404, 404, 403, 303},
	"GET /items/board":                           {303, 200, 200, 200, 200, 200, 403, 303},
	"GET /items/timeline":                        {303, 200, 200, 200, 200, 200, 403, 303},
	"GET /workloads/:workload/items/timeline":    {303, 404, 200, 200, 200, 200, 403, 303},
	"GET /portfolio":                             {303, 200, 200, 200, 200, 200, 403, 303},
	"GET /portfolio/report":                      {303, 200, 200, 200, 200, 200, 403, 303},
	"GET /trend":                                 {303, 200, 200, 200, 200, 200, 403, 303},
	"GET /workloads/:workload/trend":             {303, 404, 200, 200, 200, 200, 403, 303},
	"POST /items/edit":                           {401, 200, 403, 200, 200, 200, 403, 401},
	"GET /items/new":                             {303, 200, 403, 200, 200, 200, 403, 303},
	"GET /items":                                 {303, 200, 200, 200, 200, 200, 403, 303},
	"GET /workloads/:workload/items/board":       {303, 404, 200, 200, 200, 200, 403, 303},
	"GET /workloads/:workload/items/new":         {303, 404, 403, 200, 200, 200, 403, 303},
	"POST /workloads/:workload/items/new":        {401, 404, 403, 422, 422, 422, 403, 401},
	"GET /workloads/:workload/items":             {303, 404, 200, 200, 200, 200, 403, 303},
	"GET /workspace/reports":                     {303, 200, 200, 200, 200, 200, 403, 303},
	"POST /workspace/reports":                    {401, 303, 403, 403, 403, 303, 403, 401},
	"POST /workspace/reports/logo":               {401, 422, 403, 403, 403, 422, 403, 401},
	"POST /workspace/reports/presets":            {401, 422, 403, 403, 403, 422, 403, 401},

	"GET /workspace/reports/presets/:preset":         {303, 404, 404, 404, 404, 404, 403, 303},
	"POST /workspace/reports/presets/:preset":        {401, 404, 403, 403, 403, 404, 403, 401},
	"GET /workspace/reports/presets/:preset/preview": {303, 404, 404, 404, 404, 404, 403, 303},
	"POST /workspace/reports/presets/:preset/delete": {401, 404, 403, 403, 403, 404, 403, 401},

	"GET /workspace/plan":                                               {303, 200, 200, 200, 200, 200, 403, 303},
	"POST /workspace/plan":                                              {401, 422, 403, 403, 403, 422, 403, 401},
	"GET /":                                                             {303, 200, 200, 200, 200, 200, 200, 303},
	"POST /acceptances/:acceptance/decide":                              {401, 404, 403, 403, 404, 404, 403, 401},
	"GET /acceptances/:acceptance/revoke":                               {303, 404, 403, 403, 404, 404, 403, 303},
	"POST /acceptances/:acceptance/revoke":                              {401, 404, 403, 403, 404, 404, 403, 401},
	"POST /acceptances/:acceptance/withdraw":                            {401, 404, 403, 404, 404, 404, 403, 401},
	"GET /acceptances/:acceptance":                                      {303, 404, 404, 404, 404, 404, 403, 303},
	"GET /acceptances":                                                  {303, 200, 200, 200, 200, 200, 403, 303},
	"POST /account/calendars/:calendar/revoke":                          {401, 404, 404, 404, 404, 404, 403, 401},
	"GET /account/calendars":                                            {303, 200, 200, 200, 200, 200, 403, 303},
	"POST /account/calendars":                                           {401, 422, 422, 422, 422, 422, 403, 401},
	"POST /account/notices":                                             {401, 422, 422, 422, 422, 422, 422, 401},
	"GET /items/import":                                                 {303, 200, 403, 200, 200, 200, 403, 303},
	"POST /items/import":                                                {401, 422, 403, 422, 422, 422, 403, 401},
	"GET /workloads/:workload/lenses/:lens/recap":                       {303, 404, 403, 200, 200, 200, 403, 303},
	"POST /workloads/:workload/lenses/:lens/recap":                      {401, 404, 403, 409, 409, 409, 403, 401},
	"GET /workloads/:workload/lenses/:lens/questions/:question/accept":  {303, 404, 403, 200, 200, 200, 403, 303},
	"POST /workloads/:workload/lenses/:lens/questions/:question/accept": {401, 404, 403, 422, 422, 422, 403, 401},
	"POST /account/codes/confirm":                                       {401, 409, 409, 409, 409, 409, 409, 401},
	"POST /account/codes/end":                                           {401, 422, 422, 422, 422, 422, 422, 401},
	"POST /account/codes":                                               {401, 422, 422, 422, 422, 422, 422, 401},
	"POST /workspace/codes":                                             {401, 303, 403, 403, 403, 303, 403, 401},
	"POST /workspace/time-zone":                                         {401, 422, 403, 403, 403, 422, 403, 401},
	"POST /account/time-zone":                                           {401, 303, 303, 303, 303, 303, 303, 401},
	"GET /admin/outbox":                                                 {303, 403, 403, 403, 403, 403, 200, 303},
	"POST /admin/outbox/:delivery/retry":                                {401, 403, 403, 403, 403, 403, 404, 401},
	"POST /admin/outbox/:delivery/discard":                              {401, 403, 403, 403, 403, 403, 404, 401},
	"POST /admin/settings":                                              {401, 403, 403, 403, 403, 403, 303, 401},
	"POST /account/keys/:key/revoke":                                    {401, 404, 404, 404, 404, 404, 403, 401},
	"POST /account/name":                                                {401, 422, 422, 422, 422, 422, 422, 401},
	"POST /account/password":                                            {401, 422, 422, 422, 422, 422, 422, 401},
	"POST /account/sessions/:session/end":                               {401, 404, 404, 404, 404, 404, 404, 401},
	"POST /account/sessions/end":                                        {401, 303, 303, 303, 303, 303, 303, 401},
	"POST /account/tokens/:token/revoke":                                {401, 404, 404, 404, 404, 404, 403, 401},
	"GET /account/tokens":                                               {303, 200, 200, 200, 200, 200, 403, 303},
	"POST /account/tokens":                                              {401, 422, 422, 422, 422, 422, 403, 401},
	"GET /account":                                                      {303, 200, 200, 200, 200, 200, 200, 303},
	"POST /admin/users/:user/disable":                                   {401, 403, 403, 403, 403, 403, 422, 401},
	"POST /admin/users/:user/enable":                                    {401, 403, 403, 403, 403, 403, 303, 401},
	"POST /admin/users/:user/reset":                                     {401, 403, 403, 403, 403, 403, 200, 401},
	"GET /admin/users/:user":                                            {303, 403, 403, 403, 403, 403, 200, 303},
	"POST /admin/users/:user":                                           {401, 403, 403, 403, 403, 403, 422, 401},
	"GET /admin/users":                                                  {303, 403, 403, 403, 403, 403, 200, 303},
	"POST /admin/users":                                                 {401, 403, 403, 403, 403, 403, 422, 401},
	"POST /admin/workspaces/members":                                    {401, 403, 403, 403, 403, 403, 422, 401},
	"GET /admin/workspaces":                                             {303, 403, 403, 403, 403, 403, 200, 303},
	"POST /admin/workspaces":                                            {401, 403, 403, 403, 403, 403, 422, 401},
	"GET /admin/audit":                                                  {303, 403, 403, 403, 403, 403, 200, 303},
	"GET /admin/mappings":                                               {303, 403, 403, 403, 403, 403, 200, 303},
	"POST /admin/mappings":                                              {401, 403, 403, 403, 403, 403, 422, 401},
	"POST /admin/mappings/:mapping/delete":                              {401, 403, 403, 403, 403, 403, 404, 401},
	"GET /admin/audit/verify":                                           {303, 403, 403, 403, 403, 403, 200, 303},
	"GET /api":                                                          {200, 200, 200, 200, 200, 200, 200, 200},
	"GET /audit":                                                        {303, 200, 403, 403, 403, 200, 403, 303},
	"GET /audit/verify":                                                 {303, 200, 403, 403, 403, 200, 403, 303},
	"POST /invitations/:invitation/revoke":                              {401, 404, 403, 403, 403, 404, 403, 401},
	"POST /join/use":                                                    {404, 404, 404, 404, 404, 404, 404, 404},
	"GET /guest":                                                        {200, 200, 200, 200, 200, 200, 200, 200},
	"POST /guest":                                                       {404, 404, 404, 404, 404, 404, 404, 404},
	"GET /verify":                                                       {200, 200, 200, 200, 200, 200, 200, 200},
	"POST /verify/keys":                                                 {401, 403, 403, 403, 403, 403, 303, 401},
	"GET /help":                                                         {200, 200, 200, 200, 200, 200, 200, 200},
	"GET /help/api/:group":                                              {200, 200, 200, 200, 200, 200, 200, 200},
	"GET /help/:topic":                                                  {200, 200, 200, 200, 200, 200, 200, 200},
	"GET /join":                                                         {200, 200, 200, 200, 200, 200, 200, 200},
	"POST /join":                                                        {404, 404, 404, 404, 404, 404, 404, 404},
	"POST /keys/:key/revoke":                                            {401, 404, 403, 403, 403, 404, 403, 401},
	"POST /members/:user/remove":                                        {401, 404, 403, 403, 403, 422, 403, 401},
	"POST /members/:user/reset":                                         {401, 404, 403, 403, 403, 200, 403, 401},
	"GET /members/:user":                                                {303, 404, 403, 403, 403, 200, 403, 303},
	"POST /members/:user":                                               {401, 404, 403, 403, 403, 422, 403, 401},
	"GET /members":                                                      {303, 200, 200, 200, 200, 200, 403, 303},
	"POST /members":                                                     {401, 422, 403, 403, 403, 422, 403, 401},
	"GET /reset":                                                        {200, 200, 200, 200, 200, 200, 200, 200},
	"POST /reset":                                                       {409, 409, 409, 409, 409, 409, 409, 409},
	"GET /signin":                                                       {200, 200, 200, 200, 200, 200, 200, 200},
	"POST /signin":                                                      {401, 401, 401, 401, 401, 401, 401, 401},
	"POST /signout":                                                     {303, 303, 303, 303, 303, 303, 303, 303},
	"POST /tokens/:token/revoke":                                        {401, 404, 403, 403, 403, 404, 403, 401},
	"GET /tokens":                                                       {303, 200, 403, 403, 403, 200, 403, 303},
	"POST /tokens":                                                      {401, 422, 403, 403, 403, 422, 403, 401},
	"GET /workloads/:workload/report.pdf":                               {303, 404, 200, 200, 200, 200, 403, 303},
	"GET /workloads/:workload/lenses/:lens":                             {303, 404, 303, 303, 303, 303, 403, 303},
	"GET /workloads/:workload/lenses/:lens/notes":                       {303, 404, 200, 200, 200, 200, 403, 303},
	"POST /workloads/:workload/lenses/:lens/notes":                      {401, 422, 403, 422, 422, 422, 403, 401},
	"GET /workloads/:workload/lenses/:lens/questions/:question":         {303, 404, 200, 200, 200, 200, 403, 303},
	"POST /workloads/:workload/lenses/:lens/questions/:question":        {401, 404, 403, 422, 422, 422, 403, 401},
	"GET /workloads/:workload/lenses/:lens/questions/:question/live":    {303, 404, 200, 200, 200, 200, 403, 303},
	"POST /workloads/:workload/lenses/:lens/questions/:question/save":   {401, 422, 403, 422, 422, 422, 403, 401},
	"GET /workloads/:workload/lenses/:lens/questions/:question/history": {303, 404, 200, 200, 200, 200, 403, 303},
	"POST /preview":          {401, 422, 403, 422, 422, 422, 403, 401},
	"POST /workspace/switch": {401, 422, 422, 422, 422, 422, 422, 401},
	"GET /workspace":         {303, 200, 200, 200, 200, 200, 403, 303},
	"POST /workspace":        {401, 422, 403, 403, 403, 422, 403, 401},

	"GET /mine": {303, 200, 200, 200, 200, 200, 403, 303}, "POST /mine/read": {401, 303, 303, 303, 303, 303, 403, 401},
	"GET /workloads/:workload/lenses/:lens/parking": {303, 404, 200, 200, 200, 200,
		403, 303},
	"POST /workloads/:workload/lenses/:lens/parking": {401, 404, 403, 422, 422, 422,
		403, 401},
	"POST /workloads/:workload/lenses/:lens/parking/:item/delete": {401, 404, 403, 404, 404, 404,
		403, 401},
	"POST /workloads/:workload/lenses/:lens/parking/:item/done": {401, 404, 403, 404, 404, 404,
		403, 401},
	"POST /workloads/:workload/lenses/:lens/parking/:item/keep": {401, 404, 403, 404, 404, 404,
		403, 401},
	"POST /workloads/:workload/lenses/:lens/parking/:item/open": {401, 404, 403, 404, 404, 404,
		403, 401},
	"GET /workloads/:workload/lenses/:lens/questions/:question/comments": {303, 404, 200, 200, 200, 200,
		403, 303},
	"POST /workloads/:workload/lenses/:lens/questions/:question/comments": {401, 404, 403, 422, 422, 422,
		403, 401},
	"POST /workloads/:workload/lenses/:lens/questions/:question/comments/:comment": {401, 404, 403, 422, 422, 422,
		403, 401},
	"POST /workloads/:workload/lenses/:lens/questions/:question/comments/:comment/delete": {401, 404, 403, 404, 404, 404,
		403, 401},
	// nobody, where it is nobody's
	"POST /workloads/:workload/lenses/:lens/questions/:question/assign": {401, 404, 403, 303, 303, 303, 403, 401},
	"GET /workloads/:workload/lenses/:lens/facilitate":                  {303, 404, 403, 200, 200, 200, 403, 303},
	"POST /workloads/:workload/lenses/:lens/facilitate":                 {401, 422, 403, 422, 422, 422, 403, 401},
	"GET /workloads/:workload/lenses/:lens/present":                     {303, 404, 200, 200, 200, 200, 403, 303},
	"GET /workloads/:workload/compare":                                  {303, 404, 200, 200, 200, 200, 403, 303},
	"POST /workloads/:workload/delete":                                  {401, 404, 403, 403, 422, 422, 403, 401},
	"GET /workloads/:workload/edit":                                     {303, 404, 403, 403, 200, 200, 403, 303},
	"POST /workloads/:workload/edit":                                    {401, 404, 403, 403, 422, 422, 403, 401},
	"GET /workloads/:workload/lenses/:lens/remove":                      {303, 404, 403, 403, 200, 200, 403, 303},
	"POST /workloads/:workload/lenses/:lens/remove":                     {401, 404, 403, 403, 422, 422, 403, 401},
	"GET /workloads/:workload/lenses/:lens/upgrade":                     {303, 404, 403, 403, 409, 409, 403, 303},
	"POST /workloads/:workload/lenses/:lens/upgrade":                    {401, 404, 403, 403, 409, 409, 403, 401},
	"POST /workloads/:workload/lenses":                                  {401, 404, 403, 403, 404, 404, 403, 401},
	"GET /workloads/:workload/milestones/:number":                       {303, 404, 200, 200, 200, 200, 403, 303},
	"GET /workloads/:workload/lenses":                                   {303, 404, 200, 200, 200, 200, 403, 303},
	"GET /workloads/:workload/plan/what-if":                             {303, 404, 200, 200, 200, 200, 403, 303},
	"POST /workloads/:workload/plan/what-if":                            {401, 404, 200, 200, 200, 200, 403, 401},
	"POST /workloads/:workload/plan/proposals":                          {401, 404, 403, 422, 422, 422, 403, 401},
	"GET /workloads/:workload/plan/proposals/:proposal":                 {303, 404, 404, 404, 404, 404, 403, 303},
	"POST /workloads/:workload/plan/proposals/:proposal":                {401, 404, 403, 404, 404, 404, 403, 401},
	"POST /workloads/:workload/plan/proposals/:proposal/items":          {401, 404, 403, 404, 404, 404, 403, 401},
	"POST /workloads/:workload/plan/proposals/:proposal/delete":         {401, 404, 403, 404, 404, 404, 403, 401},
	"GET /plan":                                                    {303, 200, 200, 200, 200, 200, 403, 303},
	"POST /plan/items":                                             {401, 422, 403, 422, 422, 422, 403, 401},
	"GET /plan/cheapest-path":                                      {303, 200, 200, 200, 200, 200, 403, 303},
	"POST /workloads/:workload/plan/items":                         {401, 404, 403, 422, 422, 422, 403, 401},
	"GET /workloads/:workload/plan":                                {303, 404, 200, 200, 200, 200, 403, 303},
	"GET /workloads/:workload/settings":                            {303, 404, 200, 200, 200, 200, 403, 303},
	"GET /workloads/:workload/reports":                             {303, 404, 200, 200, 200, 200, 403, 303},
	"GET /workloads/:workload/milestones":                          {303, 404, 200, 200, 200, 200, 403, 303},
	"POST /workloads/:workload/milestones":                         {401, 404, 403, 422, 422, 422, 403, 401},
	"POST /workloads/:workload/tour":                               {401, 404, 303, 303, 303, 303, 403, 401},
	"GET /workloads/:workload":                                     {303, 404, 200, 200, 200, 200, 403, 303},
	"GET /workloads/:workload/guest-links":                         {303, 404, 403, 403, 200, 200, 403, 303},
	"POST /workloads/:workload/guest-links":                        {401, 404, 403, 403, 422, 422, 403, 401},
	"GET /workloads/:workload/lenses/:lens/guest-links/:link":      {303, 404, 403, 403, 404, 404, 403, 303},
	"POST /workloads/:workload/lenses/:lens/guest-links/:link/end": {401, 404, 403, 403, 404, 404, 403, 401},
	"GET /workloads/:workload/shares":                              {303, 404, 403, 403, 200, 200, 403, 303},
	"POST /workloads/:workload/shares":                             {401, 404, 403, 403, 422, 422, 403, 401},
	"GET /workloads/:workload/shares/:share/revoke":                {303, 404, 403, 403, 404, 404, 403, 303},
	"POST /workloads/:workload/shares/:share/revoke":               {401, 404, 403, 403, 404, 404, 403, 401},
	"GET /lenses/:lens/shares":                                     {303, 404, 403, 403, 200, 200, 403, 303},
	"POST /lenses/:lens/shares":                                    {401, 404, 403, 403, 422, 422, 403, 401},
	"GET /lenses/:lens/shares/:lens_share/revoke":                  {303, 404, 403, 403, 404, 404, 403, 303},
	"POST /lenses/:lens/shares/:lens_share/revoke":                 {401, 404, 403, 403, 404, 404, 403, 401},
	"GET /shares":                                             {303, 200, 403, 403, 200, 200, 403, 303},
	"POST /shares/:offer/accept":                              {401, 404, 403, 403, 404, 404, 403, 401},
	"GET /shares/:offer/reject":                               {303, 404, 403, 403, 404, 404, 403, 303},
	"POST /shares/:offer/reject":                              {401, 404, 403, 403, 404, 404, 403, 401},
	"GET /workloads/import":                                   {303, 200, 403, 403, 200, 200, 403, 303},
	"POST /workloads/import":                                  {401, 422, 403, 403, 422, 422, 403, 401},
	"GET /workloads/new":                                      {303, 200, 403, 403, 200, 200, 403, 303},
	"POST /workloads/new":                                     {401, 200, 403, 403, 200, 200, 403, 401},
	"POST /workloads/sample":                                  {401, 303, 403, 403, 409, 409, 403, 401},
	"POST /workloads":                                         {401, 422, 403, 403, 422, 422, 403, 401},
	"GET /lenses":                                             {303, 200, 200, 200, 200, 200, 403, 303},
	"GET /lenses/:lens":                                       {303, 404, 200, 200, 200, 200, 403, 303},
	"GET /lenses/:lens/diff":                                  {303, 404, 200, 200, 200, 200, 403, 303},
	"GET /lenses/:lens/edit":                                  {303, 404, 403, 403, 200, 200, 403, 303},
	"GET /lenses/:lens/edit/questions/:question":              {303, 404, 403, 403, 200, 200, 403, 303},
	"GET /lenses/:lens/import":                                {303, 404, 403, 403, 200, 200, 403, 303},
	"GET /lenses/:lens/publish":                               {303, 404, 403, 403, 404, 404, 403, 303},
	"GET /lenses/:lens/versions/:version":                     {303, 404, 200, 200, 200, 200, 403, 303},
	"GET /lenses/:lens/versions/:version/document":            {303, 404, 200, 200, 200, 200, 403, 303},
	"GET /lenses/:lens/versions/:version/questions/:question": {303, 404, 200, 200, 200, 200, 403, 303},
	"GET /lenses/import":                                      {303, 200, 403, 403, 200, 200, 403, 303},
	"GET /lenses/new":                                         {303, 200, 403, 403, 200, 200, 403, 303},
	"POST /lenses/:lens/delete":                               {401, 404, 403, 403, 422, 422, 403, 401},
	"POST /lenses/:lens/name":                                 {401, 404, 403, 403, 422, 422, 403, 401},
	"POST /lenses/:lens/discard":                              {401, 404, 403, 403, 404, 404, 403, 401},
	"POST /lenses/:lens/edit":                                 {401, 404, 403, 403, 422, 422, 403, 401},
	"POST /lenses/:lens/edit/pillars":                         {401, 404, 403, 403, 422, 422, 403, 401},
	"POST /lenses/:lens/edit/pillars/:pillar":                 {401, 404, 403, 403, 422, 422, 403, 401},
	"POST /lenses/:lens/edit/places/:question":                {401, 404, 403, 403, 422, 422, 403, 401},
	"POST /lenses/:lens/edit/questions/:question":             {401, 404, 403, 403, 422, 422, 403, 401},
	"POST /lenses/:lens/edit/questions/:question/check":       {401, 404, 403, 403, 200, 200, 403, 401},
	"POST /lenses/:lens/import":                               {401, 404, 403, 403, 422, 422, 403, 401},
	"POST /lenses/:lens/publish":                              {401, 404, 403, 403, 404, 404, 403, 401},
	"POST /lenses/import":                                     {401, 422, 403, 403, 422, 422, 403, 401},
	"POST /lenses/new":                                        {401, 422, 403, 403, 422, 422, 403, 401},
}
