package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"runtime/debug"
	"time"

	"plumbline/api"
	"plumbline/cmd/plumbline/sample"
	"plumbline/models/mail"
	"plumbline/models/queue"
	"plumbline/models/service"
	"plumbline/models/service/lenses"
	"plumbline/models/service/outbox"
	"plumbline/models/store"
	"plumbline/models/urls"
	"plumbline/questionnaires/builtin"
)

// softMemory is from how many bytes on the collector of garbage works harder, so that what is held for a moment (the
// import of a large workload) does not double. It is no bound: a server that needs more has it. GOMEMLIMIT, a setting
// of the Go runtime, takes its place.
const softMemory = 384 << 20

type serveCmd struct {
	serverFlags
	dataFlag
	startFlags
}

// Run serves until it is told to stop.
func (s *serveCmd) Run(ctx context.Context, std programStreams) error {
	if err := s.check(); err != nil {
		return err
	}
	log := s.logger(std.err)
	if err := s.refuseEmptyStart(s.Data); err != nil {
		return err
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(softMemory)
	}
	st, err := openStore(ctx, s.Data, store.Options{Logger: log, Server: true, AcceptIncomplete: s.AcceptIncomplete})
	if err != nil {
		return err
	}
	defer closeStore(st, log)
	keys, err := s.keys(ctx, st, log)
	if err != nil {
		return err
	}
	log.Info("database open", "data", dataName(s.Data))
	opt, err := s.options(log, keys)
	if err != nil {
		return err
	}
	svc := service.New(st, opt)
	return s.serve(ctx, wiredServer{st, svc, log}, func(base string) error {
		secret, err := prepareDatabase(ctx, svc)
		if err != nil || secret == "" {
			return err
		}
		_, err = fmt.Fprintf(std.out,
			"There is no administrator yet. Create the administrator with this link; it works once, for a day:\n\n  %s\n\n",
			urls.Site(base).Join(secret))
		return err
	})
}

// keys are those that secrets are sealed with. A new one is made only where nothing is sealed with one that is gone.
func (s *serveCmd) keys(ctx context.Context, st *store.Store, log *slog.Logger) ([][]byte, error) {
	if st.Incomplete() {
		log.Warn("this database was copied from a running server without its write-ahead log: the newest changes are missing from it")
	}
	given, err := s.secretKeys(s.Data)
	if err != nil {
		return nil, err
	}
	if err := s.refuseLostSecrets(ctx, wiredServer{store: st, log: log}, given); err != nil {
		return nil, err
	}
	return s.serverKeys(s.Data, log)
}

// options are what the flags configure of the operations.
func (f serverFlags) options(log *slog.Logger, keys [][]byte) (service.Options, error) {
	opt := service.Options{
		Logger: log, Shipped: builtinLenses(), Sample: sample.Workload, SecretKeys: keys, SessionIdle: f.SessionIdle,
		SessionMax: f.SessionMax,
		Work:       queue.Options{Places: f.ParallelWork},
	}
	sender, err := f.sender()
	if err != nil {
		return opt, err
	}
	if sender != nil {
		if len(keys) == 0 {
			return opt, errors.New("--smtp-host needs a secret key: mails wait in the database until they are sent, and the " +
				"one-time links in them are kept sealed; give one with --secret-key-file (\"plumbline secret-key\" prints a key)")
		}
		opt.Outbox = outboxTimes
		opt.Notify = mail.NewNotifier(f.site(), sender.Send)
	}
	return opt, nil
}

// outboxTimes are as usual; tests shorten them.
var outboxTimes outbox.Times

// prepareDatabase brings the database to what the program needs. It gives the secret of the set-up link that it made,
// if it made one.
func prepareDatabase(ctx context.Context, svc *service.Service) (string, error) {
	secret, err := svc.Workspaces.FirstStart(ctx)
	if err != nil {
		return "", err
	}
	return secret, svc.Lenses.InstallShipped(ctx, builtinLenses())
}

// builtinLenses are the lenses of the program.
func builtinLenses() []lenses.BuiltinLens {
	var list []lenses.BuiltinLens
	for _, l := range builtin.AllLenses() {
		list = append(list, lenses.BuiltinLens{Key: l.Key, Version: l.Version, Document: l.Document})
	}
	return list
}

func closeStore(st *store.Store, log *slog.Logger) {
	if err := st.Close(); err != nil {
		log.Error("could not close the database", "error", err)
	}
}

// wiredServer is what a server is made of.
type wiredServer struct {
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

// serve listens, lets ready do what comes before the first answer and tell the address, and answers until ctx ends;
// then it lets running requests finish. It listens first, so that a server that can't does nothing to the database.
func (f serverFlags) serve(ctx context.Context, w wiredServer, ready func(base string) error) error {
	var listening net.ListenConfig
	listener, err := listening.Listen(ctx, "tcp", f.Listen)
	if err != nil {
		return fmt.Errorf("listen on %s: %w: end what listens there, or give another address with --listen", f.Listen, err)
	}
	base := f.base(listener.Addr().String())
	provider, err := f.oidcFlags.config(base, w.log)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	font, err := f.reportFont()
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	server := &http.Server{
		Handler: api.New(w.service, api.Options{
			Logger: w.log, Version: version, Ready: w.store.Ping, URL: base, TrustedProxies: f.TrustedProxies,
			ProxyHeader: f.ProxyHeader, HSTSSubdomains: f.HSTSSubdomains, Font: font,
			OIDC: provider,
		}),
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       2 * time.Minute,
		WriteTimeout:      5 * time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		TLSConfig:         tlsConfig(),
		ErrorLog:          slog.NewLogLogger(w.log.Handler(), slog.LevelWarn),
	}
	server.RegisterOnShutdown(w.service.Watches.End) // who listens has no request that would finish
	f.warn(w.log)
	if err := ready(base); err != nil {
		return errors.Join(err, listener.Close())
	}
	w.service.Outbox.Start()
	w.service.Schedule.Start()
	debug.FreeOSMemory() // of what the start needed: lenses are parsed, migrations compared
	w.log.Info("listening", "url", f.scheme()+"://"+listener.Addr().String(), "version", version)
	return errors.Join(f.until(ctx, server, listener, w.log), f.flush(ctx, w))
}

// tlsConfig leaves TLS 1.2 the suites with authenticated encryption only; those with CBC have had attack after attack.
// TLS 1.3 has no others.
func tlsConfig() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, CipherSuites: []uint16{
		tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
		tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
		tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
	}}
}

// flush lets what is being sent and done in the background be done, as long as requests may take, and writes what could
// not be written before. Mails that nobody has begun to send stay in the database.
func (f serverFlags) flush(ctx context.Context, w wiredServer) error {
	deadline, cancel := context.WithTimeout(context.WithoutCancel(ctx), f.ShutdownTimeout)
	defer cancel()
	if err := w.service.Schedule.Stop(deadline); err != nil {
		w.log.Warn("what is due was still being told; it goes on with the next start", "error", err)
	}
	if err := w.service.Outbox.Stop(deadline); err != nil {
		w.log.Warn("some mails were still being sent; they are sent again with the same Message-ID", "error", err)
	}
	if err := w.service.Flush(deadline); err != nil {
		w.log.Warn("what waits in the background was not done in time", "error", err)
	}
	if err := w.service.Sessions.Settle(); err != nil {
		w.log.Error("the database could not be written", "error", err)
	}
	return nil
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
