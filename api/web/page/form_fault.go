package page

import (
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"plumbline/models"
)

// Fault gives what is wrong with a field, "" if nothing is. A fault deeper in a list is the list's.
func (f Form) Fault(field string) string {
	var all []string
	for _, x := range f.Faults {
		if x.Field == field || strings.HasPrefix(x.Field, field+"/") {
			all = append(all, f.message(x))
		}
	}
	return strings.Join(slices.Compact(all), "; ")
}

// ListedFault is what is wrong with a field, where the page lists all that is wrong: the field by its label, and where
// it is.
type ListedFault struct{ Href, Label, Message string }

// Listed are the faults as the page lists them.
func (f Form) Listed() (list []ListedFault) {
	for _, x := range f.Faults {
		field := firstField(x.Field)
		fault := ListedFault{Label: f.label(field), Message: f.message(x)}
		if id := f.Name + "-" + field; field != "" && (f.labels == nil || f.labels[id] != "") {
			fault.Href = "#" + id
		}
		list = append(list, fault)
	}
	return list
}

// label is what the page calls a field.
func (f Form) label(field string) string {
	if label := f.labels[f.Name+"-"+field]; label != "" {
		return label
	}
	return fieldLabel(field)
}

// fieldName is what may be the name of a field in a message: several words in the spelling of the API.
var fieldName = regexp.MustCompile(`\b[a-z]+(?:_[a-z]+)+\b`)

// message is what is wrong in the words of the page: fields are called as their labels are, and an entry of a list is
// told by its place.
func (f Form) message(x models.FieldFault) string {
	text := fieldName.ReplaceAllStringFunc(x.Message, func(name string) string {
		label := f.labels[f.Name+"-"+name]
		if label == "" {
			label = fieldLabels[name]
		}
		if label == "" {
			return name
		}
		return "“" + label + "”"
	})
	_, entry, _ := strings.Cut(x.Field, "/")
	if entry == "" || strings.Contains(entry, "/") || strings.HasPrefix(text, "“") {
		return text
	}
	if n, err := strconv.Atoi(entry); err == nil {
		return "entry " + strconv.Itoa(n+1) + " " + text
	}
	return "“" + ClipText(pointerMarks.Replace(entry)) + "” " + text
}

// pointerMarks undoes models.EscapeKey.
var pointerMarks = strings.NewReplacer("~1", "/", "~0", "~")

var (
	pageLabel = regexp.MustCompile(`(?s)<label for="([^"]+)"[^>]*>(.*?)</label>`)
	pageGroup = regexp.MustCompile(`(?s)<fieldset[^>]*\sid="([^"]+)"[^>]*>\s*<legend[^>]*>(.*?)</legend>`)
	pageOther = regexp.MustCompile(`<[^>]*\sid="([^"]+)" data-label="([^"]+)"`)
	pageTag   = regexp.MustCompile(`<[^>]*>`)
)

// labelsIn are the labels of a page by the ids of what they are of, as text.
func labelsIn(page string) map[string]string {
	labels := map[string]string{}
	for _, pattern := range []*regexp.Regexp{pageLabel, pageGroup, pageOther} {
		for _, found := range pattern.FindAllStringSubmatch(page, -1) {
			text := html.UnescapeString(pageTag.ReplaceAllString(found[2], " "))
			labels[html.UnescapeString(found[1])] = strings.Join(strings.Fields(text), " ")
		}
	}
	return labels
}

// fieldLabels are the labels of fields whose names do not say them, for where the form itself is not on the page.
var fieldLabels = map[string]string{
	"aws_regions": "AWS regions", "non_aws_regions": "Non-AWS locations", "account_ids": "AWS accounts",
	"architectural_design": "Architecture diagram or link", "cost_center": "Cost centre",
	"review_due_on": "Next review on", "review_every_months": "Review every … months", "applications": "Application",
	"improvement_status": "Improvement status", "user_id": "Member", "question_id": "Question", "pillar_id": "Pillar",
	"expires_at": "Expires", "new_password": "New password", "workspace_id": "Workspace", "choice_id": "Choice",
}

// fieldLabel is what a field is called where its label is not on the page.
func fieldLabel(name string) string {
	if label := fieldLabels[name]; label != "" {
		return label
	}
	return Capital(plainWords(name))
}
