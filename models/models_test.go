package models_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"plumbline/models"
	"plumbline/questionnaires"
	"plumbline/questionnaires/builtin"
)

// Every action has one row in the matrix, and each role may do what the one before it may. What another workspace has
// is not found.
func TestAllow(t *testing.T) {
	here, there := models.InWorkspace("here"), models.InWorkspace("there")
	seen := map[models.Action]bool{}
	for _, rule := range models.PermissionRules {
		if seen[rule.Action] {
			t.Errorf("%s has two rows", rule.Action)
		}
		seen[rule.Action] = true
		if rule.Doc == "" || strings.ContainsAny(rule.Doc, "|\n") {
			t.Errorf("%s: %q says in no line of a table what it is", rule.Action, rule.Doc)
		}
		enough := false
		for _, role := range models.Roles {
			enough = enough || role == rule.Need
			actor := models.Actor{Kind: models.UserActor, UserID: "u", WorkspaceID: "here", Role: role}
			want, elsewhere := models.ErrorCode(""), models.CodeNotFound
			switch {
			case rule.Need == models.AnyActor || rule.Need == models.SignedInUser:
				elsewhere = ""
			case rule.Need == models.Administrator:
				want, elsewhere = models.CodeForbidden, models.CodeForbidden
			case !enough:
				want = models.CodeForbidden
			}
			if got := models.CodeOf(models.Allow(actor, rule.Action, here)); got != want {
				t.Errorf("%s, %s: %q, want %q", role, rule.Action, got, want)
			}
			if got := models.CodeOf(models.Allow(actor, rule.Action, there)); got != elsewhere {
				t.Errorf("%s, %s elsewhere: %q, want %q", role, rule.Action, got, elsewhere)
			}
		}
	}
}

// Whatever is not said is not allowed.
func TestAllowFailsClosed(t *testing.T) {
	owner := models.Actor{Kind: models.UserActor, UserID: "u", WorkspaceID: "here", Role: models.Owner}
	as := func(change func(*models.Actor)) models.Actor {
		a := owner
		change(&a)
		return a
	}
	here := models.InWorkspace("here")
	for name, got := range map[string]error{
		"nobody":                  models.Allow(models.Actor{}, models.ReadLens, models.InWorkspace("")),
		"nobody with a workspace": models.Allow(as(func(a *models.Actor) { a.Kind = "" }), models.ReadLens, here),
		"no role":                 models.Allow(as(func(a *models.Actor) { a.Role = "" }), models.ReadLens, here),
		"unknown role":            models.Allow(as(func(a *models.Actor) { a.Role = "admin" }), models.ReadLens, here),
		"need as a role": models.Allow(as(func(a *models.Actor) { a.Role = models.Administrator }), models.ReadLens,
			here),
		"no workspace": models.Allow(as(func(a *models.Actor) { a.WorkspaceID = "" }), models.ReadLens,
			models.InWorkspace("")),
		"unknown action":         models.Allow(owner, "workload.explode", here),
		"no thing":               models.Allow(owner, models.ReadLens, nil),
		"thing of none":          models.Allow(owner, models.ReadLens, models.InWorkspace("")),
		"administrator, by role": models.Allow(owner, models.ManageUsers, here),
		"a token about a person": models.Allow(as(func(a *models.Actor) { a.Kind = models.TokenActor }), models.ManageSelf,
			nil),
		"a token that makes one": models.Allow(as(func(a *models.Actor) { a.Kind = models.TokenActor }),
			models.ManageOwnKeys, here),
	} {
		if got == nil {
			t.Errorf("%s is allowed", name)
		}
	}
}

// An administrator runs the instance and sees nothing of the workspaces by that.
func TestAdministratorsSeeNoWorkspace(t *testing.T) {
	admin := models.Actor{Kind: models.UserActor, UserID: "u", Admin: true}
	for _, rule := range models.PermissionRules {
		want := models.CodeForbidden
		if rule.Need == models.Administrator || rule.Need == models.AnyActor || rule.Need == models.SignedInUser {
			want = ""
		}
		if got := models.CodeOf(models.Allow(admin, rule.Action, models.InWorkspace("here"))); got != want {
			t.Errorf("%s: %q, want %q", rule.Action, got, want)
		}
	}
}

