package plan

import (
	"fmt"
	"strconv"
	"strings"

	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/store"
	"plumbline/reports/table"
)

// What stands before the names of owners without an account.
const (
	teamMark     = "team:"
	outsiderMark = "outsider:"
)

// ownerCell writes an owner so that it can be read back: members with their addresses.
func (f *itemFile) ownerCell(i remediation.Item) (string, error) {
	switch i.Owner.Kind {
	case remediation.TeamOwner:
		return teamMark + " " + i.Owner.Name, nil
	case remediation.OutsiderOwner:
		return outsiderMark + " " + i.Owner.Name, nil
	case remediation.MemberOwner:
		user, known := f.users[i.Owner.UserID]
		if !known {
			var err error
			if user, err = f.tx.User(i.Owner.UserID); err != nil {
				return "", err
			}
			f.users[i.Owner.UserID] = user
		}
		if f.owner != f.actor.WorkspaceID {
			return user.Name, nil // addresses stay in the workspace
		}
		return fmt.Sprintf("%s <%s>", user.Name, user.Email), nil
	}
	return "", nil
}

// readOwner finds an owner by address or name among those who reach the workload.
func (f *itemFile) readOwner(d *itemDraft, c table.Cell) (string, error) {
	owner, fault, err := f.ownerNamed(d.item.WorkloadID, strings.TrimSpace(c.Text))
	d.patch.Owner = &owner
	return fault, err
}

func (f *itemFile) ownerNamed(workloadID, text string) (owner remediation.ItemOwner, fault string, err error) {
	if text == "" {
		return owner, "", nil
	}
	for mark, kind := range map[string]remediation.OwnerKind{teamMark: remediation.TeamOwner,
		outsiderMark: remediation.OutsiderOwner} {
		if len(text) >= len(mark) && strings.EqualFold(text[:len(mark)], mark) {
			return remediation.ItemOwner{Kind: kind, Name: strings.TrimSpace(text[len(mark):])}, "", nil
		}
	}
	people, err := f.participants(workloadID)
	if err != nil {
		return owner, "", err
	}
	var found []models.Participant
	for _, p := range people {
		if models.FoldName(p.Email) == models.FoldName(addressIn(text)) {
			return remediation.ItemOwner{Kind: remediation.MemberOwner, UserID: p.UserID, Name: p.Name}, "", nil
		}
		if models.FoldName(p.Name) == models.FoldName(text) {
			found = append(found, p)
		}
	}
	switch len(found) {
	case 1:
		return remediation.ItemOwner{Kind: remediation.MemberOwner, UserID: found[0].UserID, Name: found[0].Name}, "", nil
	case 0:
		return owner, fmt.Sprintf("%q is nobody who reaches this workload; write “team: NAME” or “outsider: NAME” for "+
			"owners without an account", text), nil
	}
	return owner, fmt.Sprintf("%q are %d people: write the e-mail address", text, len(found)), nil
}

// addressIn is the address of "Ana <ana@example.org>", or the text itself.
func addressIn(text string) string {
	if at := strings.LastIndexByte(text, '<'); at >= 0 && strings.HasSuffix(text, ">") {
		return text[at+1 : len(text)-1]
	}
	return text
}

// readNeeds finds items by their numbers.
func (f *itemFile) readNeeds(d *itemDraft, c table.Cell) (string, error) {
	ids := []string{}
	for _, one := range parts(c.Text) {
		number, err := strconv.Atoi(strings.TrimPrefix(one, "#"))
		if err != nil || number < 1 {
			return fmt.Sprintf("must be numbers of items, such as #12; %q is none", one), nil
		}
		item, err := store.Items(f.tx).Numbered(f.owner, number)
		if models.CodeOf(err) == models.CodeNotFound {
			return fmt.Sprintf("there is no item #%d", number), nil
		}
		if err != nil {
			return "", err
		}
		f.others[item.ID] = item.Number
		ids = append(ids, item.ID)
	}
	d.patch.Needs = &ids
	return "", nil
}
