package apitest

import (
	"flag"
	"os"
	"runtime"
	"strconv"
	"testing"

	"plumbline/models/store/storetest"
)

// testsAtOnce is how many tests run at the same time where nobody says otherwise: they wait for browsers, databases and
// streams more than they work.
const testsAtOnce = 6

// Main runs the tests of a package, whose TestMain calls it, and stops the browsers that they shared. Each package has
// databases, ports and browsers of its own, so that packages can run side by side.
func Main(m *testing.M) {
	flag.Parse()
	said := false
	flag.Visit(func(f *flag.Flag) { said = said || f.Name == "test.parallel" })
	if !said && runtime.GOMAXPROCS(0) < testsAtOnce {
		_ = flag.Set("test.parallel", strconv.Itoa(testsAtOnce)) // the flag is there and takes numbers
	}
	defer endBrowsers()
	storetest.Main(m)
}

func endBrowsers() {
	for _, p := range []*BrowserProcess{&mainBrowser, &CachelessBrowser, &CachingBrowser} {
		if p.end != nil {
			p.end()
		}
	}
}

// OnSQLite is Each for tests of pages, which do not depend on the database: one engine is enough.
func OnSQLite(t *testing.T, test func(*Server)) {
	t.Parallel()
	test(populated.OnSQLite(t))
}

// Must ends the test on an error.
func Must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Each runs the test against a fresh server on each engine, both at once and beside other tests.
func Each(t *testing.T, test func(*Server)) {
	t.Parallel()
	populated.template.EachAtOnce(t, func(t *testing.T, dsn string) { test(ServerAt(t, dsn, storetest.OpenAt(t, dsn))) })
}

// walksVariable names the environment variable that is "postgres" where another run has the walks on SQLite.
const walksVariable = "PLUMBLINE_TEST_WALKS"

// EachWalk is Each for long tables in which one request follows the other. They run on both engines, unless the
// environment says that their half on SQLite runs elsewhere: .ci/run does, which tests a fresh clone on SQLite too.
func EachWalk(t *testing.T, test func(*Server)) {
	if os.Getenv(walksVariable) != "postgres" {
		Each(t, test)
		return
	}
	OnPostgres(t, func(t *testing.T, dsn string) { test(ServerAt(t, dsn, storetest.OpenAt(t, dsn))) })
}

// EachAddress is Each for tests that open the database themselves: there are people in it, for ServerAt.
func EachAddress(t *testing.T, test func(t *testing.T, dsn string)) {
	t.Parallel()
	populated.template.EachAtOnce(t, test)
}

// OnPostgres is EachAddress for what only several processes on one database have.
func OnPostgres(t *testing.T, test func(t *testing.T, dsn string)) {
	t.Parallel()
	populated.template.OnPostgres(t, test)
}

// EachAlone is Each for tests that measure the whole process: one engine after the other, and no other test meanwhile.
func EachAlone(t *testing.T, test func(*Server)) {
	populated.template.EachInTurn(t, func(t *testing.T, dsn string) { test(ServerAt(t, dsn, storetest.OpenAt(t, dsn))) })
}
