package outbox

import (
	"plumbline/models"
	"plumbline/models/notice"
	"plumbline/models/store"
)

// Tell tells a person of something, in the transaction of what it tells of, by the channel that the person has chosen
// for its kind: a mail now, or nothing now where it stands in the weekly digest or is switched off. It gives how.
func (steps *Steps) Tell(tx *store.Tx, to models.Participant, kind notice.Kind, letter Letter) (notice.Outcome, error) {
	settings, _, err := store.Schedule(tx).Settings(to.UserID)
	if err != nil {
		return "", err
	}
	switch channel := settings.Of(kind); {
	case channel != notice.ByMail:
		return notice.Outcome(channel), nil
	case !steps.mails:
		return notice.NoMail, nil
	}
	letter.To = to.Email
	return notice.Outcome(notice.ByMail), steps.Post(tx, letter)
}
