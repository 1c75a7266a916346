package remediation

import (
	"context"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/service/plan"
)

type practiceName struct {
	Lens     string `json:"lens" doc:"id or key of the lens" required:"true"`
	Question string `json:"question" doc:"id of the question" required:"true"`
	Choice   string `json:"choice" doc:"id of the practice" required:"true"`
}

func practiceNames(list []practiceName) []plan.PracticeName {
	return rest.Each(list, func(p practiceName) plan.PracticeName { return plan.PracticeName(p) })
}

type itemBody struct {
	Title           string         `json:"title" doc:"what is to be done, in a line" required:"true" max:"200"`
	Description     string         `json:"description,omitempty" doc:"Markdown, at most 64 KB"`
	Practices       []practiceName `json:"practices,omitempty" doc:"what it closes; one at least is missing" max:"100"`
	Owner           *itemOwner     `json:"owner,omitempty" doc:"whose work it is"`
	DueOn           string         `json:"due_on,omitempty" doc:"a day; if not given, settings and risk give one"`
	Priority        string         `json:"priority,omitempty" doc:"normal if not given" enum:"urgent,high,normal,low"`
	Effort          string         `json:"effort,omitempty" doc:"how much work it is" enum:"HIGH,MEDIUM,LOW"`
	Impact          string         `json:"impact,omitempty" doc:"how much it helps" enum:"HIGH,MEDIUM,LOW"`
	BuildCost       int64          `json:"build_cost,omitempty" doc:"once, in whole units of the currency" min:"0"`
	RunCost         int64          `json:"run_cost,omitempty" doc:"per month, in the same" min:"0"`
	Tradeoff        string         `json:"tradeoff,omitempty" doc:"what it costs elsewhere, Markdown"`
	TradeoffPillars []string       `json:"tradeoff_pillars,omitempty" doc:"ids of pillars that pay for it" max:"50"`
	Links           []itemLink     `json:"links,omitempty" doc:"what belongs to it" max:"20"`
	Needs           []string       `json:"needs,omitempty" doc:"ids of items that come first, in no circle" max:"50"`
	Origin          *itemOrigin    `json:"origin,omitempty" doc:"what it is made from; hand if not given"`
}

func (b itemBody) input() plan.ItemInput {
	in := plan.ItemInput{Practices: practiceNames(b.Practices), Fields: remediation.ItemFields{Title: b.Title,
		Description: b.Description, DueOn: remediation.Date(b.DueOn), Priority: remediation.Priority(b.Priority),
		Effort: b.Effort, Impact: b.Impact, BuildCost: b.BuildCost, RunCost: b.RunCost, Tradeoff: b.Tradeoff,
		TradeoffPillars: b.TradeoffPillars, Links: linksIn(b.Links), Needs: b.Needs}}
	if b.Owner != nil {
		in.Fields.Owner = ownerIn(*b.Owner)
	}
	if b.Origin != nil {
		in.Origin = remediation.Origin{Kind: remediation.OriginKind(b.Origin.Kind), ID: b.Origin.ID}
	}
	return in
}

func ownerIn(o itemOwner) remediation.ItemOwner {
	return remediation.ItemOwner{Kind: remediation.OwnerKind(o.Kind), UserID: o.UserID, Name: o.Name}
}

func linksIn(list []itemLink) []remediation.ItemLink {
	if len(list) == 0 {
		return nil
	}
	return rest.Each(list, func(l itemLink) remediation.ItemLink { return remediation.ItemLink(l) })
}

func (h handlers) createItem(ctx context.Context, r *rest.Request, in itemBody) (itemJSON, error) {
	key, err := r.IdempotencyKey(in)
	if err != nil {
		return itemJSON{}, err
	}
	return itemOr(h.svc.Items.Create(ctx, r.Param("workload"), in.input(), key))
}

type itemBatch struct {
	Items []itemBody `json:"items" doc:"1 to 500 items; all are made, or none" required:"true" min:"1" max:"500"`
}

func (h handlers) createItems(ctx context.Context, r *rest.Request, in itemBatch) (rest.List[itemRow], error) {
	key, err := r.IdempotencyKey(in)
	if err != nil {
		return rest.List[itemRow]{}, err
	}
	made, err := h.svc.Items.CreateMany(ctx, r.Param("workload"), rest.Each(in.Items, itemBody.input), key)
	return rest.List[itemRow]{Items: rest.Each(made, rowOut)}, err
}

// itemEdit has the fields that one item and many can be given.
type itemEdit struct {
	Title           *string     `json:"title,omitempty" doc:"what is to be done, in a line" max:"200"`
	Description     *string     `json:"description,omitempty" doc:"Markdown, at most 64 KB"`
	Owner           *itemOwner  `json:"owner,omitempty" doc:"whose work it is; with an empty kind it is nobody's"`
	DueOn           *string     `json:"due_on,omitempty" doc:"a day such as 2026-12-31; empty: none"`
	Priority        *string     `json:"priority,omitempty" doc:"how urgent people find it" enum:"urgent,high,normal,low"`
	Effort          *string     `json:"effort,omitempty" doc:"how much work; may be empty" enum:"HIGH,MEDIUM,LOW,"`
	Impact          *string     `json:"impact,omitempty" doc:"how much it helps; may be empty" enum:"HIGH,MEDIUM,LOW,"`
	BuildCost       *int64      `json:"build_cost,omitempty" doc:"once, in whole units of the currency" min:"0"`
	RunCost         *int64      `json:"run_cost,omitempty" doc:"per month, in the same" min:"0"`
	Tradeoff        *string     `json:"tradeoff,omitempty" doc:"what it costs elsewhere, Markdown"`
	TradeoffPillars *[]string   `json:"tradeoff_pillars,omitempty" doc:"ids of pillars that pay for it" max:"50"`
	Links           *[]itemLink `json:"links,omitempty" doc:"all links that it is to have" max:"20"`
	Needs           *[]string   `json:"needs,omitempty" doc:"ids of all items that come first" max:"50"`
}

