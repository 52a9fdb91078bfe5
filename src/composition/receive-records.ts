/** Records that did not come as files, taken in by the same import, together with their answer. */
import { fileNames } from '../back-office/back-office-files.ts'
import { importRecords } from '../back-office/importing/import-records.ts'
import type { ReceiveRecords } from '../back-office/importing/receive-records.ts'
import { sentSource } from '../back-office/sources/sent-source.ts'
import { markBase } from '../storage/base/base-marker.ts'
import { type ImportPartsOrder, importPartsOf } from './import-parts.ts'

export interface ReceivingOrder extends ImportPartsOrder {
  now(): Temporal.Instant
}

export function receiveRecordsInto({ now, ...order }: ReceivingOrder): ReceiveRecords {
  const parts = importPartsOf(order)
  return async (received, { dryRun, ...how }) => {
    const sources = fileNames.flatMap((file) => {
      const records = received.get(file)
      return records ? [sentSource(file, records)] : []
    })
    const outcome = await importRecords({ ...parts, now: now(), sources, dryRun, ...how })
    if (outcome.ok && !dryRun) await markBase(order.database.prisma, { kind: 'real' })
    return outcome
  }
}
