/** Reads the sources row by row and stages what is well-formed; what is not is a problem with its place. */
import { type FileName, fileNames } from '../back-office-files.ts'
import { identifier } from '../cell.ts'
import type { Problems } from '../problem.ts'
import type { RecordSchema } from '../record-schema.ts'
import { installmentSchema } from '../rows/installment-row.ts'
import { memberSchema } from '../rows/member-row.ts'
import { offerSchema } from '../rows/offer-row.ts'
import { packageSchema } from '../rows/package-row.ts'
import { paymentSchema, toPayment } from '../rows/payment-row.ts'
import { planSchema } from '../rows/plan-row.ts'
import type { RecordSource, SentRow } from '../sources/record-source.ts'
import type { Progress } from './progress.ts'
import type { StagedPayment, StagedRecord, Staging } from './staging.ts'

export interface Staged {
  /** Rows read, repeated and malformed ones included. */
  readCounts: ReadonlyMap<FileName, number>
  isBroken: boolean
}

const schemas: readonly RecordSchema<unknown>[] = [
  memberSchema,
  packageSchema,
  planSchema,
  installmentSchema,
  offerSchema,
]

export async function stageRecords(
  staging: Staging,
  sources: readonly RecordSource[],
  contractZone: string,
  problems: Problems,
  progress: Progress,
  isAlone: () => boolean,
): Promise<Staged> {
  const readCounts = new Map<FileName, number>()
  let isBroken = false
  for (const source of fileNames.flatMap((name) => sources.filter(({ file }) => file === name))) {
    const stage = stagerOf(source.file, staging, contractZone, problems)
    const portions = source.read(stage.columns, problems)
    let readCount = 0
    let portion = await portions.next()
    // The next portion is read and checked while the one before is on its way to the database.
    let adding: Promise<void> = Promise.resolve()
    while (!portion.done) {
      // Another import may be staging: its rows and these must not mix.
      if (!isAlone()) portion = await portions.return({ isBroken: true })
      if (portion.done) break
      readCount += portion.value.length
      const add = stage.read(portion.value)
      await adding
      adding = add()
      // What fails is thrown where it is waited for.
      adding.catch(() => {})
      progress.read(source.file, portion.value.length)
      portion = await portions.next()
    }
    await adding
    readCounts.set(source.file, readCount)
    isBroken ||= portion.value.isBroken
  }
  return { readCounts, isBroken }
}

interface Stager {
  columns: RecordSchema<unknown>
  /** Checks the rows; what it gives stages those that are well-formed. */
  read(rows: readonly SentRow[]): () => Promise<void>
}

function stagerOf(file: FileName, staging: Staging, contractZone: string, problems: Problems): Stager {
  if (file === 'payments.csv') return paymentStager(staging, contractZone, problems)
  const schema = schemas.find((candidate) => candidate.file === file)
  if (!schema) throw new Error(`no schema for ${file}`)
  return {
    columns: schema,
    read(rows) {
      const staged = rows.flatMap((row): StagedRecord[] => {
        const isRight = report(row, schema, problems) !== undefined
        const key = row.fields[schema.keyColumns[0] ?? ''] ?? ''
        // Nobody can name what has no well-formed name, and a database cannot hold every text.
        if (!isRight && !(key.isWellFormed() && identifier(key).ok)) return []
        return [{ line: row.line, key, fields: isRight ? row.fields : null }]
      })
      return () => staging.addRecords(file, staged)
    },
  }
}

function paymentStager(staging: Staging, contractZone: string, problems: Problems): Stager {
  const schema = paymentSchema(contractZone)
  return {
    columns: schema,
    read(rows) {
      const staged: StagedPayment[] = []
      for (const sent of rows) {
        const row = report(sent, schema, problems)
        if (!row) continue
        const payment = toPayment(row)
        staged.push({ bookedWith: payment.memberNo, line: sent.line, payment, waitedFor: null })
      }
      // One malformed row refuses the file: what comes after it is read for its problems only.
      return async () => {
        if (problems.count === 0) await staging.addPayments(staged)
      }
    },
  }
}

/** The row, or `undefined` when it is malformed and said so. */
function report<Row>({ line, fields, problem }: SentRow, schema: RecordSchema<Row>, problems: Problems) {
  const { file } = schema
  if (problem) {
    problems.add({ file, line, ...problem })
    return undefined
  }
  const read = schema.read(fields)
  if (read.ok) return read.row
  for (const found of read.problems) problems.add({ file, line, ...found })
  return undefined
}
