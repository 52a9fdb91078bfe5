-- AlterTable
ALTER TABLE "outbox_message" ADD COLUMN     "ready_at" TIMESTAMPTZ(3);

UPDATE "outbox_message" SET "ready_at" = "send_at";

ALTER TABLE "outbox_message" ALTER COLUMN "ready_at" SET NOT NULL;

-- CreateIndex
CREATE INDEX "outbox_message_state_ready_at_idx" ON "outbox_message"("state", "ready_at");
