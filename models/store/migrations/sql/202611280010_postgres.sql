-- former: ids that parts of the lens had in this review before an upgrade renamed them, as JSON. version_base: versions in the review begin after it.
ALTER TABLE reviews ADD COLUMN former text COLLATE "C" NOT NULL DEFAULT '{}';
ALTER TABLE reviews ADD COLUMN version_base bigint NOT NULL DEFAULT 0;
-- The highest version that reviews of a workload had when one of them was removed. It outlives the workload, which can be imported again.
CREATE TABLE version_marks (
  workload_id text COLLATE "C" NOT NULL PRIMARY KEY,
  version bigint NOT NULL
);
-- The name that the documents of a lens carry; name is what is displayed.
ALTER TABLE lenses ADD COLUMN document_name text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE lenses ADD COLUMN document_name_fold text COLLATE "C" NOT NULL DEFAULT '';
UPDATE lenses SET document_name = name, document_name_fold = name_fold;
CREATE UNIQUE INDEX lenses_document_name ON lenses (workspace_id, document_name_fold) WHERE deleted_at = 0;
