-- CreateIndex
CREATE INDEX "import_run_as_of_idx" ON "import_run"("as_of");

-- CreateIndex
CREATE INDEX "nudge_decision_decided_at_idx" ON "nudge_decision"("decided_at");

-- CreateIndex
CREATE INDEX "outbox_message_state_state_at_idx" ON "outbox_message"("state", "state_at");

-- CreateIndex
CREATE INDEX "plan_event_kind_recorded_at_idx" ON "plan_event"("kind", "recorded_at");

-- CreateIndex
CREATE INDEX "task_opened_at_idx" ON "task"("opened_at");

-- CreateIndex
CREATE INDEX "task_closed_at_idx" ON "task"("closed_at");
