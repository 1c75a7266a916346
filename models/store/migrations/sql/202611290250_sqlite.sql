-- Risks that are taken on purpose. review_id, question_id and choice_id may name what is not there any more: the row
-- stays, with a state that says so. choice_id is '' for a whole question. until is the last day on which it holds,
-- such as 2026-12-31, in the workspace's time zone; that it has ended is derived. Times are microseconds since 1970, 0
-- where there is none; created_at is when it was asked.
CREATE TABLE acceptances (
  id TEXT NOT NULL PRIMARY KEY,
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  workload_id TEXT NOT NULL REFERENCES workloads (id) ON DELETE CASCADE,
  review_id TEXT NOT NULL,
  lens_id TEXT NOT NULL,
  question_id TEXT NOT NULL,
  choice_id TEXT NOT NULL,
  item_id TEXT NOT NULL,
  former_id TEXT NOT NULL,
  risk TEXT NOT NULL,
  reason TEXT NOT NULL,
  mitigation TEXT NOT NULL,
  approver_role TEXT NOT NULL,
  approver_id TEXT NOT NULL,
  until TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('asked', 'accepted', 'declined', 'withdrawn', 'revoked', 'replaced', 'removed')),
  created_at INTEGER NOT NULL,
  asked_by TEXT NOT NULL,
  asked_by_id TEXT NOT NULL,
  decided_at INTEGER NOT NULL,
  decided_by TEXT NOT NULL,
  decided_by_id TEXT NOT NULL,
  decision_note TEXT NOT NULL,
  closed_at INTEGER NOT NULL,
  closed_by TEXT NOT NULL,
  closed_note TEXT NOT NULL,
  version INTEGER NOT NULL
) STRICT;

-- What is asked is asked once.
CREATE UNIQUE INDEX acceptances_asked ON acceptances (review_id, question_id, choice_id) WHERE state = 'asked';

CREATE INDEX acceptances_review ON acceptances (review_id, question_id, created_at, id);

CREATE INDEX acceptances_workload ON acceptances (workload_id, state, until);

CREATE INDEX acceptances_workspace ON acceptances (workspace_id, created_at, id);

CREATE INDEX acceptances_workspace_state ON acceptances (workspace_id, state, until);
