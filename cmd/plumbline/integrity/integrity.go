// Package integrity is what was found out about audit chains and backups, in words.
//
// It imports what an examination counts, and how moments are printed.
package integrity

import (
	"encoding/hex"
	"fmt"
	"io"
	"strings"

	"plumbline/cmd/plumbline/output"
	"plumbline/models"
	"plumbline/models/audit"
	"plumbline/models/service/access"
)

// Examination is what was found out about a backup.
type Examination struct {
	Inventory  models.Inventory
	Sealed     models.SealedCounts
	Keys       int      // how many keys were given
	Incomplete bool     // copied from a running server without its write-ahead log
	Faults     []string // what else is wrong
	Chains     []string // a line per audit chain
}

// Print writes what was found. It tells whether all is well.
func (e *Examination) Print(to io.Writer, file string) (good bool, err error) {
	var text strings.Builder
	if err := PrintInventory(&text, e.Inventory); err != nil {
		return false, err
	}
	for _, line := range e.Chains {
		text.WriteString("audit log, " + line)
	}
	text.WriteString(e.secrets() + "\n")
	faults := e.Faults
	if e.Incomplete {
		faults = append(faults,
			"it was copied from a running server without its write-ahead log: its newest changes are missing")
	}
	if e.Keys > 0 && e.Sealed.Lost() {
		faults = append(faults, "the key that was given is not the one that its secrets are kept under")
	}
	for _, f := range faults {
		fmt.Fprintf(&text, "WRONG: %s\n", f)
	}
	if len(faults) == 0 {
		fmt.Fprintf(&text, "%s is whole\n", file)
	} else {
		fmt.Fprintf(&text, "%s is NOT whole\n", file)
	}
	_, err = io.WriteString(to, text.String())
	return len(faults) == 0, err
}

// secrets says whether what is sealed can be opened.
func (e *Examination) secrets() string {
	s := e.Sealed
	has := fmt.Sprintf("secrets: one-time codes of %d accounts, %d access keys", s.Codes, s.Keys)
	if s.Letters > 0 {
		has += fmt.Sprintf(", %d mails that wait", s.Letters)
	}
	if s.Signing > 0 {
		has += ", the key that signs reports"
	}
	switch {
	case !s.Any():
		return "secrets: none, so no key is needed"
	case e.Keys == 0:
		return has + ": NOT CHECKED, since no key was given. They need the server's key file: check it with --secret-key-file"
	case s.Lost():
		return fmt.Sprintf("%s; the key does NOT open %d of them (needed: key %s)", has,
			s.AllLost(),
			strings.Join(s.Missing, ", "))
	}
	return has + ": the key opens all of them"
}

// PrintInventory writes what a database holds.
func PrintInventory(to io.Writer, i models.Inventory) error {
	_, err := fmt.Fprintf(to,
		"newest change: %s; schema: %s\naccounts %d, workspaces %d, workloads %d, lenses %d, reviews %d, answers %d, milestones %d, lines of audit log %d\n",
		output.TimeOrNever(i.Newest), i.Migration, i.Accounts, i.Workspaces, i.Workloads, i.Lenses, i.Reviews, i.Answers,
		i.Milestones, i.AuditLines)
	return err
}

// PrintVerdict writes what the check of a chain found: its length and head, and each fault.
func PrintVerdict(out io.Writer, chain access.AuditChain, v audit.Verdict) error {
	what := "instance"
	if chain.WorkspaceID != "" {
		what = fmt.Sprintf("workspace %s (%s)", chain.WorkspaceID, chain.Name)
	}
	head, state := "none", "intact"
	if len(v.Head) > 0 {
		head = hex.EncodeToString(v.Head)
	}
	if n := len(v.Faults); n > 0 {
		state = fmt.Sprintf("NOT INTACT, faults: %d", n)
	}
	if v.Later > 0 {
		state += fmt.Sprintf(", lines not sealed yet: %d", v.Later)
	}
	_, err := fmt.Fprintf(out, "%s: lines %d, head %s: %s\n", what, v.Lines, head, state)
	for _, f := range v.Faults {
		if err == nil {
			_, err = fmt.Fprintf(out, "  position %d, seq %d: %s\n", f.Position, f.Seq, f.What)
		}
	}
	return err
}
