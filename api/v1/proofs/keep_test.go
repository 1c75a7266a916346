package proofs_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"testing"
	"time"

	"plumbline/api/apitest"
	"plumbline/models/proof"
	"plumbline/models/service/proofs"
	"plumbline/models/store"
)

// The oldest proofs of a workload go where there are too many; those of other workloads stay.
func TestProofsAreBounded(t *testing.T) {
	apitest.EachAlone(t, func(s *apitest.Server) {
		key := manifest(s, "viewer", made(s, "viewer", s.Sample(), "report.pdf").Body).Manifest.KeyID
		sums := [][]byte{}
		apitest.Must(s.T, s.Store.Write(s.T.Context(), func(tx *store.Tx) error {
			for n := range 8 {
				sum := sha256.Sum256(fmt.Append(nil, n))
				sums = append(sums, sum[:])
				p := proof.Proof{SHA256: sum[:], WorkloadID: []string{"a", "b"}[n%2], KeyID: key,
					MadeAt: time.Unix(int64(n), 0), Manifest: "{}", Signature: []byte{1}}
				for range 2 { // the same bytes again are the same proof
					if err := store.Proofs(tx).Add(p, 3); err != nil {
						return err
					}
				}
			}
			return nil
		}))
		apitest.Must(s.T, s.Store.Read(s.T.Context(), func(tx *store.Tx) error {
			for n, sum := range sums {
				if _, err := store.Proofs(tx).Get(sum); (err == nil) != (n >= 2) {
					s.T.Errorf("proof %d: %v", n, err)
				}
			}
			return nil
		}))
	})
}

// While somebody writes for long, or the disk takes nothing, a report comes without a proof.
func TestAReportDoesNotWaitForItsProof(t *testing.T) {
	apitest.EachAlone(t, func(s *apitest.Server) {
		id, held, end := s.Sample(), make(chan struct{}), make(chan struct{})
		made(s, "viewer", id, "report.pdf") // makes the key
		done := make(chan error)
		go func() {
			done <- s.Store.Write(s.T.Context(), func(tx *store.Tx) error {
				err := store.Proofs(tx).Add(proof.Proof{SHA256: []byte("x"), KeyID: "none", Signature: []byte{1}}, 3)
				close(held)
				<-end
				return err
			})
		}()
		<-held
		start := time.Now()
		reply := made(s, "viewer", id, "report.html")
		if store := time.Since(start); store > 4*time.Second {
			s.T.Errorf("the report took %v", store)
		}
		close(end)
		<-done // refused: there is no such key
		if proof := reply.Header.Get("Plumbline-Proof"); proof == "none" {
			wants(s, verdict(s, "viewer", reply.Body), "unknown", "")
		}
		wants(s, verdict(s, "viewer", made(s, "viewer", id, "report.html").Body), "genuine", "newest")
	})
}

// What the proof of a report costs, the first time and again; what a question costs.
func BenchmarkProof(b *testing.B) {
	s := apitest.SQLiteServer(b)
	id := s.Sample()
	file := made(s, "viewer", id, "report.pdf").Body
	snap, err := s.Service.Reviews.Snapshot(s.Owner, id, 0)
	apitest.Must(b, err)
	n := 0
	for name, step := range map[string]int{"again": 0, "first": 1} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				n += step
				data := fmt.Appendf(bytes.Clone(file), "%d", n)
				if r := s.Service.Proofs.Register(s.Owner, proofs.File{Data: data, Format: "pdf", Snapshot: snap}); r.Why != "" {
					b.Fatal(r.Why)
				}
			}
		})
	}
	b.Run("asked", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.Service.Proofs.Verify(s.Owner, proofs.Question{SHA256: digest(file)}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
