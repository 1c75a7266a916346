package deliveries

import (
	"encoding/json"
	"fmt"
	"time"

	"plumbline/models"
	"plumbline/models/delivery"
)

// What letters say, as JSON. A field that was kept once keeps its name: rows outlive the program.
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
func Encode(notice models.NotificationSubject) (delivery.About, []byte, error) {
	var about delivery.About
	var facts any
	switch n := notice.(type) {
	case models.InvitationNotice:
		about, facts = delivery.AboutInvitation, invitation(n)
	case models.MentionNotice:
		about, facts = delivery.AboutMention, mention(n)
	case models.PasswordResetNotice:
		about, facts = delivery.AboutPasswordReset, passwordReset(n)
	case models.ProviderSignInNotice:
		about, facts = delivery.AboutProviderSignIn, struct{}{}
	default:
		return "", nil, fmt.Errorf("deliveries: there is no letter about a %T", notice)
	}
	text, err := json.Marshal(facts)
	return about, text, err
}

// Decode is the opposite of Encode.
func Decode(about delivery.About, text []byte) (models.NotificationSubject, error) {
	switch about {
	case delivery.AboutInvitation:
		facts, err := decode[invitation](text)
		return models.InvitationNotice(facts), err
	case delivery.AboutMention:
		facts, err := decode[mention](text)
		return models.MentionNotice(facts), err
	case delivery.AboutPasswordReset:
		facts, err := decode[passwordReset](text)
		return models.PasswordResetNotice(facts), err
	case delivery.AboutProviderSignIn:
		return models.ProviderSignInNotice{}, nil
	}
	return nil, fmt.Errorf("this version of Plumbline knows no letter about %q", about)
}

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