// Narrowing takes workloads out of sight, and other pillars' answers out of reach.
func TestScope(t *testing.T) {
	actor := models.Actor{Kind: models.UserActor, UserID: "u", WorkspaceID: "here", Role: models.Contributor,
		Scope: models.RoleScope{Workloads: []string{"w1"}, Pillars: []string{"security"}}}
	in := func(workload, pillar string) models.ThingPlace {
		return models.ThingPlace{WorkspaceID: "here", WorkloadID: workload, PillarID: pillar}
	}
	for _, row := range []struct {
		action models.Action
		at     models.ThingPlace
		want   models.ErrorCode
	}{
		{models.ReadWorkload, in("w1", ""), ""},
		{models.ReadWorkload, in("w2", ""), models.CodeNotFound},
		{models.ReadReview, in("w1", "cost"), ""},
		{models.UpdateAnswer, in("w1", "security"), ""},
		{models.UpdateAnswer, in("w1", "cost"), models.CodeForbidden},
		{models.UpdateAnswer, in("w2", "security"), models.CodeNotFound},
		{models.CreateMilestone, in("w1", ""), models.CodeForbidden},
		{models.ReadMembers, in("", ""), ""},
	} {
		if got := models.CodeOf(models.Allow(actor, row.action, row.at)); got != row.want {
			t.Errorf("%s at %+v: %q, want %q", row.action, row.at, got, row.want)
		}
	}
}

// A share carries what its role carries, and only for who may do it at home; a guest reads one review.
func TestSharesAndGuests(t *testing.T) {
	shared := func(role models.Role) models.ThingPlace {
		return models.ThingPlace{WorkspaceID: "there", WorkloadID: "w", Shared: role}
	}
	user := func(role models.Role) models.Actor {
		return models.Actor{Kind: models.UserActor, UserID: "u", WorkspaceID: "here", Role: role}
	}
	guest := models.Actor{Kind: models.GuestActor, WorkspaceID: "there", Role: models.Viewer,
		Scope: models.RoleScope{Workloads: []string{"w"}, LensID: "l"}}
	for _, row := range []struct {
		actor  models.Actor
		action models.Action
		at     models.ThingPlace
		want   models.ErrorCode
	}{
		{user(models.Owner), models.ReadWorkload, shared(models.Viewer), ""},
		{user(models.Owner), models.UpdateAnswer, shared(models.Viewer), models.CodeForbidden},
		{user(models.Contributor), models.UpdateAnswer, shared(models.Contributor), ""},
		{user(models.Viewer), models.UpdateAnswer, shared(models.Contributor), models.CodeForbidden},
		{user(models.Owner), models.DeleteWorkload, shared(models.Contributor), models.CodeForbidden},
		{user(models.Owner), models.ShareWorkload, shared(models.Contributor), models.CodeForbidden},
		{user(models.Owner), models.ReadWorkload, shared(""), models.CodeNotFound},
		{user(models.Owner), models.ReadAudit, models.ThingPlace{WorkspaceID: "there", Shared: models.Contributor},
			models.CodeForbidden},
		{guest, models.ReadReview, models.ThingPlace{WorkspaceID: "there", WorkloadID: "w", LensID: "l"}, ""},
		{guest, models.ReadReview, models.ThingPlace{WorkspaceID: "there", WorkloadID: "w", LensID: "other"},
			models.CodeNotFound},
		{guest, models.ReadReview, models.ThingPlace{WorkspaceID: "there", WorkloadID: "other", LensID: "l"},
			models.CodeNotFound},
		{guest, models.ReadWorkload, models.ThingPlace{WorkspaceID: "there", WorkloadID: "w"}, models.CodeForbidden},
		{guest, models.ReadMembers, models.ThingPlace{WorkspaceID: "there"}, models.CodeForbidden},
		{guest, models.UpdateAnswer, models.ThingPlace{WorkspaceID: "there", WorkloadID: "w", LensID: "l"},
			models.CodeForbidden},
	} {
		if got := models.CodeOf(models.Allow(row.actor, row.action, row.at)); got != row.want {
			t.Errorf("%s as %s at %+v: %q, want %q", row.action, row.actor.Role, row.at, got, row.want)
		}
	}
}

