package acceptancecmd

import (
	"context"
	"fmt"
	"net/url"

	"plumbline/cmd/plumbline/client"
	"plumbline/cmd/plumbline/command"
	"plumbline/models"
	"plumbline/models/accepted"
	"plumbline/models/service"
)

type ask struct {
	where
	Workload string `arg:"" help:"Id or name of the workload."`
	Lens     string `arg:"" help:"Key or id of the lens."`
	Question string `arg:"" help:"Id of the question."`

	Choice     string `help:"The practice that is missing; the whole question if not given." placeholder:"CHOICE"`
	Reason     string `help:"Why the risk is taken." required:"" placeholder:"TEXT"`
	Mitigation string `help:"What keeps it small meanwhile." required:"" placeholder:"TEXT"`
	Role       string `help:"Who answers for it, such as CISO." required:"" placeholder:"ROLE"`
	Until      string `help:"Last day, such as 2026-12-31, at most 12 months ahead." required:"" placeholder:"DAY"`
	Approver   string `help:"Id of the member who is to decide; any who may, if not given." placeholder:"USER"`
	Item       string `help:"Id of the item that is closed while the risk is accepted." placeholder:"ITEM"`
}

// Run asks, and prints the id.
func (c *ask) Run(ctx context.Context, program *command.Program) error {
	in := accepted.Input{QuestionID: c.Question, ChoiceID: c.Choice, Reason: c.Reason, Mitigation: c.Mitigation,
		ApproverRole: c.Role, ApproverID: c.Approver, Until: c.Until, ItemID: c.Item}
	var made struct {
		ID string `json:"id"`
	}
	err := c.do(ctx, program, func(server *client.Client) error {
		id, err := server.WorkloadID(ctx, c.Workload)
		if err != nil {
			return err
		}
		return server.Post(ctx, "/workloads/"+url.PathEscape(id)+"/lenses/"+url.PathEscape(c.Lens)+"/acceptances",
			map[string]any{"question_id": in.QuestionID, "choice_id": in.ChoiceID, "reason": in.Reason,
				"mitigation": in.Mitigation, "approver_role": in.ApproverRole, "approver_id": in.ApproverID,
				"until": in.Until, "item_id": in.ItemID}, &made)
	}, func(ctx context.Context, svc *service.Service) error {
		id, err := command.WorkloadID(ctx, svc, c.Workload)
		if err != nil {
			return err
		}
		v, err := svc.Acceptances.Ask(ctx, models.ReviewPath{Workload: id, Lens: c.Lens}, in, models.IdempotencyKey{})
		made.ID = v.ID
		return err
	})
	if err == nil {
		_, err = fmt.Fprintln(program.Out, made.ID)
	}
	return err
}
