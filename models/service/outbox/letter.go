package outbox

import (
	"encoding/json"
	"fmt"
	"time"

	"plumbline/models"
	"plumbline/models/store"
)

// Letter is a mail that is to be sent.
type Letter struct {
	To          string // e-mail address
	About       models.NotificationSubject
	WorkspaceID string      // it concerns; "" for the instance
	Link        models.Link // the one-time link in it, if it has one
}

// ResetRequest is what somebody asked for who may or may not have an account.
type ResetRequest struct {
	Email   string // as it was asked for
	Address string // where the request came from
}

// resetRequestTTL is how long a request is of use that could not be looked at.
const resetRequestTTL = 24 * time.Hour

// SendsMail tells whether this server sends mail.
func (steps *Steps) SendsMail() bool { return steps.mails }

// Post writes a letter into the outbox, in the transaction of what it tells of; the worker sends it after the commit.
// Where the server sends no mail nothing is written.
func (steps *Steps) Post(tx *store.Tx, letter Letter) error {
	if !steps.mails {
		return nil
	}
	d := steps.newDelivery(letter.To)
	if err := steps.fill(&d, letter); err != nil {
		return err
	}
	return steps.add(tx, d)
}

// PostResetRequest writes down that a reset was asked for. It does the same whether or not there is such an account:
// that is looked up by the worker.
func (steps *Steps) PostResetRequest(tx *store.Tx, request ResetRequest) error {
	d := steps.newDelivery(request.Email)
	d.About, d.ExpiresAt = models.AboutResetRequest, d.CreatedAt.Add(resetRequestTTL)
	var err error
	if d.Payload, err = steps.seal(d.ID, resetRequestFacts{request.Address}); err != nil {
		return err
	}
	return steps.add(tx, d)
}

func (steps *Steps) newDelivery(recipient string) models.Delivery {
	now := steps.core.Now()
	return models.Delivery{ID: models.NewID(), Kind: models.MailDelivery, Recipient: recipient, CreatedAt: now,
		QueuedAt: now, State: models.DeliveryWaiting}
}

func (steps *Steps) add(tx *store.Tx, d models.Delivery) error {
	tx.AfterCommit(steps.wake)
	return tx.CreateDelivery(d)
}

// fill puts into a delivery what the letter says.
func (steps *Steps) fill(d *models.Delivery, letter Letter) (err error) {
	d.Recipient, d.WorkspaceID = letter.To, letter.WorkspaceID
	d.LinkID, d.ExpiresAt = letter.Link.ID, letter.Link.ExpiresAt
	about, facts := factsOf(letter.About)
	if about == "" {
		return fmt.Errorf("outbox: there is no letter about a %T", letter.About)
	}
	d.About = about
	d.Payload, err = steps.seal(d.ID, facts)
	return err
}

// The payloads of deliveries, as JSON. A field that was kept once keeps its name: rows outlive the program.
type (
	invitationFacts struct {
		By        string      `json:"by"`
		Workspace string      `json:"workspace"`
		Role      models.Role `json:"role"`
		Secret    string      `json:"secret"`
		ExpiresAt time.Time   `json:"expires_at"`
	}
	mentionFacts struct {
		By         string `json:"by"`
		Workload   string `json:"workload"`
		Question   string `json:"question"`
		WorkloadID string `json:"workload_id"`
		LensKey    string `json:"lens"`
		QuestionID string `json:"question_id"`
	}
	passwordResetFacts struct {
		Secret    string    `json:"secret"`
		ExpiresAt time.Time `json:"expires_at"`
	}
	resetRequestFacts struct {
		Address string `json:"address"`
	}
)

func factsOf(about models.NotificationSubject) (models.DeliveryAbout, any) {
	switch n := about.(type) {
	case models.InvitationNotice:
		return models.AboutInvitation, invitationFacts(n)
	case models.MentionNotice:
		return models.AboutMention, mentionFacts(n)
	case models.PasswordResetNotice:
		return models.AboutPasswordReset, passwordResetFacts(n)
	case models.ProviderSignInNotice:
		return models.AboutProviderSignIn, struct{}{}
	}
	return "", nil
}

// notification is the letter of a delivery, opened.
func (steps *Steps) notification(d models.Delivery) (models.Notification, error) {
	n := models.Notification{ID: d.ID, To: d.Recipient}
	var err error
	switch d.About {
	case models.AboutInvitation:
		var facts invitationFacts
		err = steps.open(d, &facts)
		n.About = models.InvitationNotice(facts)
	case models.AboutMention:
		var facts mentionFacts
		err = steps.open(d, &facts)
		n.About = models.MentionNotice(facts)
	case models.AboutPasswordReset:
		var facts passwordResetFacts
		err = steps.open(d, &facts)
		n.About = models.PasswordResetNotice(facts)
	case models.AboutProviderSignIn:
		n.About = models.ProviderSignInNotice{}
	default:
		err = fmt.Errorf("this version of Plumbline knows no letter about %q", d.About)
	}
	return n, err
}

func (steps *Steps) seal(id string, facts any) (string, error) {
	text, err := json.Marshal(facts)
	if err != nil {
		return "", fmt.Errorf("outbox: %w", err)
	}
	return steps.keys.Seal(text, "delivery "+id)
}

func (steps *Steps) open(d models.Delivery, facts any) error {
	text, err := steps.keys.Open(d.Payload, "delivery "+d.ID)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, facts)
}
