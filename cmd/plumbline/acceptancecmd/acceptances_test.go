package acceptancecmd_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"

	"plumbline/api/apitest"
	"plumbline/cmd/plumbline/acceptancecmd"
	"plumbline/cmd/plumbline/command"
	"plumbline/models"
	"plumbline/models/service"
)

func TestMain(m *testing.M) { apitest.Main(m) }

// run runs the command on a server, as the person with the token, or beside the database where there is none.
func run(t testing.TB, s *apitest.Server, token, line string) (string, error) {
	t.Helper()
	var flags acceptancecmd.Commands
	var out bytes.Buffer
	parser, err := kong.New(&flags, kong.BindTo(t.Context(), (*context.Context)(nil)))
	apitest.Must(t, err)
	args := strings.Split(line, "|")
	if token != "" {
		args = append(args, "--server", s.URL)
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		return "", err
	}
	t.Setenv("PLUMBLINE_TOKEN", token)
	program := &command.Program{Out: &out, Err: io.Discard, BesideWith: func(ctx context.Context, _ command.Place,
		_ service.Options, do func(context.Context, *service.Service) error) error {
		return do(models.WithActor(ctx, models.ProgramActor(s.WorkspaceID)), s.Service)
	}}
	err = parsed.Run(program)
	return strings.TrimSpace(out.String()), err
}

// An acceptance is asked for, decided, revoked and withdrawn on the command line; the database and a server print the
// same, and who is not allowed to is told.
func TestAcceptancesOnTheCommandLine(t *testing.T) {
	apitest.EachAlone(t, bothWays)
}

func bothWays(st *apitest.Server) {
	t := st.T
	review := "/workloads/" + st.Sample() + "/lenses/service-basics"
	st.OK("PUT", review+"/answers/backup", map[string]any{"selected": []string{"backup_daily"}})
	personal := map[string]string{}
	for who, role := range map[string]models.Role{"contributor": models.Contributor, "owner": models.Owner} {
		secret, _, err := st.Service.Tokens.CreateOwn(st.As(who+" session"), models.TokenInput{Name: "CLI", Role: role})
		apitest.Must(t, err)
		personal[who] = secret
	}
	must := func(token, line string, holds ...string) string {
		t.Helper()
		out, err := run(t, st, token, line)
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		for _, want := range holds {
			if !strings.Contains(out, want) {
				t.Errorf("%s: no %q in\n%s", line, want, out)
			}
		}
		return out
	}
	refused := func(token, line, why string) {
		t.Helper()
		if out, err := run(t, st, token, line); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%s: %v, want %q\n%s", line, err, why, out)
		}
	}
	asking := func(question string) string {
		return fmt.Sprintf("ask|Checkout|service-basics|%s|--reason|Late|--mitigation|By hand|--role|CISO|--until|%s",
			question, time.Now().UTC().AddDate(0, 0, 30).Format(time.DateOnly))
	}
	refused(personal["contributor"], asking("none"), "question_id")
	id := must(personal["contributor"], asking("backup"))
	refused("", asking("backup"), "has asked for this already")
	refused("", "list|--filter|x", "--filter must be")
	refused("", "decide|"+id+"|--accept", "by a person")
	refused("", "withdraw|"+id, "only the person who asked")
	refused(personal["contributor"], "decide|"+id+"|--accept", "")
	refused(personal["owner"], "decide|"+id, "--accept")
	refused(personal["owner"], "decide|"+id+"|--decline", "note")
	must(personal["owner"], "decide|"+id+"|--accept", "status: in_force", "decided by: The owner")
	must(personal["owner"], "list|--json|--filter|in_force", `"status": "in_force"`)
	for _, line := range []string{"list", "list|--filter|in_force", "list|--workload|Checkout", "show|" + id} {
		beside, asked := must("", line, id, "in_force"), must(personal["owner"], line)
		if beside != asked {
			t.Errorf("%s: beside the database\n%s\nof the server\n%s", line, beside, asked)
		}
	}
	must("", "revoke|"+id+"|--note|The store is there", "status: revoked", "closed because: The store is there")
	again := must("", asking("backup"))
	must(personal["owner"], "decide|"+again+"|--decline|--note|No", "status: declined")
	mine := must(personal["contributor"], asking("backup"))
	must(personal["contributor"], "withdraw|"+mine+"|--json", `"status": "withdrawn"`)
	must("", "list|--filter|refused", mine, again)
	refused(personal["owner"], "show|"+models.NewID(), "no acceptance")
}
