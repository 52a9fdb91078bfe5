import type { Prisma } from '../generated/client.ts'

/** Any number that no other lock of ours has. */
const LEDGER_LOCK = 4_711_001

/** What writes many plans at once does so one after the other, also from several processes. Ends with the transaction. */
export async function lockLedger(transaction: Prisma.TransactionClient): Promise<void> {
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${LEDGER_LOCK}::bigint)`
}
