package labels

import "plumbline/models"

// WorkloadText is a plain field of a workload: one line of text that may be empty. Forms, pages and reports show these
// fields side by side, in the order of WorkloadTexts.
type WorkloadText struct {
	Key      string // in the API and in forms
	Label    string // on pages
	InReport string // what reports call it
	OnPage   bool   // the page of a workload shows it, where it is not empty
	WhenSet  bool   // reports show it only where it is not empty
	Of       func(*models.WorkloadFields) *string
}

// WorkloadTexts are the plain fields of a workload.
var WorkloadTexts = [...]WorkloadText{
	{Key: "industry_type", Label: "Industry type", InReport: "Industry type",
		Of: func(f *models.WorkloadFields) *string { return &f.IndustryType }},
	{Key: "industry", Label: "Industry", InReport: "Industry", OnPage: true,
		Of: func(f *models.WorkloadFields) *string { return &f.Industry }},
	{Key: "cost_center", Label: "Cost centre", InReport: "Cost centre", OnPage: true, WhenSet: true,
		Of: func(f *models.WorkloadFields) *string { return &f.CostCenter }},
}

// ShownText is a plain field as a form or a page shows it.
type ShownText struct {
	ID    string // the key
	Label string
	Value string
}

// FormTexts are the plain fields with what they hold, as a form shows them.
func FormTexts(f models.WorkloadFields) (list []ShownText) {
	for _, text := range WorkloadTexts {
		list = append(list, ShownText{text.Key, text.Label, *text.Of(&f)})
	}
	return list
}

// PageTexts are those that the page of a workload shows.
func PageTexts(f models.WorkloadFields) (list []ShownText) {
	for i, shown := range FormTexts(f) {
		if WorkloadTexts[i].OnPage && shown.Value != "" {
			list = append(list, shown)
		}
	}
	return list
}

// ReadTexts writes into the plain fields what a form holds by their keys.
func ReadTexts(f *models.WorkloadFields, form func(key string) string) {
	for _, text := range WorkloadTexts {
		*text.Of(f) = form(text.Key)
	}
}
