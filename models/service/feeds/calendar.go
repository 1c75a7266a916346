package feeds

import (
	"context"
	"time"

	"plumbline/models"
	"plumbline/models/feed"
	"plumbline/models/remediation"
	"plumbline/models/service/access/credentials"
	"plumbline/models/service/core"
	"plumbline/models/service/plan"
	"plumbline/models/store"
)

// maxDays bounds how many due dates a feed has: those that are due first.
const maxDays = 2000

// Calendar is what a feed shows at the moment.
type Calendar struct {
	Person   string // whose items they are, of a feed of one's own
	Workload string // of a feed of a workload
	Items    []plan.ItemRow
}

// Calendar reads the due dates of the feed with the secret, as its person may see them now. Whatever keeps them from it
// is NotFound: a wrong secret, a revoked feed, an account that is disabled, a membership or workload that is gone.
func (f Feeds) Calendar(ctx context.Context, secret string) (out Calendar, err error) {
	nothing := models.Errorf(models.CodeNotFound, "there is no such calendar")
	if !credentials.IsSecret(secret, credentials.FeedPrefix) {
		return out, nothing
	}
	var token feed.Token
	actor, err := core.Read(ctx, f.core, func(tx *store.Tx) (actor models.Actor, err error) {
		if token, err = store.Feeds(tx).ByHash(credentials.HashSecret(secret)); err != nil {
			return actor, err
		}
		if !token.RevokedAt.IsZero() {
			return actor, nothing
		}
		return f.access.Reader(tx, token.WorkspaceID, token.UserID, token.Name)
	})
	if err == nil {
		err = f.reads.Check(token.ID, models.ClientFrom(ctx).Address, f.core.Now())
	}
	if err == nil {
		out, err = f.due(models.WithActor(ctx, actor), token)
	}
	switch models.CodeOf(err) {
	case "":
	case models.CodeNotFound, models.CodeForbidden, models.CodeUnauthenticated, models.CodeOneTimeCodesRequired:
		return Calendar{}, nothing
	default:
		return Calendar{}, err
	}
	f.access.NoteUse(token.ID, token.LastUsedAt, func(tx *store.Tx, at time.Time) error {
		return store.Feeds(tx).Touch(token.ID, at)
	})
	return out, nil
}

// due gives the active items with a date, those that are due first.
func (f Feeds) due(ctx context.Context, token feed.Token) (out Calendar, err error) {
	query := remediation.ItemQuery{Active: true, WorkloadID: token.WorkloadID, Sort: remediation.ByDue,
		PageRequest: models.PageRequest{Limit: models.MaxPage}}
	if token.WorkloadID == "" {
		query.OwnerID = token.UserID
	}
	out.Person, out.Workload, err = f.names(ctx, token)
	for err == nil {
		var page models.ResultPage[plan.ItemRow]
		if page, err = f.items.List(ctx, query); err != nil {
			break
		}
		for _, i := range page.Items {
			if i.DueOn == "" || len(out.Items) == maxDays {
				return out, nil
			}
			out.Items = append(out.Items, i)
		}
		if query.After = page.Next; query.After == "" {
			break
		}
	}
	return out, err
}

func (f Feeds) names(ctx context.Context, token feed.Token) (person, workload string, err error) {
	actor := models.ActorFrom(ctx)
	err = f.core.Store.Read(ctx, func(tx *store.Tx) error {
		user, err := tx.User(token.UserID)
		person = user.Name
		if err == nil && token.WorkloadID != "" {
			var load models.Workload
			load, err = core.Workload(tx, actor, models.ReadItem, token.WorkloadID)
			workload = load.Name
		}
		return err
	})
	return person, workload, err
}
