package remediation

import (
	"encoding/json"

	"plumbline/api/v1/rest"
	"plumbline/models/remediation"
	"plumbline/models/service/acceptance"
	"plumbline/models/service/plan"
)

// ItemRow is an item of a list, in answers of other groups of operations.
type ItemRow = itemRow

// The forms in which items of practices are asked for; the command line sends them.
type (
	PlacedItems    = placedItems
	PlacedPractice = placedPractice
	PracticeName   = practiceName
	ItemOwner      = itemOwner
)

// Rows are items of a list.
func Rows(list []plan.ItemRow) []ItemRow { return rest.Each(list, rowOut) }

// Acceptance is an accepted risk, in answers of other groups of operations.
type Acceptance = acceptanceJSON

// AcceptanceOf gives an accepted risk that form.
func AcceptanceOf(v acceptance.View) Acceptance { return acceptanceOut(v) }

// Acceptances are those of a list.
func Acceptances(list []acceptance.View) []Acceptance { return rest.Each(list, acceptanceOut) }

// Item is an item as the API gives it. The command line prints these forms too.
func Item(v plan.ItemView) any { return itemOut(v) }

// RowJSON is an item of a list as the API gives it.
func RowJSON(r plan.ItemRow) ([]byte, error) { return json.Marshal(rowOut(r)) }

// Roadmap is a whole roadmap as the API gives it.
func Roadmap(v plan.RoadmapView) any { return roadmapOut(v) }

// Metrics are figures as the API gives them.
func Metrics(m remediation.Metrics) any { return allMetricsOut(m) }

// Budget is a budget as the API gives it.
func Budget(b plan.BudgetView) any { return budgetOut(b) }

// Settings are settings of plans as the API gives them.
func Settings(s remediation.PlanSettings) any { return settingsOut(s) }
