package deliveries

import (
	"encoding/json"
	"fmt"
	"time"

	"plumbline/models"
	"plumbline/models/delivery"
	"plumbline/models/notice"
)

// What letters say, as JSON; reminders, digests and recaps are kept by the names of their fields. A field that was kept
// once keeps its name: rows outlive the program.
type (
	invitation struct {
		By        string      `json:"by"`
		Workspace string      `json:"workspace"`
		Role      models.Role `json:"role"`
		Secret    string      `json:"secret"`
		ExpiresAt time.Time   `json:"expires_at"`
		TimeZone  string      `json:"time_zone,omitempty"`
	}
	mention struct {
		By         string `json:"by"`
		Workload   string `json:"workload"`
		Question   string `json:"question"`
		WorkloadID string `json:"workload_id"`
		LensKey    string `json:"lens"`
		QuestionID string `json:"question_id"`
	}
	passwordReset struct {
		Secret    string    `json:"secret"`
		ExpiresAt time.Time `json:"expires_at"`
		TimeZone  string    `json:"time_zone,omitempty"`
	}
	resetRequest struct {
		Address string `json:"address"`
	}
)

// Encode writes what a letter says. The caller seals it before it is stored.
func Encode(subject notice.Subject) (delivery.About, []byte, error) {
	var about delivery.About
	var facts any
	switch n := subject.(type) {
	case notice.Invitation:
		about, facts = delivery.AboutInvitation, invitation(n)
	case notice.Mention:
		about, facts = delivery.AboutMention, mention(n)
	case notice.PasswordReset:
		about, facts = delivery.AboutPasswordReset, passwordReset(n)
	case notice.ProviderSignIn:
		about, facts = delivery.AboutProviderSignIn, struct{}{}
	case notice.Reminder:
		about, facts = delivery.AboutReminder, n
	case notice.Digest:
		about, facts = delivery.AboutDigest, n
	case notice.Recap:
		about, facts = delivery.AboutRecap, n
	default:
		return "", nil, fmt.Errorf("deliveries: there is no letter about a %T", subject)
	}
	text, err := json.Marshal(facts)
	return about, text, err
}

// Decode is the opposite of Encode.
func Decode(about delivery.About, text []byte) (notice.Subject, error) {
	switch about {
	case delivery.AboutInvitation:
		facts, err := decode[invitation](text)
		return notice.Invitation(facts), err
	case delivery.AboutMention:
		facts, err := decode[mention](text)
		return notice.Mention(facts), err
	case delivery.AboutPasswordReset:
		facts, err := decode[passwordReset](text)
		return notice.PasswordReset(facts), err
	case delivery.AboutProviderSignIn:
		return notice.ProviderSignIn{}, nil
	case delivery.AboutReminder:
		return facts(decode[notice.Reminder](text))
	case delivery.AboutDigest:
		return facts(decode[notice.Digest](text))
	case delivery.AboutRecap:
		return facts(decode[notice.Recap](text))
	}
	return nil, fmt.Errorf("this version of Plumbline knows no letter about %q", about)
}

func facts[T notice.Subject](decoded T, err error) (notice.Subject, error) { return decoded, err }

// EncodeResetRequest writes where a request for a reset came from.
func EncodeResetRequest(address string) ([]byte, error) { return json.Marshal(resetRequest{address}) }

// DecodeResetRequest is the opposite of EncodeResetRequest.
func DecodeResetRequest(text []byte) (address string, err error) {
	facts, err := decode[resetRequest](text)
	return facts.Address, err
}

func decode[T any](text []byte) (facts T, err error) {
	err = json.Unmarshal(text, &facts)
	return facts, err
}
