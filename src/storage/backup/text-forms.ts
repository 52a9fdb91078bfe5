import type { Prisma } from '../generated/client.ts'

/** For the rest of the transaction values are written as text in one form, whatever the server or the role prefers. */
export async function pinTextForms(transaction: Prisma.TransactionClient): Promise<void> {
  await transaction.$queryRaw`
    SELECT set_config('TimeZone', 'UTC', true), set_config('DateStyle', 'ISO, YMD', true),
      set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
      set_config('extra_float_digits', '1', true)`
}

/** A backup or a restoration of millions of rows takes its time, and waits for an import that is under way. */
export const longTransaction = { maxWait: 600_000, timeout: 86_400_000 }
