package workloads

import (
	"slices"
	"strconv"
	"strings"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/service/reviews"
)

// workloadForm is what the form of a workload shows, as text.
type workloadForm struct {
	Name, Description, Environment, ReviewOwner, NonAWSRegions, AccountIDs, Design, Notes, Priorities,
	Applications, Status, Tags, ReviewDueOn, ReviewEvery string
	AWSRegions  []string
	Plain       []labels.ShownText
	RegionsHelp string
	Open        bool // the part that most leave alone has something in it
}

func workloadFormOf(f models.WorkloadFields) workloadForm {
	form := workloadForm{
		Name: f.Name, Description: f.Description, Environment: string(f.Environment), ReviewOwner: f.ReviewOwner,
		AWSRegions: f.AWSRegions, NonAWSRegions: strings.Join(f.NonAWSRegions, ", "),
		AccountIDs: strings.Join(f.AccountIDs, ", "), Design: f.ArchitecturalDesign,
		Plain: labels.FormTexts(f), Notes: f.Notes, Priorities: strings.Join(f.PillarPriorities, ", "),
		Applications: strings.Join(f.Applications, ", "),
		Status:       string(f.ImprovementStatus), Tags: tagLines(f.Tags),
		RegionsHelp: "At least one, here or under “Non-AWS locations”.", ReviewDueOn: f.ReviewDueOn,
	}
	if f.ReviewEveryMonths > 0 {
		form.ReviewEvery = strconv.Itoa(f.ReviewEveryMonths)
	}
	form.Open = form.ReviewDueOn+form.ReviewEvery+form.AccountIDs+form.Design+form.Priorities+form.Applications+
		form.Tags != "" ||
		slices.ContainsFunc(form.Plain, func(text labels.ShownText) bool { return text.Value != "" })
	return form
}

// typedForm is the form as it was sent.
func typedForm(r *page.Request) workloadForm {
	var plain models.WorkloadFields
	labels.ReadTexts(&plain, r.Post)
	return workloadForm{
		Name: r.Post("name"), Description: r.Post("description"), Environment: r.Post("environment"),
		ReviewOwner: r.Post("review_owner"),
		AWSRegions:  typedRegions(r), NonAWSRegions: r.Post("non_aws_regions"), AccountIDs: r.Post("account_ids"),
		Design: r.Post("architectural_design"), Plain: labels.FormTexts(plain), Notes: r.Post("notes"),
		Priorities: r.Post("pillar_priorities"), Applications: r.Post("applications"), Status: r.Post("improvement_status"),
		Tags: r.Post("tags"), ReviewDueOn: r.Post("review_due_on"), ReviewEvery: r.Post("review_every_months"),
		RegionsHelp: "At least one, here or under “Non-AWS locations”.", Open: true,
	}
}

// typedFields reads the form. A fault is one of its writing; what may stand in a field is for the service to say.
func typedFields(r *page.Request) (models.WorkloadFields, error) {
	tags, fault := tagsIn(r.Post("tags"))
	f := models.WorkloadFields{
		Name: r.Line("name"), Description: r.Line("description"), Environment: models.Environment(r.Post("environment")),
		ReviewOwner: r.Line("review_owner"), AWSRegions: typedRegions(r),
		NonAWSRegions: splitCommas(r.Post("non_aws_regions")),
		AccountIDs:    page.SplitList(r.Post("account_ids")), ArchitecturalDesign: r.Line("architectural_design"),
		Notes: plainLineEnds(r.Post("notes")), PillarPriorities: page.SplitList(r.Post("pillar_priorities")),
		Applications:      page.SplitList(r.Post("applications")),
		ImprovementStatus: models.ImprovementStatus(r.Post("improvement_status")), Tags: tags,
	}
	labels.ReadTexts(&f, r.Line)
	f.ReviewDueOn = r.Line("review_due_on")
	months, wrong := monthsIn(r.Line("review_every_months"))
	f.ReviewEveryMonths = months
	if f.ImprovementStatus == "" {
		f.ImprovementStatus = models.ImprovementNotStarted
	}
	if fault != "" {
		return f, models.InvalidInput(models.FieldFault{Field: "tags", Message: fault})
	}
	return f, wrong
}

// monthsIn reads how many months lie between reviews; nothing is none.
func monthsIn(text string) (int, error) {
	if text == "" {
		return 0, nil
	}
	months, err := strconv.Atoi(text)
	if err != nil {
		return 0, models.InvalidInput(models.FieldFault{Field: "review_every_months", Message: "must be a whole number"})
	}
	return months, nil
}

// regionInput is a field for AWS Regions; several of them make the list.
type regionInput struct {
	ID, Label, Value string
}

// spareRegions is how many empty fields there are for more.
const spareRegions = 2

// regionInputs are a field for each region of the list, and some that are empty.
func regionInputs(regions []string) (fields []regionInput) {
	for i := range len(regions) + spareRegions {
		field := regionInput{ID: "workload-aws_regions", Label: "AWS region " + strconv.Itoa(i+1)}
		if i > 0 {
			field.ID += "-" + strconv.Itoa(i+1)
		}
		if i < len(regions) {
			field.Value = regions[i]
		}
		fields = append(fields, field)
	}
	return fields
}

// typedRegions are the regions of all fields, each once. People write them with capitals too.
func typedRegions(r *page.Request) (list []string) {
	for _, region := range page.SplitList(strings.Join(r.HTTP.PostForm["aws_regions"], ",")) {
		if code := strings.ToLower(region); models.IsRegionCode(code) {
			region = code
		}
		if !slices.Contains(list, region) {
			list = append(list, region)
		}
	}
	return list
}

// splitCommas takes a list apart whose entries may hold spaces.
func splitCommas(text string) (list []string) {
	for _, part := range strings.FieldsFunc(text, func(c rune) bool { return c == ',' || c == '\n' || c == '\r' }) {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}

// plainLineEnds undoes the line ends of forms.
func plainLineEnds(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

// tagsIn reads one tag a line, key=value.
func tagsIn(text string) (map[string]string, string) {
	tags := map[string]string{}
	for line := range strings.Lines(plainLineEnds(text)) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		key, value, _ := strings.Cut(line, "=")
		key = strings.TrimSpace(key)
		if _, twice := tags[key]; twice {
			return tags, "names " + page.ClipText(key) + " twice"
		}
		tags[key] = strings.TrimSpace(value)
	}
	return tags, ""
}

func tagLines(tags map[string]string) string {
	var list []string
	for k, v := range tags {
		list = append(list, k+"="+v)
	}
	slices.Sort(list)
	return strings.Join(list, "\n")
}

// typedInput is what the service takes of the form of a new workload.
func typedInput(r *page.Request) (reviews.WorkloadInput, error) {
	fields, err := typedFields(r)
	return reviews.WorkloadInput{WorkloadFields: fields, Lenses: r.HTTP.PostForm["lenses"]}, err
}
