package rest

// Clearing is what it takes to be without high risks.
type Clearing struct {
	Questions int `json:"questions" doc:"that have a high risk"`
	Practices int `json:"practices" doc:"to put in place, so that the risk of each of them is lower"`
	Stuck     int `json:"stuck,omitempty" doc:"questions whose risk no further practice lowers"`
}
