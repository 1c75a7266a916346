column acceptances.id text collate C not null
column acceptances.workspace_id text collate C not null
column acceptances.workload_id text collate C not null
column acceptances.review_id text collate C not null
column acceptances.lens_id text collate C not null
column acceptances.question_id text collate C not null
column acceptances.choice_id text collate C not null
column acceptances.item_id text collate C not null
column acceptances.former_id text collate C not null
column acceptances.risk text not null
column acceptances.reason text not null
column acceptances.mitigation text not null
column acceptances.approver_role text not null
column acceptances.approver_id text collate C not null
column acceptances.until text collate C not null
column acceptances.state text not null
column acceptances.created_at bigint not null
column acceptances.asked_by text not null
column acceptances.asked_by_id text collate C not null
column acceptances.decided_at bigint not null
column acceptances.decided_by text not null
column acceptances.decided_by_id text collate C not null
column acceptances.decision_note text not null
column acceptances.closed_at bigint not null
column acceptances.closed_by text not null
column acceptances.closed_note text not null
column acceptances.version bigint not null
column access_keys.id text collate C not null
column access_keys.workspace_id text not null
column access_keys.user_id text not null
column access_keys.name text not null
column access_keys.role text not null
column access_keys.secret text not null
column access_keys.expires_at bigint not null
column access_keys.revoked_at bigint not null
column access_keys.last_used_at bigint not null
column access_keys.created_at bigint not null
column access_keys.created_by text not null
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
column answers.undecided boolean not null
column assignments.review_id text not null
column assignments.pillar_id text collate C not null
column assignments.question_id text collate C not null
column assignments.user_id text collate C not null
column assignments.assigned_at bigint not null
column assignments.assigned_by text not null
column attempts.key text collate C not null
column attempts.failures integer not null
column attempts.since bigint not null
column attempts.locked_until bigint not null
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
column audit.address text not null
column audit.position bigint not null
column audit.hash bytea not null
column audit.slot bigint not null
column audit.slot_number bigint not null
column audit_heads.workspace_id text collate C not null
column audit_heads.lines bigint not null
column audit_heads.hash bytea not null
column audit_sealed.slot bigint not null
column audit_sealed.lines bigint not null
column audit_slots.id bigint not null
column audit_slots.lines bigint not null
column builtin_lenses.workspace_id text collate C not null
column builtin_lenses.key text collate C not null
column builtin_lenses.lens_id text collate C not null
column builtin_lenses.version text collate C not null
column comments.id text collate C not null
column comments.review_id text not null
column comments.question_id text collate C not null
column comments.user_id text collate C not null
column comments.author text not null
column comments.body text not null
column comments.version integer not null
column comments.created_at bigint not null
column comments.updated_at bigint not null
column comments.deleted_at bigint not null
column comments.deleted_by text not null
column events.id bigint not null identity always
column events.payload text not null
column events.at timestamp with time zone not null
column facilitations.review_id text not null
column facilitations.question_id text collate C not null
column facilitations.question_since bigint not null
column facilitations.show_notes boolean not null
column facilitations.agenda text not null
column facilitations.started_at bigint not null
column facilitations.updated_at bigint not null
column facilitations.updated_by text not null
column facilitations.version integer not null
column feed_tokens.id text collate C not null
column feed_tokens.workspace_id text collate C not null
column feed_tokens.user_id text collate C not null
column feed_tokens.workload_id text collate C not null
column feed_tokens.name text not null
column feed_tokens.hint text not null
column feed_tokens.hash bytea not null
column feed_tokens.revoked_at bigint not null
column feed_tokens.last_used_at bigint not null
column feed_tokens.created_at bigint not null
column feed_tokens.created_by text not null
column guest_links.id text collate C not null
column guest_links.workspace_id text not null
column guest_links.workload_id text not null
column guest_links.lens_id text not null
column guest_links.name text not null
column guest_links.hash bytea not null
column guest_links.passcode text not null
column guest_links.expires_at bigint not null
column guest_links.revoked_at bigint not null
column guest_links.opens integer not null
column guest_links.opened_at bigint not null
column guest_links.created_at bigint not null
column guest_links.created_by text not null
column idempotency.workspace_id text not null
column idempotency.key text not null
column idempotency.digest text not null
column idempotency.kind text not null
column idempotency.thing_id text not null
column idempotency.created_at bigint not null
column identities.issuer text not null
column identities.subject text not null
column identities.user_id text not null
column identities.created_at bigint not null
column item_activity.id text collate C not null
column item_activity.item_id text collate C not null
column item_activity.at bigint not null
column item_activity.actor_kind text collate C not null
column item_activity.actor_id text collate C not null
column item_activity.actor_name text collate C not null
column item_activity.kind text collate C not null
column item_activity.old_value text collate C not null
column item_activity.new_value text collate C not null
column item_activity.note text collate C not null
column item_comments.id text collate C not null
column item_comments.item_id text collate C not null
column item_comments.user_id text collate C not null
column item_comments.author text collate C not null
column item_comments.body text collate C not null
column item_comments.version bigint not null
column item_comments.created_at bigint not null
column item_comments.updated_at bigint not null
column item_comments.deleted_at bigint not null
column item_comments.deleted_by text collate C not null
column item_mentions.comment_id text collate C not null
column item_mentions.user_id text collate C not null
column item_mentions.created_at bigint not null
column item_mentions.read_at bigint not null
column item_needs.item_id text collate C not null
column item_needs.needs_id text collate C not null
column item_practices.item_id text collate C not null
column item_practices.review_id text collate C not null
column item_practices.question_id text collate C not null
column item_practices.choice_id text collate C not null
column item_practices.position bigint not null
column items.id text collate C not null
column items.workspace_id text collate C not null
column items.workload_id text collate C not null
column items.number bigint not null
column items.title text collate C not null
column items.title_fold text collate C not null
column items.description text collate C not null
column items.owner_kind text collate C not null
column items.owner_id text collate C not null
column items.owner_name text collate C not null
column items.due_on text collate C not null
column items.first_due_on text collate C not null
column items.sla_due_on text collate C not null
column items.due_source text collate C not null
column items.priority bigint not null
column items.effort text collate C not null
column items.impact text collate C not null
column items.risk text collate C not null
column items.build_cost bigint not null
column items.run_cost bigint not null
column items.status text collate C not null
column items.wont_do_reason text collate C not null
column items.status_note text collate C not null
column items.tradeoff text collate C not null
column items.tradeoff_pillars text collate C not null
column items.links text collate C not null
column items.origin text collate C not null
column items.origin_id text collate C not null
column items.regressed_from text collate C not null
column items.regressed_at bigint not null
column items.reopened bigint not null
column items.created_at bigint not null
column items.created_by text collate C not null
column items.updated_at bigint not null
column items.updated_by text collate C not null
column items.started_at bigint not null
column items.closed_at bigint not null
column items.closed_by text collate C not null
column items.closed_by_id text collate C not null
column items.version bigint not null
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
column lenses.document_name text collate C not null
column lenses.document_name_fold text collate C not null
column links.id text collate C not null
column links.kind text not null
column links.hash bytea not null
column links.workspace_id text not null
column links.email text not null
column links.role text not null
column links.workloads text not null
column links.pillars text not null
column links.user_id text not null
column links.created_at bigint not null
column links.created_by text not null
column links.expires_at bigint not null
column links.used_at bigint not null
column links.revoked_at bigint not null
column mappings.id text collate C not null
column mappings.claim text collate C not null
column mappings.value text collate C not null
column mappings.workspace_id text collate C not null
column mappings.role text not null
column mappings.created_at bigint not null
column mappings.created_by text not null
column mappings.matched_at bigint not null
column members.workspace_id text collate C not null
column members.user_id text collate C not null
column members.role text not null
column members.workloads text not null
column members.pillars text not null
column members.source text not null
column members.version integer not null
column members.created_at bigint not null
column members.created_by text not null
column members.updated_at bigint not null
column members.updated_by text not null
column mentions.comment_id text collate C not null
column mentions.user_id text collate C not null
column mentions.created_at bigint not null
column mentions.read_at bigint not null
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
column milestones.count_undecided integer not null
column notice_settings.user_id text collate C not null
column notice_settings.assigned text not null
column notice_settings.mentioned text not null
column notice_settings.due text not null
column notice_settings.escalations text not null
column notice_settings.acceptances text not null
column notice_settings.reviews text not null
column notice_settings.weekday bigint not null
column notice_settings.hour bigint not null
column notice_settings.version bigint not null
column notice_settings.updated_at bigint not null
column outbox.id text collate C not null
column outbox.kind text not null
column outbox.about text not null
column outbox.workspace_id text collate C not null
column outbox.link_id text collate C not null
column outbox.recipient text not null
column outbox.payload text not null
column outbox.created_at bigint not null
column outbox.queued_at bigint not null
column outbox.due_at bigint not null
column outbox.expires_at bigint not null
column outbox.attempts bigint not null
column outbox.claimed_by text not null
column outbox.claimed_until bigint not null
column outbox.state text not null
column outbox.last_error text not null
column outbox.ended_at bigint not null
column parked.id text collate C not null
column parked.review_id text not null
column parked.question_id text collate C not null
column parked.body text not null
column parked.created_at bigint not null
column parked.created_by text not null
column parked.done_at bigint not null
column parked.done_by text not null
column parked.kept_as text not null
column pillar_reviews.review_id text not null
column pillar_reviews.pillar_id text collate C not null
column pillar_reviews.position integer not null
column pillar_reviews.count_unanswered integer not null
column pillar_reviews.count_high integer not null
column pillar_reviews.count_medium integer not null
column pillar_reviews.count_none integer not null
column pillar_reviews.count_not_applicable integer not null
column pillar_reviews.notes text not null
column pillar_reviews.count_undecided integer not null
column plan_settings.workspace_id text collate C not null
column plan_settings.last_number bigint not null
column plan_settings.high_days bigint not null
column plan_settings.medium_days bigint not null
column plan_settings.due_soon_days bigint not null
column plan_settings.high_cap bigint not null
column plan_settings.currency text collate C not null
column plan_settings.lead_after_days bigint not null
column plan_settings.sponsor_after_days bigint not null
column plan_settings.lead_id text collate C not null
column plan_settings.sponsor_id text collate C not null
column plan_settings.version bigint not null
column plan_settings.updated_at bigint not null
column plan_settings.updated_by text collate C not null
column proposals.id text collate C not null
column proposals.workload_id text collate C not null
column proposals.name text collate C not null
column proposals.note text collate C not null
column proposals.practices text collate C not null
column proposals.version bigint not null
column proposals.created_at bigint not null
column proposals.created_by text collate C not null
column proposals.updated_at bigint not null
column proposals.updated_by text collate C not null
column report_brands.workspace_id text collate C not null
column report_brands.primary_color text not null
column report_brands.accent_color text not null
column report_brands.footer text not null
column report_brands.logo bytea not null
column report_brands.logo_width bigint not null
column report_brands.logo_height bigint not null
column report_brands.version bigint not null
column report_brands.updated_at bigint not null
column report_brands.updated_by text not null
column report_keys.id text collate C not null
column report_keys.public bytea not null
column report_keys.sealed text not null
column report_keys.created_at bigint not null
column report_keys.created_by text not null
column report_keys.retired_at bigint not null
column report_presets.id text collate C not null
column report_presets.workspace_id text collate C not null
column report_presets.name text not null
column report_presets.folded text collate C not null
column report_presets.base text not null
column report_presets.choices text not null
column report_presets.version bigint not null
column report_presets.created_at bigint not null
column report_presets.created_by text not null
column report_presets.updated_at bigint not null
column report_presets.updated_by text not null
column report_proofs.sha256 bytea not null
column report_proofs.workload_id text collate C not null
column report_proofs.key_id text collate C not null
column report_proofs.made_at bigint not null
column report_proofs.manifest text not null
column report_proofs.signature bytea not null
column reviews.id text collate C not null
column reviews.workload_id text not null
column reviews.lens_id text not null
column reviews.lens_version_id text not null
column reviews.version integer not null
column reviews.created_at bigint not null
column reviews.updated_at bigint not null
column reviews.updated_by text not null
column reviews.notes text not null
column reviews.former text collate C not null
column reviews.version_base bigint not null
column reviews.followed boolean not null
column reviews.changes bigint not null
column schema_migrations.id text not null
column sessions.id text collate C not null
column sessions.hash bytea not null
column sessions.user_id text
column sessions.guest_link_id text
column sessions.workspace_id text not null
column sessions.method text not null
column sessions.address text not null
column sessions.agent text not null
column sessions.created_at bigint not null
column sessions.seen_at bigint not null
column sessions.expires_at bigint not null
column sessions.revoked_at bigint not null
column settings.key text collate C not null
column settings.value text not null
column shares.id text collate C not null
column shares.kind text not null
column shares.thing_id text not null
column shares.thing_name text not null
column shares.workspace_id text not null
column shares.account_id text not null
column shares.target_id text not null
column shares.role text not null
column shares.status text not null
column shares.created_at bigint not null
column shares.created_by text not null
column shares.expires_at bigint not null
column shares.decided_at bigint not null
column shares.decided_by text not null
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
column tokens.user_id text not null
column told.step text collate C not null
column told.at bigint not null
column trend_days.workload_id text collate C not null
column trend_days.day text collate C not null
column trend_days.count_unanswered bigint not null
column trend_days.count_high bigint not null
column trend_days.count_medium bigint not null
column trend_days.count_none bigint not null
column trend_days.count_not_applicable bigint not null
column trend_days.count_undecided bigint not null
column trend_days.open_items bigint not null
column trend_days.overdue_items bigint not null
column users.id text collate C not null
column users.email text not null
column users.email_fold text not null
column users.name text not null
column users.name_fold text collate C not null
column users.password text not null
column users.password_at bigint not null
column users.totp text not null
column users.totp_at bigint not null
column users.totp_step bigint not null
column users.recovery_codes text not null
column users.admin boolean not null
column users.disabled_at bigint not null
column users.last_sign_in_at bigint not null
column users.created_at bigint not null
column users.created_by text not null
column users.version integer not null
column users.time_zone text not null
column version_marks.workload_id text collate C not null
column version_marks.version bigint not null
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
column workloads.cost_center text not null
column workloads.review_due_on text collate C not null
column workloads.review_every_months bigint not null
column workloads.next_review_on text collate C not null
column workspaces.id text collate C not null
column workspaces.name text not null
column workspaces.account_id text not null
column workspaces.created_at bigint not null
column workspaces.require_codes boolean not null
column workspaces.time_zone text not null
constraint acceptances.acceptances_pkey PRIMARY KEY (id)
constraint acceptances.acceptances_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'accepted'::text, 'declined'::text, 'withdrawn'::text, 'revoked'::text, 'replaced'::text, 'removed'::text])))
constraint acceptances.acceptances_workload_id_fkey FOREIGN KEY (workload_id) REFERENCES workloads(id) ON DELETE CASCADE
constraint acceptances.acceptances_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id)
constraint access_keys.access_keys_pkey PRIMARY KEY (id)
constraint access_keys.access_keys_role_check CHECK ((role = ANY (ARRAY['viewer'::text, 'contributor'::text, 'architect'::text, 'owner'::text])))
constraint access_keys.access_keys_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id)
constraint answers.answers_pkey PRIMARY KEY (review_id, question_id)
constraint answers.answers_review_id_fkey FOREIGN KEY (review_id) REFERENCES reviews(id) ON DELETE CASCADE
constraint answers.answers_risk_check CHECK ((risk = ANY (ARRAY['UNANSWERED'::text, 'HIGH'::text, 'MEDIUM'::text, 'NONE'::text, 'NOT_APPLICABLE'::text])))
constraint assignments.assignments_pkey PRIMARY KEY (review_id, pillar_id, question_id)
constraint assignments.assignments_review_id_fkey FOREIGN KEY (review_id) REFERENCES reviews(id) ON DELETE CASCADE
constraint assignments.assignments_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
constraint attempts.attempts_pkey PRIMARY KEY (key)
constraint audit.audit_pkey PRIMARY KEY (seq)
constraint audit_heads.audit_heads_pkey PRIMARY KEY (workspace_id)
constraint audit_sealed.audit_sealed_pkey PRIMARY KEY (slot)
constraint audit_slots.audit_slots_pkey PRIMARY KEY (id)
constraint builtin_lenses.builtin_lenses_lens_id_fkey FOREIGN KEY (lens_id) REFERENCES lenses(id)
constraint builtin_lenses.builtin_lenses_pkey PRIMARY KEY (workspace_id, key)
constraint builtin_lenses.builtin_lenses_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id)
constraint comments.comments_pkey PRIMARY KEY (id)
constraint comments.comments_review_id_fkey FOREIGN KEY (review_id) REFERENCES reviews(id) ON DELETE CASCADE
constraint events.events_pkey PRIMARY KEY (id)
constraint facilitations.facilitations_pkey PRIMARY KEY (review_id)
constraint facilitations.facilitations_review_id_fkey FOREIGN KEY (review_id) REFERENCES reviews(id) ON DELETE CASCADE
constraint feed_tokens.feed_tokens_hash_key UNIQUE (hash)
constraint feed_tokens.feed_tokens_pkey PRIMARY KEY (id)
constraint feed_tokens.feed_tokens_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
constraint feed_tokens.feed_tokens_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id)
constraint guest_links.guest_links_hash_key UNIQUE (hash)
constraint guest_links.guest_links_pkey PRIMARY KEY (id)
constraint guest_links.guest_links_workload_id_fkey FOREIGN KEY (workload_id) REFERENCES workloads(id) ON DELETE CASCADE
constraint guest_links.guest_links_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id)
constraint idempotency.idempotency_pkey PRIMARY KEY (workspace_id, key)
constraint idempotency.idempotency_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id)
constraint identities.identities_pkey PRIMARY KEY (issuer, subject)
constraint identities.identities_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
constraint item_activity.item_activity_item_id_fkey FOREIGN KEY (item_id) REFERENCES items(id) ON DELETE CASCADE
constraint item_activity.item_activity_pkey PRIMARY KEY (id)
constraint item_comments.item_comments_item_id_fkey FOREIGN KEY (item_id) REFERENCES items(id) ON DELETE CASCADE
constraint item_comments.item_comments_pkey PRIMARY KEY (id)
constraint item_mentions.item_mentions_comment_id_fkey FOREIGN KEY (comment_id) REFERENCES item_comments(id) ON DELETE CASCADE
constraint item_mentions.item_mentions_pkey PRIMARY KEY (comment_id, user_id)
constraint item_mentions.item_mentions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
constraint item_needs.item_needs_item_id_fkey FOREIGN KEY (item_id) REFERENCES items(id) ON DELETE CASCADE
constraint item_needs.item_needs_needs_id_fkey FOREIGN KEY (needs_id) REFERENCES items(id) ON DELETE CASCADE
constraint item_needs.item_needs_pkey PRIMARY KEY (item_id, needs_id)
constraint item_practices.item_practices_item_id_fkey FOREIGN KEY (item_id) REFERENCES items(id) ON DELETE CASCADE
constraint item_practices.item_practices_pkey PRIMARY KEY (item_id, review_id, question_id, choice_id)
constraint item_practices.item_practices_review_id_fkey FOREIGN KEY (review_id) REFERENCES reviews(id) ON DELETE CASCADE
constraint items.items_due_source_check CHECK ((due_source = ANY (ARRAY[''::text, 'sla'::text, 'agreed'::text])))
constraint items.items_owner_kind_check CHECK ((owner_kind = ANY (ARRAY[''::text, 'member'::text, 'team'::text, 'outsider'::text])))
constraint items.items_pkey PRIMARY KEY (id)
constraint items.items_priority_check CHECK (((priority >= 1) AND (priority <= 4)))
constraint items.items_status_check CHECK ((status = ANY (ARRAY['open'::text, 'in_progress'::text, 'blocked'::text, 'in_review'::text, 'to_verify'::text, 'done'::text, 'wont_do'::text])))
constraint items.items_workload_id_fkey FOREIGN KEY (workload_id) REFERENCES workloads(id) ON DELETE CASCADE
constraint items.items_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE
constraint items.items_workspace_id_number_key UNIQUE (workspace_id, number)
constraint lens_drafts.lens_drafts_lens_id_fkey FOREIGN KEY (lens_id) REFERENCES lenses(id) ON DELETE CASCADE
constraint lens_drafts.lens_drafts_pkey PRIMARY KEY (lens_id)
constraint lens_versions.lens_versions_id_lens_id_key UNIQUE (id, lens_id)
constraint lens_versions.lens_versions_lens_id_fkey FOREIGN KEY (lens_id) REFERENCES lenses(id)
constraint lens_versions.lens_versions_lens_id_name_key UNIQUE (lens_id, name)
constraint lens_versions.lens_versions_lens_id_seq_key UNIQUE (lens_id, seq)
constraint lens_versions.lens_versions_pkey PRIMARY KEY (id)
constraint lenses.lenses_pkey PRIMARY KEY (id)
constraint lenses.lenses_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id)
constraint links.links_hash_key UNIQUE (hash)
constraint links.links_kind_check CHECK ((kind = ANY (ARRAY['setup'::text, 'invitation'::text, 'reset'::text])))
constraint links.links_pkey PRIMARY KEY (id)
constraint mappings.mappings_claim_value_workspace_id_key UNIQUE (claim, value, workspace_id)
constraint mappings.mappings_pkey PRIMARY KEY (id)
constraint mappings.mappings_role_check CHECK ((role = ANY (ARRAY['viewer'::text, 'contributor'::text, 'architect'::text, 'owner'::text, 'administrator'::text])))
constraint members.members_pkey PRIMARY KEY (workspace_id, user_id)
constraint members.members_role_check CHECK ((role = ANY (ARRAY['viewer'::text, 'contributor'::text, 'architect'::text, 'owner'::text])))
constraint members.members_source_check CHECK ((source = ANY (ARRAY['local'::text, 'provider'::text])))
constraint members.members_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
constraint members.members_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id)
constraint mentions.mentions_comment_id_fkey FOREIGN KEY (comment_id) REFERENCES comments(id) ON DELETE CASCADE
constraint mentions.mentions_pkey PRIMARY KEY (comment_id, user_id)
constraint mentions.mentions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
constraint milestone_lens_versions.milestone_lens_versions_lens_version_id_fkey FOREIGN KEY (lens_version_id) REFERENCES lens_versions(id)
constraint milestone_lens_versions.milestone_lens_versions_milestone_id_fkey FOREIGN KEY (milestone_id) REFERENCES milestones(id) ON DELETE CASCADE
constraint milestone_lens_versions.milestone_lens_versions_pkey PRIMARY KEY (milestone_id, lens_version_id)
constraint milestones.milestones_count_high_check CHECK ((count_high >= 0))
constraint milestones.milestones_count_medium_check CHECK ((count_medium >= 0))
constraint milestones.milestones_count_none_check CHECK ((count_none >= 0))
constraint milestones.milestones_count_not_applicable_check CHECK ((count_not_applicable >= 0))
constraint milestones.milestones_count_unanswered_check CHECK ((count_unanswered >= 0))
constraint milestones.milestones_count_undecided_check CHECK ((count_undecided >= 0))
constraint milestones.milestones_number_check CHECK ((number > 0))
constraint milestones.milestones_pkey PRIMARY KEY (id)
constraint milestones.milestones_workload_id_fkey FOREIGN KEY (workload_id) REFERENCES workloads(id) ON DELETE CASCADE
constraint milestones.milestones_workload_id_name_fold_key UNIQUE (workload_id, name_fold)
constraint milestones.milestones_workload_id_number_key UNIQUE (workload_id, number)
constraint notice_settings.notice_settings_hour_check CHECK (((hour >= 0) AND (hour <= 23)))
constraint notice_settings.notice_settings_pkey PRIMARY KEY (user_id)
constraint notice_settings.notice_settings_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
constraint notice_settings.notice_settings_weekday_check CHECK (((weekday >= 0) AND (weekday <= 6)))
constraint outbox.outbox_pkey PRIMARY KEY (id)
constraint outbox.outbox_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'sent'::text, 'failed'::text])))
constraint parked.parked_pkey PRIMARY KEY (id)
constraint parked.parked_review_id_fkey FOREIGN KEY (review_id) REFERENCES reviews(id) ON DELETE CASCADE
constraint pillar_reviews.pillar_reviews_count_high_check CHECK ((count_high >= 0))
constraint pillar_reviews.pillar_reviews_count_medium_check CHECK ((count_medium >= 0))
constraint pillar_reviews.pillar_reviews_count_none_check CHECK ((count_none >= 0))
constraint pillar_reviews.pillar_reviews_count_not_applicable_check CHECK ((count_not_applicable >= 0))
constraint pillar_reviews.pillar_reviews_count_unanswered_check CHECK ((count_unanswered >= 0))
constraint pillar_reviews.pillar_reviews_count_undecided_check CHECK ((count_undecided >= 0))
constraint pillar_reviews.pillar_reviews_pkey PRIMARY KEY (review_id, pillar_id)
constraint pillar_reviews.pillar_reviews_review_id_fkey FOREIGN KEY (review_id) REFERENCES reviews(id) ON DELETE CASCADE
constraint plan_settings.plan_settings_pkey PRIMARY KEY (workspace_id)
constraint plan_settings.plan_settings_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE
constraint proposals.proposals_pkey PRIMARY KEY (id)
constraint proposals.proposals_workload_id_fkey FOREIGN KEY (workload_id) REFERENCES workloads(id) ON DELETE CASCADE
constraint report_brands.report_brands_pkey PRIMARY KEY (workspace_id)
constraint report_brands.report_brands_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id)
constraint report_keys.report_keys_pkey PRIMARY KEY (id)
constraint report_presets.report_presets_pkey PRIMARY KEY (id)
constraint report_presets.report_presets_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id)
constraint report_proofs.report_proofs_key_id_fkey FOREIGN KEY (key_id) REFERENCES report_keys(id)
constraint report_proofs.report_proofs_pkey PRIMARY KEY (sha256)
constraint reviews.reviews_lens_version_id_lens_id_fkey FOREIGN KEY (lens_version_id, lens_id) REFERENCES lens_versions(id, lens_id)
constraint reviews.reviews_pkey PRIMARY KEY (id)
constraint reviews.reviews_workload_id_fkey FOREIGN KEY (workload_id) REFERENCES workloads(id) ON DELETE CASCADE
constraint reviews.reviews_workload_id_lens_id_key UNIQUE (workload_id, lens_id)
constraint schema_migrations.schema_migrations_pkey PRIMARY KEY (id)
constraint sessions.sessions_check CHECK (((user_id IS NULL) <> (guest_link_id IS NULL)))
constraint sessions.sessions_guest_link_id_fkey FOREIGN KEY (guest_link_id) REFERENCES guest_links(id) ON DELETE CASCADE
constraint sessions.sessions_hash_key UNIQUE (hash)
constraint sessions.sessions_pkey PRIMARY KEY (id)
constraint sessions.sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
constraint settings.settings_pkey PRIMARY KEY (key)
constraint shares.shares_kind_check CHECK ((kind = ANY (ARRAY['workload'::text, 'lens'::text])))
constraint shares.shares_pkey PRIMARY KEY (id)
constraint shares.shares_role_check CHECK ((role = ANY (ARRAY['viewer'::text, 'contributor'::text])))
constraint shares.shares_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'accepted'::text, 'rejected'::text, 'revoked'::text])))
constraint shares.shares_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id)
constraint tokens.tokens_hash_key UNIQUE (hash)
constraint tokens.tokens_pkey PRIMARY KEY (id)
constraint tokens.tokens_role_check CHECK ((role = ANY (ARRAY['viewer'::text, 'contributor'::text, 'architect'::text, 'owner'::text])))
constraint tokens.tokens_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id)
constraint told.told_pkey PRIMARY KEY (step)
constraint trend_days.trend_days_pkey PRIMARY KEY (workload_id, day)
constraint trend_days.trend_days_workload_id_fkey FOREIGN KEY (workload_id) REFERENCES workloads(id) ON DELETE CASCADE
constraint users.users_email_fold_key UNIQUE (email_fold)
constraint users.users_pkey PRIMARY KEY (id)
constraint version_marks.version_marks_pkey PRIMARY KEY (workload_id)
constraint workloads.workloads_environment_check CHECK ((environment = ANY (ARRAY['PRODUCTION'::text, 'PREPRODUCTION'::text])))
constraint workloads.workloads_pkey PRIMARY KEY (id)
constraint workloads.workloads_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id)
constraint workspaces.workspaces_pkey PRIMARY KEY (id)
CREATE UNIQUE INDEX acceptances_asked ON public.acceptances USING btree (review_id, question_id, choice_id) WHERE (state = 'asked'::text)
CREATE UNIQUE INDEX acceptances_pkey ON public.acceptances USING btree (id)
CREATE INDEX acceptances_review ON public.acceptances USING btree (review_id, question_id, created_at, id)
CREATE INDEX acceptances_workload ON public.acceptances USING btree (workload_id, state, until)
CREATE INDEX acceptances_workspace ON public.acceptances USING btree (workspace_id, created_at, id)
CREATE INDEX acceptances_workspace_state ON public.acceptances USING btree (workspace_id, state, until)
CREATE INDEX access_keys_by_age ON public.access_keys USING btree (workspace_id, created_at, id)
CREATE UNIQUE INDEX access_keys_pkey ON public.access_keys USING btree (id)
CREATE UNIQUE INDEX answers_pkey ON public.answers USING btree (review_id, question_id)
CREATE UNIQUE INDEX assignments_pkey ON public.assignments USING btree (review_id, pillar_id, question_id)
CREATE INDEX assignments_user ON public.assignments USING btree (user_id, review_id)
CREATE UNIQUE INDEX attempts_pkey ON public.attempts USING btree (key)
CREATE INDEX attempts_since ON public.attempts USING btree (since)
CREATE UNIQUE INDEX audit_pkey ON public.audit USING btree (seq)
CREATE INDEX audit_slot ON public.audit USING btree (slot, slot_number) WHERE (slot > 0)
CREATE INDEX audit_thing ON public.audit USING btree (workload_id, thing_id, seq) WHERE (workload_id <> ''::text)
CREATE INDEX audit_workload ON public.audit USING btree (workload_id, seq) WHERE (workload_id <> ''::text)
CREATE INDEX audit_workspace ON public.audit USING btree (workspace_id, seq)
CREATE UNIQUE INDEX audit_heads_pkey ON public.audit_heads USING btree (workspace_id)
CREATE UNIQUE INDEX audit_sealed_pkey ON public.audit_sealed USING btree (slot)
CREATE UNIQUE INDEX audit_slots_pkey ON public.audit_slots USING btree (id)
CREATE UNIQUE INDEX builtin_lenses_pkey ON public.builtin_lenses USING btree (workspace_id, key)
CREATE INDEX comments_alive ON public.comments USING btree (review_id, question_id) WHERE (deleted_at = 0)
CREATE UNIQUE INDEX comments_pkey ON public.comments USING btree (id)
CREATE INDEX comments_thread ON public.comments USING btree (review_id, question_id, created_at, id)
CREATE INDEX events_age ON public.events USING brin (at)
CREATE UNIQUE INDEX events_pkey ON public.events USING btree (id)
CREATE UNIQUE INDEX facilitations_pkey ON public.facilitations USING btree (review_id)
CREATE UNIQUE INDEX feed_tokens_hash_key ON public.feed_tokens USING btree (hash)
CREATE UNIQUE INDEX feed_tokens_pkey ON public.feed_tokens USING btree (id)
CREATE INDEX feed_tokens_user ON public.feed_tokens USING btree (user_id, revoked_at)
CREATE INDEX feed_tokens_workspace ON public.feed_tokens USING btree (workspace_id, created_at, id)
CREATE INDEX guest_links_by_age ON public.guest_links USING btree (workload_id, lens_id, created_at, id)
CREATE UNIQUE INDEX guest_links_hash_key ON public.guest_links USING btree (hash)
CREATE UNIQUE INDEX guest_links_pkey ON public.guest_links USING btree (id)
CREATE INDEX idempotency_age ON public.idempotency USING btree (created_at)
CREATE UNIQUE INDEX idempotency_pkey ON public.idempotency USING btree (workspace_id, key)
CREATE UNIQUE INDEX identities_pkey ON public.identities USING btree (issuer, subject)
CREATE INDEX identities_user ON public.identities USING btree (user_id)
CREATE INDEX item_activity_item ON public.item_activity USING btree (item_id, at, id)
CREATE UNIQUE INDEX item_activity_pkey ON public.item_activity USING btree (id)
CREATE INDEX item_comments_item ON public.item_comments USING btree (item_id, created_at, id)
CREATE UNIQUE INDEX item_comments_pkey ON public.item_comments USING btree (id)
CREATE UNIQUE INDEX item_mentions_pkey ON public.item_mentions USING btree (comment_id, user_id)
CREATE INDEX item_mentions_user ON public.item_mentions USING btree (user_id, created_at, comment_id)
CREATE INDEX item_needs_back ON public.item_needs USING btree (needs_id)
CREATE UNIQUE INDEX item_needs_pkey ON public.item_needs USING btree (item_id, needs_id)
CREATE UNIQUE INDEX item_practices_pkey ON public.item_practices USING btree (item_id, review_id, question_id, choice_id)
CREATE INDEX item_practices_question ON public.item_practices USING btree (review_id, question_id, choice_id)
CREATE INDEX items_active ON public.items USING btree (workspace_id, (
CASE
    WHEN (due_on = ''::text) THEN '9999-99-99'::text
    ELSE due_on
END), id) WHERE (status = ANY (ARRAY['open'::text, 'in_progress'::text, 'blocked'::text, 'in_review'::text, 'to_verify'::text]))
CREATE INDEX items_by_due ON public.items USING btree (workspace_id, (
CASE
    WHEN (due_on = ''::text) THEN '9999-99-99'::text
    ELSE due_on
END), id)
CREATE INDEX items_by_status ON public.items USING btree (workspace_id, status, (
CASE
    WHEN (due_on = ''::text) THEN '9999-99-99'::text
    ELSE due_on
END), id)
CREATE INDEX items_by_update ON public.items USING btree (workspace_id, updated_at, id)
CREATE INDEX items_closed ON public.items USING btree (workspace_id, status, updated_at, id)
CREATE INDEX items_costs ON public.items USING btree (workspace_id, status, owner_kind, owner_id, owner_name, substr(due_on, 1, 7), build_cost, run_cost)
CREATE INDEX items_due ON public.items USING btree (due_on, id) WHERE ((due_on <> ''::text) AND (status = ANY (ARRAY['open'::text, 'in_progress'::text, 'blocked'::text, 'in_review'::text, 'to_verify'::text])))
CREATE INDEX items_metrics ON public.items USING btree (workspace_id, status, risk, sla_due_on, created_at, closed_at)
CREATE INDEX items_owner ON public.items USING btree (owner_id, status) WHERE (owner_id <> ''::text)
CREATE UNIQUE INDEX items_pkey ON public.items USING btree (id)
CREATE INDEX items_roadmap ON public.items USING btree (workspace_id, due_on, priority, number, id, risk, status) WHERE (status = ANY (ARRAY['open'::text, 'in_progress'::text, 'blocked'::text, 'in_review'::text, 'to_verify'::text]))
CREATE INDEX items_workload ON public.items USING btree (workload_id, status, due_on, number)
CREATE UNIQUE INDEX items_workspace_id_number_key ON public.items USING btree (workspace_id, number)
CREATE UNIQUE INDEX lens_drafts_pkey ON public.lens_drafts USING btree (lens_id)
CREATE UNIQUE INDEX lens_versions_id_lens_id_key ON public.lens_versions USING btree (id, lens_id)
CREATE UNIQUE INDEX lens_versions_lens_id_name_key ON public.lens_versions USING btree (lens_id, name)
CREATE UNIQUE INDEX lens_versions_lens_id_seq_key ON public.lens_versions USING btree (lens_id, seq)
CREATE UNIQUE INDEX lens_versions_pkey ON public.lens_versions USING btree (id)
CREATE UNIQUE INDEX lenses_document_name ON public.lenses USING btree (workspace_id, document_name_fold) WHERE (deleted_at = 0)
CREATE UNIQUE INDEX lenses_key ON public.lenses USING btree (workspace_id, key) WHERE (deleted_at = 0)
CREATE UNIQUE INDEX lenses_name ON public.lenses USING btree (workspace_id, name_fold) WHERE (deleted_at = 0)
CREATE UNIQUE INDEX lenses_pkey ON public.lenses USING btree (id)
CREATE INDEX links_by_age ON public.links USING btree (kind, workspace_id, created_at, id)
CREATE UNIQUE INDEX links_hash_key ON public.links USING btree (hash)
CREATE UNIQUE INDEX links_pkey ON public.links USING btree (id)
CREATE UNIQUE INDEX mappings_claim_value_workspace_id_key ON public.mappings USING btree (claim, value, workspace_id)
CREATE UNIQUE INDEX mappings_pkey ON public.mappings USING btree (id)
CREATE UNIQUE INDEX members_pkey ON public.members USING btree (workspace_id, user_id)
CREATE INDEX members_user ON public.members USING btree (user_id)
CREATE UNIQUE INDEX mentions_pkey ON public.mentions USING btree (comment_id, user_id)
CREATE INDEX mentions_user ON public.mentions USING btree (user_id, created_at, comment_id)
CREATE UNIQUE INDEX milestone_lens_versions_pkey ON public.milestone_lens_versions USING btree (milestone_id, lens_version_id)
CREATE UNIQUE INDEX milestones_pkey ON public.milestones USING btree (id)
CREATE UNIQUE INDEX milestones_workload_id_name_fold_key ON public.milestones USING btree (workload_id, name_fold)
CREATE UNIQUE INDEX milestones_workload_id_number_key ON public.milestones USING btree (workload_id, number)
CREATE UNIQUE INDEX notice_settings_pkey ON public.notice_settings USING btree (user_id)
CREATE INDEX outbox_by_age ON public.outbox USING btree (created_at, id)
CREATE INDEX outbox_due ON public.outbox USING btree (due_at, id) WHERE (state = 'waiting'::text)
CREATE UNIQUE INDEX outbox_pkey ON public.outbox USING btree (id)
CREATE INDEX outbox_state_by_age ON public.outbox USING btree (state, created_at, id)
CREATE UNIQUE INDEX parked_pkey ON public.parked USING btree (id)
CREATE INDEX parked_review ON public.parked USING btree (review_id, created_at, id)
CREATE UNIQUE INDEX pillar_reviews_pkey ON public.pillar_reviews USING btree (review_id, pillar_id)
CREATE UNIQUE INDEX plan_settings_pkey ON public.plan_settings USING btree (workspace_id)
CREATE UNIQUE INDEX proposals_pkey ON public.proposals USING btree (id)
CREATE INDEX proposals_workload ON public.proposals USING btree (workload_id, created_at, id)
CREATE UNIQUE INDEX report_brands_pkey ON public.report_brands USING btree (workspace_id)
CREATE UNIQUE INDEX report_keys_active ON public.report_keys USING btree (retired_at) WHERE (retired_at = 0)
CREATE UNIQUE INDEX report_keys_pkey ON public.report_keys USING btree (id)
CREATE UNIQUE INDEX report_presets_folded ON public.report_presets USING btree (workspace_id, folded)
CREATE UNIQUE INDEX report_presets_pkey ON public.report_presets USING btree (id)
CREATE UNIQUE INDEX report_proofs_pkey ON public.report_proofs USING btree (sha256)
CREATE INDEX report_proofs_workload ON public.report_proofs USING btree (workload_id, made_at)
CREATE INDEX reviews_lens_version ON public.reviews USING btree (lens_version_id, lens_id)
CREATE UNIQUE INDEX reviews_pkey ON public.reviews USING btree (id)
CREATE UNIQUE INDEX reviews_workload_id_lens_id_key ON public.reviews USING btree (workload_id, lens_id)
CREATE UNIQUE INDEX schema_migrations_pkey ON public.schema_migrations USING btree (id)
CREATE INDEX sessions_expiry ON public.sessions USING btree (expires_at)
CREATE INDEX sessions_guest_link ON public.sessions USING btree (guest_link_id) WHERE (guest_link_id IS NOT NULL)
CREATE UNIQUE INDEX sessions_hash_key ON public.sessions USING btree (hash)
CREATE UNIQUE INDEX sessions_pkey ON public.sessions USING btree (id)
CREATE INDEX sessions_user ON public.sessions USING btree (user_id, created_at, id) WHERE (user_id IS NOT NULL)
CREATE UNIQUE INDEX settings_pkey ON public.settings USING btree (key)
CREATE INDEX shares_account ON public.shares USING btree (account_id, created_at, id)
CREATE UNIQUE INDEX shares_pkey ON public.shares USING btree (id)
CREATE INDEX shares_target ON public.shares USING btree (target_id, kind, thing_id) WHERE (status = 'accepted'::text)
CREATE INDEX shares_thing ON public.shares USING btree (thing_id, created_at, id)
CREATE INDEX tokens_by_age ON public.tokens USING btree (workspace_id, created_at, id)
CREATE UNIQUE INDEX tokens_hash_key ON public.tokens USING btree (hash)
CREATE UNIQUE INDEX tokens_pkey ON public.tokens USING btree (id)
CREATE UNIQUE INDEX told_pkey ON public.told USING btree (step)
CREATE INDEX trend_days_by_day ON public.trend_days USING btree (day)
CREATE UNIQUE INDEX trend_days_pkey ON public.trend_days USING btree (workload_id, day)
CREATE UNIQUE INDEX users_email_fold_key ON public.users USING btree (email_fold)
CREATE INDEX users_name ON public.users USING btree (name_fold, id)
CREATE UNIQUE INDEX users_pkey ON public.users USING btree (id)
CREATE UNIQUE INDEX version_marks_pkey ON public.version_marks USING btree (workload_id)
CREATE UNIQUE INDEX workloads_name ON public.workloads USING btree (workspace_id, name_fold)
CREATE INDEX workloads_next_review ON public.workloads USING btree (next_review_on, id) WHERE (next_review_on <> ''::text)
CREATE UNIQUE INDEX workloads_pkey ON public.workloads USING btree (id)
CREATE UNIQUE INDEX workspaces_account ON public.workspaces USING btree (account_id)
CREATE UNIQUE INDEX workspaces_pkey ON public.workspaces USING btree (id)
