-- Questions that no rule of their lens rates: the risk stays NONE, the mark says that the lens does not say. They are counted apart from NONE.
ALTER TABLE answers ADD COLUMN undecided boolean NOT NULL DEFAULT false;
ALTER TABLE pillar_reviews ADD COLUMN count_undecided integer NOT NULL DEFAULT 0 CHECK (count_undecided >= 0);
ALTER TABLE milestones ADD COLUMN count_undecided integer NOT NULL DEFAULT 0 CHECK (count_undecided >= 0);
