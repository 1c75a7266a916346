package mail_test

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/delivery"
	"plumbline/models/mail"
)

// What a scripted mail server does at a step of the talk instead of a reply.
const (
	hang = "hang"
	drop = "drop"
)

// scripted is a mail server that replies at the steps GREETING, EHLO, MAIL, RCPT, DATA, END (of the message), RSET and
// QUIT as it is told, and as usual at the others. It counts the messages that it took.
func scripted(t *testing.T, script map[string]string) (port int, taken *atomic.Int64) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	taken = &atomic.Int64{}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go talkAs(c, script, taken)
		}
	}()
	return l.Addr().(*net.TCPAddr).Port, taken
}

func talkAs(c net.Conn, script map[string]string, taken *atomic.Int64) {
	defer func() { _ = c.Close() }()
	say := func(step, usual string) bool {
		reply := usual
		if told, is := script[step]; is {
			reply = told
		}
		switch reply {
		case hang:
			time.Sleep(3 * time.Second)
			return false
		case drop:
			return false
		}
		fmt.Fprint(c, reply+"\r\n")
		return true
	}
	if !say("GREETING", "220 test ESMTP") {
		return
	}
	data := false
	for in := bufio.NewScanner(c); in.Scan(); {
		verb, _, _ := strings.Cut(in.Text(), " ")
		step, usual := verb, "250 fine"
		switch {
		case data && in.Text() != ".":
			continue
		case data:
			data, step = false, "END"
			if told, is := script["END"]; !is || strings.HasPrefix(told, "2") {
				taken.Add(1)
			}
		case verb == "DATA":
			usual = "354 go on"
		case verb == "QUIT":
			usual = "221 bye"
		}
		if !say(step, usual) {
			return
		}
		data = verb == "DATA" && !strings.HasPrefix(script["DATA"], "4") && !strings.HasPrefix(script["DATA"], "5")
	}
}

// Refusals for good, refusals for now and a server that is out of reach are told apart. What goes wrong once the server
// has taken the message is nothing that would have it sent again.
func TestTroubleIsToldApart(t *testing.T) {
	t.Parallel()
	later, never, away := delivery.TakenLater, delivery.NeverTaken, delivery.OtherSideAway
	for name, row := range map[string]struct {
		script map[string]string
		want   *delivery.Trouble
		begun  bool
	}{
		"takes it":                        {nil, nil, false},
		"refuses the recipient":           {map[string]string{"RCPT": "550 5.1.1 nobody of that name"}, &never, false},
		"refuses the recipient for now":   {map[string]string{"RCPT": "450 4.2.0 greylisted"}, &later, false},
		"refuses the text":                {map[string]string{"END": "554 5.7.1 spam"}, &never, false},
		"refuses the text for now":        {map[string]string{"END": "452 4.3.1 disk full"}, &later, false},
		"refuses DATA for now":            {map[string]string{"DATA": "451 4.3.0 later"}, &later, false},
		"refuses the sender":              {map[string]string{"MAIL": "553 5.7.1 not yours"}, &away, false},
		"refuses the sender for now":      {map[string]string{"MAIL": "451 4.7.1 too many"}, &later, false},
		"wants a sign-in":                 {map[string]string{"RCPT": "530 5.7.0 authenticate"}, &away, false},
		"is closing down":                 {map[string]string{"GREETING": "421 closing"}, &away, false},
		"is closing down in between":      {map[string]string{"RCPT": "421 closing"}, &away, false},
		"hangs before the greeting":       {map[string]string{"GREETING": hang}, &away, false},
		"hangs at the recipient":          {map[string]string{"RCPT": hang}, &away, true},
		"hangs after the text":            {map[string]string{"END": hang}, &away, true},
		"drops the line after the text":   {map[string]string{"END": drop}, &away, true},
		"drops the line before the text":  {map[string]string{"DATA": drop}, &away, true},
		"takes it and drops at RSET":      {map[string]string{"RSET": drop}, nil, false},
		"takes it and refuses RSET":       {map[string]string{"RSET": "550 no"}, nil, false},
		"takes it and hangs at QUIT":      {map[string]string{"QUIT": hang}, nil, false},
		"takes it and drops without BYE":  {map[string]string{"QUIT": drop}, nil, false},
		"is no mail server":               {map[string]string{"GREETING": "HTTP/1.1 400 Bad Request"}, &away, false},
		"says nothing but drops the line": {map[string]string{"GREETING": drop}, &away, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			port, taken := scripted(t, row.script)
			sender, err := mail.New(mail.ServerConfig{Host: "127.0.0.1", Port: port, From: "plumbline@example.org",
				TLS: mail.NoTLS, Timeout: time.Second})
			if err != nil {
				t.Fatal(err)
			}
			err = sender.Send(t.Context(), models.MailMessage{To: "a@example.org", Subject: "x", Text: "y\n"})
			if row.want == nil {
				if err != nil || taken.Load() != 1 {
					t.Errorf("%v, %d taken", err, taken.Load())
				}
				return
			}
			trouble, is := errors.AsType[*delivery.Error](err)
			if !is || trouble.Trouble != *row.want || trouble.Begun != row.begun || taken.Load() != 0 {
				t.Errorf("%v: %+v, %d taken", err, trouble, taken.Load())
			}
		})
	}
	t.Run("is not there", func(t *testing.T) {
		port, _ := scripted(t, nil)
		sender, _ := mail.New(mail.ServerConfig{
			Host: "127.0.0.2", Port: port, From: "plumbline@example.org", TLS: mail.NoTLS,
		})
		err := sender.Send(t.Context(), models.MailMessage{To: "a@example.org", Subject: "x", Text: "y\n"})
		if trouble, is := errors.AsType[*delivery.Error](err); !is || trouble.Trouble != away || trouble.Begun {
			t.Errorf("%v", err)
		}
	})
}

// The Message-ID is made from the message's id and the sender's domain: the same at each try.
func TestTheMessageIDIsTheSameAtEachTry(t *testing.T) {
	server := newSMTP(t, "127.0.0.1")
	sender, err := mail.New(mail.ServerConfig{
		Host: "127.0.0.1", Port: server.port, From: "Plumbline <plumbline@example.org>",
	})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		err := sender.Send(t.Context(), models.MailMessage{ID: "0123abcd", To: "a@example.org", Subject: "x", Text: "y\n"})
		if err != nil {
			t.Fatal(err)
		}
	}
	if n := strings.Count(server.all(), "\r\nMessage-ID: <0123abcd@example.org>\r\n"); n != 2 {
		t.Errorf("%d times in\n%s", n, server.all())
	}
	for _, id := range []string{"a b", "a>\r\nBcc: b@example.org", "a@b", "ä"} {
		err := sender.Send(t.Context(), models.MailMessage{ID: id, To: "a@example.org", Subject: "x", Text: "y\n"})
		if models.CodeOf(err) != models.CodeInvalid {
			t.Errorf("%q: %v", id, err)
		}
	}
}
