package main

import (
	"fmt"
	"io"
	"slices"

	"plumbline/cmd/plumbline/lensfile"
	"plumbline/cmd/plumbline/output"
	"plumbline/questionnaires"
)

type lensCmd struct {
	List   lensListCmd   `cmd:"" help:"List the lenses of the program."`
	Show   lensShowCmd   `cmd:"" help:"Print a lens to read: one of the program, or a file."`
	Export lensExportCmd `cmd:"" help:"Write a lens as a file: one of the program, or another file in another format."`
	Lint   lintCmd       `cmd:"" help:"Report every problem of lens files, as file:line:col; the lenses of the program by key."`
	Test   lensTestCmd   `cmd:"" help:"Report what follows from the risk rules: rules that never fire, risks out of reach, choices without effect."`
	Rename lensRenameCmd `cmd:"" help:"Display a published lens under another name, beside the database."`
	Form   formCmd       `cmd:"" help:"Print an answers file for a lens, to be filled in and given to report."`
}

type lintCmd struct {
	Files  []string `arg:"" name:"file" help:"Lens files (JSON), or keys of lenses of the program."`
	Strict bool     `help:"Count what AWS itself would refuse as errors."`
	Format string   `help:"text or json." enum:"text,json" default:"text"`
}

// fileProblem is a problem as lint prints it in JSON.
type fileProblem struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Level   string `json:"level"`
	Code    string `json:"code"`
	Pointer string `json:"pointer"`
	Message string `json:"message"`
}

// Run prints the problems; the exit status is 1 if one of them is an error.
func (l *lintCmd) Run(std programStreams) error {
	all, failed := []fileProblem{}, false
	for _, path := range l.Files {
		data, err := lensfile.Document(path)
		if err != nil {
			return err
		}
		doc, problems := questionnaires.Parse(data, questionnaires.ParseOptions{Strict: l.Strict})
		failed = failed || doc == nil
		for _, p := range problems {
			all = append(all, fileProblem{path, p.Line, p.Column, string(p.Level), p.Code, p.Pointer, p.Message})
		}
	}
	if err := l.print(std.out, all); err != nil {
		return err
	}
	if failed {
		return errFound
	}
	return nil
}

func (l *lintCmd) print(to io.Writer, all []fileProblem) error {
	if l.Format == "json" {
		return output.JSON(to, all)
	}
	for _, p := range all {
		if _,
			err := fmt.Fprintf(to, "%s:%d:%d: %s: %s [%s]\n", p.File, p.Line, p.Column, p.Level, p.Message, p.Code); err != nil {
			return err
		}
	}
	return nil
}

type lensTestCmd struct {
	File   string `arg:"" help:"Lens file (JSON), or key of a lens of the program."`
	Format string `help:"text or json." enum:"text,json" default:"text"`
}

// ruleFinding is a finding as test prints it in JSON.
type ruleFinding struct {
	Kind     string `json:"kind"`
	Pillar   string `json:"pillar_id"`
	Question string `json:"question_id"`
	Rule     *int   `json:"rule,omitempty"`
	Risk     string `json:"risk,omitempty"`
	Choice   string `json:"choice_id,omitempty"`
	Message  string `json:"message"`
}

// Run prints the findings; the exit status is 1 if there is one that is more than a remark.
func (l *lensTestCmd) Run(std programStreams) error {
	doc, err := lensfile.Read(l.File)
	if err != nil {
		return err
	}
	all := []ruleFinding{}
	for _, f := range doc.Findings() {
		found := ruleFinding{string(f.Kind), f.PillarID, f.QuestionID, nil, string(f.Risk.Key()), f.ChoiceID, f.Message}
		if f.Rule >= 0 {
			found.Rule = &f.Rule
		}
		all = append(all, found)
	}
	if l.Format == "json" {
		err = output.JSON(std.out, all)
	} else {
		for _, f := range all {
			if _, err := fmt.Fprintf(std.out, "%s/%s: %s [%s]\n", f.Pillar, f.Question, f.Message, f.Kind); err != nil {
				return err
			}
		}
		_, err = fmt.Fprintf(std.out, "%d questions, %d findings\n", doc.Questions(), len(all))
	}
	if err == nil &&
		slices.ContainsFunc(doc.Findings(),
			func(f questionnaires.RuleFinding) bool { return f.Kind != questionnaires.RuleNeedsInapplicable }) {
		err = errFound
	}
	return err
}
