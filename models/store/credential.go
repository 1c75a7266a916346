package store

import (
	"encoding/hex"
	"encoding/json"
	"reflect"
	"strings"
	"sync"

	"gorm.io/gorm/schema"

	"plumbline/models"
)

// whoRow is a person with the membership in a workspace and who requires one-time codes there.
type whoRow struct {
	User   userRow   `gorm:"embedded;embeddedPrefix:u_"`
	Member memberRow `gorm:"embedded;embeddedPrefix:m_"`

	WorkspaceID string // that was asked for
	Instance    string // the setting of the instance
	Codes       bool   // the setting of the workspace
}

type sessionWhoRow struct {
	Session sessionRow `gorm:"embedded;embeddedPrefix:c_"`
	Who     whoRow     `gorm:"embedded"`
}

type tokenWhoRow struct {
	Token tokenRow `gorm:"embedded;embeddedPrefix:c_"`
	Who   whoRow   `gorm:"embedded"`
}

// whoOf is the query for a credential with whom it is of: one round trip to PostgreSQL in place of four. It goes by
// hand, since GORM joins no subqueries into one row.
func whoOf(credential any, table string) string {
	return "SELECT " + strings.Join([]string{
		columnsOf(credential, "c"), columnsOf(&userRow{}, "u"), columnsOf(&memberRow{}, "m"),
		"c.workspace_id, COALESCE((SELECT value FROM settings WHERE key = ?), '') AS instance",
		"COALESCE((SELECT require_codes FROM workspaces WHERE id = c.workspace_id), false) AS codes",
	}, ", ") + " FROM " + table + " AS c LEFT JOIN users AS u ON u.id = c.user_id" +
		" LEFT JOIN members AS m ON m.workspace_id = c.workspace_id AND m.user_id = c.user_id" +
		" WHERE c.hash IN (SELECT decode(h, 'hex') FROM jsonb_array_elements_text(CAST(? AS jsonb)) AS h)"
}

var (
	sessionWho = whoOf(&sessionRow{}, "sessions")
	tokenWho   = whoOf(&tokenRow{}, "tokens")
)

// columnsOf lists the columns of a row of the table with the alias, each named with the alias before it.
func columnsOf(row any, alias string) string {
	s, err := schema.Parse(row, &sync.Map{}, schema.NamingStrategy{})
	if err != nil {
		panic("store: " + reflect.TypeOf(row).String() + " is no row: " + err.Error())
	}
	var list []string
	for _, name := range s.DBNames {
		list = append(list, alias+"."+name+" AS "+alias+"_"+name)
	}
	return strings.Join(list, ", ")
}

// who reads a credential with whom it is of. What follows about these is then answered from it, which is right in a
// read: all of it is of one moment.
func who[R any](tx *Tx, noun, query string, hash []byte, of func(*R) *whoRow) (row R, err error) {
	if tx.member != nil {
		known, is := tx.member.credential.(*R)
		switch {
		case !is:
			return row, tx.member.goAlone()
		case known == nil:
			return row, notFound(noun)
		}
		tx.who = of(known)
		return *known, nil
	}
	rows, err := credentialRows[R](tx, query, [][]byte{hash})
	if err != nil {
		return row, tx.found(noun, err)
	}
	if len(rows) == 0 {
		return row, notFound(noun)
	}
	tx.who = of(&rows[0])
	return rows[0], nil
}

// credentialRows reads credentials with whom they are of. The hashes go as one parameter, so that lists of every length
// share one prepared statement.
func credentialRows[R any](tx *Tx, query string, hashes [][]byte) (rows []R, err error) {
	list := make([]string, len(hashes))
	for i, h := range hashes {
		list[i] = hex.EncodeToString(h)
	}
	text, err := json.Marshal(list)
	if err != nil {
		return nil, err
	}
	return rows, tx.db.Raw(query, models.SettingRequireCodes, string(text)).Scan(&rows).Error
}

// asksWho tells whether a credential is to be read with whom it is of.
func (tx *Tx) asksWho() bool { return tx.dialect == postgresDialect && !tx.locks }

// knownUser is the user that was read with the credential.
func (tx *Tx) knownUser(id string) (models.User, bool) {
	if tx.who == nil || id == "" || tx.who.User.ID != id {
		return models.User{}, false
	}
	return tx.who.User.noun(), true
}

// knownMember is the membership that was read with the credential; missing says that there is none.
func (tx *Tx) knownMember(workspaceID, userID string) (m models.Member, known, missing bool) {
	if _, known := tx.knownUser(userID); !known || tx.who.WorkspaceID != workspaceID {
		return m, false, false
	}
	return tx.who.Member.noun(), true, tx.who.Member.UserID == ""
}

// knownCodes is what was read with the credential of who requires one-time codes.
func (tx *Tx) knownCodes(workspaceID string) (by models.CodesRequiredBy, known bool) {
	switch {
	case tx.who == nil || tx.who.WorkspaceID != workspaceID:
		return models.RequiredByNobody, false
	case tx.who.Instance == models.SettingYes:
		return models.RequiredByInstance, true
	case tx.who.Codes:
		return models.RequiredByWorkspace, true
	}
	return models.RequiredByNobody, true
}
