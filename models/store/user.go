package store

import (
	"gorm.io/gorm"

	"plumbline/models"
	"plumbline/models/store/columns"
	"plumbline/models/store/micros"
	"plumbline/models/store/paging"
)

type userRow struct {
	ID            string `gorm:"primaryKey"`
	Email         string
	EmailFold     string
	Name          string
	NameFold      string
	Password      string
	PasswordAt    int64
	TOTP          string `gorm:"column:totp"`
	TOTPAt        int64  `gorm:"column:totp_at"`
	TOTPStep      int64  `gorm:"column:totp_step"`
	RecoveryCodes columns.Texts
	Admin         bool
	DisabledAt    int64
	LastSignInAt  int64
	CreatedAt     int64 `gorm:"autoCreateTime:false"`
	CreatedBy     string
	TimeZone      string
	Version       int
}

func (userRow) TableName() string { return "users" }

func newUserRow(u models.User) userRow {
	return userRow{
		ID: u.ID, Email: u.Email, EmailFold: models.FoldName(u.Email), Name: u.Name, NameFold: models.FoldName(u.Name),
		Password: u.Password, PasswordAt: micros.Of(u.PasswordAt), TOTP: u.TOTP, TOTPAt: micros.Of(u.TOTPAt),
		TOTPStep: u.TOTPStep, RecoveryCodes: u.RecoveryCodes, Admin: u.Admin, DisabledAt: micros.Of(u.DisabledAt),
		LastSignInAt: micros.Of(u.LastSignInAt), CreatedAt: micros.Of(u.CreatedAt), CreatedBy: u.CreatedBy,
		TimeZone: u.TimeZone, Version: u.Version,
	}
}

func (r userRow) noun() models.User {
	return models.User{
		ID: r.ID, Email: r.Email, Name: r.Name, Password: r.Password, PasswordAt: micros.Time(r.PasswordAt), TOTP: r.TOTP,
		TOTPAt: micros.Time(r.TOTPAt), TOTPStep: r.TOTPStep, RecoveryCodes: r.RecoveryCodes, Admin: r.Admin,
		DisabledAt: micros.Time(r.DisabledAt), LastSignInAt: micros.Time(r.LastSignInAt), CreatedAt: micros.Time(r.CreatedAt),
		CreatedBy: r.CreatedBy, TimeZone: r.TimeZone, Version: r.Version,
	}
}

// CreateUser adds a user; Conflict if the id or the e-mail address is taken.
func (tx *Tx) CreateUser(u models.User) error {
	row := newUserRow(u)
	return tx.create("user", &row)
}

// User returns a user, or NotFound. In a write transaction the user stays locked.
func (tx *Tx) User(id string) (models.User, error) {
	if u, known := tx.knownUser(id); known {
		return u, nil
	}
	row, err := oneRow[userRow](tx, "user", tx.lock(tx.db.Where("id = ?", id)))
	return row.noun(), err
}

// UserByEmail returns the user with the e-mail address, letter case aside, or NotFound. In a write transaction
// the user stays locked.
func (tx *Tx) UserByEmail(email string) (models.User, error) {
	row, err := oneRow[userRow](tx, "user", tx.lock(tx.db.Where("email_fold = ?", models.FoldName(email))))
	return row.noun(), err
}

// Users lists all users by folded name, then id: up to one row more than the page.
func (tx *Tx) Users(query models.UserQuery) ([]models.User, error) {
	q, err := tx.usersLike(tx.db.Order("name_fold, id").Limit(paging.Rows(query.PageRequest)), query)
	if err != nil {
		return nil, err
	}
	return manyRows(tx, "users", q, userRow.noun)
}

// usersLike narrows a query over users by text and cursor.
func (tx *Tx) usersLike(q *gorm.DB, query models.UserQuery) (*gorm.DB, error) {
	if wrong := models.TextFault(query.Text); wrong != "" {
		return nil, models.InvalidInput(models.FieldFault{Field: "text", Message: wrong})
	}
	if part := models.FoldName(query.Text); part != "" {
		q = q.Where(tx.contains("name_fold")+" OR "+tx.contains("email_fold"), part, part)
	}
	c, ok, err := paging.After(query.PageRequest, "users")
	if err == nil && ok {
		q = q.Where("(name_fold, id) > (?, ?)", c.Text, c.ID)
	}
	return q, err
}

// UserCursor is the cursor that continues a list of users after u.
func UserCursor(u models.User) string {
	return paging.Cursor{List: "users", Text: models.FoldName(u.Name), ID: u.ID}.String()
}

// UpdateUser writes all columns but id and creation, the version as it is given. NotFound if there is no such
// user, Conflict if the e-mail address is taken.
func (tx *Tx) UpdateUser(u models.User) error {
	q := tx.db.Model(&userRow{}).Where("id = ?", u.ID).
		Select("email", "email_fold", "name", "name_fold", "password", "password_at", "totp", "totp_at", "totp_step",
			"recovery_codes", "admin", "disabled_at", "last_sign_in_at", "time_zone",
			"version")
	return tx.affected("update", "user", q.UpdateColumns(newUserRow(u)))
}

// Administrators counts the administrators who may sign in.
func (tx *Tx) Administrators() (n int64, err error) {
	err = tx.db.Model(&userRow{}).Where("admin = ? AND disabled_at = 0", true).Count(&n).Error
	return n, tx.failed("count", "administrators", err)
}

type identityRow struct {
	Issuer    string `gorm:"primaryKey"`
	Subject   string `gorm:"primaryKey"`
	UserID    string
	CreatedAt int64 `gorm:"autoCreateTime:false"`
}

func (identityRow) TableName() string { return "identities" }

func (r identityRow) noun() models.Identity {
	return models.Identity{Issuer: r.Issuer, Subject: r.Subject, UserID: r.UserID, CreatedAt: micros.Time(r.CreatedAt)}
}

// CreateIdentity ties a user to a subject of an identity provider; Conflict if the subject is tied already.
func (tx *Tx) CreateIdentity(i models.Identity) error {
	return tx.create("identity", &identityRow{Issuer: i.Issuer, Subject: i.Subject, UserID: i.UserID,
		CreatedAt: micros.Of(i.CreatedAt)})
}

// Identity returns who a subject of an identity provider is, or NotFound.
func (tx *Tx) Identity(issuer, subject string) (models.Identity, error) {
	row, err := oneRow[identityRow](tx, "identity", tx.db.Where("issuer = ? AND subject = ?", issuer, subject))
	return row.noun(), err
}

// contains is the condition that a column holds a text.
func (tx *Tx) contains(column string) string {
	if tx.dialect == postgresDialect {
		return "strpos(" + column + ", ?) > 0"
	}
	return "instr(" + column + ", ?) > 0"
}

// IdentitiesOf lists the subjects that are tied to a user, by issuer and subject.
func (tx *Tx) IdentitiesOf(userID string) ([]models.Identity, error) {
	return manyRows(tx, "identities", tx.db.Where("user_id = ?", userID).Order("issuer, subject"), identityRow.noun)
}
