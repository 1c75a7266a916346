// Package recapcmd is the command recap: it prints or sends the mail that tells what a review came to. It asks a
// running server, or writes into the outbox beside the database, from where the server sends it.
//
// It may import the client, the command line's own packages, the service, and the API's forms of recaps.
package recapcmd

import (
	"context"
	"fmt"
	"io"
	"strings"

	"plumbline/api/v1/notices"
	"plumbline/cmd/plumbline/command"
	"plumbline/cmd/plumbline/output"
	"plumbline/models"
)

// Command is the command with its flags.
type Command struct {
	command.Flags
	Server   string `help:"Ask this server, with the token in PLUMBLINE_TOKEN." placeholder:"URL" env:"PLUMBLINE_SERVER"`
	Workload string `help:"Id or name of the workload." required:"" placeholder:"WORKLOAD"`
	Lens     string `help:"Id or key of the lens; needed where there are several." placeholder:"LENS"`

	To       []string `help:"E-mail addresses, names or ids of people; those proposed if not given." placeholder:"WHO"`
	Attended []string `help:"Names of those who took part; as proposed if not given." placeholder:"NAME"`
	Note     string   `help:"What stands at the top of the mail." placeholder:"TEXT"`
	Preview  bool     `help:"Print the mail and who is proposed, and send nothing."`
	Format   string   `help:"text or json." enum:"text,json" default:"text"`

	SecretKeyFile string `help:"Key file of the server." placeholder:"FILE" env:"PLUMBLINE_SECRET_KEY_FILE"`
}

// source does what the command asks: a server, or the service beside the database.
type source interface {
	workload(ctx context.Context, ref string) (string, error)
	lenses(ctx context.Context, workload string) (keys []string, err error)
	preview(ctx context.Context, at models.ReviewPath, in notices.RecapInput) (notices.Recap, error)
	send(ctx context.Context, at models.ReviewPath, in notices.RecapInput) (notices.RecapSent, error)
}

// Run prints the recap, or sends it and prints to how many.
func (c *Command) Run(ctx context.Context, program *command.Program) error {
	return c.from(ctx, program, func(ctx context.Context, from source) error {
		at, err := c.review(ctx, from)
		if err != nil {
			return err
		}
		in := notices.RecapInput{Note: c.Note}
		if len(c.Attended) > 0 {
			in.Attended = &c.Attended
		}
		shown, err := from.preview(ctx, at, in)
		if err != nil {
			return err
		}
		if c.Preview {
			return c.print(program.Out, shown)
		}
		if len(c.To) > 0 {
			ids, err := find(shown.People, c.To)
			if err != nil {
				return err
			}
			in.To = &ids
		}
		sent, err := from.send(ctx, at, in)
		if err != nil {
			return err
		}
		return c.printSent(program.Out, sent)
	})
}

// review finds the review that is meant.
func (c *Command) review(ctx context.Context, from source) (at models.ReviewPath, err error) {
	at.Lens = c.Lens
	if at.Workload, err = from.workload(ctx, c.Workload); err != nil || at.Lens != "" {
		return at, err
	}
	keys, err := from.lenses(ctx, at.Workload)
	if err != nil {
		return at, err
	}
	if len(keys) != 1 {
		return at, fmt.Errorf("the workload has %d lenses (%s): name one with --lens", len(keys), strings.Join(keys, ", "))
	}
	at.Lens = keys[0]
	return at, nil
}

// find looks people up by id, address or whole name.
func find(people []notices.RecapPerson, refs []string) (ids []string, err error) {
	for _, ref := range refs {
		var found []string
		for _, p := range people {
			if p.UserID == ref || p.Email != "" && models.SameName(p.Email, ref) || models.SameName(p.Name, ref) {
				found = append(found, p.UserID)
			}
		}
		switch len(found) {
		case 0:
			return nil, fmt.Errorf("nobody with access to the workload is %q", ref)
		case 1:
			ids = append(ids, found[0])
		default:
			return nil, fmt.Errorf("%d people are named %q: give the e-mail address or the id", len(found), ref)
		}
	}
	return ids, nil
}

func (c *Command) print(to io.Writer, r notices.Recap) error {
	if c.Format == "json" {
		return output.JSON(to, r)
	}
	var names []string
	for _, p := range r.People {
		if p.Proposed {
			names = append(names, output.Line(strings.TrimSpace(p.Name+" "+p.Email)))
		}
	}
	who := "Proposed to: " + strings.Join(names, ", ")
	switch {
	case r.Answered == 0:
		who = "Not sent: no question is answered yet, so there is nothing to tell."
	case len(names) == 0:
		who = "Proposed to nobody: name people with --to."
	}
	_, err := fmt.Fprintf(to, "%s\nSubject: %s\n\n%s", who, r.Subject, r.Text)
	return err
}

func (c *Command) printSent(to io.Writer, sent notices.RecapSent) error {
	if c.Format == "json" {
		return output.JSON(to, sent)
	}
	text := fmt.Sprintf("The recap is in the outbox for %d.", sent.Sent)
	if sent.Off > 0 {
		text += fmt.Sprintf(" %d of those chosen want no mails about reviews.", sent.Off)
	}
	_, err := fmt.Fprintln(to, text)
	return err
}
