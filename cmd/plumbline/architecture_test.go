package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// packageRule is a row of the table of packages: the layer, which packages of ours it may import, and which modules
// from outside. "*" is everything.
type packageRule struct {
	layer   int
	ours    []string
	modules []string
}

// architecture has a row for each package, by its path in the repository. A new package starts as a row here; a row
// without a package, or with an import that the package does not have, is a fault.
var architecture = map[string]packageRule{
	"questionnaires/rules": {layer: 0},
	"questionnaires/jsontree": {layer: 0,
		ours: []string{"models/text"}},
	"questionnaires": {layer: 0,
		ours: []string{"questionnaires/jsontree", "questionnaires/rules"}},
	"questionnaires/diff": {layer: 0,
		ours: []string{"questionnaires", "questionnaires/rules"}},
	"questionnaires/improve": {layer: 0,
		ours: []string{"questionnaires"}},
	"questionnaires/builtin": {layer: 0,
		ours: []string{"questionnaires"}},
	"models/text": {layer: 0,
		modules: []string{"golang.org/x/text"}},
	"models/timezone": {layer: 0},
	// Snapshots hold what it describes.
	"models/accepted": {layer: 1, ours: []string{"questionnaires"}},
	"models": {layer: 1,
		ours:    []string{"models/accepted", "models/text", "models/timezone", "questionnaires"},
		modules: []string{"github.com/go-playground/validator/v10"}},
	"models/notice": {layer: 1, ours: []string{"models", "models/timezone"}},
	"models/password": {layer: 1,
		modules: []string{"golang.org/x/text"}},
	"models/markdown": {layer: 1,
		modules: []string{"github.com/yuin/goldmark"}},
	// Notes for tests that try the parser of notes.
	"models/markdown/hostile": {layer: 1},
	"models/comparison":       {layer: 1, ours: []string{"models", "questionnaires", "questionnaires/rules"}},
	"models/figures":          {layer: 1, ours: []string{"questionnaires"}},
	"models/check":            {layer: 1, ours: []string{"models", "models/comparison", "questionnaires"}},
	"models/labels": {layer: 1, ours: []string{"models", "models/accepted", "models/check", "models/comparison",
		"models/portfolio", "models/remediation", "questionnaires"}},
	"models/search": {layer: 1, ours: []string{"models", "models/text", "questionnaires"}},
	"models/remediation": {layer: 1,
		ours: []string{"models", "questionnaires"}},
	"models/audit": {layer: 1, ours: []string{"models"}},
	"models/urls":  {layer: 1},
	"models/help":  {layer: 1, ours: []string{"models", "models/markdown"}},
	"models/queue": {layer: 2,
		ours: []string{"models"}},
	"models/realtime": {layer: 2,
		ours: []string{"models"}},
	"models/delivery": {layer: 1,
		ours: []string{"models"}},
	"models/mail": {layer: 2,
		ours:    []string{"models", "models/delivery", "models/notice", "models/timezone", "models/urls"},
		modules: []string{"github.com/wneessen/go-mail"}},
	"models/store/migrations": {layer: 2,
		ours:    []string{"models/text", "questionnaires"},
		modules: []string{"github.com/go-gormigrate/gormigrate/v2", "gorm.io/gorm"}},
	"models/store/micros":   {layer: 2},
	"models/store/sealing":  {layer: 2},
	"models/store/grouping": {layer: 2},
	"models/store/columns": {layer: 2,
		ours:    []string{"models", "questionnaires"},
		modules: []string{"gorm.io/gorm"}},
	"models/store/paging": {layer: 2,
		ours:    []string{"models", "models/store/micros"},
		modules: []string{"gorm.io/gorm"}},
	"models/store/answers": {layer: 2,
		ours:    []string{"models", "models/store/columns", "models/store/micros", "questionnaires"},
		modules: []string{"gorm.io/gorm"}},
	// Connections as GORM sees them.
	"models/store/observe": {layer: 2, modules: []string{"gorm.io/gorm"}},
	"models/store/reading": {layer: 2, modules: []string{"gorm.io/gorm"}},
	"models/store/trends": {layer: 2,
		ours:    []string{"models/figures", "models/store/columns", "models/store/micros", "models/timezone"},
		modules: []string{"gorm.io/gorm"}},
	"models/store/acceptances": {layer: 2,
		ours:    []string{"models", "models/accepted", "models/store/micros", "questionnaires"},
		modules: []string{"gorm.io/gorm"}},
	"models/store/mappings": {layer: 2,
		ours:    []string{"models", "models/store/micros"},
		modules: []string{"gorm.io/gorm"}},
	"models/store/snapshots": {layer: 2,
		ours: []string{"models", "models/accepted", "models/store/micros", "questionnaires"}},
	"models/store/deliveries": {layer: 2,
		ours:    []string{"models", "models/delivery", "models/notice", "models/store/micros"},
		modules: []string{"gorm.io/gorm"}},
	"models/store/schedule": {layer: 2,
		ours:    []string{"models", "models/notice", "models/store/micros"},
		modules: []string{"gorm.io/gorm"}},
	"models/store/items": {layer: 2,
		ours:    []string{"models", "models/remediation", "models/store/micros", "questionnaires"},
		modules: []string{"gorm.io/gorm"}},
	"models/planning":  {layer: 1, ours: []string{"models"}},
	"models/portfolio": {layer: 1, ours: []string{"models", "models/figures", "questionnaires"}},
	"models/store/planning": {layer: 2,
		ours: []string{"models", "models/planning", "models/portfolio", "models/store/columns", "models/store/micros",
			"questionnaires"},
		modules: []string{"gorm.io/gorm"}},
	"models/proof": {layer: 1},
	"models/store/proofs": {layer: 2,
		ours:    []string{"models", "models/proof", "models/store/micros"},
		modules: []string{"gorm.io/gorm"}},
	"models/branding": {layer: 1, ours: []string{"models"}},
	"models/store/branding": {layer: 2,
		ours:    []string{"models", "models/branding", "models/store/columns", "models/store/micros"},
		modules: []string{"gorm.io/gorm"}},
	"models/service/branding": {layer: 3,
		ours: []string{"models", "models/branding", "models/service/core", "models/store"}},
	"models/store/sqlite": {layer: 2,
		ours: []string{"models"},
		modules: []string{"github.com/gofrs/flock", "github.com/mattn/go-sqlite3", "gorm.io/driver/sqlite", "gorm.io/gorm",
			"modernc.org/sqlite"}},
	"models/store/postgres": {layer: 2,
		ours:    []string{"models", "models/store/micros", "questionnaires"},
		modules: []string{"github.com/jackc/pgx/v5", "gorm.io/driver/postgres", "gorm.io/gorm"}},
	"models/feed": {layer: 1, ours: []string{"models"}},
	"models/store/feeds": {layer: 2,
		ours:    []string{"models", "models/feed", "models/store/micros"},
		modules: []string{"gorm.io/gorm"}},
	"models/store": {layer: 2,
		ours: []string{"models", "models/accepted", "models/audit", "models/delivery", "models/feed", "models/remediation",
			"models/store/acceptances", "models/store/answers", "models/store/branding", "models/store/columns",
			"models/store/deliveries",
			"models/store/feeds",
			"models/store/grouping", "models/store/items", "models/store/mappings", "models/store/micros",
			"models/store/migrations", "models/store/observe", "models/store/paging", "models/store/planning",
			"models/store/postgres", "models/store/proofs", "models/store/reading", "models/store/schedule",
			"models/store/sealing",
			"models/store/snapshots", "models/store/sqlite", "models/store/trends", "questionnaires"},
		modules: []string{"gorm.io/gorm"}},
	"models/store/storetest": {layer: 2,
		ours: []string{"models/store", "models/store/sqlite"}},
	// goldmark: the trees of notes.
	"reports/doc": {layer: 2,
		ours:    []string{"models/labels", "models/markdown", "questionnaires"},
		modules: []string{"github.com/yuin/goldmark"}},
	"reports/pdf": {layer: 2,
		ours: []string{"questionnaires", "reports/doc", "reports/pdf/finish", "reports/pdf/noto", "reports/pdf/shaping",
			"reports/pdf/tagged"},
		modules: []string{"github.com/go-fonts/dejavu", "github.com/go-fonts/liberation", "github.com/jung-kurt/gofpdf"}},
	"reports/pdf/noto": {layer: 2},
	// x/image: the numbers of the shaper; x/text: which characters run from right to left.
	"reports/pdf/shaping": {layer: 2,
		modules: []string{"github.com/go-text/typesetting", "golang.org/x/image", "golang.org/x/text"}},
	"reports/pdf/finish":            {layer: 2, ours: []string{"reports/pdf/tagged"}},
	"reports/pdf/tagged":            {layer: 2},
	"reports/pdf/tagged/taggedtest": {layer: 2},
	"reports/htmlfile": {layer: 2,
		ours: []string{"questionnaires", "reports/doc"}},
	"reports/mdfile": {layer: 2, ours: []string{"reports/doc"}},
	// x/text: which characters run from right to left.
	"reports/ooxml":         {layer: 2, modules: []string{"golang.org/x/text"}},
	"reports/chart":         {layer: 2, ours: []string{"questionnaires", "reports/doc", "reports/ooxml"}},
	"reports/docx/template": {layer: 2, ours: []string{"reports/ooxml"}},
	"reports/docx": {layer: 2, ours: []string{"questionnaires", "reports/chart", "reports/doc", "reports/docx/template",
		"reports/ooxml"}},
	"reports/pptx": {layer: 2, ours: []string{"questionnaires", "reports/chart", "reports/doc", "reports/ooxml"}},
	"reports/oscal": {layer: 2,
		ours: []string{"models", "models/labels", "models/remediation", "models/timezone", "questionnaires", "reports/doc",
			"reports/improvement", "reports/mdfile", "reports/reviewed"},
		modules: []string{"github.com/google/uuid"}},
	"reports/tabular":  {layer: 2, ours: []string{"reports/chart", "reports/doc", "reports/table"}},
	"reports/jsonfile": {layer: 2, ours: []string{"questionnaires", "reports/doc"}},
	"reports/format": {layer: 2, ours: []string{"reports/csvfile", "reports/doc", "reports/docx", "reports/htmlfile",
		"reports/jsonfile", "reports/mdfile", "reports/pdf", "reports/pptx", "reports/tabular", "reports/xlsx"}},
	"reports/table": {layer: 2},
	"reports/csvfile": {layer: 2,
		ours: []string{"models", "models/text", "reports/table"}},
	"reports/xlsx": {layer: 2,
		ours:    []string{"models", "reports/table"},
		modules: []string{"github.com/xuri/excelize/v2"}},
	"reports/sign": {layer: 2},
	"reports/ics": {layer: 2,
		modules: []string{"github.com/arran4/golang-ical"}},
	"reports/chosen": {layer: 2,
		ours: []string{"models/branding", "models/labels", "questionnaires", "reports/doc", "reports/reviewed"}},
	"reports/reviewed": {layer: 2,
		ours: []string{"models", "questionnaires"}},
	"reports/portfolio": {layer: 2,
		ours: []string{"models", "models/labels", "models/portfolio", "models/timezone", "questionnaires",
			"reports/doc"}},
	"reports/improvement": {layer: 2,
		ours: []string{"models", "models/accepted", "models/labels", "models/planning", "questionnaires",
			"questionnaires/improve", "reports/reviewed"}},
	"reports/reportstest": {layer: 2,
		ours: []string{"models", "models/markdown/hostile", "questionnaires"}},
	// x/text: fonts want composed characters.
	"reports": {layer: 2,
		ours: []string{"models", "models/accepted", "models/branding", "models/comparison", "models/figures",
			"models/labels", "models/planning", "models/portfolio", "models/remediation", "models/text",
			"models/timezone", "questionnaires",
			"reports/chosen", "reports/doc", "reports/docx", "reports/docx/template", "reports/format",
			"reports/improvement", "reports/oscal", "reports/pdf", "reports/portfolio",
			"reports/reviewed"},
		modules: []string{"golang.org/x/text"}},
	"models/service/core": {layer: 3,
		ours: []string{"models", "models/store"}},
	// x/text: a password is the same however its characters were composed. x/time: how often a link may be opened.
	"models/service/access/credentials": {layer: 3,
		ours:    []string{"models", "models/password", "models/service/core", "models/store"},
		modules: []string{"golang.org/x/crypto", "golang.org/x/text", "golang.org/x/time"}},
	"models/service/outbox": {layer: 3,
		ours: []string{"models", "models/delivery", "models/notice", "models/service/access/credentials",
			"models/service/core", "models/store", "models/store/deliveries"}},
	"models/service/access": {layer: 3,
		ours: []string{"models", "models/audit", "models/notice", "models/service/access/credentials",
			"models/service/core", "models/service/outbox", "models/store", "models/text", "models/timezone"},
		modules: []string{"github.com/pquerna/otp"}},
	"models/service/lenses": {layer: 3,
		ours: []string{"models", "models/queue", "models/service/core", "models/store", "models/text", "questionnaires",
			"questionnaires/diff"},
		modules: []string{"golang.org/x/text"}},
	"models/service/reviews": {layer: 3,
		ours: []string{"models", "models/accepted", "models/notice", "models/planning", "models/remediation",
			"models/search", "models/service/core", "models/service/lenses", "models/store", "models/timezone",
			"questionnaires"}},
	"models/service/acceptance": {layer: 3,
		ours: []string{"models", "models/accepted", "models/service/core", "models/service/reviews", "models/store",
			"models/store/acceptances", "questionnaires"}},
	"models/service/guests": {layer: 3,
		ours: []string{"models", "models/service/access/credentials", "models/service/core", "models/service/reviews",
			"models/store"}},
	"models/service/collaboration": {layer: 3,
		ours: []string{"models", "models/notice", "models/realtime", "models/remediation", "models/service/access",
			"models/service/core", "models/service/outbox", "models/service/reviews", "models/store", "questionnaires"}},
	"models/service/trend": {layer: 3,
		ours: []string{"models", "models/accepted", "models/check", "models/comparison", "models/figures",
			"models/remediation", "models/service/core", "models/service/reviews", "models/service/schedule",
			"models/store", "models/store/acceptances",
			"models/store/trends", "models/timezone", "reports"}},
	"models/service/plan": {layer: 3,
		ours: []string{"models", "models/accepted", "models/remediation", "models/service/core", "models/service/reviews",
			"models/store", "models/store/items", "models/timezone", "questionnaires", "reports/table"}},
	"models/service/reminders": {layer: 3,
		ours: []string{"models", "models/notice", "models/remediation", "models/service/acceptance",
			"models/service/core", "models/service/outbox", "models/service/plan", "models/service/reviews",
			"models/service/schedule", "models/store", "models/store/items", "models/timezone", "models/urls"}},
	"models/service/recap": {layer: 3,
		ours: []string{"models", "models/accepted", "models/labels", "models/notice", "models/remediation",
			"models/service/core", "models/service/outbox", "models/service/reviews", "models/store",
			"models/store/schedule", "models/timezone", "models/urls", "questionnaires", "reports/improvement"}},
	// x/time: how often a network may ask.
	"models/service/proofs": {layer: 3,
		ours: []string{"models", "models/proof", "models/service/access/credentials", "models/service/core",
			"models/service/reviews", "models/store", "reports", "reports/sign"},
		modules: []string{"golang.org/x/time"}},
	"models/service/whatif": {layer: 3,
		ours: []string{"models", "models/planning", "models/remediation", "models/service/core",
			"models/service/lenses", "models/service/reviews", "models/store", "models/store/items",
			"models/store/micros", "models/store/planning", "questionnaires", "questionnaires/improve",
			"reports/improvement"}},
	"models/service/portfolio": {layer: 3,
		ours: []string{"models", "models/figures", "models/portfolio", "models/remediation", "models/service/core",
			"models/service/lenses", "models/service/whatif", "models/store", "models/store/planning",
			"models/store/trends", "models/timezone", "questionnaires"}},
	"models/service/feeds": {layer: 3,
		ours: []string{"models", "models/feed", "models/remediation", "models/service/access",
			"models/service/access/credentials", "models/service/core", "models/service/plan", "models/store"}},
	"models/service/archive": {layer: 3,
		ours: []string{"models", "models/accepted", "models/figures", "models/notice", "models/planning",
			"models/remediation", "models/service/core", "models/service/lenses", "models/service/reviews",
			"models/store", "models/store/trends", "questionnaires"}},
	"models/service/schedule": {layer: 3,
		ours: []string{"models", "models/notice", "models/service/collaboration", "models/service/core",
			"models/service/outbox", "models/service/reviews", "models/store", "models/store/schedule",
			"models/timezone", "models/urls", "questionnaires"}},
	// x/text: names are compared composed. otp: one-time codes.
	"models/service": {layer: 3,
		ours: []string{"models", "models/notice", "models/queue", "models/realtime", "models/service/acceptance",
			"models/service/access", "models/service/access/credentials", "models/service/archive",
			"models/service/branding", "models/service/collaboration", "models/service/core",
			"models/service/feeds", "models/service/guests",
			"models/service/lenses",
			"models/service/outbox", "models/service/plan", "models/service/portfolio", "models/service/proofs",
			"models/service/recap",
			"models/service/reminders", "models/service/reviews", "models/service/schedule", "models/service/trend",
			"models/service/whatif",
			"models/store"}},
	"models/service/fleettest": {layer: 3,
		ours: []string{"models", "models/service", "models/service/lenses", "models/store", "questionnaires",
			"questionnaires/builtin"}},
	"api/middleware": {layer: 4,
		ours:    []string{"models"},
		modules: []string{"github.com/gin-gonic/gin"}},
	"api/auth": {layer: 4,
		ours:    []string{"models", "models/service", "models/service/access", "models/urls"},
		modules: []string{"github.com/coreos/go-oidc/v3", "github.com/gin-gonic/gin", "golang.org/x/oauth2"}},
	"api/v1/rest": {layer: 4,
		ours: []string{"api/auth", "api/middleware", "models", "models/accepted", "models/service/access",
			"models/text", "questionnaires"},
		modules: []string{"github.com/gin-gonic/gin"}},
	"api/v1/notices": {layer: 4,
		ours: []string{"api/v1/rest", "models", "models/mail", "models/notice", "models/service",
			"models/service/recap", "models/service/schedule", "models/urls"}},
	"api/v1/planning": {layer: 4,
		ours: []string{"api/v1/rest", "models", "models/check", "models/comparison", "models/figures",
			"models/labels", "models/planning", "models/remediation", "models/service", "models/service/reviews",
			"models/service/trend", "models/service/whatif", "questionnaires", "questionnaires/improve",
			"reports/improvement"}},
	"api/v1/portfolio": {layer: 4,
		ours: []string{"api/v1/rest", "models", "models/figures", "models/portfolio", "models/service", "reports",
			"reports/pdf"}},
	"api/v1/branding": {layer: 4, ours: []string{"api/v1/rest", "models", "models/branding", "models/service"}},
	"api/v1/proofs": {layer: 4,
		ours: []string{"api/v1/rest", "models", "models/proof", "models/service", "models/service/proofs",
			"models/timezone", "reports/sign"}},
	"api/v1/archived": {layer: 4,
		ours: []string{"api/v1/rest", "models", "models/accepted", "models/figures", "models/planning",
			"models/remediation", "models/service/archive", "questionnaires"}},
	"api/v1/remediation": {layer: 4,
		ours: []string{"api/v1/itemfilter", "api/v1/rest", "models", "models/accepted", "models/remediation",
			"models/service", "models/service/acceptance", "models/service/plan", "questionnaires"}},
	"api/v1/itemfilter": {layer: 4,
		ours: []string{"api/v1/rest", "models", "models/remediation", "questionnaires"}},
	"api/v1/itemfiles": {layer: 4,
		ours: []string{"api/v1/itemfilter", "api/v1/rest", "models", "models/remediation", "models/service",
			"models/service/plan", "models/text", "models/urls", "reports/csvfile", "reports/ics", "reports/table",
			"reports/xlsx"}},
	"api/v1/calendars": {layer: 4,
		ours: []string{"api/v1/rest", "models", "models/feed", "models/service", "models/urls"}},
	// Calendar feeds, beside the JSON API and the pages.
	"api/calendar": {layer: 4,
		ours:    []string{"api/v1/itemfiles", "models/service", "models/service/feeds", "models/urls", "reports/ics"},
		modules: []string{"github.com/gin-gonic/gin"}},
	"api/web/calendars": {layer: 4,
		ours: []string{"api/web/page", "models", "models/feed", "models/service/reviews", "models/urls"}},
	"api/web/branding": {layer: 4, ours: []string{"api/web/page", "models", "models/branding", "models/labels",
		"models/urls", "questionnaires"}},
	"api/web/itemfiles": {layer: 4,
		ours: []string{"api/v1/itemfiles", "api/web/page", "models", "models/service/plan", "models/urls"}},
	"api/v1": {layer: 4,
		ours: []string{"api/auth", "api/middleware", "api/v1/archived", "api/v1/branding", "api/v1/calendars",
			"api/v1/itemfiles",
			"api/v1/notices", "api/v1/planning", "api/v1/portfolio", "api/v1/proofs", "api/v1/remediation", "api/v1/rest",
			"models",
			"models/audit", "models/delivery", "models/labels", "models/planning", "models/search", "models/service",
			"models/service/access", "models/service/archive", "models/service/collaboration",
			"models/service/guests", "models/service/lenses", "models/service/proofs", "models/service/reviews",
			"models/service/trend", "models/urls", "questionnaires", "questionnaires/diff", "reports",
			"reports/improvement",
			"reports/pdf"},
		modules: []string{"github.com/gin-gonic/gin"}},
	"api/web/page": {layer: 4,
		ours: []string{"api/auth", "api/middleware", "models", "models/labels", "models/markdown", "models/service",
			"models/service/access", "models/service/reviews", "models/text", "models/timezone", "models/urls",
			"questionnaires",
			"reports/pdf"},
		modules: []string{"github.com/gin-gonic/gin"}},
	// No area of the pages imports another one. otp draws the QR code of one-time codes.
	"api/web/account": {layer: 4,
		ours: []string{"api/web/page", "models", "models/notice", "models/service/access", "models/service/schedule",
			"models/timezone", "models/urls"},
		modules: []string{"github.com/pquerna/otp"}},
	"api/web/team": {layer: 4,
		ours: []string{"api/web/page", "models", "models/audit", "models/delivery", "models/labels",
			"models/service/access", "models/service/reviews", "models/timezone", "models/urls"}},
	"api/web/workloads": {layer: 4,
		ours: []string{"api/web/page", "models", "models/branding", "models/comparison", "models/labels",
			"models/remediation",
			"models/service/proofs", "models/service/reviews", "models/service/trend", "models/urls", "questionnaires",
			"reports", "reports/improvement"}},
	"api/web/plan": {layer: 4,
		ours: []string{"api/web/page", "models", "models/labels", "models/planning", "models/service/plan",
			"models/service/reviews", "models/service/whatif", "models/urls", "questionnaires",
			"questionnaires/improve", "reports/improvement"}},
	"api/web/acceptances": {layer: 4,
		ours: []string{"api/web/page", "models", "models/accepted", "models/labels", "models/service/acceptance",
			"models/urls"}},
	"api/web/recaps": {layer: 4,
		ours: []string{"api/web/page", "models", "models/labels", "models/mail", "models/notice",
			"models/service/recap", "models/urls"}},
	"api/web/items": {layer: 4,
		ours: []string{"api/v1/itemfilter", "api/web/page", "models", "models/labels", "models/remediation",
			"models/service/plan", "models/service/reviews", "models/urls", "questionnaires", "reports/improvement"}},
	"api/web/charts": {layer: 4,
		ours: []string{"api/web/page", "models/figures", "models/labels", "questionnaires"}},
	"api/web/portfolio": {layer: 4,
		ours: []string{"api/web/charts", "api/web/page", "models", "models/labels", "models/portfolio",
			"models/urls", "questionnaires", "reports"}},
	"api/web/trends": {layer: 4,
		ours: []string{"api/web/charts", "api/web/page", "models", "models/labels", "models/remediation",
			"models/service/trend", "models/urls", "questionnaires"}},
	"api/web/lenses": {layer: 4,
		ours: []string{"api/web/page", "models", "models/labels", "models/service/lenses", "models/urls",
			"questionnaires", "questionnaires/diff"}},
	"api/web/review": {layer: 4,
		ours: []string{"api/web/page", "models", "models/accepted", "models/labels", "models/markdown",
			"models/remediation", "models/search", "models/service/acceptance", "models/service/collaboration",
			"models/service/reviews", "models/urls", "questionnaires"}},
	"api/web/help": {layer: 4,
		ours: []string{"api/web/page", "models", "models/help", "models/markdown", "models/urls"}},
	"api/web/sharing": {layer: 4,
		ours: []string{"api/v1", "api/web/page", "models", "models/service/archive", "models/service/guests",
			"models/service/reviews", "models/urls"}},
	"api/web/proofs": {layer: 4,
		ours: []string{"api/web/page", "models", "models/proof", "models/service/proofs", "models/timezone", "models/urls",
			"reports/sign"}},
	"api/web/reference": {layer: 4, ours: []string{"api/web/page", "models", "models/urls"}},
	"api/web": {layer: 4,
		ours: []string{"api/auth", "api/web/acceptances", "api/web/account", "api/web/branding", "api/web/calendars",
			"api/web/help", "api/web/itemfiles", "api/web/items", "api/web/lenses", "api/web/page",
			"api/web/plan", "api/web/portfolio", "api/web/proofs",
			"api/web/recaps", "api/web/reference", "api/web/review", "api/web/sharing", "api/web/team",
			"api/web/trends", "api/web/workloads", "models/service"},
		modules: []string{"github.com/gin-gonic/gin"}},
	"api": {layer: 4,
		ours: []string{"api/auth", "api/calendar", "api/middleware", "api/v1", "api/web", "models", "models/service",
			"models/urls",
			"reports/pdf"},
		modules: []string{"github.com/gin-gonic/gin"}},
	// What tests of api, api/auth, api/v1 and api/web are made of; only tests import it.
	"api/apitest": {layer: 4,
		ours: []string{"api", "api/auth", "models", "models/mail", "models/realtime", "models/service",
			"models/service/access", "models/service/access/credentials", "models/service/archive",
			"models/service/lenses", "models/store", "models/store/storetest", "questionnaires/builtin"},
		modules: []string{"github.com/chromedp/cdproto", "github.com/chromedp/chromedp", "github.com/go-jose/go-jose/v4",
			"github.com/santhosh-tekuri/jsonschema/v6", "golang.org/x/net"}},
	"cmd/plumbline/yamlfile": {layer: 5,
		ours:    []string{"models/text"},
		modules: []string{"go.yaml.in/yaml/v3"}},
	"cmd/plumbline/answersfile": {layer: 5,
		ours: []string{"cmd/plumbline/yamlfile", "models", "questionnaires"}},
	"cmd/plumbline/lensfile": {layer: 5, ours: []string{"questionnaires", "questionnaires/builtin"}},
	"cmd/plumbline/presetscmd": {layer: 5,
		ours: []string{"api/v1/branding", "cmd/plumbline/command", "cmd/plumbline/files", "cmd/plumbline/output", "models",
			"models/branding", "models/service"}},
	"cmd/plumbline/reportcmd": {layer: 5,
		ours: []string{"cmd/plumbline/answersfile", "cmd/plumbline/client", "cmd/plumbline/command", "cmd/plumbline/files",
			"cmd/plumbline/lensfile", "cmd/plumbline/yamlfile", "models", "models/branding", "models/service",
			"models/service/proofs",
			"models/service/reviews",
			"models/service/trend", "models/text", "reports", "reports/pdf", "reports/sign"}},
	"cmd/plumbline/sample": {layer: 5,
		ours: []string{"cmd/plumbline/answersfile", "models", "models/service/archive", "models/service/lenses",
			"questionnaires/builtin"}},
	"cmd/plumbline/demostory": {layer: 5,
		ours: []string{"models", "models/accepted", "models/remediation", "models/service", "models/service/plan",
			"questionnaires"}},
	"cmd/plumbline/files": {layer: 5, ours: []string{"models/text"}},
	"cmd/plumbline/keyfile": {layer: 5,
		ours: []string{"cmd/plumbline/files", "models/service/access/credentials", "models/text"}},
	"cmd/plumbline/integrity": {layer: 5,
		ours: []string{"cmd/plumbline/output", "models", "models/audit", "models/service/access"}},
	"cmd/plumbline/upgradereport": {layer: 5,
		ours: []string{"models", "models/service/reviews"}},
	"cmd/plumbline/helptext": {layer: 5,
		ours:    []string{"models/help"},
		modules: []string{"github.com/alecthomas/kong"}},
	"cmd/plumbline/command": {layer: 5, ours: []string{"models", "models/service"}},
	"cmd/plumbline/client":  {layer: 5, ours: []string{"models"}},
	"cmd/plumbline/verifycmd": {layer: 5,
		ours: []string{"api/v1/proofs", "cmd/plumbline/client", "cmd/plumbline/command", "cmd/plumbline/files",
			"cmd/plumbline/output", "models/service", "models/service/proofs", "reports/sign"}},
	"cmd/plumbline/portfoliocmd": {layer: 5,
		ours: []string{"api/v1/portfolio", "api/v1/rest", "cmd/plumbline/client", "cmd/plumbline/command",
			"cmd/plumbline/files", "cmd/plumbline/output", "cmd/plumbline/reportcmd", "models/service", "models/text",
			"reports"}},
	"cmd/plumbline/trendcmd": {layer: 5,
		ours: []string{"api/v1/planning", "cmd/plumbline/client", "cmd/plumbline/command", "cmd/plumbline/output",
			"models/service", "models/service/reviews", "models/service/trend"}},
	"cmd/plumbline/itemfilter": {layer: 5,
		ours: []string{"api/v1/itemfilter", "cmd/plumbline/command", "models", "models/remediation", "models/service"}},
	"cmd/plumbline/itemfilescmd": {layer: 5,
		ours: []string{"api/v1/itemfiles", "cmd/plumbline/command", "cmd/plumbline/files", "cmd/plumbline/itemfilter",
			"cmd/plumbline/output", "models", "models/feed", "models/service", "models/service/plan"}},
	"cmd/plumbline/acceptancecmd": {layer: 5,
		ours: []string{"api/v1/remediation", "cmd/plumbline/client", "cmd/plumbline/command", "cmd/plumbline/output",
			"models", "models/accepted", "models/service", "models/service/acceptance"}},
	"cmd/plumbline/checkcmd": {layer: 5,
		ours: []string{"api/v1/planning", "cmd/plumbline/client", "cmd/plumbline/command", "cmd/plumbline/output",
			"models/check", "models/labels", "models/service", "models/service/trend", "questionnaires"}},
	"cmd/plumbline/plancmd": {layer: 5,
		ours: []string{"api/v1/planning", "api/v1/remediation", "cmd/plumbline/client", "cmd/plumbline/command",
			"cmd/plumbline/itemfilter", "cmd/plumbline/output", "models", "models/labels", "models/planning",
			"models/remediation", "models/service", "models/service/plan", "models/service/whatif",
			"questionnaires", "questionnaires/improve", "reports/csvfile", "reports/table"}},
	"cmd/plumbline/recapcmd": {layer: 5,
		ours: []string{"api/v1/notices", "cmd/plumbline/client", "cmd/plumbline/command", "cmd/plumbline/output",
			"models", "models/notice", "models/service", "models/service/recap", "models/urls"}},
	"cmd/plumbline/noticescmd": {layer: 5,
		ours: []string{"cmd/plumbline/output", "models/notice", "models/service", "models/service/schedule"}},
	"cmd/plumbline/remediationcmd": {layer: 5,
		ours: []string{"api/v1/remediation", "cmd/plumbline/acceptancecmd", "cmd/plumbline/command",
			"cmd/plumbline/itemfilescmd", "cmd/plumbline/itemfilter", "cmd/plumbline/output", "cmd/plumbline/plancmd",
			"cmd/plumbline/recapcmd",
			"models", "models/remediation", "models/service", "models/service/plan"}},
	"cmd/plumbline/address":           {layer: 5, ours: []string{"api/middleware"}},
	"cmd/plumbline/output":            {layer: 5},
	"cmd/plumbline/health":            {layer: 5},
	"cmd/plumbline/licenses":          {layer: 0},
	"cmd/plumbline/licenses/generate": {layer: 5},
	"cmd/plumbline":                   {layer: 5, ours: []string{"*"}, modules: []string{"*"}},
}

