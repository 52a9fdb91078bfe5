/**
 * The six files as text, canonical: rows in order of their keys by code unit, lines ending in LF, so that equal content
 * gives equal bytes. Reading them back changes nothing. (CONTRACT "Import format".)
 */
import { stringify } from 'csv-stringify/sync'
import { dateAt, startOfDate } from '../../domain/calendar.ts'
import { minorDigits } from '../../domain/currency.ts'
import type { LedgerEntry } from '../../domain/ledger-entry.ts'
import { formatMinor } from '../../domain/money.ts'
import type { InstallmentRecord, MemberRecord, OfferRecord, PackageRecord, PlanRecord } from '../back-office-records.ts'
import type { RecordSchema } from '../record-schema.ts'
import { type InstallmentRow, installmentSchema } from '../rows/installment-row.ts'
import { type MemberRow, memberSchema } from '../rows/member-row.ts'
import { type OfferRow, offerSchema } from '../rows/offer-row.ts'
import { type PackageRow, packageSchema } from '../rows/package-row.ts'
import { type PaymentRow, paymentSchema } from '../rows/payment-row.ts'
import { type PlanRow, planSchema } from '../rows/plan-row.ts'

type Value = string | number | bigint | null

/** A value for every column of the schema. */
type Cells<Row> = Record<keyof Row, Value>

export interface WritableRecords {
  members: readonly MemberRecord[]
  packages: readonly PackageRecord[]
  plans: readonly PlanRecord[]
  installments: readonly InstallmentRecord[]
  entries: readonly LedgerEntry[]
  offers: readonly OfferRecord[]
}

export function writeFiles(records: WritableRecords, contractZone: string): Map<string, string> {
  const currencyOf = new Map(records.plans.map(({ planNo, currency }) => [planNo, currency]))
  return new Map([
    write<MemberRow>(memberSchema, records.members.map(memberCells)),
    write<PackageRow>(packageSchema, records.packages.map(packageCells)),
    write<PlanRow>(planSchema, records.plans.map(planCells)),
    write<InstallmentRow>(
      installmentSchema,
      records.installments.map((row) => installmentCells(row, currencyOf)),
    ),
    write<PaymentRow>(
      paymentSchema(contractZone),
      records.entries.map((entry) => paymentCells(entry, contractZone)),
    ),
    write<OfferRow>(offerSchema, records.offers.map(offerCells)),
  ])
}

function write<Row>(schema: RecordSchema<Row>, rows: readonly Cells<Row>[]): [string, string] {
  const columns = schema.columns as (keyof Row)[]
  const keys = schema.keyColumns as (keyof Row)[]
  const sorted = rows.toSorted((a, b) => {
    const key = keys.find((column) => a[column] !== b[column])
    return key === undefined ? 0 : compare(a[key], b[key])
  })
  const lines = sorted.map((row) => columns.map((column) => row[column]?.toString() ?? ''))
  return [
    schema.file,
    stringify([schema.columns, ...lines], { record_delimiter: '\n', quoted_match: /[\r\n]|^\s|\s$/ }),
  ]
}

function compare(a: Value, b: Value): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return String(a) < String(b) ? -1 : 1
}

function memberCells(member: MemberRecord): Cells<MemberRow> {
  return {
    member_no: member.memberNo,
    full_name: member.fullName,
    phone: member.phone,
    email: member.email,
    language: member.language,
    time_zone: member.timeZone,
    sponsor_no: member.sponsorNo,
    registered_on: member.registeredOn,
    verified_on: member.verifiedOn,
    partner_agreement_on: member.partnerAgreementOn,
    telegram_user_id: member.telegramUserId,
  }
}

function packageCells(record: PackageRecord): Cells<PackageRow> {
  const { currency } = record
  return {
    package_code: record.packageCode,
    name: record.name,
    stage: record.stage,
    currency,
    price: decimal(record.priceMinor, currency),
    nominal_value: decimal(record.nominalMinor, currency),
    shares: record.shares,
    installments: record.installments,
    available_from: record.availableFrom,
    available_to: record.availableTo,
  }
}

function planCells(plan: PlanRecord): Cells<PlanRow> {
  return {
    plan_no: plan.planNo,
    member_no: plan.memberNo,
    package_code: plan.packageCode,
    currency: plan.currency,
    total: decimal(plan.totalMinor, plan.currency),
    shares: plan.shares,
    terms_accepted_on: plan.termsAcceptedOn,
    cancelled_on: plan.cancelledOn,
    restored_on: plan.restoredOn,
  }
}

function installmentCells(
  { planNo, seq, dueOn, amountMinor }: InstallmentRecord,
  currencyOf: ReadonlyMap<string, string>,
): Cells<InstallmentRow> {
  const currency = currencyOf.get(planNo)
  if (!currency) throw new Error(`installment ${seq} belongs to plan ${planNo}, which is not there`)
  return { plan_no: planNo, seq, due_on: dueOn, amount: decimal(amountMinor, currency) }
}

function paymentCells(entry: LedgerEntry, contractZone: string): Cells<PaymentRow> {
  const { currency, valueAt, receivedAt } = entry
  const valueOn = dateAt(valueAt, contractZone)
  return {
    payment_id: entry.entryId,
    kind: entry.kind,
    member_no: entry.memberNo,
    plan_no: entry.namedPlanNo,
    reverses: entry.reverses,
    currency,
    amount: decimal(entry.amountMinor, currency),
    value_at: startOfDate(valueOn, contractZone).equals(valueAt) ? valueOn : inZone(valueAt, contractZone),
    received_at: receivedAt && inZone(receivedAt, contractZone),
    method: entry.method,
  }
}

function offerCells(offer: OfferRecord): Cells<OfferRow> {
  return {
    offer_code: offer.offerCode,
    kind: offer.kind,
    rate: offer.rate,
    valid_from: offer.validFrom,
    valid_to: offer.validTo,
    min_installments_ahead: offer.minInstallmentsAhead,
  }
}

function decimal(minor: bigint, currency: string): string {
  return formatMinor(minor, minorDigits(currency))
}

/** With the zone's offset; in UTC where that offset was not of whole minutes and would not lead back to the instant. */
function inZone(instant: Temporal.Instant, timeZone: string): string {
  const text = instant.toString({ timeZone })
  return Temporal.Instant.from(text).equals(instant) ? text : instant.toString()
}
