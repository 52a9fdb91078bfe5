-- CreateIndex
CREATE INDEX "import_run_as_of_idx" ON "import_run"("as_of");

-- CreateIndex
CREATE INDEX "plan_event_kind_recorded_at_idx" ON "plan_event"("kind", "recorded_at");
