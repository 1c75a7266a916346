// Package verifycmd is the commands verify, which says whether a file is a report of a server, unchanged and still the
// newest, and signing-key, for the keys that sign reports.
//
// It may import the client, the command line's own packages, the service, the signature of reports, and the API's form
// of verdicts and keys.
package verifycmd

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"plumbline/api/v1/proofs"
	"plumbline/cmd/plumbline/client"
	"plumbline/cmd/plumbline/command"
	"plumbline/cmd/plumbline/files"
	"plumbline/cmd/plumbline/output"
	"plumbline/models/service"
	verified "plumbline/models/service/proofs"
	"plumbline/reports/sign"
)

// Command is the command verify with its flags.
type Command struct {
	command.DataFlags
	File     string `arg:"" help:"The report; - is standard input."`
	Server   string `help:"Ask this server; a token in PLUMBLINE_TOKEN is used." placeholder:"URL" env:"PLUMBLINE_SERVER"`
	Manifest string `help:"The signed manifest that came with the file." placeholder:"FILE"`
	Key      string `help:"Public keys (PEM) to check --manifest with; nobody is asked then." placeholder:"FILE"`
	Format   string `help:"text or json." enum:"text,json" default:"text"`
}

// Help is printed by "plumbline verify --help".
func (c *Command) Help() string {
	return `The file stays here: a server is sent its SHA-256 alone.

  plumbline verify report.pdf --server https://review.example.org
  plumbline verify report.pdf --manifest report.json --key keys.pem

The second one asks nobody. "plumbline signing-key list --pem" prints the keys of a server, and
"plumbline report --manifest" writes the manifest of a report.

Exit status: 0 genuine and, as far as can be known, the newest; 3 genuine but superseded, or its workload is deleted;
1 not genuine or not known; 2 the question could not be asked.`
}

// Run prints the verdict.
func (c *Command) Run(ctx context.Context, program *command.Program) error {
	if c.Key != "" && c.Manifest == "" {
		return errors.New("--key checks the signature of a manifest: name it with --manifest")
	}
	sum, err := digestOf(c.File, program.In)
	if err != nil {
		return err
	}
	question := proofs.Question{SHA256: sum}
	if c.Manifest != "" {
		if question.Manifest, err = c.manifest(program.In); err != nil {
			return err
		}
	}
	verdict, err := c.verdict(ctx, program, question)
	if err != nil {
		return err
	}
	if err := c.print(program.Out, verdict); err != nil {
		return err
	}
	switch {
	case verdict.Finding != string(verified.Genuine):
		return command.ErrFound
	case verdict.Standing == string(verified.Superseded), verdict.Standing == string(verified.Deleted):
		return command.ErrOutdated
	}
	return nil
}

// digestOf reads a file of any size, a piece at a time.
func digestOf(path string, std io.Reader) (string, error) {
	sum, from := sha256.New(), std
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return "", err
		}
		defer f.Close()
		from = f
	}
	if _, err := io.Copy(sum, from); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

func (c *Command) manifest(std io.Reader) (*sign.Signed, error) {
	if c.Manifest == "-" && c.File == "-" {
		return nil, errors.New("the file and --manifest can't both be standard input")
	}
	data, err := files.ReadAtMost(c.Manifest, std, sign.MaxBytes+1)
	if err != nil {
		return nil, err
	}
	signed, err := sign.Read(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.Manifest, err)
	}
	return &signed, nil
}

// verdict is that of the keys at hand, of the server, or of the service beside the database.
func (c *Command) verdict(ctx context.Context, program *command.Program,
	q proofs.Question) (v proofs.Verdict, err error) {
	switch {
	case c.Key != "":
		return c.offline(q)
	case c.Server != "":
		server, err := client.Open(c.Server, os.Getenv(client.TokenVariable))
		if err != nil {
			return v, err
		}
		return v, server.Post(ctx, "/reports/verify", q, &v)
	}
	err = program.Instance(ctx, c.Data, service.Options{}, func(ctx context.Context, svc *service.Service) error {
		found, err := svc.Proofs.Verify(ctx, verified.Question{SHA256: q.SHA256, Signed: q.Manifest})
		v = proofs.VerdictOf(found)
		return err
	})
	return v, err
}

// offline holds the file against its manifest and the public keys that somebody trusts.
func (c *Command) offline(q proofs.Question) (proofs.Verdict, error) {
	data, err := os.ReadFile(c.Key)
	if err != nil {
		return proofs.Verdict{}, err
	}
	keys, err := sign.ReadPEM(data)
	if err != nil {
		return proofs.Verdict{}, fmt.Errorf("%s: %w", c.Key, err)
	}
	for _, key := range keys {
		if !q.Manifest.By(key) {
			continue
		}
		m := q.Manifest.Manifest
		if m.SHA256 != q.SHA256 {
			return proofs.VerdictOf(verified.Verdict{Finding: verified.Changed}), nil
		}
		made := sign.ParseTime(m.MadeAt)
		return proofs.Verdict{Finding: string(verified.Genuine), MadeAt: &made, KeyID: m.KeyID, About: &m,
			Says: "Genuine: the server of the key made the file on " + made.Format("2 Jan 2006") +
				". Whether it is still the newest, the server alone can tell."}, nil
	}
	v := proofs.VerdictOf(verified.Verdict{Finding: verified.Forged})
	v.Says = "Not genuine: none of the keys at hand has signed the manifest."
	return v, nil
}

func (c *Command) print(to io.Writer, v proofs.Verdict) error {
	if c.Format == "json" {
		return output.JSON(to, v)
	}
	text := c.File + ": " + v.Says + "\n"
	if c.File == "-" {
		text = v.Says + "\n"
	}
	if m := v.About; m != nil {
		text += "  " + output.Line(aboutOf(*m)) + "\n"
	}
	_, err := io.WriteString(to, text)
	return err
}

// aboutOf says in a line what a report is.
func aboutOf(m sign.Manifest) string {
	parts := []string{"report " + m.Preset + " (" + m.Format + ") on " + m.Workload}
	if m.Lens != "" {
		parts = append(parts, "lens "+m.Lens)
	}
	if m.Milestone > 0 {
		parts = append(parts, fmt.Sprintf("milestone %d, %s", m.Milestone, m.MilestoneName))
	}
	parts = append(parts, "made at "+m.MadeAt)
	if m.MadeBy != "" {
		parts = append(parts, "by "+m.MadeBy)
	}
	return strings.Join(parts, "; ")
}
