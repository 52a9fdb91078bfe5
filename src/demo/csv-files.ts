/** The six files of the import format, column by column (CONTRACT.md, "Import format"). */
import { stringify } from 'csv-stringify/sync'
import { formatAmount } from '../domain/money.ts'
import { type EntryDraft, numberEntries } from './ledger-entries.ts'
import type { Membership } from './membership.ts'
import type { DemoOffer } from './offers.ts'
import type { DemoPackage } from './packages.ts'
import type { Person } from './people.ts'
import type { PlanDraft } from './plan-drafts.ts'

export type ImportFileName =
  | 'members.csv'
  | 'packages.csv'
  | 'plans.csv'
  | 'installments.csv'
  | 'payments.csv'
  | 'offers.csv'

interface DemoProject {
  readonly people: readonly Person[]
  readonly memberships: ReadonlyMap<string, Membership>
  readonly packages: readonly DemoPackage[]
  readonly plans: readonly PlanDraft[]
  readonly entries: readonly EntryDraft[]
  readonly offers: readonly DemoOffer[]
}

type Cell = string | number | Temporal.PlainDate | undefined

export function writeFiles(project: DemoProject): Record<ImportFileName, string> {
  return {
    'members.csv': file(
      'member_no,full_name,phone,email,language,time_zone,sponsor_no,' +
        'registered_on,verified_on,partner_agreement_on,telegram_user_id',
      project.people.toSorted(byMemberNo).map(({ memberNo, fullName, phone, email, region, sponsorNo }) => {
        const { registeredOn, verifiedOn, partnerAgreementOn } = project.memberships.get(memberNo) ?? {}
        const dates = [registeredOn, verifiedOn, partnerAgreementOn]
        return [memberNo, fullName, phone, email, region.tag, region.timeZone, sponsorNo, ...dates, undefined]
      }),
    ),
    'packages.csv': file(
      'package_code,name,stage,currency,price,nominal_value,shares,installments,available_from,available_to',
      project.packages.map(({ code, family, stage, shares, availableFrom, availableTo }) => {
        const { name, currency, priceMinor, nominalMinor, installmentCount } = family
        const worth = [amount(priceMinor, currency), amount(nominalMinor * BigInt(shares), currency)]
        return [code, name, stage, currency, ...worth, shares, installmentCount, availableFrom, availableTo]
      }),
    ),
    'plans.csv': file(
      'plan_no,member_no,package_code,currency,total,shares,terms_accepted_on,cancelled_on,restored_on',
      project.plans.map(({ planNo, person, package: { code, family }, totalMinor, shares, ...dates }) => {
        const total = amount(totalMinor, family.currency)
        const facts = [dates.acceptedOn, dates.cancelledOn, dates.restoredOn]
        return [planNo, person.memberNo, code, family.currency, total, shares, ...facts]
      }),
    ),
    'installments.csv': file(
      'plan_no,seq,due_on,amount',
      project.plans.flatMap(({ planNo, installments, package: { family } }) =>
        installments.map(({ seq, dueOn, amountMinor }) => [planNo, seq, dueOn, amount(amountMinor, family.currency)]),
      ),
    ),
    'payments.csv': file(
      'payment_id,kind,member_no,plan_no,reverses,currency,amount,value_at,received_at,method',
      paymentRows(project.entries),
    ),
    'offers.csv': file(
      'offer_code,kind,rate,valid_from,valid_to,min_installments_ahead',
      project.offers.map(({ code, kind, rate, validFrom, validTo, minInstallmentsAhead }) => {
        return [code, kind, rate, validFrom, validTo, minInstallmentsAhead]
      }),
    ),
  }
}

function paymentRows(entries: readonly EntryDraft[]): Cell[][] {
  const ids = numberEntries(entries)
  return [...ids].map(([entry, id]) => {
    const { kind, person, planNo, reverses, currency, amountMinor, valueAt, receivedAt, method } = entry
    const money = [currency, amount(amountMinor, currency)]
    const paidAt = entry.isBareDate ? entry.on : localInstant(valueAt, person.region.timeZone)
    const times = [paidAt, new Date(receivedAt).toISOString()]
    return [id, kind, person.memberNo, planNo, reverses && ids.get(reverses), ...money, ...times, method]
  })
}

function file(header: string, rows: readonly (readonly Cell[])[]): string {
  return stringify([header.split(','), ...rows.map((row) => row.map((cell) => cell?.toString() ?? ''))])
}

function amount(minor: bigint, currency: string): string {
  return formatAmount({ minor, currency })
}

/** As the payer's bank states it: with the offset of the member's own zone. */
function localInstant(epochMilliseconds: number, timeZone: string): string {
  const instant = Temporal.Instant.fromEpochMilliseconds(epochMilliseconds)
  return instant.toZonedDateTimeISO(timeZone).toString({ timeZoneName: 'never', smallestUnit: 'second' })
}

function byMemberNo(one: Person, other: Person): number {
  return one.memberNo < other.memberNo ? -1 : 1
}
