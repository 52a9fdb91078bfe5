-- AlterTable
ALTER TABLE "import_run" ADD COLUMN     "progress" JSONB;

-- AlterTable
ALTER TABLE "ledger_entry" ADD COLUMN     "policy_version" TEXT;

-- Projections can always be made anew, and are at the next start when no policy is in force.
TRUNCATE "plan_projection";
DELETE FROM "setting" WHERE "name" = 'policy_in_force';

-- AlterTable
ALTER TABLE "plan_projection" ADD COLUMN     "arrears_minor" BIGINT NOT NULL,
ADD COLUMN     "state" TEXT NOT NULL;

-- AlterTable
ALTER TABLE "quarantined_payment" ADD COLUMN     "member_no" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "plan_no" TEXT,
ADD COLUMN     "reverses" TEXT;
UPDATE "quarantined_payment" SET "member_no" = "row" ->> 'member_no', "plan_no" = "row" ->> 'plan_no', "reverses" = "row" ->> 'reverses';
ALTER TABLE "quarantined_payment" ALTER COLUMN "member_no" DROP DEFAULT;

-- CreateTable
CREATE TABLE "plan_event" (
    "id" SERIAL NOT NULL,
    "plan_no" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "policy_version" TEXT NOT NULL,
    "details" JSONB NOT NULL,

    CONSTRAINT "plan_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "member_balance" (
    "member_no" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "minor" BIGINT NOT NULL,
    "as_of" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "member_balance_pkey" PRIMARY KEY ("member_no","currency")
);

-- CreateTable
CREATE TABLE "bonus_decision" (
    "id" SERIAL NOT NULL,
    "plan_no" TEXT NOT NULL,
    "offer_code" TEXT NOT NULL,
    "offer_versions" INTEGER[],
    "policy_version" TEXT NOT NULL,
    "secured" BIGINT NOT NULL,
    "change" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "bonus_decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "staged_record" (
    "file" TEXT NOT NULL,
    "line" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "fields" JSONB,
    "is_new_history" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "staged_record_pkey" PRIMARY KEY ("file","line")
);

-- CreateTable
CREATE TABLE "staged_payment" (
    "booked_with" TEXT NOT NULL,
    "line" INTEGER NOT NULL,
    "payment_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "member_no" TEXT NOT NULL,
    "plan_no" TEXT,
    "reverses" TEXT,
    "currency" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "value_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3),
    "method" TEXT,
    "unstated" TEXT[],
    "waited_for" TEXT,

    CONSTRAINT "staged_payment_pkey" PRIMARY KEY ("booked_with","line")
);

-- CreateTable
CREATE TABLE "api_request" (
    "key_name" TEXT NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "status" INTEGER,
    "answer" TEXT,

    CONSTRAINT "api_request_pkey" PRIMARY KEY ("key_name","idempotency_key")
);

-- CreateTable
CREATE TABLE "task" (
    "id" SERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "member_no" TEXT,
    "plan_no" TEXT,
    "details" JSONB NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "due_on" DATE,
    "owner_no" TEXT,
    "closed_at" TIMESTAMPTZ(3),
    "outcome" TEXT,

    CONSTRAINT "task_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "task_note" (
    "id" SERIAL NOT NULL,
    "task_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "text" TEXT,

    CONSTRAINT "task_note_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_event" (
    "id" SERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "delivery_id" UUID,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "refusals" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "plan_event_plan_no_idx" ON "plan_event"("plan_no");

-- CreateIndex
CREATE INDEX "bonus_decision_plan_no_idx" ON "bonus_decision"("plan_no");

-- CreateIndex
CREATE INDEX "staged_record_file_key_idx" ON "staged_record"("file", "key");

-- CreateIndex
CREATE INDEX "api_request_received_at_idx" ON "api_request"("received_at");

-- CreateIndex
CREATE INDEX "task_owner_no_closed_at_idx" ON "task"("owner_no", "closed_at");

-- CreateIndex
CREATE INDEX "task_kind_subject_idx" ON "task"("kind", "subject");

-- At most one open task about the same thing. Prisma's schema cannot say such an index.
CREATE UNIQUE INDEX "task_open_key" ON "task"("kind", "subject") WHERE "closed_at" IS NULL;

-- CreateIndex
CREATE INDEX "task_member_no_idx" ON "task"("member_no");

-- CreateIndex
CREATE INDEX "task_note_task_id_idx" ON "task_note"("task_id");

-- CreateIndex
CREATE INDEX "webhook_event_state_id_idx" ON "webhook_event"("state", "id");

-- CreateIndex
CREATE INDEX "webhook_event_delivery_id_idx" ON "webhook_event"("delivery_id");

-- CreateIndex
CREATE INDEX "quarantined_payment_member_no_idx" ON "quarantined_payment"("member_no");

-- CreateIndex
CREATE INDEX "quarantined_payment_plan_no_idx" ON "quarantined_payment"("plan_no");

-- CreateIndex
CREATE INDEX "quarantined_payment_reverses_idx" ON "quarantined_payment"("reverses");

-- AddForeignKey
ALTER TABLE "plan_event" ADD CONSTRAINT "plan_event_plan_no_fkey" FOREIGN KEY ("plan_no") REFERENCES "plan"("plan_no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member_balance" ADD CONSTRAINT "member_balance_member_no_fkey" FOREIGN KEY ("member_no") REFERENCES "member"("member_no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bonus_decision" ADD CONSTRAINT "bonus_decision_plan_no_fkey" FOREIGN KEY ("plan_no") REFERENCES "plan"("plan_no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task" ADD CONSTRAINT "task_member_no_fkey" FOREIGN KEY ("member_no") REFERENCES "member"("member_no") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task" ADD CONSTRAINT "task_owner_no_fkey" FOREIGN KEY ("owner_no") REFERENCES "member"("member_no") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task_note" ADD CONSTRAINT "task_note_task_id_fkey" FOREIGN KEY ("task_id") REFERENCES "task"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What was recorded stays as it was recorded.
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME;
END
$$;

CREATE TRIGGER "plan_event_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "plan_event"
FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();

CREATE TRIGGER "bonus_decision_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "bonus_decision"
FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();

CREATE TRIGGER "task_note_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "task_note"
FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();

-- What staged rows name besides their key.
CREATE INDEX "staged_record_telegram_user_id_idx" ON "staged_record" (("fields" ->> 'telegram_user_id')) WHERE "file" = 'members.csv';
CREATE INDEX "staged_record_member_no_idx" ON "staged_record" (("fields" ->> 'member_no')) WHERE "file" = 'plans.csv';
