package v1

import (
	"cmp"
	"context"
	"time"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/service/lenses"
	"plumbline/questionnaires"
)

type versionBody struct {
	Version string `json:"version" doc:"name of the version, such as 1.0: letters, digits and periods" required:"true" min:"1" max:"32"`
	Major   bool   `json:"major,omitempty" doc:"true: reviews are upgraded by their owners; false: reviews of the same line get it at once"`
}

type lensVersion struct {
	Lens        string    `json:"lens" doc:"id of the lens"`
	Version     string    `json:"version" doc:"name of the version"`
	Major       bool      `json:"major" doc:"did it start a line of its own"`
	Line        int       `json:"line" doc:"counts the major versions"`
	Digest      string    `json:"digest" doc:"SHA-256 of the document, hex"`
	PublishedAt time.Time `json:"published_at" doc:"when"`
	PublishedBy string    `json:"published_by" doc:"who"`
}

func (v lensVersion) Location() string { return "/lenses/" + v.Lens + "/versions/" + v.Version }

func versionOut(v models.LensVersion) lensVersion {
	return lensVersion{v.LensID, v.Name, v.Major, v.Line, v.Digest, v.PublishedAt, v.PublishedBy}
}

func (a *API) listLensVersions(ctx context.Context, r *rest.Request, _ rest.None) (rest.List[lensVersion], error) {
	versions, err := a.svc.Lenses.Versions(ctx, r.Param("lens"))
	return rest.List[lensVersion]{Items: rest.Each(versions, versionOut)}, err
}

func (a *API) publishLens(ctx context.Context, r *rest.Request, in versionBody) (lensVersion, error) {
	key, err := r.IdempotencyKey(in)
	if err != nil {
		return lensVersion{}, err
	}
	v, err := a.svc.Drafts.Publish(ctx, r.Param("lens"), models.LensVersionInput(in), key)
	return versionOut(v), err
}

type resourceJSON struct {
	Text string `json:"text" doc:"what it says"`
	URL  string `json:"url,omitempty" doc:"where it leads"`
}

func resourceOut(r *questionnaires.Resource) *resourceJSON {
	if r == nil {
		return nil
	}
	return &resourceJSON{r.DisplayText, r.URL}
}

type choiceJSON struct {
	ID              string         `json:"id" doc:"id of the choice"`
	Title           string         `json:"title" doc:"the practice in a line"`
	Description     string         `json:"description,omitempty" doc:"more of it"`
	Terms           []string       `json:"terms,omitempty" doc:"terms of art by which people search for the practice"`
	NoneOfThese     bool           `json:"none_of_these" doc:"is it the question's \"none of these\""`
	HelpfulResource *resourceJSON  `json:"helpful_resource,omitempty" doc:"what helps to understand it"`
	ImprovementPlan *resourceJSON  `json:"improvement_plan,omitempty" doc:"how to get there"`
	Further         []resourceJSON `json:"further,omitempty" doc:"additional resources"`
	Guidance        *guidanceJSON  `json:"guidance,omitempty" doc:"what the lens says beyond the AWS format"`
}

type guidanceJSON struct {
	DocumentID     string   `json:"document_id,omitempty" doc:"what people cite, such as SEC02-BP01"`
	RiskLevel      string   `json:"risk_level,omitempty" doc:"what it means if the practice is missing" enum:"HIGH,MEDIUM,LOW"`
	Why            string   `json:"why,omitempty" doc:"why it matters"`
	HowToTell      string   `json:"how_to_tell,omitempty" doc:"what a reviewer sees where it is met"`
	Steps          []string `json:"steps,omitempty" doc:"how to get there, in order"`
	Effort         string   `json:"effort,omitempty" doc:"to get there from nothing" enum:"HIGH,MEDIUM,LOW"`
	Impact         string   `json:"impact,omitempty" doc:"how much is won" enum:"HIGH,MEDIUM,LOW"`
	Responsibility string   `json:"responsibility,omitempty" doc:"who does it" enum:"PROVIDER,CUSTOMER,SHARED"`
	Evidence       []string `json:"evidence,omitempty" doc:"kinds of evidence that prove it"`
	Link           string   `json:"link,omitempty" doc:"where to read on"`
}

type facilitation struct {
	DocumentID string   `json:"document_id,omitempty" doc:"what people cite, such as SEC02"`
	Objective  string   `json:"objective,omitempty" doc:"what the room knows at the end"`
	Room       []string `json:"room,omitempty" doc:"roles that should be there"`
	FollowUps  []string `json:"follow_ups,omitempty" doc:"questions to ask next"`
	RedFlags   []string `json:"red_flags,omitempty" doc:"answers and signs that ask for a closer look"`
}

func facilitationOut(q *questionnaires.Question) *facilitation {
	if q.Facilitation == nil && q.DocumentID == "" {
		return nil
	}
	out := &facilitation{DocumentID: q.DocumentID}
	if f := q.Facilitation; f != nil {
		out.Objective, out.Room, out.FollowUps, out.RedFlags = f.Objective, f.Room, f.FollowUps, f.RedFlags
	}
	return out
}

func choiceOut(c *questionnaires.Choice) choiceJSON {
	out := choiceJSON{ID: c.ID, Title: c.Title, Description: c.Description, Terms: c.Terms,
		NoneOfThese:     c.NoneOfThese(),
		HelpfulResource: resourceOut(c.HelpfulResource), ImprovementPlan: resourceOut(c.ImprovementPlan)}
	if c.Guidance != nil {
		g := guidanceJSON(*c.Guidance)
		out.Guidance = &g
	}
	for _, group := range c.AdditionalResources {
		for _, r := range group.Content {
			out.Further = append(out.Further, resourceJSON{r.DisplayText, r.URL})
		}
	}
	return out
}

