package notices

import (
	"context"
	"net/http"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/mail"
	"plumbline/models/notice"
	"plumbline/models/service/recap"
	"plumbline/models/urls"
)

// Recap is a recap before it is sent. The command line prints it too.
type Recap struct {
	Subject   string        `json:"subject" doc:"of the mail"`
	Text      string        `json:"text" doc:"the mail as plain text"`
	HTML      string        `json:"html" doc:"the mail as an HTML document"`
	Attended  []string      `json:"attended" doc:"names of those who took part"`
	People    []RecapPerson `json:"people" doc:"who can be chosen as recipients, by name; at most 500"`
	Answered  int           `json:"answered" doc:"questions that are answered; with none a recap is not sent"`
	Questions int           `json:"questions" doc:"all questions of the lens"`
	SendsMail bool          `json:"sends_mail" doc:"false: this server sends no mail, and so no recap"`
}

// RecapPerson is somebody who reaches the workload.
type RecapPerson struct {
	UserID   string `json:"user_id" doc:"the person"`
	Name     string `json:"name" doc:"the person's name"`
	Email    string `json:"email,omitempty" doc:"of members of the same workspace only"`
	Proposed bool   `json:"proposed" doc:"took part, owns the review or an open item; gets it if nobody is named"`
	Off      bool   `json:"off" doc:"has switched mails about reviews off, and so gets none"`
}

// RecapOf is a recap as the API gives it. Links in it lead to the site.
func RecapOf(site urls.Site, p recap.Preview) (Recap, error) {
	m, err := mail.ComposeMail(site, notice.Notice{About: p.Facts})
	return Recap{Subject: m.Subject, Text: m.Text, HTML: m.HTML, Attended: rest.EmptyIfNil(p.Facts.Attended),
		Answered: p.Facts.Answered, Questions: p.Facts.Questions, SendsMail: p.SendsMail,
		People: rest.Each(p.People, func(p recap.Person) RecapPerson {
			return RecapPerson{p.UserID, p.Name, p.Email, p.Proposed, p.Off}
		})}, err
}

// RecapInput says what is to be sent to whom.
type RecapInput struct {
	To       *[]string `json:"to,omitempty" doc:"ids of 1 to 100 people; those proposed if missing"`
	Attended *[]string `json:"attended,omitempty" doc:"at most 50 names of those who took part; as proposed if missing"`
	Note     string    `json:"note,omitempty" doc:"what the sender adds: plain text, in lines"`
}

func (in RecapInput) input() recap.Input {
	return recap.Input{To: in.To, Attended: in.Attended, Note: in.Note}
}

// RecapSent is what became of a recap.
type RecapSent struct {
	Sent int `json:"sent" doc:"how many people it goes to"`
	Off  int `json:"off" doc:"chosen ones who have switched mails about reviews off"`
}

func (d Dependencies) recapRoutes() []rest.Route {
	const at = "/workloads/:workload/lenses/:lens/recap"
	return []rest.Route{
		{Method: http.MethodGet, Path: at, ID: "getRecap", Cost: rest.Heavy,
			Summary: "The mail that tells what a review came to, as it would be sent, and who can get it",
			Action:  models.SendRecap, Status: http.StatusOK, Do: rest.Do(d.getRecap)},
		{Method: http.MethodPost, Path: at + "/preview", ID: "previewRecap", Cost: rest.Heavy,
			Summary: "The same with a note and with other names of those who took part; nothing is sent",
			Action:  models.SendRecap, Status: http.StatusOK, Do: rest.Do(d.previewRecap)},
		{Method: http.MethodPost, Path: at, ID: "sendRecap", Cost: rest.Heavy,
			Summary: "Send people a mail that tells what a review came to", Action: models.SendRecap,
			Status: http.StatusCreated, Idempotent: true, Do: rest.Do(d.sendRecap)},
	}
}

func reviewPath(r *rest.Request) models.ReviewPath {
	return models.ReviewPath{Workload: r.Param("workload"), Lens: r.Param("lens")}
}

func (d Dependencies) getRecap(ctx context.Context, r *rest.Request, _ rest.None) (Recap, error) {
	return d.previewRecap(ctx, r, RecapInput{})
}

func (d Dependencies) previewRecap(ctx context.Context, r *rest.Request, in RecapInput) (Recap, error) {
	p, err := d.Service.Recaps.Preview(ctx, reviewPath(r), in.input())
	if err != nil {
		return Recap{}, err
	}
	return RecapOf(d.Site, p)
}

func (d Dependencies) sendRecap(ctx context.Context, r *rest.Request, in RecapInput) (RecapSent, error) {
	key, err := r.IdempotencyKey(in)
	if err != nil {
		return RecapSent{}, err
	}
	sent, err := d.Service.Recaps.Send(ctx, reviewPath(r), in.input(), key)
	return RecapSent{sent.Recipients, sent.Off}, err
}
