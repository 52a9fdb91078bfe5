/** A small project in the import format, and the back office's use cases on one database. */
import type { FileContent } from '../../src/back-office/back-office-files.ts'
import { exportFiles } from '../../src/back-office/exporting/export-folder.ts'
import { importFolder } from '../../src/back-office/importing/import-folder.ts'
import type { ImportOutcome } from '../../src/back-office/importing/import-outcome.ts'
import type { ImportReport } from '../../src/back-office/importing/import-report.ts'
import { importPartsOf } from '../../src/composition/import-parts.ts'
import { defaultPolicy } from '../../src/domain/policy.ts'
import { examine, type Finding } from '../../src/ledger/examine.ts'
import { openExportStore } from '../../src/storage/back-office/export-store.ts'
import type { Database } from '../../src/storage/engine/database.ts'
import { openExamineStore } from '../../src/storage/ledger/examine-store.ts'

export const headers = {
  'members.csv':
    'member_no,full_name,phone,email,language,time_zone,sponsor_no,registered_on,verified_on,partner_agreement_on,telegram_user_id',
  'packages.csv':
    'package_code,name,stage,currency,price,nominal_value,shares,installments,available_from,available_to',
  'plans.csv': 'plan_no,member_no,package_code,currency,total,shares,terms_accepted_on,cancelled_on,restored_on',
  'installments.csv': 'plan_no,seq,due_on,amount',
  'payments.csv': 'payment_id,kind,member_no,plan_no,reverses,currency,amount,value_at,received_at,method',
  'offers.csv': 'offer_code,kind,rate,valid_from,valid_to,min_installments_ahead',
} as const

export type FileName = keyof typeof headers
export type Files = Partial<Record<FileName, FileContent>>

export const now = Temporal.Instant.from('2026-03-20T09:00:00Z')

/** Lines below the file's own header. */
export function csv(file: FileName, ...lines: readonly string[]): string {
  return [headers[file], ...lines, ''].join('\n')
}

/** P1: 6 x 100.00 EUR of M2, two paid. P2: 2 x 3000 JPY of M3, nothing paid. P3: 3 x 50.00 EUR of M3, overpaid. */
export const project = {
  'members.csv': csv(
    'members.csv',
    'M1,Ana Pop,+40712345678,ana@example.org,ro,Europe/Bucharest,,2026-01-02,2026-01-03,2026-01-04,1001',
    'M2,"Rao, Asha",+919876543210,,hi,Asia/Kolkata,M1,2026-01-02,,,1002',
    'M3,Kenji Sato,,,de-AT,,M2,,,,',
  ),
  'packages.csv': csv(
    'packages.csv',
    'K6,Classic,2,EUR,600.00,1000.00,2000,6,2025-12-01,',
    'KJ,Maple,2,JPY,6000,9000,300,2,2025-12-01,2026-12-31',
  ),
  'plans.csv': csv(
    'plans.csv',
    'P1,M2,K6,EUR,600.00,2000,2026-01-05,,',
    'P2,M3,KJ,JPY,6000,300,2026-03-01,,',
    'P3,M3,K6,EUR,150.00,500,2026-01-05,,',
  ),
  'installments.csv': csv(
    'installments.csv',
    ...[1, 2, 3, 4, 5, 6].map((seq) => `P1,${seq},2026-0${seq}-10,100.00`),
    ...[1, 2].map((seq) => `P2,${seq},2026-0${seq + 3}-10,3000`),
    ...[1, 2, 3].map((seq) => `P3,${seq},2026-0${seq}-28,50.00`),
  ),
  'payments.csv': csv(
    'payments.csv',
    'T1,topup,M2,,,EUR,50.00,2026-01-08,,card',
    'F1,from_balance,M2,P1,,EUR,50.00,2026-01-09T10:00:00+03:00,,',
    'I1,installment,M2,P1,,EUR,150.00,2026-02-09T23:30:00.125+03:00,2026-02-10T08:00:00+03:00,"SEPA, instant"',
    'I2,installment,M3,P3,,EUR,180.00,2026-02-28,,"two\nlines"',
    'R1,reversal,M2,,T1,EUR,50.00,2026-03-01,,',
    'T2,topup,M2,,,EUR,70.00,2026-03-02,,',
  ),
  'offers.csv': csv(
    'offers.csv',
    'ON-TIME,on_time,0.05,2026-01-01,2026-12-31,',
    'EARLY,early_repayment,0.10,2026-01-01,2026-12-31,3',
  ),
} satisfies Record<FileName, string>

export interface ImportOptions {
  now?: Temporal.Instant
  /** The moment up to which the payments are complete. */
  asOf?: Temporal.Instant
}

export interface BackOffice {
  import(files: Files, options?: ImportOptions & { dryRun?: boolean }): Promise<ImportOutcome>
  /** Fails when the import is refused. */
  imported(files: Files, options?: ImportOptions): Promise<ImportReport>
  export(): Promise<Record<string, string>>
  waiting(): Promise<string[]>
  examine(at?: Temporal.Instant): Promise<Finding[]>
}

export function backOfficeOn(database: Database): BackOffice {
  const policy = defaultPolicy
  const backOffice: BackOffice = {
    import: (files, options) =>
      importFolder({
        ...importPartsOf({ database, policy }),
        now: options?.now ?? now,
        asOf: options?.asOf,
        files: new Map(Object.entries(files)),
        dryRun: options?.dryRun ?? false,
      }),
    async imported(files, options) {
      const outcome = await backOffice.import(files, options)
      if (!outcome.ok) throw new Error(JSON.stringify(outcome, null, 2))
      return outcome.report
    },
    async export() {
      return Object.fromEntries((await exportFiles({ store: openExportStore(database), policy })).files)
    },
    async waiting() {
      const rows = await database.prisma.quarantinedPayment.findMany()
      return rows.map(({ paymentId, reason }) => `${paymentId} ${reason}`).toSorted()
    },
    async examine(at = now) {
      const examined = await examine({ store: openExamineStore(database), policy, now: at })
      if (!examined.ok) throw new Error(examined.reason)
      return examined.findings
    },
  }
  return backOffice
}