type questionJSON struct {
	ID              string        `json:"id" doc:"id of the question"`
	Title           string        `json:"title" doc:"the question"`
	ShortName       string        `json:"short_name" doc:"for lists; made from the title where the lens has none"`
	Terms           []string      `json:"terms,omitempty" doc:"terms of art by which people search for the question"`
	Description     string        `json:"description,omitempty" doc:"what it is about"`
	HelpfulResource *resourceJSON `json:"helpful_resource,omitempty" doc:"what helps to understand it"`
	Facilitation    *facilitation `json:"facilitation,omitempty" doc:"help for the person who leads the review"`
	Choices         []choiceJSON  `json:"choices" doc:"the practices, in order"`
	RiskRules       []riskRule    `json:"risk_rules" doc:"tried from the top; the first true one decides"`
}

type riskRule struct {
	Condition string `json:"condition" doc:"expression over choice ids, or default"`
	Risk      string `json:"risk" doc:"what it means" enum:"HIGH_RISK,MEDIUM_RISK,NO_RISK"`
}

func questionOut(q *questionnaires.Question) questionJSON {
	return questionJSON{
		ID: q.ID, Title: q.Title, ShortName: q.Short(), Terms: q.Terms, Description: q.Description,
		HelpfulResource: resourceOut(q.HelpfulResource),
		Facilitation:    facilitationOut(q), Choices: rest.Each(q.Choices, choiceOut),
		RiskRules: rest.Each(q.RiskRules, func(r questionnaires.RiskRule) riskRule { return riskRule{r.Condition, r.Risk} }),
	}
}

type pillarJSON struct {
	ID          string         `json:"id" doc:"id of the pillar"`
	Name        string         `json:"name" doc:"name of the pillar"`
	Description string         `json:"description,omitempty" doc:"what it protects the business from"`
	Questions   []questionJSON `json:"questions" doc:"in order"`
}

type lensContent struct {
	Lens    lensJSON     `json:"lens" doc:"the lens"`
	Version *lensVersion `json:"version,omitempty" doc:"missing for the draft"`
	Pillars []pillarJSON `json:"pillars" doc:"in order"`
}

func (a *API) getLensVersion(ctx context.Context, r *rest.Request, _ rest.None) (lensContent, error) {
	d, err := a.svc.Lenses.Document(ctx, r.Param("lens"), r.Param("version"))
	if err != nil {
		return lensContent{}, err
	}
	out := lensContent{Lens: lensOut(d.Lens), Pillars: rest.Each(d.Doc.Pillars, func(p *questionnaires.Pillar) pillarJSON {
		return pillarJSON{p.ID, p.Name, p.Description, rest.Each(p.Questions, questionOut)}
	})}
	if d.Version.ID != "" {
		v := versionOut(d.Version)
		out.Version = &v
	}
	return out, nil
}

func (a *API) exportLens(ctx context.Context, r *rest.Request, _ rest.None) (rest.Blob, error) {
	d, err := a.svc.Lenses.Document(ctx, r.Param("lens"), r.Param("version"))
	if err != nil {
		return rest.Blob{}, err
	}
	out := rest.Blob{MediaType: "application/json", File: d.FileName("json"), Data: d.Source}
	switch r.Query("format") {
	case "plumbline":
		out.Data = d.Doc.JSON()
	case "aws":
		data, problems := d.Doc.AWS()
		if err := problems.Err(); err != nil {
			return out, models.Errorf(models.CodeConflict, "AWS would not take this lens: %s", err).Because(problems)
		}
		out.Data = data
	}
	return out, nil
}

type findingJSON struct {
	Kind       string `json:"kind" doc:"stable name of the kind of finding"`
	PillarID   string `json:"pillar_id" doc:"pillar of the question"`
	QuestionID string `json:"question_id" doc:"the question"`
	Rule       *int   `json:"rule,omitempty" doc:"index of the risk rule, from 0"`
	Risk       string `json:"risk,omitempty" doc:"the risk concerned"`
	ChoiceID   string `json:"choice_id,omitempty" doc:"the choice concerned"`
	Message    string `json:"message" doc:"the finding in words"`
}

func findingOut(f questionnaires.RuleFinding) findingJSON {
	out := findingJSON{Kind: string(f.Kind), PillarID: f.PillarID, QuestionID: f.QuestionID, Risk: string(f.Risk.Key()),
		ChoiceID: f.ChoiceID, Message: f.Message}
	if f.Rule >= 0 {
		out.Rule = &f.Rule
	}
	return out
}

func (a *API) getLensFindings(ctx context.Context, r *rest.Request, _ rest.None) (rest.List[findingJSON], error) {
	d, err := a.svc.Lenses.Document(ctx, r.Param("lens"), r.Param("version"))
	if err != nil {
		return rest.List[findingJSON]{}, err
	}
	found, err := a.svc.Lenses.Findings(ctx, d)
	return rest.List[findingJSON]{Items: rest.Each(found, findingOut)}, err
}

func (a *API) diffLens(ctx context.Context, r *rest.Request, _ rest.None) (lensDiff, error) {
	from, to := cmp.Or(r.Query("from"), lenses.LatestVersion), cmp.Or(r.Query("to"), lenses.DraftVersion)
	changes, err := a.svc.Lenses.Diff(ctx, r.Param("lens"), from, to)
	return diffOut(from, to, changes), err
}
