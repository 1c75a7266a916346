package oscal

// The shapes of OSCAL that Plumbline writes; what they mean is said in NIST's reference. Members that may be left out
// are left out when empty.

// document is the file: one of its members is set.
type document struct {
	Results *results `json:"assessment-results,omitempty"`
	Plan    *poam    `json:"plan-of-action-and-milestones,omitempty"`
}

type results struct {
	UUID       string      `json:"uuid"`
	Metadata   metadata    `json:"metadata"`
	ImportAP   link        `json:"import-ap"`
	Local      *objectives `json:"local-definitions,omitempty"`
	Results    []result    `json:"results"`
	BackMatter *backMatter `json:"back-matter,omitempty"`
}

type poam struct {
	UUID         string        `json:"uuid"`
	Metadata     metadata      `json:"metadata"`
	SystemID     *systemID     `json:"system-id,omitempty"`
	Local        components    `json:"local-definitions"`
	Observations []observation `json:"observations,omitempty"`
	Risks        []risk        `json:"risks,omitempty"`
	Findings     []finding     `json:"findings,omitempty"`
	Items        []item        `json:"poam-items"`
	BackMatter   *backMatter   `json:"back-matter,omitempty"`
}

type systemID struct {
	Type string `json:"identifier-type"`
	ID   string `json:"id"`
}

type metadata struct {
	Title        string        `json:"title"`
	LastModified string        `json:"last-modified"`
	Version      string        `json:"version"`
	OSCAL        string        `json:"oscal-version"`
	DocumentIDs  []documentID  `json:"document-ids,omitempty"`
	Props        []prop        `json:"props,omitempty"`
	Roles        []role        `json:"roles,omitempty"`
	Parties      []party       `json:"parties,omitempty"`
	Responsible  []responsible `json:"responsible-parties,omitempty"`
	Remarks      string        `json:"remarks,omitempty"`
}

type documentID struct {
	Scheme     string `json:"scheme"`
	Identifier string `json:"identifier"`
}

type prop struct {
	Name  string `json:"name"`
	NS    string `json:"ns,omitempty"`
	Value string `json:"value"`
}

type link struct {
	Href    string `json:"href"`
	Rel     string `json:"rel,omitempty"`
	Text    string `json:"text,omitempty"`
	Remarks string `json:"remarks,omitempty"`
}

type role struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

type party struct {
	UUID string `json:"uuid"`
	Type string `json:"type"`
	Name string `json:"name"`
}

type responsible struct {
	Role    string   `json:"role-id"`
	Parties []string `json:"party-uuids,omitempty"`
}

type backMatter struct {
	Resources []resource `json:"resources"`
}

type resource struct {
	UUID        string `json:"uuid"`
	Title       string `json:"title,omitempty"`
	Description string `json:"description,omitempty"`
	Links       []link `json:"rlinks,omitempty"`
}

type objectives struct {
	Objectives []objective `json:"objectives-and-methods,omitempty"`
}

type objective struct {
	Control     string `json:"control-id"`
	Description string `json:"description,omitempty"`
	Props       []prop `json:"props,omitempty"`
	Links       []link `json:"links,omitempty"`
	Parts       []part `json:"parts"`
}

type part struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	NS    string `json:"ns,omitempty"`
	Title string `json:"title,omitempty"`
	Props []prop `json:"props,omitempty"`
	Prose string `json:"prose,omitempty"`
	Parts []part `json:"parts,omitempty"`
	Links []link `json:"links,omitempty"`
}

type components struct {
	Components []component `json:"components,omitempty"`
}

type component struct {
	UUID        string        `json:"uuid"`
	Type        string        `json:"type"`
	Title       string        `json:"title"`
	Description string        `json:"description"`
	Props       []prop        `json:"props,omitempty"`
	Links       []link        `json:"links,omitempty"`
	Status      state         `json:"status"`
	Responsible []responsible `json:"responsible-roles,omitempty"`
	Remarks     string        `json:"remarks,omitempty"`
}

type state struct {
	State   string `json:"state"`
	Reason  string `json:"reason,omitempty"`
	Remarks string `json:"remarks,omitempty"`
}
