package oscal

// The shapes of what was observed, found and planned.

type result struct {
	UUID         string        `json:"uuid"`
	Title        string        `json:"title"`
	Description  string        `json:"description"`
	Start        string        `json:"start"`
	End          string        `json:"end"`
	Props        []prop        `json:"props,omitempty"`
	Local        components    `json:"local-definitions"`
	Reviewed     reviewed      `json:"reviewed-controls"`
	Log          *log          `json:"assessment-log,omitempty"`
	Observations []observation `json:"observations,omitempty"`
	Risks        []risk        `json:"risks,omitempty"`
	Findings     []finding     `json:"findings,omitempty"`
}

type reviewed struct {
	Selections []selection `json:"control-selections"`
}

type selection struct {
	Description string    `json:"description,omitempty"`
	Props       []prop    `json:"props,omitempty"`
	All         *struct{} `json:"include-all,omitempty"`
	Controls    []control `json:"include-controls,omitempty"`
}

type control struct {
	ID string `json:"control-id"`
}

type log struct {
	Entries []entry `json:"entries"`
}

type entry struct {
	UUID        string   `json:"uuid"`
	Title       string   `json:"title,omitempty"`
	Description string   `json:"description,omitempty"`
	Start       string   `json:"start"`
	End         string   `json:"end,omitempty"`
	Props       []prop   `json:"props,omitempty"`
	LoggedBy    []logged `json:"logged-by,omitempty"`
	Status      string   `json:"status-change,omitempty"` // in the log of a risk only
}

type logged struct {
	Party string `json:"party-uuid"`
	Role  string `json:"role-id,omitempty"`
}

type origin struct {
	Actors []actor `json:"actors"`
}

type actor struct {
	Type string `json:"type"`
	UUID string `json:"actor-uuid"`
}

type observation struct {
	UUID        string    `json:"uuid"`
	Title       string    `json:"title"`
	Description string    `json:"description"`
	Props       []prop    `json:"props,omitempty"`
	Methods     []string  `json:"methods"`
	Types       []string  `json:"types,omitempty"`
	Origins     []origin  `json:"origins,omitempty"`
	Subjects    []subject `json:"subjects,omitempty"`
	Collected   string    `json:"collected"`
}

type subject struct {
	UUID string `json:"subject-uuid"`
	Type string `json:"type"`
}

type finding struct {
	UUID         string            `json:"uuid"`
	Title        string            `json:"title"`
	Description  string            `json:"description"`
	Props        []prop            `json:"props,omitempty"`
	Target       target            `json:"target"`
	Observations []observationUUID `json:"related-observations,omitempty"`
	Risks        []riskUUID        `json:"related-risks,omitempty"`
}

type target struct {
	Type   string `json:"type"`
	ID     string `json:"target-id"`
	Status state  `json:"status"`
	Done   *state `json:"implementation-status,omitempty"`
}

type observationUUID struct {
	UUID string `json:"observation-uuid"`
}

type riskUUID struct {
	UUID string `json:"risk-uuid"`
}

type findingUUID struct {
	UUID string `json:"finding-uuid"`
}

type risk struct {
	UUID             string             `json:"uuid"`
	Title            string             `json:"title"`
	Description      string             `json:"description"`
	Statement        string             `json:"statement"`
	Props            []prop             `json:"props,omitempty"`
	Status           string             `json:"status"`
	Characterization []characterization `json:"characterizations,omitempty"`
	Mitigating       []mitigation       `json:"mitigating-factors,omitempty"`
	Deadline         string             `json:"deadline,omitempty"`
	Remediations     []response         `json:"remediations,omitempty"`
	Log              *log               `json:"risk-log,omitempty"`
	Observations     []observationUUID  `json:"related-observations,omitempty"`
}

type characterization struct {
	Origin origin  `json:"origin"`
	Facets []facet `json:"facets"`
}

type facet struct {
	Name   string `json:"name"`
	System string `json:"system"`
	Value  string `json:"value"`
}

type mitigation struct {
	UUID        string `json:"uuid"`
	Description string `json:"description"`
}

type response struct {
	UUID        string `json:"uuid"`
	Lifecycle   string `json:"lifecycle"`
	Title       string `json:"title"`
	Description string `json:"description"`
	Props       []prop `json:"props,omitempty"`
	Links       []link `json:"links,omitempty"`
	Tasks       []task `json:"tasks,omitempty"`
}

type task struct {
	UUID        string        `json:"uuid"`
	Type        string        `json:"type"`
	Title       string        `json:"title"`
	Timing      *timing       `json:"timing,omitempty"`
	Responsible []responsible `json:"responsible-roles,omitempty"`
}

type timing struct {
	On onDate `json:"on-date"`
}

type onDate struct {
	Date string `json:"date"`
}

type item struct {
	UUID         string            `json:"uuid"`
	Title        string            `json:"title"`
	Description  string            `json:"description"`
	Props        []prop            `json:"props,omitempty"`
	Findings     []findingUUID     `json:"related-findings,omitempty"`
	Observations []observationUUID `json:"related-observations,omitempty"`
	Risks        []riskUUID        `json:"related-risks,omitempty"`
}
