package lenses

import (
	"slices"
	"strings"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/service/lenses"
	"plumbline/questionnaires"
)

type lensVersionData struct {
	Head     lensHead
	Version  models.LensVersion // empty: the draft
	Name     string             // of the version, or "draft"
	Outline  lensOutline
	Problems []problemView // what an import warned of
}

func (h handlers) lensVersionPage(r *page.Request) (page.Reply, error) {
	d, err := h.Service.Lenses.Document(r.HTTP.Context(), r.Param("lens"), r.Param("version"))
	if err != nil {
		return page.Reply{}, err
	}
	data := lensVersionData{Head: headOf(r, d.Lens), Version: d.Version, Name: versionName(d)}
	found, err := h.Service.Lenses.Findings(r.HTTP.Context(), d)
	if err != nil {
		return page.Reply{}, err
	}
	data.Outline = outlineOf(d.Doc, found, data.Head.Path.Version(data.Name))
	if d.Version.ID == "" {
		_, problems := questionnaires.Parse(d.Source, questionnaires.ParseOptions{})
		data.Problems = problemViews(problems, string(d.Source))
	}
	return page.Reply{Template: "lensversion", Title: d.Doc.Name + ", " + versionInWords(data.Name), Data: data}, nil
}

func versionName(d lenses.LensDocument) string {
	if d.Version.ID == "" {
		return lenses.DraftVersion
	}
	return d.Version.Name
}

// versionInWords names a version in a sentence.
func versionInWords(version string) string {
	if version == lenses.DraftVersion {
		return "draft"
	}
	return "version " + version
}

// lensDocument is the download: as it was imported, in Plumbline's order, for AWS, or to read.
func (h handlers) lensDocument(r *page.Request) (page.Reply, error) {
	d, err := h.Service.Lenses.Document(r.HTTP.Context(), r.Param("lens"), r.Param("version"))
	if err != nil {
		return page.Reply{}, err
	}
	out := page.Download{MediaType: "application/json", Name: d.FileName("json"), Data: d.Source}
	switch r.Query("format") {
	case "plumbline":
		out.Data = d.Doc.JSON()
	case "markdown":
		out = page.Download{MediaType: "text/markdown; charset=utf-8", Name: d.FileName("md"), Data: d.Doc.Markdown()}
	case "aws":
		data, problems := d.Doc.AWS()
		if err := problems.Err(); err != nil {
			return page.Reply{}, models.Errorf(models.CodeConflict, "AWS would not take this lens: %s", err)
		}
		out.Data = data
	}
	return page.Reply{File: &out}, nil
}

// lensQuestionData is one question as it stands in a version.
type lensQuestionData struct {
	Head       lensHead
	Version    string
	Pillar     string
	Question   questionView
	Meaning    ruleMeaning
	Prev, Next questionOutline
}

type questionView struct {
	ID, Cite, Title, Description string
	Short                        string // its short name, where the lens gives one
	Terms                        []string
	Help                         resourceView
	Objective                    string
	Room, FollowUps, RedFlags    []string
	Choices                      []choiceView
	Rules                        []ruleView
}

type choiceView struct {
	ID, Cite, Title, Description string
	None                         bool
	Terms                        []string
	Why, HowToTell, Link         string
	Steps, Evidence              []string
	Facts                        []string // such as "effort: low"
	Help, Plan                   resourceView
	More                         []resourceView
}

// resourceView is a text with a link, where that can be followed.
type resourceView struct{ Text, Href string }

type ruleView struct{ Condition, Class, Word string }

func (h handlers) lensQuestionPage(r *page.Request) (page.Reply, error) {
	d, err := h.Service.Lenses.Document(r.HTTP.Context(), r.Param("lens"), r.Param("version"))
	if err != nil {
		return page.Reply{}, err
	}
	p, q := d.Doc.Question(r.Param("question"))
	if q == nil {
		return page.Reply{}, models.Errorf(models.CodeNotFound, "the lens %q has no question %q in its %s", d.Lens.Key,
			r.Param("question"), versionInWords(versionName(d)))
	}
	data := lensQuestionData{Head: headOf(r, d.Lens), Version: versionName(d), Pillar: p.Name, Question: questionViewOf(q)}
	data.Meaning = meaningOf(q, r.HTTP.URL.Query()["try"])
	data.Prev, data.Next = neighbours(d.Doc, q)
	return page.Reply{Template: "lensquestion", Title: q.Title, Data: data}, nil
}

