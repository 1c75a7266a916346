-- How each workload stood at the end of a day, as far as it was noted. day is a text such as 2026-12-31, in the time
-- zone of the workspace.
CREATE TABLE trend_days (
  workload_id TEXT NOT NULL REFERENCES workloads (id) ON DELETE CASCADE,
  day TEXT NOT NULL,
  count_unanswered INTEGER NOT NULL,
  count_high INTEGER NOT NULL,
  count_medium INTEGER NOT NULL,
  count_none INTEGER NOT NULL,
  count_not_applicable INTEGER NOT NULL,
  count_undecided INTEGER NOT NULL,
  open_items INTEGER NOT NULL,
  overdue_items INTEGER NOT NULL,
  PRIMARY KEY (workload_id, day)
) STRICT, WITHOUT ROWID;

CREATE INDEX trend_days_by_day ON trend_days (day);
