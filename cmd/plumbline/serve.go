package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"time"

	"plumbline/api"
	v1 "plumbline/api/v1"
	"plumbline/models/service"
	"plumbline/models/store"
	"plumbline/questionnaires/builtin"
)

type serveCmd struct {
	serverFlags
	dataFlag
}

// Run serves until it is told to stop.
func (s *serveCmd) Run(ctx context.Context, std streams) error {
	if err := s.check(); err != nil {
		return err
	}
	log := s.logger(std.err)
	st, err := store.Open(ctx, s.Data, store.Options{Logger: log})
	if err != nil {
		return err
	}
	defer closing(st, log)
	svc := service.New(st, service.Options{Logger: log})
	secret, err := svc.Workspaces.FirstStart(ctx)
	if err != nil {
		return err
	}
	if err := svc.Lenses.InstallShipped(ctx, shipped()); err != nil {
		return err
	}
	if secret != "" {
		fmt.Fprintf(std.out, "There is no administrator yet. Set the server up with this link; it works once, for a day:\n\n  %s%s#%s\n\n",
			s.address(), v1.JoinPath, secret)
	}
	log.Info("database open", "data", dataName(s.Data))
	return s.serve(ctx, wired{st, svc, log}, nil)
}

// shipped are the lenses of the program.
func shipped() []service.Shipped {
	var list []service.Shipped
	for _, l := range builtin.All() {
		list = append(list, service.Shipped{Key: l.Key, Version: l.Version, Document: l.Document})
	}
	return list
}

func closing(st *store.Store, log *slog.Logger) {
	if err := st.Close(); err != nil {
		log.Error("could not close the database", "error", err)
	}
}

// wired is what a server is made of.
type wired struct {
	store   *store.Store
	service *service.Service
	log     *slog.Logger
}

// dataName is where the data are, without a password.
func dataName(data string) string {
	if u, err := url.Parse(data); err == nil && u.Host != "" {
		return u.Scheme + "://" + u.Host + u.Path
	}
	return data
}

// serve listens, tells ready the address, and answers until ctx ends; then it lets running requests finish.
func (f serverFlags) serve(ctx context.Context, w wired, ready func(url string)) error {
	log := w.log
	listener, err := net.Listen("tcp", f.Listen)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", f.Listen, err)
	}
	server := &http.Server{
		Handler:           api.New(w.service, api.Options{Logger: log, Version: version, Ready: w.store.Ping}),
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       2 * time.Minute,
		WriteTimeout:      5 * time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	scheme := "http"
	if f.TLSCert != "" {
		scheme = "https"
	}
	address := scheme + "://" + listener.Addr().String()
	if f.exposed() {
		log.Warn("tokens travel unencrypted: put TLS in front of this address, or give --tls-cert and --tls-key", "listen", f.Listen)
	}
	if ready != nil {
		ready(address)
	}
	log.Info("listening", "url", address, "version", version)
	return f.until(ctx, server, listener, log)
}

func (f serverFlags) until(ctx context.Context, server *http.Server, listener net.Listener, log *slog.Logger) error {
	failed := make(chan error, 1)
	go func() {
		if f.TLSCert != "" {
			failed <- server.ServeTLS(listener, f.TLSCert, f.TLSKey)
			return
		}
		failed <- server.Serve(listener)
	}()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	log.Info("stopping: running requests may finish", "timeout", f.ShutdownTimeout)
	deadline, cancel := context.WithTimeout(context.WithoutCancel(ctx), f.ShutdownTimeout)
	defer cancel()
	if err := server.Shutdown(deadline); err != nil {
		return errors.Join(fmt.Errorf("some requests did not finish in time: %w", err), server.Close())
	}
	log.Info("stopped")
	return nil
}

// address is under which people reach the server.
func (f serverFlags) address() string {
	scheme := "http"
	if f.TLSCert != "" {
		scheme = "https"
	}
	return scheme + "://" + f.Listen
}
