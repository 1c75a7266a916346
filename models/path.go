package models

// ReviewPath names a review: a workload's id and a lens's id or key.
type ReviewPath struct{ Workload, Lens string }

// AnswerPath names an answer: workload id, lens id or key, question id.
type AnswerPath struct{ Workload, Lens, Question string }

// Review names the review that the answer is in.
func (p AnswerPath) Review() ReviewPath { return ReviewPath{Workload: p.Workload, Lens: p.Lens} }