// topLevel is all that the repository has at its top.
var topLevel = []string{".ci", ".editorconfig", ".gitattributes", ".github", ".gitignore", ".golangci.yml", "README.md",
	"api", "cmd", "go.mod", "go.sum", "models", "questionnaires", "reports"}

// Every row names packages of lower layers, or of its own.
func TestArchitecturePointsDown(t *testing.T) {
	for name, rule := range architecture {
		for _, other := range rule.ours {
			if other == "*" {
				continue
			}
			imported, has := architecture[other]
			if !has {
				t.Errorf("%s may import %s, which has no row", name, other)
			} else if imported.layer > rule.layer {
				t.Errorf("%s (layer %d) may import %s (layer %d)", name, rule.layer, other, imported.layer)
			}
		}
	}
}

func TestArchitecture(t *testing.T) {
	packages := packagesOf(t, filepath.Join("..", ".."))
	if len(packages) < 10 {
		t.Fatalf("%d packages were found; there are more", len(packages))
	}
	for _, fault := range importFaults(packages, architecture) {
		t.Error(fault)
	}
}

// The check notices each kind of fault.
func TestArchitectureNoticesFaults(t *testing.T) {
	rules := map[string]packageRule{
		"models":       {ours: []string{"models/text"}},
		"models/store": {ours: []string{"models"}, modules: []string{"gorm.io/gorm"}},
		"models/text":  {},
	}
	for name, row := range map[string]struct {
		spoil func(packages map[string]*sourcePackage)
		want  string
	}{
		"nothing": {func(map[string]*sourcePackage) {}, ""},
		"forbidden arrow": {func(p map[string]*sourcePackage) {
			p["models"].imports = append(p["models"].imports, "plumbline/models/store")
		}, "models imports plumbline/models/store, which its row does not allow"},
		"library in the wrong package": {func(p map[string]*sourcePackage) {
			p["models/text"].imports = []string{"gorm.io/gorm"}
		}, "models/text imports gorm.io/gorm, which its row does not allow"},
		"near name of a library": {func(p map[string]*sourcePackage) {
			p["models/store"].imports = append(p["models/store"].imports, "gorm.io/gormx")
		}, "models/store imports gorm.io/gormx, which its row does not allow"},
		"row without a package": {func(p map[string]*sourcePackage) { delete(p, "models/text") },
			"models/text has a row and no package"},
		"package without a row": {func(p map[string]*sourcePackage) {
			p["utils"] = &sourcePackage{name: "utils", doc: "Package utils …"}
		}, "utils has no row"},
		"no package comment": {func(p map[string]*sourcePackage) { p["models"].doc = "" },
			"models has no package comment"},
		"allowed library that is not used": {func(p map[string]*sourcePackage) {
			p["models/store"].imports = []string{"plumbline/models"}
		}, "models/store may import gorm.io/gorm and does not"},
		"allowed arrow that is not used": {func(p map[string]*sourcePackage) { p["models"].imports = nil },
			"models may import models/text and does not"},
	} {
		packages := map[string]*sourcePackage{
			"models": {
				name:    "models",
				doc:     "Package models …",
				imports: []string{"fmt", "plumbline/models/text"},
			},
			"models/text":  {name: "models/text", doc: "Package text …"},
			"models/store": {name: "models/store", doc: "…", imports: []string{"gorm.io/gorm", "plumbline/models"}},
		}
		row.spoil(packages)
		faults := importFaults(slices.Collect(maps.Values(packages)), rules)
		if got := strings.Join(faults, "\n"); got != row.want {
			t.Errorf("%s: %q, want %q", name, got, row.want)
		}
	}
}

