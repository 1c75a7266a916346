BEGIN;
CREATE TABLE schema_migrations (id TEXT NOT NULL PRIMARY KEY);
INSERT INTO schema_migrations (id) VALUES ('202611230001');
INSERT INTO schema_migrations (id) VALUES ('202611230002');
INSERT INTO schema_migrations (id) VALUES ('202611250003');
INSERT INTO schema_migrations (id) VALUES ('202611250004');
CREATE TABLE workspaces (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  account_id TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO workspaces (id, name, account_id, created_at) VALUES ('776b7370000000000000000000000001', 'Ops', '123456789012', 1795426200123456);
CREATE TABLE tokens (
  id TEXT NOT NULL PRIMARY KEY,
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('viewer', 'contributor', 'architect', 'owner')),
  hint TEXT NOT NULL,
  hash BLOB NOT NULL UNIQUE,
  expires_at INTEGER NOT NULL,
  revoked_at INTEGER NOT NULL,
  last_used_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL
, user_id TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID;
INSERT INTO tokens (id, workspace_id, name, role, hint, hash, expires_at, revoked_at, last_used_at, created_at, created_by, user_id) VALUES ('746f6b6e000000000000000000000001', '776b7370000000000000000000000001', 'CI', 'architect', 'abcd', X'0100FF', 1795429800123456, 0, 0, 1795426200123456, 'Ada', '');
INSERT INTO tokens (id, workspace_id, name, role, hint, hash, expires_at, revoked_at, last_used_at, created_at, created_by, user_id) VALUES ('746f6b6e000000000000000000000002', '776b7370000000000000000000000001', 'Laptop', 'viewer', 'wxyz', X'06', 0, 0, 0, 1795426200123456, 'Ada', '75736572000000000000000000000001');
CREATE TABLE lenses (
  id TEXT NOT NULL PRIMARY KEY,
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  name_fold TEXT NOT NULL,
  description TEXT NOT NULL,
  latest TEXT NOT NULL,
  has_draft INTEGER NOT NULL CHECK (has_draft IN (0, 1)),
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  updated_by TEXT NOT NULL,
  deleted_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO lenses (id, workspace_id, key, name, name_fold, description, latest, has_draft, version, created_at, updated_at, updated_by, deleted_at) VALUES ('6c656e73000000000000000000000001', '776b7370000000000000000000000001', 'ops', 'Ops Lens', 'opslens', 'd', '2.0', 1, 3, 1795426200123456, 1795426201123456, 'Ada', 0);
CREATE TABLE lens_drafts (
  lens_id TEXT NOT NULL PRIMARY KEY REFERENCES lenses (id) ON DELETE CASCADE,
  document BLOB NOT NULL
) STRICT;
INSERT INTO lens_drafts (lens_id, document) VALUES ('6c656e73000000000000000000000001', X'6E6577');
CREATE TABLE lens_versions (
  id TEXT NOT NULL PRIMARY KEY,
  lens_id TEXT NOT NULL REFERENCES lenses (id),
  name TEXT NOT NULL,
  major INTEGER NOT NULL CHECK (major IN (0, 1)),
  line INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  digest TEXT NOT NULL,
  published_at INTEGER NOT NULL,
  published_by TEXT NOT NULL,
  document BLOB NOT NULL,
  UNIQUE (lens_id, name),
  UNIQUE (lens_id, seq),
  UNIQUE (id, lens_id)
) STRICT;
INSERT INTO lens_versions (id, lens_id, name, major, line, seq, digest, published_at, published_by, document) VALUES ('76657273000000000000000000000001', '6c656e73000000000000000000000001', '1.0', 1, 1, 1, 'd1', 1795426200123456, 'Ada', X'7B2261223A317D');
INSERT INTO lens_versions (id, lens_id, name, major, line, seq, digest, published_at, published_by, document) VALUES ('76657273000000000000000000000002', '6c656e73000000000000000000000001', '2.0', 1, 2, 2, 'd2', 1795426200123456, 'Ada', X'7B7DFF00');
CREATE TABLE workloads (
  id TEXT NOT NULL PRIMARY KEY,
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  name TEXT NOT NULL,
  name_fold TEXT NOT NULL,
  description TEXT NOT NULL,
  environment TEXT NOT NULL CHECK (environment IN ('PRODUCTION', 'PREPRODUCTION')),
  review_owner TEXT NOT NULL,
  aws_regions TEXT NOT NULL,
  non_aws_regions TEXT NOT NULL,
  account_ids TEXT NOT NULL,
  architectural_design TEXT NOT NULL,
  industry_type TEXT NOT NULL,
  industry TEXT NOT NULL,
  pillar_priorities TEXT NOT NULL,
  applications TEXT NOT NULL,
  improvement_status TEXT NOT NULL,
  tags TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  updated_by TEXT NOT NULL,
  notes TEXT NOT NULL
) STRICT;
INSERT INTO workloads (id, workspace_id, name, name_fold, description, environment, review_owner, aws_regions, non_aws_regions, account_ids, architectural_design, industry_type, industry, pillar_priorities, applications, improvement_status, tags, version, created_at, updated_at, updated_by, notes) VALUES ('776b6c64000000000000000000000001', '776b7370000000000000000000000001', 'Shop', 'shop', 'sells <things> &   more', 'PRODUCTION', 'Bob', '["eu-west-1","us-east-1"]', '["Köln"]', '["000000000001"]', 'https://example.org/a', 'Retail', 'Shoes', '["security"]', '["arn:a"]', 'IN_PROGRESS', '{"a":"","b":"2","ключ":"1"}', 1, 1795426200123456, 1795426200123456, 'Ada', 'Ünïcode  ''quotes'' "and" 日本語');
CREATE TABLE reviews (
  id TEXT NOT NULL PRIMARY KEY,
  workload_id TEXT NOT NULL REFERENCES workloads (id) ON DELETE CASCADE,
  lens_id TEXT NOT NULL,
  lens_version_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  updated_by TEXT NOT NULL,
  notes TEXT NOT NULL,
  UNIQUE (workload_id, lens_id),
  FOREIGN KEY (lens_version_id, lens_id) REFERENCES lens_versions (id, lens_id)
) STRICT, WITHOUT ROWID;
INSERT INTO reviews (id, workload_id, lens_id, lens_version_id, version, created_at, updated_at, updated_by, notes) VALUES ('72657677000000000000000000000001', '776b6c64000000000000000000000001', '6c656e73000000000000000000000001', '76657273000000000000000000000001', 1, 1795426200123456, 1795426200123456, 'Ada', 'n');
CREATE TABLE pillar_reviews (
  review_id TEXT NOT NULL REFERENCES reviews (id) ON DELETE CASCADE,
  pillar_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  count_unanswered INTEGER NOT NULL CHECK (count_unanswered >= 0),
  count_high INTEGER NOT NULL CHECK (count_high >= 0),
  count_medium INTEGER NOT NULL CHECK (count_medium >= 0),
  count_none INTEGER NOT NULL CHECK (count_none >= 0),
  count_not_applicable INTEGER NOT NULL CHECK (count_not_applicable >= 0),
  notes TEXT NOT NULL,
  PRIMARY KEY (review_id, pillar_id)
) STRICT, WITHOUT ROWID;
INSERT INTO pillar_reviews (review_id, pillar_id, position, count_unanswered, count_high, count_medium, count_none, count_not_applicable, notes) VALUES ('72657677000000000000000000000001', 'cost', 1, 3, 0, 4, 2, 1, '');
INSERT INTO pillar_reviews (review_id, pillar_id, position, count_unanswered, count_high, count_medium, count_none, count_not_applicable, notes) VALUES ('72657677000000000000000000000001', 'security', 0, 5, 1, 0, 0, 0, 'p');
CREATE TABLE answers (
  review_id TEXT NOT NULL REFERENCES reviews (id) ON DELETE CASCADE,
  question_id TEXT NOT NULL,
  pillar_id TEXT NOT NULL,
  applicable INTEGER NOT NULL CHECK (applicable IN (0, 1)),
  reason TEXT NOT NULL,
  risk TEXT NOT NULL CHECK (risk IN ('UNANSWERED', 'HIGH', 'MEDIUM', 'NONE', 'NOT_APPLICABLE')),
  version INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  updated_by TEXT NOT NULL,
  choices TEXT NOT NULL,
  notes TEXT NOT NULL,
  PRIMARY KEY (review_id, question_id)
) STRICT, WITHOUT ROWID;
INSERT INTO answers (review_id, question_id, pillar_id, applicable, reason, risk, version, updated_at, updated_by, choices, notes) VALUES ('72657677000000000000000000000001', 'sec_1', 'security', 1, 'NONE', 'HIGH', 1, 1795426200123456, 'Ada', '[{"id":"sec_1_b","status":"SELECTED","reason":"NONE"},{"id":"sec_1_a","status":"NOT_APPLICABLE","reason":"OUT_OF_SCOPE","notes":"n''a"}]', 'why');
CREATE TABLE milestones (
  id TEXT NOT NULL PRIMARY KEY,
  workload_id TEXT NOT NULL REFERENCES workloads (id) ON DELETE CASCADE,
  number INTEGER NOT NULL CHECK (number > 0),
  name TEXT NOT NULL,
  name_fold TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  count_unanswered INTEGER NOT NULL CHECK (count_unanswered >= 0),
  count_high INTEGER NOT NULL CHECK (count_high >= 0),
  count_medium INTEGER NOT NULL CHECK (count_medium >= 0),
  count_none INTEGER NOT NULL CHECK (count_none >= 0),
  count_not_applicable INTEGER NOT NULL CHECK (count_not_applicable >= 0),
  format INTEGER NOT NULL,
  digest TEXT NOT NULL,
  snapshot BLOB NOT NULL,
  UNIQUE (workload_id, number),
  UNIQUE (workload_id, name_fold)
) STRICT;
INSERT INTO milestones (id, workload_id, number, name, name_fold, created_at, created_by, count_unanswered, count_high, count_medium, count_none, count_not_applicable, format, digest, snapshot) VALUES ('6d696c65000000000000000000000001', '776b6c64000000000000000000000001', 1, 'First  One', 'firstone', 1795426200123456, 'Ada', 4, 1, 2, 3, 5, 1, '90c4ab81fc2ed0b8681f5b2b0f1e91c05dba97adb44cc355acc2ac200d489347', X'1F8B08000000000000FFB454C16EDB4610FD15612EBEAC6392B2C88437C75113A3862848367AA885C56A3991165EED32BB4BAB46A0736FBDF612F4D64B51A0B71EDAA37F20F989A09F512C455194E0A44A8B4A178A334F3BEFCDDBF71696DADCDA8271A48A2D1052C80A0B0418E7BA548E8A1C5208A3EE692F4E9E3E0BC2084805919AE590BE85AA9E24F134E6F169F0F827AC31EB631A44D24D3E01A810F538E3B92E80408E961B5138A115A460514ADBB92983A0CBDD5CA899AD9EB17A15C59D9B320AA2A79D8536080450DD09A3D50295831486A3ECC5F5F9D54536000206EF042EA95E2A3490C2733DF5DC97961A9C09AD2CA4DF0296C74BB4EED80F55DA6364D5F38480D28AEEF57EFDF0BB54BEB6D5AF7ABFC3CD970D9F0B87DC9586499AA31533CF6BEE5C61D39313FC8E2D0A894FB4999D302020545E5A67EEA9BB2FBC2823744CC856612D14FACD29EDD0420A0FEFD4C36F5CE76B5182B073F4A6F4A5A3CE0D3095DF40E7E38F3F7F7CF7EB5FBFFC04040A212533B430421BE10456535BE4A511EEBE9AB828A4E0CC6D9832A352E60B6251187D875E5D6A1D73A53FFC624087A3ECE5A83F1E0301C766D69B85410A40600A29781FBDFFE3FD9F1F7EF8F0BD7718AC08DCA1B1D57E4302DC20739853E6200D9367BDD3288E82606D440265911F509D7A59CE72E6FFFBF1CEF5FA3D9F8D93A3B897C4C9A78C19B6DC4F0FB5BE4465D7CD318F7B3126DD7F6AAE85A84F88E35E127D16B46039D2A570F3C3DA370E51CDDE5B0A343BDFF6F9FB57B9D9B7F5484802FF9DAC480DE1DABA567BBBBB4B02724A22124E5693FF71C16BDD9A3C3A40E72FCFA35BF4A7E92A1DB751D9B9F407EFE753EE27620EAD0F9CE8490004E6CCD2DCB0D70E52674A6C89D1FD5762849F112347891B40E0CDAFEC12EB25D78977A8DBEB5CD8B7C69B12AD6B2C6A9153DFCCE75A70DC35130DA9CFD42619C6FDCBFEF955FF4515BECC56720DB2411F1A3BAD41AC0D1A6457F46C38BCBC383F7B7ED96F43B3EB2B9A7D45C7E7D9B0DFB6F61183D564FB7B39F753D7193695B859C2EE08048CB0B790C2AB8B97AF60D7AF5F1C39FF49EA47258EDA12AB52CA9D3BD726F79A49DB66B765763D381B8CBFE98FAA0534FC825D7EC11E21584D5693D5DF010000FFFFBBE2B6982C080000');
CREATE TABLE milestone_lens_versions (
  milestone_id TEXT NOT NULL REFERENCES milestones (id) ON DELETE CASCADE,
  lens_version_id TEXT NOT NULL REFERENCES lens_versions (id),
  PRIMARY KEY (milestone_id, lens_version_id)
) STRICT, WITHOUT ROWID;
INSERT INTO milestone_lens_versions (milestone_id, lens_version_id) VALUES ('6d696c65000000000000000000000001', '76657273000000000000000000000001');
CREATE TABLE idempotency (
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  key TEXT NOT NULL,
  digest TEXT NOT NULL,
  kind TEXT NOT NULL,
  thing_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, key)
) STRICT, WITHOUT ROWID;
INSERT INTO idempotency (workspace_id, key, digest, kind, thing_id, created_at) VALUES ('776b7370000000000000000000000001', 'k', 'd', 'workload', 'x', 1795426200123456);
CREATE TABLE builtin_lenses (
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  key TEXT NOT NULL,
  lens_id TEXT NOT NULL REFERENCES lenses (id),
  version TEXT NOT NULL,
  PRIMARY KEY (workspace_id, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE users (
  id TEXT NOT NULL PRIMARY KEY,
  email TEXT NOT NULL,
  email_fold TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_fold TEXT NOT NULL,
  password TEXT NOT NULL,
  password_at INTEGER NOT NULL,
  totp TEXT NOT NULL,
  totp_at INTEGER NOT NULL,
  totp_step INTEGER NOT NULL,
  recovery_codes TEXT NOT NULL,
  admin INTEGER NOT NULL CHECK (admin IN (0, 1)),
  disabled_at INTEGER NOT NULL,
  last_sign_in_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO users (id, email, email_fold, name, name_fold, password, password_at, totp, totp_at, totp_step, recovery_codes, admin, disabled_at, last_sign_in_at, created_at, created_by, version) VALUES ('75736572000000000000000000000001', 'Ada@Example.org', 'ada@example.org', 'Ada', 'ada', '$argon2id$…', 1795426200123456, 'sealed', 1795426200123456, 59000000, '["a","b"]', 1, 1795426200123456, 1795426200123456, 1795426200123456, 'Plumbline', 3);
CREATE TABLE identities (
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (issuer, subject)
) STRICT, WITHOUT ROWID;
INSERT INTO identities (issuer, subject, user_id, created_at) VALUES ('https://id.example.org', '42', '75736572000000000000000000000001', 1795426200123456);
CREATE TABLE members (
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  role TEXT NOT NULL CHECK (role IN ('viewer', 'contributor', 'architect', 'owner')),
  workloads TEXT NOT NULL,
  pillars TEXT NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('local', 'provider')),
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  updated_by TEXT NOT NULL,
  PRIMARY KEY (workspace_id, user_id)
) STRICT, WITHOUT ROWID;
INSERT INTO members (workspace_id, user_id, role, workloads, pillars, source, version, created_at, created_by, updated_at, updated_by) VALUES ('776b7370000000000000000000000001', '75736572000000000000000000000001', 'contributor', '["776b6c64000000000000000000000001"]', '["security"]', 'provider', 2, 1795426200123456, 'Ada', 1795426200123456, 'Bob');
CREATE TABLE links (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('setup', 'invitation', 'reset')),
  hash BLOB NOT NULL UNIQUE,
  workspace_id TEXT NOT NULL,
  email TEXT NOT NULL,
  role TEXT NOT NULL,
  workloads TEXT NOT NULL,
  pillars TEXT NOT NULL,
  user_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER NOT NULL,
  revoked_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO links (id, kind, hash, workspace_id, email, role, workloads, pillars, user_id, created_at, created_by, expires_at, used_at, revoked_at) VALUES ('6c696e6b000000000000000000000001', 'invitation', X'02', '776b7370000000000000000000000001', 'bob@example.org', 'viewer', '["776b6c64000000000000000000000001"]', '["x"]', '75736572000000000000000000000001', 1795426200123456, 'Ada', 1795429800123456, 1795426200123456, 1795426200123456);
CREATE TABLE guest_links (
  id TEXT NOT NULL PRIMARY KEY,
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  workload_id TEXT NOT NULL REFERENCES workloads (id) ON DELETE CASCADE,
  lens_id TEXT NOT NULL,
  name TEXT NOT NULL,
  hash BLOB NOT NULL UNIQUE,
  passcode TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  revoked_at INTEGER NOT NULL,
  opens INTEGER NOT NULL,
  opened_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO guest_links (id, workspace_id, workload_id, lens_id, name, hash, passcode, expires_at, revoked_at, opens, opened_at, created_at, created_by) VALUES ('67657374000000000000000000000001', '776b7370000000000000000000000001', '776b6c64000000000000000000000001', '6c656e73000000000000000000000001', 'Board', X'03', '$argon2id$…', 1795426200123456, 1795426200123456, 2, 1795426200123456, 1795426200123456, 'Ada');
CREATE TABLE sessions (
  id TEXT NOT NULL PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE,
  user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
  guest_link_id TEXT REFERENCES guest_links (id) ON DELETE CASCADE,
  workspace_id TEXT NOT NULL,
  method TEXT NOT NULL,
  address TEXT NOT NULL,
  agent TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  revoked_at INTEGER NOT NULL,
  CHECK ((user_id IS NULL) <> (guest_link_id IS NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO sessions (id, hash, user_id, guest_link_id, workspace_id, method, address, agent, created_at, seen_at, expires_at, revoked_at) VALUES ('73657373000000000000000000000001', X'04', '75736572000000000000000000000001', NULL, '776b7370000000000000000000000001', 'password', '192.0.2.1', 'curl', 1795426200123456, 1795426200123456, 1795429800123456, 1795426200123456);
INSERT INTO sessions (id, hash, user_id, guest_link_id, workspace_id, method, address, agent, created_at, seen_at, expires_at, revoked_at) VALUES ('73657373000000000000000000000002', X'05', NULL, '67657374000000000000000000000001', '776b7370000000000000000000000001', 'password', '192.0.2.1', 'curl', 1795426200123456, 1795426200123456, 1795429800123456, 1795426200123456);
CREATE TABLE shares (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('workload', 'lens')),
  thing_id TEXT NOT NULL,
  thing_name TEXT NOT NULL,
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  account_id TEXT NOT NULL,
  target_id TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('viewer', 'contributor')),
  status TEXT NOT NULL CHECK (status IN ('pending', 'accepted', 'rejected', 'revoked')),
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  decided_at INTEGER NOT NULL,
  decided_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO shares (id, kind, thing_id, thing_name, workspace_id, account_id, target_id, role, status, created_at, created_by, expires_at, decided_at, decided_by) VALUES ('73686172000000000000000000000001', 'workload', '776b6c64000000000000000000000001', 'Shop', '776b7370000000000000000000000001', '210987654321', 't', 'contributor', 'accepted', 1795426200123456, 'Ada', 1796031000123456, 1795426200123456, 'Bob');
CREATE TABLE access_keys (
  id TEXT NOT NULL PRIMARY KEY,
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  user_id TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('viewer', 'contributor', 'architect', 'owner')),
  secret TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  revoked_at INTEGER NOT NULL,
  last_used_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO access_keys (id, workspace_id, user_id, name, role, secret, expires_at, revoked_at, last_used_at, created_at, created_by) VALUES ('PLAKAAAAAAAAAAAAAAAA', '776b7370000000000000000000000001', '75736572000000000000000000000001', 'SDK', 'architect', 'sealed', 1795426200123456, 1795426200123456, 1795426200123456, 1795426200123456, 'Ada');
CREATE TABLE mappings (
  id TEXT NOT NULL PRIMARY KEY,
  claim TEXT NOT NULL,
  value TEXT NOT NULL,
  workspace_id TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('viewer', 'contributor', 'architect', 'owner', 'administrator')),
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  UNIQUE (claim, value, workspace_id)
) STRICT, WITHOUT ROWID;
INSERT INTO mappings (id, claim, value, workspace_id, role, created_at, created_by) VALUES ('6d617070000000000000000000000001', 'groups', 'cloud', '776b7370000000000000000000000001', 'owner', 1795426200123456, 'Ada');
CREATE TABLE attempts (
  key TEXT NOT NULL PRIMARY KEY,
  failures INTEGER NOT NULL,
  since INTEGER NOT NULL,
  locked_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO attempts (key, failures, since, locked_until) VALUES ('password:x@192.0.2.1', 7, 1795426200123456, 1795426260123456);
CREATE TABLE "audit" (
  seq INTEGER NOT NULL PRIMARY KEY,
  workspace_id TEXT NOT NULL,
  workload_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  address TEXT NOT NULL,
  action TEXT NOT NULL,
  kind TEXT NOT NULL,
  thing_id TEXT NOT NULL,
  changes TEXT NOT NULL,
  position INTEGER NOT NULL,
  hash BLOB NOT NULL
) STRICT;
INSERT INTO audit (seq, workspace_id, workload_id, at, actor_kind, actor_id, actor_name, address, action, kind, thing_id, changes, position, hash) VALUES (1, '776b7370000000000000000000000001', '776b6c64000000000000000000000001', 1795426201123456, 'token', '746f6b6e000000000000000000000001', 'Ada', '', 'answer.update', 'answer', '1', '[{"field":"notes","from":"a","to":"b"},{"field":"risk","to":"HIGH"}]', 1, X'AF4CDE777A80D3452C473B4C35C52502546D98384361715F5C6D09F193F9D909');
CREATE TABLE audit_heads (
  workspace_id TEXT NOT NULL PRIMARY KEY,
  lines INTEGER NOT NULL,
  hash BLOB NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO audit_heads (workspace_id, lines, hash) VALUES ('776b7370000000000000000000000001', 1, X'AF4CDE777A80D3452C473B4C35C52502546D98384361715F5C6D09F193F9D909');
CREATE TABLE comments (
  id TEXT NOT NULL PRIMARY KEY,
  review_id TEXT NOT NULL REFERENCES reviews (id) ON DELETE CASCADE,
  question_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  author TEXT NOT NULL,
  body TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER NOT NULL,
  deleted_by TEXT NOT NULL
) STRICT;
INSERT INTO comments (id, review_id, question_id, user_id, author, body, version, created_at, updated_at, deleted_at, deleted_by) VALUES ('636d6e74000000000000000000000001', '72657677000000000000000000000001', 'sec_1', '75736572000000000000000000000001', 'Ada A.', '@ada: *why*  日本語', 2, 1795426200123456, 1795426201123456, 0, '');
INSERT INTO comments (id, review_id, question_id, user_id, author, body, version, created_at, updated_at, deleted_at, deleted_by) VALUES ('636d6e74000000000000000000000002', '72657677000000000000000000000001', 'sec_1', '', 'CI', '', 2, 1795426200123456, 1795426200123456, 1795426200123456, 'Bob');
CREATE TABLE mentions (
  comment_id TEXT NOT NULL REFERENCES comments (id) ON DELETE CASCADE,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (comment_id, user_id)
) STRICT, WITHOUT ROWID;
INSERT INTO mentions (comment_id, user_id, created_at) VALUES ('636d6e74000000000000000000000001', '75736572000000000000000000000001', 1795426200123456);
CREATE TABLE assignments (
  review_id TEXT NOT NULL REFERENCES reviews (id) ON DELETE CASCADE,
  pillar_id TEXT NOT NULL,
  question_id TEXT NOT NULL,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  assigned_at INTEGER NOT NULL,
  assigned_by TEXT NOT NULL,
  PRIMARY KEY (review_id, pillar_id, question_id)
) STRICT, WITHOUT ROWID;
INSERT INTO assignments (review_id, pillar_id, question_id, user_id, assigned_at, assigned_by) VALUES ('72657677000000000000000000000001', 'security', '', '75736572000000000000000000000001', 1795426200123456, 'Bob');
INSERT INTO assignments (review_id, pillar_id, question_id, user_id, assigned_at, assigned_by) VALUES ('72657677000000000000000000000001', 'security', 'sec_1', '75736572000000000000000000000001', 1795426200123456, 'Bob');
CREATE TABLE parked (
  id TEXT NOT NULL PRIMARY KEY,
  review_id TEXT NOT NULL REFERENCES reviews (id) ON DELETE CASCADE,
  question_id TEXT NOT NULL,
  body TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  done_at INTEGER NOT NULL,
  done_by TEXT NOT NULL,
  kept_as TEXT NOT NULL
) STRICT;
INSERT INTO parked (id, review_id, question_id, body, created_at, created_by, done_at, done_by, kept_as) VALUES ('7061726b000000000000000000000001', '72657677000000000000000000000001', 'sec_1', 'Ask
Bob', 1795426200123456, 'Ada', 1795426200123456, 'Bob', 'review_notes');
CREATE TABLE facilitations (
  review_id TEXT NOT NULL PRIMARY KEY REFERENCES reviews (id) ON DELETE CASCADE,
  question_id TEXT NOT NULL,
  question_since INTEGER NOT NULL,
  show_notes INTEGER NOT NULL CHECK (show_notes IN (0, 1)),
  agenda TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  updated_by TEXT NOT NULL,
  version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO facilitations (review_id, question_id, question_since, show_notes, agenda, started_at, updated_at, updated_by, version) VALUES ('72657677000000000000000000000001', 'sec_1', 1795426200123456, 1, '{"cost":0,"security":60}', 1795426200123456, 1795426200123456, 'Ada', 4);
CREATE INDEX tokens_by_age ON tokens (workspace_id, created_at, id);
CREATE UNIQUE INDEX lenses_key ON lenses (workspace_id, key) WHERE deleted_at = 0;
CREATE UNIQUE INDEX lenses_name ON lenses (workspace_id, name_fold) WHERE deleted_at = 0;
CREATE UNIQUE INDEX workloads_name ON workloads (workspace_id, name_fold);
CREATE INDEX reviews_lens_version ON reviews (lens_version_id, lens_id);
CREATE INDEX idempotency_age ON idempotency (created_at);
CREATE INDEX users_name ON users (name_fold, id);
CREATE INDEX identities_user ON identities (user_id);
CREATE INDEX members_user ON members (user_id);
CREATE INDEX links_by_age ON links (kind, workspace_id, created_at, id);
CREATE INDEX guest_links_by_age ON guest_links (workload_id, lens_id, created_at, id);
CREATE INDEX sessions_user ON sessions (user_id, created_at, id) WHERE user_id IS NOT NULL;
CREATE INDEX sessions_guest_link ON sessions (guest_link_id) WHERE guest_link_id IS NOT NULL;
CREATE INDEX sessions_expiry ON sessions (expires_at);
CREATE INDEX shares_thing ON shares (thing_id, created_at, id);
CREATE INDEX shares_account ON shares (account_id, created_at, id);
CREATE INDEX shares_target ON shares (target_id, kind, thing_id) WHERE status = 'accepted';
CREATE INDEX access_keys_by_age ON access_keys (workspace_id, created_at, id);
CREATE INDEX attempts_since ON attempts (since);
CREATE UNIQUE INDEX workspaces_account ON workspaces (account_id);
CREATE INDEX audit_workspace ON audit (workspace_id, seq);
CREATE INDEX audit_workload ON audit (workload_id, seq) WHERE workload_id <> '';
CREATE INDEX comments_thread ON comments (review_id, question_id, created_at, id);
CREATE INDEX comments_alive ON comments (review_id, question_id) WHERE deleted_at = 0;
CREATE INDEX mentions_user ON mentions (user_id, created_at, comment_id);
CREATE INDEX assignments_user ON assignments (user_id, review_id);
CREATE INDEX parked_review ON parked (review_id, created_at, id);
CREATE INDEX audit_thing ON audit (workload_id, thing_id, seq) WHERE workload_id <> '';
COMMIT;