// neighbours gives the questions before and after; empty at the ends.
func neighbours(doc *questionnaires.Lens, q *questionnaires.Question) (prev, next questionOutline) {
	var all []*questionnaires.Question
	for _, p := range doc.Pillars {
		all = append(all, p.Questions...)
	}
	at := slices.Index(all, q)
	if at > 0 {
		prev = questionOutline{ID: all[at-1].ID, Title: all[at-1].Title}
	}
	if at >= 0 && at+1 < len(all) {
		next = questionOutline{ID: all[at+1].ID, Title: all[at+1].Title}
	}
	return prev, next
}

func questionViewOf(q *questionnaires.Question) questionView {
	v := questionView{ID: q.ID, Cite: q.DocumentID, Title: q.Title, Description: q.Description,
		Short: q.ShortName, Terms: q.Terms, Help: resourceViewOf(q.HelpfulResource)}
	if f := q.Facilitation; f != nil {
		v.Objective, v.Room, v.FollowUps, v.RedFlags = f.Objective, f.Room, f.FollowUps, f.RedFlags
	}
	for _, c := range q.Choices {
		v.Choices = append(v.Choices, choiceViewOf(c))
	}
	for _, r := range q.RiskRules {
		class, word := riskWords(questionnaires.Risk(strings.TrimSuffix(r.Risk, "_RISK")))
		v.Rules = append(v.Rules, ruleView{r.Condition, class, word})
	}
	return v
}

func choiceViewOf(c *questionnaires.Choice) choiceView {
	v := choiceView{ID: c.ID, Title: c.Title, Description: c.Description, None: c.NoneOfThese(),
		Terms: c.Terms, Help: resourceViewOf(c.HelpfulResource),
		Plan: resourceViewOf(c.ImprovementPlan)}
	for _, group := range c.AdditionalResources {
		for i := range group.Content {
			v.More = append(v.More, resourceViewOf(&group.Content[i]))
		}
	}
	if g := c.Guidance; g != nil {
		v.Cite, v.Why, v.HowToTell, v.Steps, v.Evidence, v.Link = g.DocumentID, g.Why, g.HowToTell, g.Steps, g.Evidence,
			webLink(g.Link)
		for _, fact := range [][2]string{
			{"Risk if missing", labels.Level(g.RiskLevel)}, {"Effort", labels.Level(g.Effort)},
			{"Impact", labels.Level(g.Impact)},
			{"Responsible", labels.ResponsibleParty(g.Responsibility)},
		} {
			if fact[1] != "" {
				v.Facts = append(v.Facts, fact[0]+": "+labels.InSentence(fact[1]))
			}
		}
	}
	return v
}

func resourceViewOf(r *questionnaires.Resource) resourceView {
	if r == nil {
		return resourceView{}
	}
	return resourceView{r.DisplayText, webLink(r.URL)}
}

// webLink gives the link if it leads to the web, "" otherwise.
func webLink(link string) string {
	link = strings.TrimSpace(link)
	if lower := strings.ToLower(link); strings.HasPrefix(lower, "https://") || strings.HasPrefix(lower, "http://") {
		return link
	}
	return ""
}

// ruleRisk is the risk that a rule states; "NO" is how rules write none.
func ruleRisk(r questionnaires.Risk) questionnaires.Risk {
	if r == "NO" {
		return questionnaires.RiskNone
	}
	return r
}

// riskWords gives the class and the word of a risk, also of one that a rule states.
func riskWords(r questionnaires.Risk) (class, word string) {
	view := page.RiskMarkOf(ruleRisk(r))
	return view.Class, view.Word
}
