package outbox

import (
	"time"

	"plumbline/models"
	"plumbline/models/delivery"
	"plumbline/models/notice"
	"plumbline/models/store"
	"plumbline/models/store/deliveries"
)

// Letter is a mail that is to be sent.
type Letter struct {
	To          string // e-mail address
	About       notice.Subject
	WorkspaceID string             // it concerns; "" for the instance
	Link        models.OneTimeLink // the one-time link in it, if it has one
}

// ResetRequest is what somebody asked for who may or may not have an account.
type ResetRequest struct {
	Email   string // as it was asked for
	Address string // where the request came from
}

// resetRequestTTL is how long a request is of use that could not be looked at.
const resetRequestTTL = 24 * time.Hour

// SendsMail reports whether this server sends mail.
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
	return store.Outbox(tx).Create(d, steps.wake)
}

// PostResetRequest writes down that a reset was asked for. It does the same whether or not there is such an account:
// that is looked up by the worker.
func (steps *Steps) PostResetRequest(tx *store.Tx, request ResetRequest) error {
	d := steps.newDelivery(request.Email)
	d.About, d.ExpiresAt = delivery.AboutResetRequest, d.CreatedAt.Add(resetRequestTTL)
	text, err := deliveries.EncodeResetRequest(request.Address)
	if err != nil {
		return err
	}
	if d.Payload, err = steps.seal(d.ID, text); err != nil {
		return err
	}
	return store.Outbox(tx).Create(d, steps.wake)
}

func (steps *Steps) newDelivery(recipient string) delivery.Delivery {
	now := steps.core.Now()
	return delivery.Delivery{ID: models.NewID(), Kind: delivery.Mail, Recipient: recipient, CreatedAt: now,
		QueuedAt: now, State: delivery.Waiting}
}

// fill puts into a delivery what the letter says.
func (steps *Steps) fill(d *delivery.Delivery, letter Letter) error {
	d.Recipient, d.WorkspaceID = letter.To, letter.WorkspaceID
	d.LinkID, d.ExpiresAt = letter.Link.ID, letter.Link.ExpiresAt
	about, text, err := deliveries.Encode(letter.About)
	if err != nil {
		return err
	}
	d.About = about
	d.Payload, err = steps.seal(d.ID, text)
	return err
}

// notification is the letter of a delivery, opened.
func (steps *Steps) notification(d delivery.Delivery) (n notice.Notice, err error) {
	n.ID, n.To = d.ID, d.Recipient
	text, err := steps.open(d)
	if err == nil {
		n.About, err = deliveries.Decode(d.About, text)
	}
	return n, err
}

// seal binds what a delivery says to its row: moved to another one, it does not open.
func (steps *Steps) seal(id string, text []byte) (string, error) {
	return steps.keys.Seal(text, "delivery "+id)
}

func (steps *Steps) open(d delivery.Delivery) ([]byte, error) {
	return steps.keys.Open(d.Payload, "delivery "+d.ID)
}

// openRequest tells where a request for a reset came from.
func (steps *Steps) openRequest(d delivery.Delivery) (address string, err error) {
	text, err := steps.open(d)
	if err != nil {
		return "", err
	}
	return deliveries.DecodeResetRequest(text)
}
