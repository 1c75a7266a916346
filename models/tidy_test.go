package models

import (
	"reflect"
	"strings"
	"testing"
)

// Validate brings what it is given a pointer to into the form in which it is kept, and nothing that was handed in is written into.
func TestValidateTidies(t *testing.T) {
	name, notes := "Cafe\u0301", "e\u0301\r\nx\ry"
	tags := map[string]string{"cle\u0301": "e\u0301\r\n"}
	regions := []string{"Ko\u0308ln"}
	in := WorkloadFields{Name: "\ufeff" + name, Description: "a\r\nb", Environment: Production, ReviewOwner: name, NonAWSRegions: regions, Tags: tags, Notes: notes}
	if err := ValidateWorkload(&in); err != nil {
		t.Fatal(err)
	}
	want := WorkloadFields{Name: "Café", Description: "a\nb", Environment: Production, ReviewOwner: "Café", NonAWSRegions: []string{"Köln"},
		Tags: map[string]string{"clé": "é\n"}, Notes: "e\u0301\nx\ny"}
	if !reflect.DeepEqual(in, want) {
		t.Errorf("\n got %#v\nwant %#v", in, want)
	}
	if regions[0] != "Ko\u0308ln" || tags["cle\u0301"] == "" {
		t.Error("what was handed in was written into")
	}
	patch := AnswerPatch{Notes: &notes, Choices: map[string]ChoicePatch{"e\u0301": {Notes: &notes}}, Selected: &[]string{"e\u0301"}}
	if err := Validate(&patch); err != nil {
		t.Fatal(err)
	}
	if *patch.Notes != "e\u0301\nx\ny" || *patch.Choices["e\u0301"].Notes != "e\u0301\nx\ny" || (*patch.Selected)[0] != "e\u0301" || !strings.Contains(notes, "\r") {
		t.Errorf("%q, %q, %q", *patch.Notes, *patch.Choices["e\u0301"].Notes, *patch.Selected)
	}
	list := ReviewPatch{PillarNotes: map[string]string{"p\u0301": "e\u0301\r\n"}}
	if err := Validate(&list); err != nil || list.PillarNotes["p\u0301"] != "e\u0301\n" {
		t.Errorf("%q, %v", list.PillarNotes, err)
	}
	user := UserPatch{Name: &name}
	if err := Validate(&user); err != nil || *user.Name != "Café" || name == "Café" {
		t.Errorf("%q, %v", *user.Name, err)
	}
	twice := WorkloadFields{Name: "Shop", Description: "abc", Environment: Production, ReviewOwner: "Ada", NonAWSRegions: []string{"Köln", "Ko\u0308ln"}}
	if err := ValidateWorkload(&twice); err == nil {
		t.Error("one region is named twice")
	}
}