func TestTopLevel(t *testing.T) {
	entries, err := os.ReadDir(filepath.Join("..", ".."))
	mustSucceed(t, err)
	for _, e := range entries {
		if e.Name() != ".git" && !slices.Contains(topLevel, e.Name()) {
			t.Errorf("%s does not belong at the top level", e.Name())
		}
	}
}

// Every database error is the store's to know: gorm and SQL stay there.
func TestOnlyTheStoreKnowsTheDatabase(t *testing.T) {
	for _, p := range packagesOf(t, filepath.Join("..", "..")) {
		if strings.HasPrefix(p.name, "models/store") {
			continue
		}
		for _, path := range p.imports {
			if strings.HasPrefix(path, "gorm.io/") || path == "database/sql" {
				t.Errorf("%s imports %s", p.name, path)
			}
		}
	}
}

// What only tests are made of stays out of the program.
func TestOnlyTestsImportTheirHarness(t *testing.T) {
	harness := map[string][]string{"plumbline/api/apitest": nil, "plumbline/models/store/storetest": {"api/apitest"},
		"plumbline/reports/reportstest": nil, "plumbline/reports/pdf/tagged/taggedtest": nil}
	for _, p := range packagesOf(t, filepath.Join("..", "..")) {
		for _, path := range p.imports {
			if users, is := harness[path]; is && !slices.Contains(users, p.name) {
				t.Errorf("%s imports %s, which is for tests", p.name, path)
			}
		}
	}
}

