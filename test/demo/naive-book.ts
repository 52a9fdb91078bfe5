/** Reads the six files the plainest way and works out what DOMAIN.md says about them, without the product's code. */
import { parse } from 'csv-parse/sync'
import { generateDemo } from '../../src/demo/generate-demo.ts'

export type Row = Record<string, string>
type Files = ReturnType<typeof generateDemo>

export interface NaiveInstallment {
  dueOn: string
  amount: number
}

export interface NaivePlan {
  planNo: string
  memberNo: string
  currency: string
  total: number
  acceptedOn: string
  cancelledOn: string
  restoredOn: string
  installments: NaiveInstallment[]
  /** What stays in the plan, in minor units. */
  paid: number
  paidInFull: number
  partOfNext: number
  state: 'active' | 'overdue' | 'cancellation_due' | 'cancelled' | 'completed'
  daysOverdue: number
  /** Whole days until the oldest unpaid installment is due. */
  dueInDays: number
  reversedCount: number
}

export interface NaiveBook {
  today: Temporal.PlainDate
  members: Row[]
  packages: Row[]
  payments: Row[]
  offers: Row[]
  plans: NaivePlan[]
  /** Entries that went to the balance because none or several plans were open. */
  parked: Row[]
  /** By member and currency, in minor units. */
  balances: Map<string, number>
}

export const contractZone = 'Europe/Moscow'

export function rowsOf(files: Files, name: keyof Files): Row[] {
  return parse(files[name], { columns: true })
}

export function demoAt(now: string, seed = 1, zone = contractZone): Files {
  return generateDemo({ seed, now: Temporal.Instant.from(now), contractZone: zone })
}

export function cell(row: Row, column: string): string {
  const value = row[column]
  if (value === undefined) throw new Error(`no column ${column}`)
  return value
}

/** Minor units, taken from the digits as written. */
export function minor(amount: string): number {
  return Number(amount.replace('.', ''))
}

export function daysBetween(from: string | Temporal.PlainDate, to: string | Temporal.PlainDate): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'days' }).days
}

export function valueInstant(valueAt: string, zone: string): Temporal.Instant {
  if (valueAt.length > 10) return Temporal.Instant.from(valueAt)
  return Temporal.PlainDate.from(valueAt).toZonedDateTime({ timeZone: zone }).toInstant()
}

export function readBook(now: string, seed = 1, zone = contractZone): NaiveBook {
  const files = demoAt(now, seed, zone)
  const today = Temporal.Instant.from(now).toZonedDateTimeISO(zone).toPlainDate()
  const plans = rowsOf(files, 'plans.csv').map(toPlan)
  const byNo = new Map(plans.map((plan) => [plan.planNo, plan]))
  for (const row of rowsOf(files, 'installments.csv')) {
    const installment = { dueOn: cell(row, 'due_on'), amount: minor(cell(row, 'amount')) }
    byNo.get(cell(row, 'plan_no'))?.installments.push(installment)
  }
  const payments = rowsOf(files, 'payments.csv')
  const book = { today, plans, payments, parked: [], balances: new Map() }
  bookPayments(book, zone)
  for (const plan of plans) judge(plan, today)
  return {
    ...book,
    members: rowsOf(files, 'members.csv'),
    packages: rowsOf(files, 'packages.csv'),
    offers: rowsOf(files, 'offers.csv'),
  }
}

function bookPayments(book: Pick<NaiveBook, 'plans' | 'payments' | 'parked' | 'balances'>, zone: string): void {
  const reversed = new Set(book.payments.map((row) => cell(row, 'reverses')).filter(Boolean))
  const inOrder = book.payments
    .map((row) => ({ row, at: valueInstant(cell(row, 'value_at'), zone) }))
    .sort((a, b) => Temporal.Instant.compare(a.at, b.at))
  for (const { row, at } of inOrder) {
    const kind = cell(row, 'kind')
    if (kind === 'reversal') continue
    const [memberNo, currency, amount] = [cell(row, 'member_no'), cell(row, 'currency'), minor(cell(row, 'amount'))]
    const on = at.toZonedDateTimeISO(zone).toPlainDate().toString()
    const toBalance = (sum: number) => {
      const key = `${memberNo} ${currency}`
      book.balances.set(key, (book.balances.get(key) ?? 0) + sum)
    }
    const isReversed = reversed.has(cell(row, 'payment_id'))
    if (kind === 'topup') {
      if (!isReversed) toBalance(amount)
      continue
    }
    if (kind === 'from_balance') toBalance(-amount)
    const open = book.plans.filter(
      (plan) => plan.memberNo === memberNo && plan.currency === currency && isOpen(plan, on),
    )
    const named = cell(row, 'plan_no')
    const plan = named ? book.plans.find(({ planNo }) => planNo === named) : open.length === 1 ? open[0] : undefined
    if (!plan) book.parked.push(row)
    if (isReversed) {
      if (plan) plan.reversedCount++
      continue
    }
    const counted = plan && !isCancelled(plan, on) ? Math.min(amount, plan.total - plan.paid) : 0
    if (plan) plan.paid += counted
    toBalance(amount - counted)
  }
}

function isOpen(plan: NaivePlan, on: string): boolean {
  return plan.acceptedOn <= on && plan.paid < plan.total && !isCancelled(plan, on)
}

function isCancelled({ cancelledOn, restoredOn }: NaivePlan, on: string): boolean {
  return cancelledOn !== '' && cancelledOn <= on && !(restoredOn !== '' && restoredOn <= on)
}

function judge(plan: NaivePlan, today: Temporal.PlainDate): void {
  let rest = plan.paid
  for (const { amount } of plan.installments) {
    if (rest < amount) break
    rest -= amount
    plan.paidInFull++
  }
  plan.partOfNext = rest
  const oldest = plan.installments[plan.paidInFull]
  if (oldest) plan.dueInDays = daysBetween(today, oldest.dueOn)
  if (isCancelled(plan, today.toString())) plan.state = 'cancelled'
  else if (!oldest) plan.state = 'completed'
  else if (plan.dueInDays < 0) {
    plan.daysOverdue = -plan.dueInDays
    const daysToX = [
      plan.dueInDays + 19,
      ...(plan.reversedCount > 0 ? [7] : []),
      ...(plan.restoredOn ? [daysBetween(today, plan.restoredOn) + 7] : []),
    ]
    plan.state = Math.max(...daysToX) >= 0 ? 'overdue' : 'cancellation_due'
  }
}

function toPlan(row: Row): NaivePlan {
  return {
    planNo: cell(row, 'plan_no'),
    memberNo: cell(row, 'member_no'),
    currency: cell(row, 'currency'),
    total: minor(cell(row, 'total')),
    acceptedOn: cell(row, 'terms_accepted_on'),
    cancelledOn: cell(row, 'cancelled_on'),
    restoredOn: cell(row, 'restored_on'),
    installments: [],
    paid: 0,
    paidInFull: 0,
    partOfNext: 0,
    state: 'active',
    daysOverdue: 0,
    dueInDays: 0,
    reversedCount: 0,
  }
}