func validInput() models.WorkloadFields {
	return models.WorkloadFields{Name: "Checkout", Description: "Takes the money", Environment: models.Production,
		ReviewOwner: "Ines", AWSRegions: []string{"eu-central-1"}}
}

// Each field is checked, and the fault names it as the API spells it.
func TestValidateWorkload(t *testing.T) {
	if err := models.ValidateWorkload(pointerTo(validInput())); err != nil {
		t.Fatal(err)
	}
	many := func(n int) (list []string) {
		for i := range n {
			list = append(list, fmt.Sprintf("%012d", i))
		}
		return list
	}
	for field, spoil := range map[string]func(*models.WorkloadFields){
		"name":          func(f *models.WorkloadFields) { f.Name = "\u2003\u2003\u2003\u2003" },
		"description":   func(f *models.WorkloadFields) { f.Description = strings.Repeat("x", 251) },
		"environment":   func(f *models.WorkloadFields) { f.Environment = "production" },
		"review_owner":  func(f *models.WorkloadFields) { f.ReviewOwner = "a\x00bc" },
		"aws_regions":   func(f *models.WorkloadFields) { f.AWSRegions = many(51) },
		"aws_regions/0": func(f *models.WorkloadFields) { f.AWSRegions = []string{""} },
		"non_aws_regions/1": func(f *models.WorkloadFields) {
			f.NonAWSRegions = []string{"here",
				strings.Repeat("x", 26)}
		},
		"account_ids":          func(f *models.WorkloadFields) { f.AccountIDs = []string{"111122223333", "111122223333"} },
		"account_ids/0":        func(f *models.WorkloadFields) { f.AccountIDs = []string{"١١١١٢٢٢٢٣٣٣٣"} },
		"architectural_design": func(f *models.WorkloadFields) { f.ArchitecturalDesign = "file:///etc/passwd" },
		"industry_type":        func(f *models.WorkloadFields) { f.IndustryType = "\xff" },
		"industry":             func(f *models.WorkloadFields) { f.Industry = strings.Repeat("ж", 101) },
		"cost_center":          func(f *models.WorkloadFields) { f.CostCenter = strings.Repeat("ж", 65) },
		"notes":                func(f *models.WorkloadFields) { f.Notes = strings.Repeat("x", models.MaxNotes+1) },
		"pillar_priorities":    func(f *models.WorkloadFields) { f.PillarPriorities = many(11) },
		"applications/0":       func(f *models.WorkloadFields) { f.Applications = []string{"arn:aws:s3:::bucket"} },
		"improvement_status":   func(f *models.WorkloadFields) { f.ImprovementStatus = "DONE" },
		"tags/a.b]c": func(f *models.WorkloadFields) {
			f.Tags = map[string]string{"a.b]c": strings.Repeat("x",
				257)}
		},
	} {
		f := validInput()
		spoil(&f)
		var e *models.Error
		if err := models.ValidateWorkload(&f); !errors.As(err, &e) || e.Code != models.CodeInvalid || len(e.Faults) != 1 ||
			e.Faults[0].Field != field {
			t.Errorf("%s: %+v", field, err)
		} else if strings.Contains(e.Faults[0].Message, "is not valid (") {
			t.Errorf("%s has no words of its own: %s", field, e.Faults[0].Message)
		}
	}
}

func TestNames(t *testing.T) {
	for name, key := range map[string]string{
		"Service basics": "service-basics", "  AWS  (ECS) Lens! ": "aws-ecs-lens", "Ελληνικά": "lens", "": "lens",
		"0123456789abcdef0123456789abcdef": "lens-0123456789abcdef0123456789",
		strings.Repeat("ab ", 40):          strings.TrimSuffix(strings.Repeat("ab-", 20), "-"),
	} {
		if got := models.KeyFrom(name); got != key || models.IsID(got) || len(got) > 60 {
			t.Errorf("the key of %q is %q, want %q", name, got, key)
		}
	}
	if models.FoldName(" Straße\u00a0İ ") != models.FoldName("STRAßEİ") || models.FoldName("a") == models.FoldName("b") {
		t.Error("names are not folded as they should be")
	}
	if a, b := models.NewID(), models.NewID(); a == b || !models.IsID(a) {
		t.Errorf("ids %s and %s", a, b)
	}
}

