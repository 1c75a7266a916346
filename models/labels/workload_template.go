package labels

import "plumbline/models"

// WorkloadTemplate is a start for a new workload: what most workloads of a kind have in common.
type WorkloadTemplate struct {
	Key, Name, Doc string
	Environment    models.Environment
	Regions        string   // what to think of where the regions are asked for
	Lenses         []string // keys of lenses of the program, ticked where the workspace has them
	Priorities     []string // pillar ids, the most important first
	Notes          string   // Markdown: what a reviewer will ask about
}

// WorkloadTemplates are the starts there are; the last one is blank.
var WorkloadTemplates = []WorkloadTemplate{
	{
		Key: "web", Name: "Public web service", Doc: "Anybody on the internet can reach it: shops, portals, public APIs.",
		Environment: models.Production, Regions: "The regions that serve visitors, and the one you fail over to.",
		Lenses: []string{"wellarchitected", "resilience"}, Priorities: []string{"security", "reliability", "performance-efficiency"},
		Notes: "**Who uses it:** \n**Busiest hour:** \n**What it costs an hour when it is down:** \n**What it needs to work:** sign-in, payment, mail …\n",
	},
	{
		Key: "internal", Name: "Internal system", Doc: "Used by the organization itself: back office, tools, integrations.",
		Environment: models.Production, Regions: "One region is usual. Say under “Non-AWS locations” if part of it runs in a data center of " +
			"your own.",
		Lenses: []string{"wellarchitected", "shared-responsibility"}, Priorities: []string{"security", "operational-excellence", "cost-optimization"},
		Notes: "**Who uses it:** \n**How long can they do without it:** \n**Who is called when it breaks:** \n",
	},
	{
		Key: "data", Name: "Data platform", Doc: "Takes data in, keeps it, and lets people and systems work with it.",
		Environment: models.Production, Regions: "Where the data lies, copies and backups included: what may not leave a country is decided here.",
		Lenses: []string{"wellarchitected", "compliance-readiness"}, Priorities: []string{"security", "reliability", "cost-optimization"},
		Notes: "**What data, how sensitive:** \n**How much, growing how fast:** \n**Who may see it:** \n**How old may it be:** \n",
	},
	{
		Key: "learning", Name: "Machine learning", Doc: "Trains or serves models, your own or bought ones.",
		Environment: models.PreProduction, Regions: "Where models are trained and where they answer; often not the same.",
		Lenses: []string{"wellarchitected", "acceptable-use"}, Priorities: []string{"security", "cost-optimization", "sustainability"},
		Notes: "**What the model decides, and for whom:** \n**What it was trained on:** \n**Who notices when it is wrong:** \n",
	},
	{Key: "blank", Name: "Blank", Doc: "Nothing is filled in.", Environment: models.Production,
		Regions: "At least one, here or under “Non-AWS locations”."},
}

// WorkloadTemplateFor returns the template with the key, the blank one where there is none.
func WorkloadTemplateFor(key string) WorkloadTemplate {
	for _, t := range WorkloadTemplates {
		if t.Key == key {
			return t
		}
	}
	return WorkloadTemplates[len(WorkloadTemplates)-1]
}
