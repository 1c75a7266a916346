// Package lensfile reads the lens that a command names: a file, or one of the program by its key.
//
// It may import questionnaires and the lenses of the program.
package lensfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"plumbline/questionnaires"
	"plumbline/questionnaires/builtin"
)

// Document reads a lens as it is: one of the program if it is named by its key, else a file.
func Document(ref string) ([]byte, error) {
	if l, ok := builtin.LensByKey(ref); ok {
		return l.Document(), nil
	}
	data, err := os.ReadFile(ref)
	if errors.Is(err, fs.ErrNotExist) {
		return nil,
			fmt.Errorf("there is no file %s, and no lens of the program with this key (see: plumbline lens list)", ref)
	}
	return data, err
}

// Read reads a lens as Document does; its problems, if it can't be used, become the error.
func Read(ref string) (*questionnaires.Lens, error) {
	data, err := Document(ref)
	if err != nil {
		return nil, err
	}
	doc, problems := questionnaires.Parse(data, questionnaires.ParseOptions{})
	if doc == nil {
		return nil, fmt.Errorf("%s:%w", ref, problems.Err())
	}
	return doc, nil
}
