package models

// MailMessage is one mail to one person.
type MailMessage struct {
	ID      string // letters and digits; the header's Message-ID is made from it. "" has one made
	To      string // e-mail address
	Subject string // one line
	Text    string // lines end with "\n"
	HTML    string // the same for clients that show it; "" for plain text alone
}

// ResetRequest asks for a reset link by mail.
type ResetRequest struct {
	Email string `validate:"required,text,line,email,max=254"`
}