func (e itemEdit) patch() remediation.ItemPatch {
	p := remediation.ItemPatch{Title: e.Title, Description: e.Description, Effort: e.Effort, Impact: e.Impact,
		BuildCost: e.BuildCost, RunCost: e.RunCost, Tradeoff: e.Tradeoff, TradeoffPillars: e.TradeoffPillars,
		Needs: e.Needs}
	if e.DueOn != nil {
		p.DueOn = new(remediation.Date(*e.DueOn))
	}
	if e.Priority != nil {
		p.Priority = new(remediation.Priority(*e.Priority))
	}
	if e.Owner != nil {
		p.Owner = new(ownerIn(*e.Owner))
	}
	if e.Links != nil {
		p.Links = new(linksIn(*e.Links))
	}
	return p
}

type itemPatch struct {
	itemEdit
	Practices *[]practiceName `json:"practices,omitempty" doc:"all practices that it is to close" max:"100"`
}

func (h handlers) updateItem(ctx context.Context, r *rest.Request, in itemPatch) (itemJSON, error) {
	seen, err := r.IfMatch()
	if err != nil {
		return itemJSON{}, err
	}
	edit := plan.ItemEdit{Fields: in.patch()}
	if in.Practices != nil {
		edit.Practices = new(practiceNames(*in.Practices))
	}
	return itemOr(h.svc.Items.Update(ctx, r.Param("item"), edit, seen))
}

func (h handlers) deleteItem(ctx context.Context, r *rest.Request, _ rest.None) (rest.None, error) {
	return rest.None{}, h.svc.Items.Delete(ctx, r.Param("item"), r.Query("confirm"))
}

type itemMove struct {
	Status statusName `json:"status" doc:"where it is to stand; done is reached by verify alone" required:"true"`
	Note   string     `json:"note,omitempty" doc:"needed for blocked and wont_do: why" max:"2000"`
	Reason giveUpName `json:"reason,omitempty" doc:"needed for wont_do"`
}

func (m itemMove) move() remediation.StatusMove {
	return remediation.StatusMove{To: remediation.Status(m.Status), Note: m.Note,
		Reason: remediation.WontDoReason(m.Reason)}
}

func (h handlers) moveItem(ctx context.Context, r *rest.Request, in itemMove) (itemJSON, error) {
	seen, err := r.IfMatch()
	if err != nil {
		return itemJSON{}, err
	}
	return itemOr(h.svc.Items.Move(ctx, r.Param("item"), in.move(), seen))
}

type itemCompletion struct {
	Note string `json:"note,omitempty" doc:"what is to be said to it" max:"2000"`
}

func (h handlers) completeItem(ctx context.Context, r *rest.Request, in itemCompletion) (itemJSON, error) {
	seen, err := r.IfMatch()
	if err != nil {
		return itemJSON{}, err
	}
	return itemOr(h.svc.Items.Move(ctx, r.Param("item"),
		remediation.StatusMove{To: remediation.ToVerify, Note: in.Note}, seen))
}

type itemVerification struct {
	Select bool   `json:"select,omitempty" doc:"true: select the practices that are missing, in the same step"`
	Note   string `json:"note,omitempty" doc:"what is to be said to it" max:"2000"`
}

func (h handlers) verifyItem(ctx context.Context, r *rest.Request, in itemVerification) (itemJSON, error) {
	seen, err := r.IfMatch()
	if err != nil {
		return itemJSON{}, err
	}
	return itemOr(h.svc.Items.Verify(ctx, r.Param("item"), plan.Verification(in), seen))
}

type itemsEdit struct {
	IDs    []string  `json:"ids" doc:"ids of 1 to 500 items; all are changed, or none" required:"true" min:"1" max:"500"`
	Fields *itemEdit `json:"fields,omitempty" doc:"what each of them is given"`
	Move   *itemMove `json:"move,omitempty" doc:"where each of them is to stand"`
}

func (h handlers) editItems(ctx context.Context, _ *rest.Request, in itemsEdit) (rest.List[itemRow], error) {
	edit := plan.BulkEdit{IDs: in.IDs}
	if in.Fields != nil {
		edit.Fields = in.Fields.patch()
	}
	if in.Move != nil {
		edit.Move = new(in.Move.move())
	}
	if in.Fields == nil && in.Move == nil {
		return rest.List[itemRow]{}, models.InvalidInput(models.FieldFault{Field: "fields",
			Message: "or move is missing: there is nothing to change"})
	}
	rows, err := h.svc.Items.EditMany(ctx, edit)
	return rest.List[itemRow]{Items: rest.Each(rows, rowOut)}, err
}