// importFaults holds packages against their rows, and the rows against the packages.
func importFaults(packages []*sourcePackage, rules map[string]packageRule) (faults []string) {
	rows := maps.Clone(rules)
	for _, p := range packages {
		rule, has := rows[p.name]
		if !has {
			faults = append(faults, p.name+" has no row")
			continue
		}
		delete(rows, p.name)
		if p.doc == "" {
			faults = append(faults, p.name+" has no package comment")
		}
		for _, path := range p.imports {
			if !rule.allows(path) {
				faults = append(faults, fmt.Sprintf("%s imports %s, which its row does not allow", p.name, path))
			}
		}
		for _, path := range rule.unused(p.imports) {
			faults = append(faults, fmt.Sprintf("%s may import %s and does not", p.name, path))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(rows)) {
		faults = append(faults, name+" has a row and no package")
	}
	return faults
}

func (r packageRule) allows(path string) bool {
	if ours, is := strings.CutPrefix(path, "plumbline/"); is {
		return slices.Contains(r.ours, "*") || slices.Contains(r.ours, ours)
	}
	if first, _, _ := strings.Cut(path, "/"); !strings.Contains(first, ".") {
		return true // the standard library
	}
	return slices.ContainsFunc(r.modules, func(module string) bool { return module == "*" || inModule(path, module) })
}

// unused returns what the row allows and none of the imports needs.
func (r packageRule) unused(imports []string) (paths []string) {
	for _, ours := range r.ours {
		if ours != "*" && !slices.Contains(imports, "plumbline/"+ours) {
			paths = append(paths, ours)
		}
	}
	for _, module := range r.modules {
		needed := func(path string) bool { return inModule(path, module) }
		if module != "*" && !slices.ContainsFunc(imports, needed) {
			paths = append(paths, module)
		}
	}
	return paths
}

// inModule reports whether an import path is a module's root or a package in it.
func inModule(path, module string) bool {
	return path == module || strings.HasPrefix(path, module+"/")
}
