-- Lists of items in the order of their dates, undated ones last: all, those that are not closed, and the columns of a
-- board. The expression is the one that lists are sorted by.
DROP INDEX items_board;

CREATE INDEX items_by_due ON items (workspace_id, (CASE WHEN due_on = '' THEN '9999-99-99' ELSE due_on END), id);

CREATE INDEX items_active ON items (workspace_id, (CASE WHEN due_on = '' THEN '9999-99-99' ELSE due_on END), id)
  WHERE status IN ('open', 'in_progress', 'blocked', 'in_review', 'to_verify');

CREATE INDEX items_by_status ON items (workspace_id, status,
  (CASE WHEN due_on = '' THEN '9999-99-99' ELSE due_on END), id);

-- The columns of closed items, and lists by their last change.
CREATE INDEX items_closed ON items (workspace_id, status, updated_at, id);

CREATE INDEX items_by_update ON items (workspace_id, updated_at, id);

-- All that roadmaps look at.
CREATE INDEX items_roadmap ON items (workspace_id, due_on, priority, number, id, risk, status)
  WHERE status IN ('open', 'in_progress', 'blocked', 'in_review', 'to_verify');

-- What items cost, by status, owner and month.
CREATE INDEX items_costs ON items (workspace_id, status, owner_kind, owner_id, owner_name, (substr(due_on, 1, 7)),
  build_cost, run_cost);

-- All that metrics count.
CREATE INDEX items_metrics ON items (workspace_id, status, risk, sla_due_on, created_at, closed_at);
