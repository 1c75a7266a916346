column answers.review_id text not null
column answers.question_id text collate C not null
column answers.pillar_id text collate C not null
column answers.applicable boolean not null
column answers.reason text not null
column answers.risk text not null
column answers.version integer not null
column answers.updated_at bigint not null
column answers.updated_by text not null
column answers.choices text not null
column answers.notes text not null
column audit.seq bigint not null identity by default
column audit.workspace_id text not null
column audit.workload_id text not null
column audit.at bigint not null
column audit.actor_kind text not null
column audit.actor_id text not null
column audit.actor_name text not null
column audit.action text not null
column audit.kind text not null
column audit.thing_id text not null
column audit.changes text not null
column builtin_lenses.workspace_id text collate C not null
column builtin_lenses.key text collate C not null
column builtin_lenses.lens_id text collate C not null
column builtin_lenses.version text collate C not null
column idempotency.workspace_id text not null
column idempotency.key text not null
column idempotency.digest text not null
column idempotency.kind text not null
column idempotency.thing_id text not null
column idempotency.created_at bigint not null
column lens_drafts.lens_id text collate C not null
column lens_drafts.document bytea not null
column lens_versions.id text collate C not null
column lens_versions.lens_id text not null
column lens_versions.name text not null
column lens_versions.major boolean not null
column lens_versions.line integer not null
column lens_versions.seq integer not null
column lens_versions.digest text not null
column lens_versions.published_at bigint not null
column lens_versions.published_by text not null
column lens_versions.document bytea not null
column lenses.id text collate C not null
column lenses.workspace_id text not null
column lenses.key text not null
column lenses.name text not null
column lenses.name_fold text collate C not null
column lenses.description text not null
column lenses.latest text not null
column lenses.has_draft boolean not null
column lenses.version integer not null
column lenses.created_at bigint not null
column lenses.updated_at bigint not null
column lenses.updated_by text not null
column lenses.deleted_at bigint not null
column milestone_lens_versions.milestone_id text not null
column milestone_lens_versions.lens_version_id text not null
column milestones.id text collate C not null
column milestones.workload_id text not null
column milestones.number integer not null
column milestones.name text not null
column milestones.name_fold text collate C not null
column milestones.created_at bigint not null
column milestones.created_by text not null
column milestones.count_unanswered integer not null
column milestones.count_high integer not null
column milestones.count_medium integer not null
column milestones.count_none integer not null
column milestones.count_not_applicable integer not null
column milestones.format integer not null
column milestones.digest text not null
column milestones.snapshot bytea not null
column pillar_reviews.review_id text not null
column pillar_reviews.pillar_id text collate C not null
column pillar_reviews.position integer not null
column pillar_reviews.count_unanswered integer not null
column pillar_reviews.count_high integer not null
column pillar_reviews.count_medium integer not null
column pillar_reviews.count_none integer not null
column pillar_reviews.count_not_applicable integer not null
column pillar_reviews.notes text not null
column reviews.id text collate C not null
column reviews.workload_id text not null
column reviews.lens_id text not null
column reviews.lens_version_id text not null
column reviews.version integer not null
column reviews.created_at bigint not null
column reviews.updated_at bigint not null
column reviews.updated_by text not null
column reviews.notes text not null
column schema_migrations.id text not null
column tokens.id text collate C not null
column tokens.workspace_id text not null
column tokens.name text not null
column tokens.role text not null
column tokens.hint text not null
column tokens.hash bytea not null
column tokens.expires_at bigint not null
column tokens.revoked_at bigint not null
column tokens.last_used_at bigint not null
column tokens.created_at bigint not null
column tokens.created_by text not null
column workloads.id text collate C not null
column workloads.workspace_id text not null
column workloads.name text not null
column workloads.name_fold text collate C not null
column workloads.description text not null
column workloads.environment text not null
column workloads.review_owner text not null
column workloads.aws_regions text not null
column workloads.non_aws_regions text not null
column workloads.account_ids text not null
column workloads.architectural_design text not null
column workloads.industry_type text not null
column workloads.industry text not null
column workloads.pillar_priorities text not null
column workloads.applications text not null
column workloads.improvement_status text not null
column workloads.tags text not null
column workloads.version integer not null
column workloads.created_at bigint not null
column workloads.updated_at bigint not null
column workloads.updated_by text not null
column workloads.notes text not null
column workspaces.id text collate C not null
column workspaces.name text not null
column workspaces.account_id text not null
column workspaces.created_at bigint not null
constraint answers.answers_pkey PRIMARY KEY (review_id, question_id)
constraint answers.answers_review_id_fkey FOREIGN KEY (review_id) REFERENCES reviews(id) ON DELETE CASCADE
constraint answers.answers_risk_check CHECK ((risk = ANY (ARRAY['UNANSWERED'::text, 'HIGH'::text, 'MEDIUM'::text, 'NONE'::text, 'NOT_APPLICABLE'::text])))
constraint audit.audit_pkey PRIMARY KEY (seq)
constraint audit.audit_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id)
constraint builtin_lenses.builtin_lenses_lens_id_fkey FOREIGN KEY (lens_id) REFERENCES lenses(id)
constraint builtin_lenses.builtin_lenses_pkey PRIMARY KEY (workspace_id, key)
constraint builtin_lenses.builtin_lenses_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id)
constraint idempotency.idempotency_pkey PRIMARY KEY (workspace_id, key)
constraint idempotency.idempotency_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id)
constraint lens_drafts.lens_drafts_lens_id_fkey FOREIGN KEY (lens_id) REFERENCES lenses(id) ON DELETE CASCADE
constraint lens_drafts.lens_drafts_pkey PRIMARY KEY (lens_id)
constraint lens_versions.lens_versions_id_lens_id_key UNIQUE (id, lens_id)
constraint lens_versions.lens_versions_lens_id_fkey FOREIGN KEY (lens_id) REFERENCES lenses(id)
constraint lens_versions.lens_versions_lens_id_name_key UNIQUE (lens_id, name)
constraint lens_versions.lens_versions_lens_id_seq_key UNIQUE (lens_id, seq)
constraint lens_versions.lens_versions_pkey PRIMARY KEY (id)
constraint lenses.lenses_pkey PRIMARY KEY (id)
constraint lenses.lenses_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id)
constraint milestone_lens_versions.milestone_lens_versions_lens_version_id_fkey FOREIGN KEY (lens_version_id) REFERENCES lens_versions(id)
constraint milestone_lens_versions.milestone_lens_versions_milestone_id_fkey FOREIGN KEY (milestone_id) REFERENCES milestones(id) ON DELETE CASCADE
constraint milestone_lens_versions.milestone_lens_versions_pkey PRIMARY KEY (milestone_id, lens_version_id)
constraint milestones.milestones_count_high_check CHECK ((count_high >= 0))
constraint milestones.milestones_count_medium_check CHECK ((count_medium >= 0))
constraint milestones.milestones_count_none_check CHECK ((count_none >= 0))
constraint milestones.milestones_count_not_applicable_check CHECK ((count_not_applicable >= 0))
constraint milestones.milestones_count_unanswered_check CHECK ((count_unanswered >= 0))
constraint milestones.milestones_number_check CHECK ((number > 0))
constraint milestones.milestones_pkey PRIMARY KEY (id)
constraint milestones.milestones_workload_id_fkey FOREIGN KEY (workload_id) REFERENCES workloads(id) ON DELETE CASCADE
constraint milestones.milestones_workload_id_name_fold_key UNIQUE (workload_id, name_fold)
constraint milestones.milestones_workload_id_number_key UNIQUE (workload_id, number)
constraint pillar_reviews.pillar_reviews_count_high_check CHECK ((count_high >= 0))
constraint pillar_reviews.pillar_reviews_count_medium_check CHECK ((count_medium >= 0))
constraint pillar_reviews.pillar_reviews_count_none_check CHECK ((count_none >= 0))
constraint pillar_reviews.pillar_reviews_count_not_applicable_check CHECK ((count_not_applicable >= 0))
constraint pillar_reviews.pillar_reviews_count_unanswered_check CHECK ((count_unanswered >= 0))
constraint pillar_reviews.pillar_reviews_pkey PRIMARY KEY (review_id, pillar_id)
constraint pillar_reviews.pillar_reviews_review_id_fkey FOREIGN KEY (review_id) REFERENCES reviews(id) ON DELETE CASCADE
constraint reviews.reviews_lens_version_id_lens_id_fkey FOREIGN KEY (lens_version_id, lens_id) REFERENCES lens_versions(id, lens_id)
constraint reviews.reviews_pkey PRIMARY KEY (id)
constraint reviews.reviews_workload_id_fkey FOREIGN KEY (workload_id) REFERENCES workloads(id) ON DELETE CASCADE
constraint reviews.reviews_workload_id_lens_id_key UNIQUE (workload_id, lens_id)
constraint schema_migrations.schema_migrations_pkey PRIMARY KEY (id)
constraint tokens.tokens_hash_key UNIQUE (hash)
constraint tokens.tokens_pkey PRIMARY KEY (id)
constraint tokens.tokens_role_check CHECK ((role = ANY (ARRAY['viewer'::text, 'contributor'::text, 'architect'::text, 'owner'::text])))
constraint tokens.tokens_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id)
constraint workloads.workloads_environment_check CHECK ((environment = ANY (ARRAY['PRODUCTION'::text, 'PREPRODUCTION'::text])))
constraint workloads.workloads_pkey PRIMARY KEY (id)
constraint workloads.workloads_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id)
constraint workspaces.workspaces_pkey PRIMARY KEY (id)
CREATE UNIQUE INDEX answers_pkey ON public.answers USING btree (review_id, question_id)
CREATE UNIQUE INDEX audit_pkey ON public.audit USING btree (seq)
CREATE INDEX audit_workload ON public.audit USING btree (workload_id, seq) WHERE (workload_id <> ''::text)
CREATE INDEX audit_workspace ON public.audit USING btree (workspace_id, seq)
CREATE UNIQUE INDEX builtin_lenses_pkey ON public.builtin_lenses USING btree (workspace_id, key)
CREATE INDEX idempotency_age ON public.idempotency USING btree (created_at)
CREATE UNIQUE INDEX idempotency_pkey ON public.idempotency USING btree (workspace_id, key)
CREATE UNIQUE INDEX lens_drafts_pkey ON public.lens_drafts USING btree (lens_id)
CREATE UNIQUE INDEX lens_versions_id_lens_id_key ON public.lens_versions USING btree (id, lens_id)
CREATE UNIQUE INDEX lens_versions_lens_id_name_key ON public.lens_versions USING btree (lens_id, name)
CREATE UNIQUE INDEX lens_versions_lens_id_seq_key ON public.lens_versions USING btree (lens_id, seq)
CREATE UNIQUE INDEX lens_versions_pkey ON public.lens_versions USING btree (id)
CREATE UNIQUE INDEX lenses_key ON public.lenses USING btree (workspace_id, key) WHERE (deleted_at = 0)
CREATE UNIQUE INDEX lenses_name ON public.lenses USING btree (workspace_id, name_fold) WHERE (deleted_at = 0)
CREATE UNIQUE INDEX lenses_pkey ON public.lenses USING btree (id)
CREATE UNIQUE INDEX milestone_lens_versions_pkey ON public.milestone_lens_versions USING btree (milestone_id, lens_version_id)
CREATE UNIQUE INDEX milestones_pkey ON public.milestones USING btree (id)
CREATE UNIQUE INDEX milestones_workload_id_name_fold_key ON public.milestones USING btree (workload_id, name_fold)
CREATE UNIQUE INDEX milestones_workload_id_number_key ON public.milestones USING btree (workload_id, number)
CREATE UNIQUE INDEX pillar_reviews_pkey ON public.pillar_reviews USING btree (review_id, pillar_id)
CREATE INDEX reviews_lens_version ON public.reviews USING btree (lens_version_id, lens_id)
CREATE UNIQUE INDEX reviews_pkey ON public.reviews USING btree (id)
CREATE UNIQUE INDEX reviews_workload_id_lens_id_key ON public.reviews USING btree (workload_id, lens_id)
CREATE UNIQUE INDEX schema_migrations_pkey ON public.schema_migrations USING btree (id)
CREATE INDEX tokens_by_age ON public.tokens USING btree (workspace_id, created_at, id)
CREATE UNIQUE INDEX tokens_hash_key ON public.tokens USING btree (hash)
CREATE UNIQUE INDEX tokens_pkey ON public.tokens USING btree (id)
CREATE UNIQUE INDEX workloads_name ON public.workloads USING btree (workspace_id, name_fold)
CREATE UNIQUE INDEX workloads_pkey ON public.workloads USING btree (id)
CREATE UNIQUE INDEX workspaces_pkey ON public.workspaces USING btree (id)
