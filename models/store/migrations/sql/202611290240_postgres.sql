-- How each workload stood at the end of a day, as far as it was noted. day is a text such as 2026-12-31, in the time
-- zone of the workspace.
CREATE TABLE trend_days (
  workload_id text COLLATE "C" NOT NULL REFERENCES workloads (id) ON DELETE CASCADE,
  day text COLLATE "C" NOT NULL,
  count_unanswered bigint NOT NULL,
  count_high bigint NOT NULL,
  count_medium bigint NOT NULL,
  count_none bigint NOT NULL,
  count_not_applicable bigint NOT NULL,
  count_undecided bigint NOT NULL,
  open_items bigint NOT NULL,
  overdue_items bigint NOT NULL,
  PRIMARY KEY (workload_id, day)
);

CREATE INDEX trend_days_by_day ON trend_days (day);
