package notice

// Recap is what a review came to, for those who were there and those who are to know. Lists are bounded: beside each
// stands how many there are in all.
type Recap struct {
	By        string // name of who sends it
	Workspace string
	Workload  string
	Lens      string
	Version   string // of the lens
	Day       string // when it was sent, YYYY-MM-DD
	Note      string // what the sender adds: plain text, in lines

	Attended []string // names

	Answered, Questions int
	High, Medium        int
	Undecided           int // answered questions of which the lens does not say
	HighRisks           []RecapRisk

	Milestone    string // name of the last one; "" for none
	MilestoneDay string // YYYY-MM-DD
	NextReview   string // YYYY-MM-DD; "" where none is planned

	Plan      []RecapStep
	ToImprove int // questions in the plan

	Items     []RecapItem // that are not closed, what is due first
	OpenItems int

	Accepted      []RecapAcceptance // risks that are taken on purpose
	AcceptedRisks int

	Path     string // of the review
	PlanPath string
}

// RecapRisk is a question with a high risk.
type RecapRisk struct {
	Question      string
	AcceptedUntil string // YYYY-MM-DD; "" where the risk is not accepted, or in part only
	Path          string
}

// RecapStep is a practice of the improvement plan. An item that closes it has its number, its owner and its due date.
type RecapStep struct {
	Title    string // the practice
	Question string
	Risk     string // label of the question's risk
	Item     int    // number; 0 for none
	Owner    string // "" for nobody
	DueOn    string // YYYY-MM-DD; "" for none
}

// RecapItem is an item of the improvement plan.
type RecapItem struct {
	Number  int
	Title   string
	Owner   string // "" for nobody
	DueOn   string // YYYY-MM-DD; "" for none
	Overdue bool
	Path    string
}

// RecapAcceptance is a risk that is taken on purpose.
type RecapAcceptance struct {
	Title string // the question, or the practice of it
	Risk  string // label of the question's risk
	Until string // the last day, YYYY-MM-DD
	By    string // who answers for it
}
