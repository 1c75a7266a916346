package mail

import (
	"context"
	"errors"

	gomail "github.com/wneessen/go-mail"

	"plumbline/models"
	"plumbline/models/delivery"
)

// handOver connects and sends one message. What goes wrong after the server has taken it is no error: the message would
// be sent twice.
func handOver(ctx context.Context, client *gomail.Client, msg *gomail.Msg) error {
	conn, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return delivery.NewError(delivery.OtherSideAway, notTaken(err))
	}
	err = client.SendWithSMTPClient(conn, msg)
	if err == nil || msg.IsDelivered() {
		if client.CloseWithSMTPClient(conn) != nil {
			_ = conn.Close() // the server does not say goodbye
		}
		return nil
	}
	_ = conn.Close() // without QUIT, which would end the text of a message that broke off
	return refusal(err)
}

func notTaken(cause error) error {
	return models.Errorf(models.CodeUnavailable, "the mail server did not take the message").Because(cause)
}

// SMTP's replies that concern the whole server, not the message: it closes down, or wants a sign-in.
const (
	closesDown    = 421
	wantsSignIn   = 530
	permanentFrom = 500 // refused for good
)

// refusal tells what of an error in the talk is the message's. Without a reply the server went away, or hangs.
func refusal(err error) error {
	sent, known := errors.AsType[*gomail.SendError](err)
	if !known {
		return delivery.NewError(delivery.OtherSideAway, notTaken(err))
	}
	code := sent.ErrorCode()
	switch {
	case code == 0:
		away := delivery.NewError(delivery.OtherSideAway, notTaken(err))
		away.Begun = sent.Reason != gomail.ErrConnCheck && sent.Reason != gomail.ErrSMTPMailFrom
		return away
	case code == closesDown, code == wantsSignIn,
		code >= permanentFrom && sent.Reason == gomail.ErrSMTPMailFrom: // it takes nothing from this sender
		return delivery.NewError(delivery.OtherSideAway, notTaken(err))
	case code >= permanentFrom:
		return delivery.NewError(delivery.NeverTaken, notTaken(err))
	}
	return delivery.NewError(delivery.TakenLater, notTaken(err))
}
