-- Risks that are taken on purpose. review_id, question_id and choice_id may name what is not there any more: the row
-- stays, with a state that says so. choice_id is '' for a whole question. until is the last day on which it holds,
-- such as 2026-12-31, in the workspace's time zone; that it has ended is derived. Times are microseconds since 1970, 0
-- where there is none; created_at is when it was asked.
CREATE TABLE acceptances (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  workspace_id text COLLATE "C" NOT NULL REFERENCES workspaces (id),
  workload_id text COLLATE "C" NOT NULL REFERENCES workloads (id) ON DELETE CASCADE,
  review_id text COLLATE "C" NOT NULL,
  lens_id text COLLATE "C" NOT NULL,
  question_id text COLLATE "C" NOT NULL,
  choice_id text COLLATE "C" NOT NULL,
  item_id text COLLATE "C" NOT NULL,
  former_id text COLLATE "C" NOT NULL,
  risk text NOT NULL,
  reason text NOT NULL,
  mitigation text NOT NULL,
  approver_role text NOT NULL,
  approver_id text COLLATE "C" NOT NULL,
  until text COLLATE "C" NOT NULL,
  state text NOT NULL CHECK (state IN ('asked', 'accepted', 'declined', 'withdrawn', 'revoked', 'replaced', 'removed')),
  created_at bigint NOT NULL,
  asked_by text NOT NULL,
  asked_by_id text COLLATE "C" NOT NULL,
  decided_at bigint NOT NULL,
  decided_by text NOT NULL,
  decided_by_id text COLLATE "C" NOT NULL,
  decision_note text NOT NULL,
  closed_at bigint NOT NULL,
  closed_by text NOT NULL,
  closed_note text NOT NULL,
  version bigint NOT NULL
);

-- What is asked is asked once.
CREATE UNIQUE INDEX acceptances_asked ON acceptances (review_id, question_id, choice_id) WHERE state = 'asked';

CREATE INDEX acceptances_review ON acceptances (review_id, question_id, created_at, id);

CREATE INDEX acceptances_workload ON acceptances (workload_id, state, until);

CREATE INDEX acceptances_workspace ON acceptances (workspace_id, created_at, id);

CREATE INDEX acceptances_workspace_state ON acceptances (workspace_id, state, until);
