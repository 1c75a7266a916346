-- Questions that no rule of their lens rates: the risk stays NONE, the mark says that the lens does not say. They are counted apart from NONE.
ALTER TABLE answers ADD COLUMN undecided INTEGER NOT NULL DEFAULT 0 CHECK (undecided IN (0, 1));
ALTER TABLE pillar_reviews ADD COLUMN count_undecided INTEGER NOT NULL DEFAULT 0 CHECK (count_undecided >= 0);
ALTER TABLE milestones ADD COLUMN count_undecided INTEGER NOT NULL DEFAULT 0 CHECK (count_undecided >= 0);
