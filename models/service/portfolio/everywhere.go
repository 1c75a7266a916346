package portfolio

import (
	"time"

	"plumbline/models"
	"plumbline/models/store"
	"plumbline/models/timezone"
)

// everywhere is a person as they are in each workspace that they are a member of. Programs, and people with a token or
// key of one workspace, are in that one only. A workspace that requires one-time codes that the person lacks is left
// out, as it would be if they went there.
func everywhere(tx *store.Tx, actor models.Actor) ([]models.Actor, error) {
	if actor.Kind != models.UserActor {
		return []models.Actor{actor}, nil
	}
	user, err := tx.User(actor.UserID)
	if err != nil {
		return nil, err
	}
	session, err := tx.Session(actor.SessionID)
	if err != nil {
		return nil, err
	}
	members, err := tx.MembershipsOf(actor.UserID)
	if err != nil {
		return nil, err
	}
	list := []models.Actor{actor}
	for _, m := range members {
		if m.WorkspaceID == actor.WorkspaceID {
			continue
		}
		if !user.HasTOTP() && session.Method != models.MethodProvider {
			lacks, err := tx.RequiredCodes(m.WorkspaceID)
			if err != nil {
				return nil, err
			}
			if lacks != models.RequiredByNobody {
				continue
			}
		}
		there := actor
		there.WorkspaceID, there.Role, there.Scope = m.WorkspaceID, m.Role, m.Scope()
		if models.Allow(there, models.ReadWorkload, models.InWorkspace(m.WorkspaceID)) == nil {
			list = append(list, there)
		}
	}
	return list, nil
}

func dayOf(zone timezone.Zone, at time.Time) string { return zone.In(at).Format(time.DateOnly) }
