package workloads

import (
	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/labels"
)

func environments() []page.LabelledValue {
	return page.LabelledValues(models.Environments[:], labels.Environment)
}

func improvementStatuses() []page.LabelledValue {
	return page.LabelledValues(models.ImprovementStatuses[:], labels.ImprovementStatus)
}
