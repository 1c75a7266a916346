package models

// MailMessage is one mail to one person, in plain text.
type MailMessage struct {
	To      string // e-mail address
	Subject string // one line
	Text    string // lines end with "\n"
}

// ResetRequest asks for a reset link by mail.
type ResetRequest struct {
	Email string `validate:"required,text,line,email,max=254"`
}
