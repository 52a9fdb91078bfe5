-- CreateTable
CREATE TABLE "setting" (
    "name" TEXT NOT NULL,
    "value" JSONB NOT NULL,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "member" (
    "member_no" TEXT NOT NULL,
    "full_name" TEXT NOT NULL,
    "phone" TEXT,
    "email" TEXT,
    "language" TEXT,
    "time_zone" TEXT,
    "sponsor_no" TEXT,
    "registered_on" DATE,
    "verified_on" DATE,
    "partner_agreement_on" DATE,
    "telegram_user_id" BIGINT,
    "chosen_language" TEXT,

    CONSTRAINT "member_pkey" PRIMARY KEY ("member_no")
);

-- CreateTable
CREATE TABLE "package" (
    "package_code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "price_minor" BIGINT NOT NULL,
    "nominal_minor" BIGINT NOT NULL,
    "shares" BIGINT NOT NULL,
    "installments" INTEGER NOT NULL,
    "available_from" DATE NOT NULL,
    "available_to" DATE,

    CONSTRAINT "package_pkey" PRIMARY KEY ("package_code")
);

-- CreateTable
CREATE TABLE "plan" (
    "plan_no" TEXT NOT NULL,
    "member_no" TEXT NOT NULL,
    "package_code" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "shares" BIGINT NOT NULL,
    "terms_accepted_on" DATE NOT NULL,
    "cancelled_on" DATE,
    "restored_on" DATE,
    "is_history" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "plan_pkey" PRIMARY KEY ("plan_no")
);

-- CreateTable
CREATE TABLE "installment" (
    "plan_no" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "due_on" DATE NOT NULL,
    "amount_minor" BIGINT NOT NULL,

    CONSTRAINT "installment_pkey" PRIMARY KEY ("plan_no","seq")
);

-- CreateTable
CREATE TABLE "ledger_entry" (
    "entry_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "member_no" TEXT NOT NULL,
    "named_plan_no" TEXT,
    "plan_no" TEXT,
    "is_parked" BOOLEAN NOT NULL,
    "reverses" TEXT,
    "currency" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "value_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3),
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "method" TEXT,

    CONSTRAINT "ledger_entry_pkey" PRIMARY KEY ("entry_id")
);

-- CreateTable
CREATE TABLE "quarantined_payment" (
    "payment_id" TEXT NOT NULL,
    "content_hash" TEXT NOT NULL,
    "row" JSONB NOT NULL,
    "reason" TEXT NOT NULL,
    "quarantined_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "quarantined_payment_pkey" PRIMARY KEY ("payment_id","content_hash")
);

-- CreateTable
CREATE TABLE "offer" (
    "offer_code" TEXT NOT NULL,
    "kind" TEXT NOT NULL,

    CONSTRAINT "offer_pkey" PRIMARY KEY ("offer_code")
);

-- CreateTable
CREATE TABLE "offer_version" (
    "offer_code" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "rate" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE NOT NULL,
    "min_installments_ahead" INTEGER NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "offer_version_pkey" PRIMARY KEY ("offer_code","version")
);

-- CreateTable
CREATE TABLE "plan_projection" (
    "plan_no" TEXT NOT NULL,
    "as_of" TIMESTAMPTZ(3) NOT NULL,
    "policy_version" TEXT NOT NULL,
    "paid_minor" BIGINT NOT NULL,
    "next_due_on" DATE,
    "last_payable_on" DATE,
    "shares_credited" BIGINT NOT NULL,
    "bonus_secured" BIGINT NOT NULL,

    CONSTRAINT "plan_projection_pkey" PRIMARY KEY ("plan_no")
);

-- CreateTable
CREATE TABLE "import_run" (
    "id" SERIAL NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "as_of" TIMESTAMPTZ(3),
    "report" JSONB NOT NULL,

    CONSTRAINT "import_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "chat_link" (
    "channel" TEXT NOT NULL,
    "chat_id" TEXT NOT NULL,
    "member_no" TEXT NOT NULL,
    "linked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "chat_link_pkey" PRIMARY KEY ("channel","chat_id")
);

-- CreateTable
CREATE TABLE "chat_state" (
    "channel" TEXT NOT NULL,
    "chat_id" TEXT NOT NULL,
    "language" TEXT,
    "dialogue" JSONB,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "chat_state_pkey" PRIMARY KEY ("channel","chat_id")
);

-- CreateTable
CREATE TABLE "link_code" (
    "code_hash" TEXT NOT NULL,
    "member_no" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "link_code_pkey" PRIMARY KEY ("code_hash")
);

-- CreateTable
CREATE TABLE "failed_link_attempt" (
    "id" SERIAL NOT NULL,
    "channel" TEXT NOT NULL,
    "chat_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "failed_link_attempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "handled_update" (
    "channel" TEXT NOT NULL,
    "update_id" TEXT NOT NULL,
    "handled_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "handled_update_pkey" PRIMARY KEY ("channel","update_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "member_telegram_user_id_key" ON "member"("telegram_user_id");

-- CreateIndex
CREATE INDEX "member_sponsor_no_idx" ON "member"("sponsor_no");

-- CreateIndex
CREATE INDEX "member_phone_idx" ON "member"("phone");

-- CreateIndex
CREATE INDEX "plan_member_no_idx" ON "plan"("member_no");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_entry_reverses_key" ON "ledger_entry"("reverses");

-- CreateIndex
CREATE INDEX "ledger_entry_plan_no_idx" ON "ledger_entry"("plan_no");

-- CreateIndex
CREATE INDEX "ledger_entry_member_no_idx" ON "ledger_entry"("member_no");

-- CreateIndex
CREATE INDEX "plan_projection_next_due_on_idx" ON "plan_projection"("next_due_on");

-- CreateIndex
CREATE INDEX "chat_link_member_no_idx" ON "chat_link"("member_no");

-- CreateIndex
CREATE INDEX "failed_link_attempt_at_idx" ON "failed_link_attempt"("at");

-- CreateIndex
CREATE INDEX "handled_update_handled_at_idx" ON "handled_update"("handled_at");

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_sponsor_no_fkey" FOREIGN KEY ("sponsor_no") REFERENCES "member"("member_no") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan" ADD CONSTRAINT "plan_member_no_fkey" FOREIGN KEY ("member_no") REFERENCES "member"("member_no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan" ADD CONSTRAINT "plan_package_code_fkey" FOREIGN KEY ("package_code") REFERENCES "package"("package_code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "installment" ADD CONSTRAINT "installment_plan_no_fkey" FOREIGN KEY ("plan_no") REFERENCES "plan"("plan_no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "offer_version" ADD CONSTRAINT "offer_version_offer_code_fkey" FOREIGN KEY ("offer_code") REFERENCES "offer"("offer_code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_projection" ADD CONSTRAINT "plan_projection_plan_no_fkey" FOREIGN KEY ("plan_no") REFERENCES "plan"("plan_no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chat_link" ADD CONSTRAINT "chat_link_member_no_fkey" FOREIGN KEY ("member_no") REFERENCES "member"("member_no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "link_code" ADD CONSTRAINT "link_code_member_no_fkey" FOREIGN KEY ("member_no") REFERENCES "member"("member_no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The ledger is append-only: what was recorded stays as it was recorded.
CREATE FUNCTION "refuse_ledger_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'ledger entries are never changed or deleted';
END
$$;

CREATE TRIGGER "ledger_entry_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "ledger_entry"
FOR EACH STATEMENT EXECUTE FUNCTION "refuse_ledger_change"();

-- An amount is what moved; which way it moved is the kind's matter.
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_amount_is_positive" CHECK ("amount_minor" > 0);
ALTER TABLE "installment" ADD CONSTRAINT "installment_amount_is_positive" CHECK ("amount_minor" > 0);
