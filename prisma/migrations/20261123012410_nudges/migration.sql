-- AlterTable
ALTER TABLE "chat_link" ADD COLUMN     "unreachable_since" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "member" ADD COLUMN     "contact_hour" INTEGER;

-- AlterTable
ALTER TABLE "plan_projection" ADD COLUMN     "nudge_look_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "consent" (
    "id" SERIAL NOT NULL,
    "member_no" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "is_given" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "channel" TEXT NOT NULL,
    "chat_id" TEXT NOT NULL,
    "words" TEXT NOT NULL,
    "locale" TEXT NOT NULL,

    CONSTRAINT "consent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact_hold" (
    "member_no" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "until_on" DATE,
    "set_by" TEXT NOT NULL,

    CONSTRAINT "contact_hold_pkey" PRIMARY KEY ("member_no")
);

-- CreateTable
CREATE TABLE "payment_claim" (
    "id" SERIAL NOT NULL,
    "member_no" TEXT NOT NULL,
    "plan_no" TEXT NOT NULL,
    "due_on" DATE NOT NULL,
    "claimed_at" TIMESTAMPTZ(3) NOT NULL,
    "hold_until" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "outcome" TEXT,

    CONSTRAINT "payment_claim_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "nudge_event" (
    "id" SERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "member_no" TEXT NOT NULL,
    "plan_no" TEXT,
    "subject" TEXT NOT NULL,
    "happened_on" DATE NOT NULL,
    "details" JSONB NOT NULL,
    "look_at" TIMESTAMPTZ(3),

    CONSTRAINT "nudge_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox_message" (
    "id" SERIAL NOT NULL,
    "member_no" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "send_at" TIMESTAMPTZ(3) NOT NULL,
    "state_at" TIMESTAMPTZ(3) NOT NULL,
    "is_reminder" BOOLEAN NOT NULL,
    "is_asked_for" BOOLEAN NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "batch_id" UUID,
    "worker" TEXT,
    "channel" TEXT,
    "chat_id" TEXT,
    "locale" TEXT,
    "text" TEXT,
    "policy_version" TEXT NOT NULL,

    CONSTRAINT "outbox_message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox_item" (
    "id" SERIAL NOT NULL,
    "message_id" INTEGER NOT NULL,
    "place" INTEGER NOT NULL,
    "member_no" TEXT NOT NULL,
    "obligation" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "due_on" DATE NOT NULL,
    "plan_no" TEXT,
    "params" JSONB NOT NULL,
    "is_void" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "outbox_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "nudge_decision" (
    "id" SERIAL NOT NULL,
    "member_no" TEXT NOT NULL,
    "plan_no" TEXT,
    "obligation" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "due_on" DATE NOT NULL,
    "decision" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,
    "policy_version" TEXT NOT NULL,

    CONSTRAINT "nudge_decision_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "consent_member_no_idx" ON "consent"("member_no");

-- CreateIndex
CREATE INDEX "payment_claim_member_no_idx" ON "payment_claim"("member_no");

-- CreateIndex
CREATE INDEX "payment_claim_closed_at_hold_until_idx" ON "payment_claim"("closed_at", "hold_until");

-- CreateIndex
CREATE INDEX "nudge_event_look_at_idx" ON "nudge_event"("look_at");

-- CreateIndex
CREATE INDEX "nudge_event_member_no_idx" ON "nudge_event"("member_no");

-- CreateIndex
CREATE UNIQUE INDEX "nudge_event_kind_subject_key" ON "nudge_event"("kind", "subject");

-- CreateIndex
CREATE INDEX "outbox_message_member_no_created_at_idx" ON "outbox_message"("member_no", "created_at");

-- CreateIndex
CREATE INDEX "outbox_message_state_send_at_idx" ON "outbox_message"("state", "send_at");

-- CreateIndex
CREATE INDEX "outbox_message_batch_id_idx" ON "outbox_message"("batch_id");

-- CreateIndex
CREATE INDEX "outbox_item_message_id_idx" ON "outbox_item"("message_id");

-- CreateIndex
CREATE UNIQUE INDEX "nudge_decision_member_no_obligation_step_due_on_reason_key" ON "nudge_decision"("member_no", "obligation", "step", "due_on", "reason");

-- CreateIndex
CREATE INDEX "member_registered_on_idx" ON "member"("registered_on");

-- CreateIndex
CREATE INDEX "member_verified_on_idx" ON "member"("verified_on");

-- CreateIndex
CREATE INDEX "plan_projection_last_payable_on_idx" ON "plan_projection"("last_payable_on");

-- CreateIndex
CREATE INDEX "plan_projection_nudge_look_at_idx" ON "plan_projection"("nudge_look_at");

-- AddForeignKey
ALTER TABLE "consent" ADD CONSTRAINT "consent_member_no_fkey" FOREIGN KEY ("member_no") REFERENCES "member"("member_no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_hold" ADD CONSTRAINT "contact_hold_member_no_fkey" FOREIGN KEY ("member_no") REFERENCES "member"("member_no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment_claim" ADD CONSTRAINT "payment_claim_member_no_fkey" FOREIGN KEY ("member_no") REFERENCES "member"("member_no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outbox_item" ADD CONSTRAINT "outbox_item_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "outbox_message"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

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

-- A person hears of the same step of the same obligation once.
CREATE UNIQUE INDEX "outbox_item_key" ON "outbox_item"("member_no", "obligation", "step", "due_on") WHERE NOT "is_void";

-- Those whose text is still kept, by age.
CREATE INDEX "outbox_message_text_idx" ON "outbox_message"("state_at") WHERE "text" IS NOT NULL;

CREATE TRIGGER "consent_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "consent"
FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();

-- Plans are projected anew at the next start, and then have their time to be looked at.
DELETE FROM "setting" WHERE "name" = 'policy_in_force';
