/** Records that did not come as files, taken in by the import in one transaction, together with their answer. */
import type { BackOfficeRecords, FileName } from '../back-office/back-office-files.ts'
import type { ImportOutcome } from '../back-office/import-folder.ts'
import { importRecords } from '../back-office/import-records.ts'
import type { ImportReport } from '../back-office/import-report.ts'
import { Problems } from '../back-office/problem.ts'
import type { FileRecords, Located } from '../back-office/read-records.ts'
import type { ReceivedRecords, ReceiveRecords } from '../back-office/receive-records.ts'
import type { RecordSchema } from '../back-office/record-schema.ts'
import { installmentSchema } from '../back-office/rows/installment-row.ts'
import { memberSchema } from '../back-office/rows/member-row.ts'
import { offerSchema } from '../back-office/rows/offer-row.ts'
import { packageSchema } from '../back-office/rows/package-row.ts'
import { paymentSchema } from '../back-office/rows/payment-row.ts'
import { planSchema } from '../back-office/rows/plan-row.ts'
import type { Policy } from '../domain/policy.ts'
import { markBase } from '../storage/base-marker.ts'
import type { Database } from '../storage/database.ts'
import { openImportStore } from '../storage/import-store.ts'

export interface ReceivingParts {
  database: Database
  policy: Policy
  now(): Temporal.Instant
}

export function receiveRecordsInto({ database, policy, now: clock }: ReceivingParts): ReceiveRecords {
  return async (received, { asOf, dryRun, request }) => {
    const now = clock()
    const problems = new Problems()
    if (asOf && Temporal.Instant.compare(asOf, now) > 0) {
      const expected = 'a moment that has come: up to it the payments are complete'
      problems.add({ file: '', line: 0, column: 'as_of', value: asOf.toString(), expected })
      return refusal(problems)
    }
    const records = readAll(received, policy.contractZone, problems)
    const outcome = await openImportStore(database).inTransaction<ImportOutcome>(async (store) => {
      const report = await importRecords({ store, policy, now, asOf, problems }, records)
      if (!report) return { keep: false, result: refusal(problems) }
      const complete: ImportReport = {
        ...report,
        files: report.files.filter(({ file }) => received.has(file as FileName)),
        ignoredFiles: [],
      }
      await store.addRun(now, asOf, complete)
      const result: ImportOutcome = { ok: true, report: complete }
      if (request) await store.keepAnswer(request, request.answerTo(result))
      return { keep: !dryRun, result }
    })
    if (outcome.ok && !dryRun) await markBase(database.prisma, { kind: 'real' })
    return outcome
  }
}

function readAll(received: ReceivedRecords, contractZone: string, problems: Problems): BackOfficeRecords {
  const read = <Row>(schema: RecordSchema<Row>): FileRecords<Row> => {
    const { file } = schema
    const rows: Located<Row>[] = []
    const malformedKeys = new Set<string>()
    const list = received.get(file as FileName) ?? []
    list.forEach((fields, index) => {
      const record = schema.read(fields)
      if (record.ok) rows.push({ line: index + 1, row: record.row })
      else {
        for (const problem of record.problems) problems.add({ file, line: index + 1, ...problem })
        malformedKeys.add(fields[schema.keyColumns[0] ?? ''] ?? '')
      }
    })
    return { file, rows, readCount: list.length, malformedKeys, isBroken: false }
  }
  return {
    members: read(memberSchema),
    packages: read(packageSchema),
    plans: read(planSchema),
    installments: read(installmentSchema),
    payments: read(paymentSchema(contractZone)),
    offers: read(offerSchema),
  }
}

function refusal({ listed, count }: Problems): ImportOutcome {
  return { ok: false, problems: listed, problemCount: count }
}
