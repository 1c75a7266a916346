package notice

// Recap is what a review came to, for those who were there and those who are to know.
type Recap struct {
	By        string // name of who sends it
	Workspace string
	Workload  string
	Lens      string
	Version   string // of the lens
	Day       string // when it was sent, YYYY-MM-DD
	Note      string // what the sender adds

	Attended []string // names

	Answered, Questions int
	High, Medium        int
	HighRisks           []string
	MoreHigh            int // high risks that are not listed

	Milestone  string // the last one, with its day
	NextReview string // YYYY-MM-DD
	Plan       []RecapStep
	MoreSteps  int

	Path     string // of the review
	PlanPath string
}

// RecapStep is an entry of the improvement plan.
type RecapStep struct {
	Title    string // the practice
	Question string
	Risk     string // label of the question's risk
}