// Each part of a patch does what it says and nothing else.
func TestAnswerPatch(t *testing.T) {
	doc, _ := questionnaires.Parse(builtin.SampleDocument(), questionnaires.ParseOptions{})
	_, q := doc.Question("backup")
	selected, ruledOut, open := models.ChoiceSelected, models.ChoiceNotApplicable, models.ChoiceUnselected
	other, notes := models.OtherReason, "why"
	base := models.AnswerFields{Applicable: true, Reason: models.NoReason, Notes: "kept", Choices: []models.ChoiceAnswer{
		{ChoiceID: "backup_daily", Status: selected, Reason: models.NoReason, Notes: "n"},
		{ChoiceID: "backup_apart", Status: ruledOut, Reason: other}}}
	list := func(ids ...string) *[]string { return &ids }
	for name, row := range map[string]struct {
		patch models.AnswerPatch
		want  string
	}{
		"nothing": {models.AnswerPatch{}, "daily:SELECTED/NONE/n apart:NOT_APPLICABLE/OTHER/ kept"},
		"select another": {models.AnswerPatch{Selected: list("backup_target")},
			"daily:UNSELECTED/NONE/n apart:NOT_APPLICABLE/OTHER/ target:SELECTED/NONE/ kept"},
		"select none": {models.AnswerPatch{Selected: list()},
			"daily:UNSELECTED/NONE/n apart:NOT_APPLICABLE/OTHER/ kept"},
		"select what is out": {models.AnswerPatch{Selected: list("backup_apart")},
			"daily:UNSELECTED/NONE/n apart:SELECTED/NONE/ kept"},
		"choices after selected": {models.AnswerPatch{Selected: list("backup_daily"),
			Choices: map[string]models.ChoicePatch{"backup_daily": {Status: &ruledOut, Notes: &notes}}},
			"daily:NOT_APPLICABLE/NONE/why apart:NOT_APPLICABLE/OTHER/ kept"},
		"clear":   {models.AnswerPatch{ClearNotApplicable: true}, "daily:SELECTED/NONE/n kept"},
		"replace": {models.AnswerPatch{Replace: true, Notes: &notes}, " why"},
		"unselect": {models.AnswerPatch{Choices: map[string]models.ChoicePatch{"backup_daily": {Status: &open}}},
			"daily:UNSELECTED/NONE/n apart:NOT_APPLICABLE/OTHER/ kept"},
	} {
		got, err := row.patch.Apply(q, base)
		var parts []string
		for _, c := range got.Choices {
			parts = append(parts,
				fmt.Sprintf("%s:%s/%s/%s", strings.TrimPrefix(c.ChoiceID, "backup_"), c.Status, c.Reason, c.Notes))
		}
		if text := strings.Join(parts, " ") + " " + got.Notes; err != nil || text != row.want {
			t.Errorf("%s: %v\n got %s\nwant %s", name, err, text, row.want)
		}
		if again, err := (models.AnswerPatch{}).Apply(q, got); err != nil || !reflect.DeepEqual(again, got) {
			t.Errorf("%s: not in normal form: %+v, %+v", name, got, again)
		}
	}
}

func TestErrors(t *testing.T) {
	cause := errors.New("the disk")
	err := fmt.Errorf("outer: %w", models.Errorf(models.CodeUnavailable, "try later").Because(cause))
	if models.CodeOf(err) != models.CodeUnavailable || !errors.Is(err, cause) {
		t.Errorf("code %s of %v", models.CodeOf(err), err)
	}
	if models.CodeOf(cause) != models.CodeInternal || models.CodeOf(nil) != "" {
		t.Error("a plain error is internal, and none has no code")
	}
}
func pointerTo[T any](v T) *T { return &v }
