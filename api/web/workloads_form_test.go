package web_test

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models/labels"
)

// faultsListed are the lines in which a page says what is wrong, as text.
func faultsListed(t testing.TB, page string) (lines []string) {
	t.Helper()
	list := regexp.MustCompile(`(?s)<div class="alert".*?<ul>(.*?)</ul>`).FindStringSubmatch(page)
	if list == nil {
		t.Fatalf("the page lists no faults: %.300s", page)
	}
	for _, item := range strings.Split(list[1], "<li>")[1:] {
		text := html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(item, ""))
		lines = append(lines, strings.Join(strings.Fields(text), " "))
	}
	return lines
}

// What is wrong with a form is said in the words of its labels, never in the names of its fields.
func TestFaultsAreInTheWordsOfLabels(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		t := s.T
		at := "/workloads/" + s.Sample()
		form := func(pairs ...string) []string {
			return append([]string{"name", "Shop", "description", "Takes the money", "environment", "PRODUCTION",
				"review_owner", "Ines"}, pairs...)
		}
		for _, c := range []struct {
			path string
			form []string
			want []string
		}{
			{"/workloads", nil, []string{"Name: is missing", "Description: is missing", "Environment: is missing",
				"Review owner: is missing"}},
			{"/workloads", form(), []string{"AWS regions: must name at least one region, or “Non-AWS locations” must"}},
			{"/workloads", form("aws_regions", "eu-central-1, Mars"), []string{"AWS regions: “Mars” is not the code of an AWS " +
				"Region, such as eu-central-1; other places belong in “Non-AWS locations”"}},
			{"/workloads", form("aws_regions", "eu-central-1", "account_ids", "111122223333, 12"),
				[]string{"AWS accounts: entry 2 must be 12 digits"}},
			{"/workloads", form("aws_regions", "eu-central-1", "tags", "a/b="+strings.Repeat("x", 257)),
				[]string{"Tags: “a/b” must have at most 256 characters; it has 257"}},
			{"/workloads", form("aws_regions", "eu-central-1", "architectural_design", "javascript:x", "lenses", "none"),
				[]string{"Architecture diagram or link: must be an http, https or ftp address"}},
			{at + "/milestones", nil, []string{"Milestone name: is missing"}},
			{at + "/delete", nil, []string{"Type Checkout to confirm: must be the name of the workload, exactly"}},
			{at + "/lenses/service-basics/remove", nil,
				[]string{"Type service-basics to confirm: must be the key of the lens, exactly"}},
			{"/account/password", nil, nil},
			{"/tokens", nil, nil},
			{"/lenses/new", nil, nil},
		} {
			page := string(s.PostForm("owner session", c.path, apitest.FormFields(c.form...), 422).Body)
			s.PageHolds(c.path, []byte(page), "Fix the fields below.")
			got := faultsListed(t, page)
			if c.want != nil && strings.Join(got, "\n") != strings.Join(c.want, "\n") {
				t.Errorf("%s says %q, want %q", c.path, got, c.want)
			}
			for _, line := range got {
				if regexp.MustCompile(`[a-z]_[a-z]|\[\d|^[a-z]`).MatchString(line) {
					t.Errorf("%s says %q", c.path, line)
				}
			}
			for _, target := range regexp.MustCompile(`href="#([^"]+)"`).FindAllStringSubmatch(page, -1) {
				if !strings.Contains(page, `id="`+target[1]+`"`) {
					t.Errorf("%s leads to %s, which is not there", c.path, target[1])
				}
			}
		}
	})
}

// A region has a field, and each of those that AWS has is in a list to choose from; capitals do not count.
func TestRegionsInTheForm(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		t := s.T
		s.Sample()
		page := s.GetPage("architect session", "/workloads/new", 200)
		s.PageHolds("the list", []byte(page), `list="region-codes"`, `<datalist id="region-codes">`)
		for _, group := range labels.RegionGroups {
			for _, region := range group.Regions {
				if !strings.Contains(page, `value="`+region.Code+`">`+region.Place) {
					t.Errorf("%s is not offered", region.Code)
				}
			}
		}
		form := newWorkloadForm("Shop", "")
		form["aws_regions"] = []string{"EU-Central-1", "", "us-gov-west-1, eu-central-1"}
		r := s.PostForm("architect session", "/workloads", form, 303)
		at, _, _ := strings.Cut(r.Header.Get("Location"), "?")
		if got := s.OK("GET", at, nil).At("aws_regions").String(); got != `["eu-central-1","us-gov-west-1"]` {
			t.Errorf("taken as %s", got)
		}
		s.PageHolds("each in a field", []byte(s.GetPage("architect session", at+"/edit", 200)), `value="eu-central-1"`,
			`value="us-gov-west-1"`, `id="workload-aws_regions-4"`)
	})
}
