package builtin

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// The sources: a directory per lens, with mustLens.yaml and a file per pillar.
type (
	lensSource struct {
		Name        string   `yaml:"name"`
		Key         string   `yaml:"key"`
		Version     string   `yaml:"version"`
		Description string   `yaml:"description"`
		Pillars     []string `yaml:"pillars"` // files in their order; without it the order is that of the names

		pillars []pillarSource
	}
	pillarSource struct {
		Pillar struct {
			ID          string `yaml:"id"`
			Name        string `yaml:"name"`
			Description string `yaml:"description"`
		} `yaml:"pillar"`
		Questions []questionSource `yaml:"questions"`
	}
	questionSource struct {
		ID           string   `yaml:"id"`
		Doc          string   `yaml:"doc"`
		Title        string   `yaml:"title"`
		Short        string   `yaml:"short"`
		Terms        []string `yaml:"terms"`
		Description  string   `yaml:"description"`
		Facilitation struct {
			Objective string   `yaml:"objective"`
			Room      []string `yaml:"room"`
			FollowUps []string `yaml:"follow_ups"`
			RedFlags  []string `yaml:"red_flags"`
		} `yaml:"facilitation"`
		Choices []choiceSource `yaml:"choices"`
		None    string         `yaml:"none"`
		Sources []factSource   `yaml:"sources"`
	}
	choiceSource struct {
		ID          string   `yaml:"id"`
		Doc         string   `yaml:"doc"`
		Risk        string   `yaml:"risk"`
		Title       string   `yaml:"title"`
		Terms       []string `yaml:"terms"`
		Why         string   `yaml:"why"`
		Met         string   `yaml:"met"`
		Steps       []string `yaml:"steps"`
		Effort      string   `yaml:"effort"`
		Impact      string   `yaml:"impact"`
		Responsible string   `yaml:"responsible"`
		Evidence    []string `yaml:"evidence"`
		Link        string   `yaml:"link"`

		Sources []factSource `yaml:"sources"`
	}
	// factSource says where a fact that can age was looked up. It is for those who mend the texts and does not ship.
	factSource struct {
		Fact    string `yaml:"fact"`
		URL     string `yaml:"url"`
		Checked string `yaml:"checked"` // the day on which somebody looked, such as 2026-11-29
	}
)

// readSource reads the sources of a lens.
func readSource(key string) (*lensSource, error) {
	dir := filepath.Join("content", key)
	l := &lensSource{}
	if err := readYAML(filepath.Join(dir, "lens.yaml"), l); err != nil {
		return nil, err
	}
	present, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	if err != nil {
		return nil, err
	}
	if l.Pillars == nil {
		for _, path := range present {
			if name := filepath.Base(path); name != "lens.yaml" {
				l.Pillars = append(l.Pillars, name)
			}
		}
	}
	if len(l.Pillars) != len(present)-1 {
		return nil, fmt.Errorf("%s has %d pillars and lens.yaml lists %d", dir, len(present)-1, len(l.Pillars))
	}
	l.pillars = make([]pillarSource, len(l.Pillars))
	for i, name := range l.Pillars {
		if err := readYAML(filepath.Join(dir, name), &l.pillars[i]); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// readYAML takes no key that the type lacks, none twice, and nothing after the first document.
func readYAML(path string, into any) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// oneLine undoes the folding of a YAML text.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// paragraphs undoes the folding and leaves one line feed between paragraphs.
func paragraphs(text string) string {
	var out []string
	for line := range strings.Lines(text) {
		if line = oneLine(line); line != "" {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}

// readSources reads those of all lenses.
func readSources(t *testing.T) map[string]*lensSource {
	t.Helper()
	all := map[string]*lensSource{}
	for _, l := range AllLenses() {
		s, err := readSource(l.Key)
		if err != nil {
			t.Errorf("%s: %v", l.Key, err)
			continue
		}
		all[l.Key] = s
	}
	return all
}
