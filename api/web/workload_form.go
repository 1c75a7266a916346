package web

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/service/reviews"
)

// workloadForm is what the form of a workload shows, as text.
type workloadForm struct {
	Name, Description, Environment, ReviewOwner, AWSRegions, NonAWSRegions, AccountIDs, Design, Notes, Priorities,
	Applications, Status, Tags string
	Plain       []labels.ShownText
	RegionsHelp string
	Open        bool // the part that most leave alone has something in it
}

func workloadFormOf(f models.WorkloadFields) workloadForm {
	form := workloadForm{
		Name: f.Name, Description: f.Description, Environment: string(f.Environment), ReviewOwner: f.ReviewOwner,
		AWSRegions: strings.Join(f.AWSRegions, ", "), NonAWSRegions: strings.Join(f.NonAWSRegions, ", "),
		AccountIDs: strings.Join(f.AccountIDs, ", "), Design: f.ArchitecturalDesign,
		Plain: labels.FormTexts(f), Notes: f.Notes, Priorities: strings.Join(f.PillarPriorities, ", "), Applications: strings.Join(f.Applications, ", "),
		Status: string(f.ImprovementStatus), Tags: tagLines(f.Tags), RegionsHelp: "At least one, here or under “Other places”.",
	}
	form.Open = form.AccountIDs+form.Design+form.Priorities+form.Applications+form.Tags != "" ||
		slices.ContainsFunc(form.Plain, func(text labels.ShownText) bool { return text.Value != "" })
	return form
}

// typed is the form as it was sent.
func (r *request) typed() workloadForm {
	var plain models.WorkloadFields
	labels.ReadTexts(&plain, r.post)
	return workloadForm{
		Name: r.post("name"), Description: r.post("description"), Environment: r.post("environment"), ReviewOwner: r.post("review_owner"),
		AWSRegions: r.post("aws_regions"), NonAWSRegions: r.post("non_aws_regions"), AccountIDs: r.post("account_ids"),
		Design: r.post("architectural_design"), Plain: labels.FormTexts(plain), Notes: r.post("notes"),
		Priorities: r.post("pillar_priorities"), Applications: r.post("applications"), Status: r.post("improvement_status"), Tags: r.post("tags"),
		RegionsHelp: "At least one, here or under “Other places”.", Open: true,
	}
}

// workloadFields reads the form. A fault is one of its writing; what may stand in a field is for the verb to say.
func (r *request) workloadFields() (models.WorkloadFields, error) {
	tags, fault := tagsIn(r.post("tags"))
	f := models.WorkloadFields{
		Name: r.line("name"), Description: r.line("description"), Environment: models.Environment(r.post("environment")),
		ReviewOwner: r.line("review_owner"), AWSRegions: split(r.post("aws_regions")), NonAWSRegions: commas(r.post("non_aws_regions")),
		AccountIDs: split(r.post("account_ids")), ArchitecturalDesign: r.line("architectural_design"),
		Notes: newlines(r.post("notes")), PillarPriorities: split(r.post("pillar_priorities")),
		Applications: split(r.post("applications")), ImprovementStatus: models.ImprovementStatus(r.post("improvement_status")), Tags: tags,
	}
	labels.ReadTexts(&f, r.line)
	if f.ImprovementStatus == "" {
		f.ImprovementStatus = models.ImprovementNotStarted
	}
	if fault != "" {
		return f, models.Faulty(models.Fault{Field: "tags", Message: fault})
	}
	return f, nil
}

// commas takes a list apart whose entries may hold spaces.
func commas(text string) (list []string) {
	for _, part := range strings.FieldsFunc(text, func(c rune) bool { return c == ',' || c == '\n' || c == '\r' }) {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}

// newlines undoes the line ends of forms.
func newlines(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

// tagsIn reads one tag a line, key=value.
func tagsIn(text string) (map[string]string, string) {
	tags := map[string]string{}
	for line := range strings.Lines(newlines(text)) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		key, value, _ := strings.Cut(line, "=")
		key = strings.TrimSpace(key)
		if _, twice := tags[key]; twice {
			return tags, "names " + clip(key) + " twice"
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

// once is the idempotency key of a form: the key that the page was given, for exactly what was sent. The same form sent twice makes one thing; the same
// page sent with other words makes another.
func (r *request) once() models.IdempotencyKey {
	if r.post("once") == "" {
		return models.IdempotencyKey{}
	}
	form := r.http.PostForm
	sum := sha256.New()
	sum.Write([]byte(r.http.URL.Path + "\n"))
	for _, name := range sortedNames(form) {
		if name == "csrf_token" || name == "draft" || strings.HasPrefix(name, ownerField) { // of the page, and of the browser
			continue
		}
		for _, value := range form[name] {
			sum.Write([]byte(name + "\x00" + value + "\x00"))
		}
	}
	digest := hex.EncodeToString(sum.Sum(nil))
	return models.IdempotencyKey{Key: "form " + digest, Digest: digest}
}

func sortedNames(form map[string][]string) []string {
	names := make([]string, 0, len(form))
	for name := range form {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// input is what the verb takes of the form of a new workload.
func (r *request) workloadInput() (reviews.WorkloadInput, error) {
	fields, err := r.workloadFields()
	return reviews.WorkloadInput{WorkloadFields: fields, Lenses: r.http.PostForm["lenses"]}, err
}
