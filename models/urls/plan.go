package urls

// The plan of a workspace, over all workloads, and its cheapest path. They take ?workload=, ?pillar= and ?lens=, the
// plan ?risk=, ?impact=, ?effort= and ?quick= too, the path ?goal=.
const (
	WorkspacePlan = "/plan"
	WorkspacePath = "/plan/cheapest-path"
)

// PlanPath is the improvement plan of a workload.
type PlanPath string

// PlanOf returns the plan of the workload with an id.
func PlanOf(workload string) PlanPath { return PlanPath(WorkloadPage(workload).Plan()) }

// Items is the target that makes items of practices of the plan.
func (p PlanPath) Items() string { return partOf(string(p), "items") }
