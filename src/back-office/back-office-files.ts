/** The six files, read. Any of them may be missing: they come alone and again. (CONTRACT "Import format".) */
import type { Problems } from './problem.ts'
import { type FileRecords, noRecords, readRecords } from './read-records.ts'
import type { RecordSchema } from './record-schema.ts'
import { type InstallmentRow, installmentSchema } from './rows/installment-row.ts'
import { type MemberRow, memberSchema } from './rows/member-row.ts'
import { type OfferRow, offerSchema } from './rows/offer-row.ts'
import { type PackageRow, packageSchema } from './rows/package-row.ts'
import { type PaymentRow, paymentSchema } from './rows/payment-row.ts'
import { type PlanRow, planSchema } from './rows/plan-row.ts'

export const fileNames = [
  'members.csv',
  'packages.csv',
  'plans.csv',
  'installments.csv',
  'payments.csv',
  'offers.csv',
] as const
export type FileName = (typeof fileNames)[number]

export type FileContent = Uint8Array | string | AsyncIterable<Uint8Array>

/** By file name; other names are ignored. */
export type BackOfficeFiles = ReadonlyMap<string, FileContent>

export interface BackOfficeRecords {
  members: FileRecords<MemberRow>
  packages: FileRecords<PackageRow>
  plans: FileRecords<PlanRow>
  installments: FileRecords<InstallmentRow>
  payments: FileRecords<PaymentRow>
  offers: FileRecords<OfferRow>
}

export async function readBackOfficeFiles(
  files: BackOfficeFiles,
  contractZone: string,
  problems: Problems,
): Promise<BackOfficeRecords> {
  const read = async <Row>(schema: RecordSchema<Row>): Promise<FileRecords<Row>> => {
    const content = files.get(schema.file)
    return content === undefined ? noRecords(schema) : readRecords(await bytesOf(content), schema, problems)
  }
  return {
    members: await read(memberSchema),
    packages: await read(packageSchema),
    plans: await read(planSchema),
    installments: await read(installmentSchema),
    payments: await read(paymentSchema(contractZone)),
    offers: await read(offerSchema),
  }
}

async function bytesOf(content: FileContent): Promise<Uint8Array> {
  if (content instanceof Uint8Array) return content
  if (typeof content === 'string') return Buffer.from(content)
  const chunks: Uint8Array[] = []
  for await (const chunk of content) chunks.push(chunk)
  return Buffer.concat(chunks)
}
