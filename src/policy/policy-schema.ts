/** What a policy document may say. What it leaves out keeps its default; what it does not know is refused. */
import { z } from 'zod'
import { isTimeZone } from '../domain/calendar.ts'
import { isCurrency } from '../domain/currency.ts'
import { parseRatio, type Ratio } from '../domain/money.ts'
import { ladderFor, lastSteps } from '../domain/nudges/ladder.ts'
import { defaultPolicy, type Localized, type Policy } from '../domain/policy.ts'

const ratio = z
  .union([z.string(), z.object({ numerator: z.bigint(), denominator: z.bigint() })])
  .transform((written, context): Ratio => {
    const read = typeof written === 'string' ? parseRatio(written) : written
    if (read && read.numerator <= read.denominator) return read
    context.addIssue('an exact fraction from 0 to 1, like "2/3", "5%" or "0.05"')
    return z.NEVER
  })

const wholeNumber = (least: number, most: number) => {
  const error = `a whole number from ${least} to ${most}`
  return z.number({ error }).int({ error }).min(least, { error }).max(most, { error })
}

const text = z.string().min(1).max(1000)
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'a time of day like "09:00"' })

function localized<T>(each: z.ZodType<T>) {
  return z
    .record(z.string().regex(/^(default|[a-z]{2,3})$/, { error: '"default" or a language like "de"' }), each)
    .refine((texts) => 'default' in texts, { error: 'an entry "default" besides those of single languages' })
    .transform((texts) => texts as Localized<T>)
}

const fee = z.strictObject({ rate: ratio, cap: ratio }).nullable()

/** An object of which any part may be left out. */
function partial<Shape extends z.ZodRawShape>(shape: Shape, defaults: z.infer<z.ZodObject<Shape>>) {
  return z
    .strictObject(shape)
    .partial()
    .prefault({} as never)
    .transform((given) => ({ ...defaults, ...given }) as z.infer<z.ZodObject<Shape>>)
}

const standard = defaultPolicy

export const policySchema: z.ZodType<Policy, unknown> = z
  .strictObject({
    version: text.default(standard.version),
    contractZone: z
      .string()
      .refine(isTimeZone, { error: 'the name of an IANA time zone, like "Europe/Moscow"' })
      .default(standard.contractZone),
    grace: partial(
      {
        days: wholeNumber(0, 365),
        daysAfterReversal: wholeNumber(0, 365),
        daysAfterRestoration: wholeNumber(0, 365),
        minDaysAfterLapse: wholeNumber(0, 365),
      },
      standard.grace,
    ),
    heldBack: ratio.default(standard.heldBack),
    cancellation: partial(
      {
        settlementLagDays: wholeNumber(0, 60),
        ceilingShare: ratio,
        ceilingPlans: wholeNumber(0, 1_000_000),
        unreachableTaskDays: wholeNumber(0, 60),
      },
      standard.cancellation,
    ),
    ladder: z.array(wholeNumber(-60, 365)).optional(),
    contactHours: partial(
      {
        from: timeOfDay,
        to: timeOfDay,
        minHoursBeforeDeadline: wholeNumber(0, 24),
        spreadMinutes: wholeNumber(0, 720),
      },
      standard.contactHours,
    ),
    caps: partial({ messagesPerDay: wholeNumber(1, 24), remindersPer7Days: wholeNumber(1, 50) }, standard.caps),
    nudges: partial(
      {
        stepDays: wholeNumber(0, 30),
        eventDays: wholeNumber(0, 30),
        noticeDays: wholeNumber(1, 60),
        messagesPerSecond: wholeNumber(1, 1000),
        keepTextDays: wholeNumber(1, 3650),
      },
      standard.nudges,
    ),
    freshness: partial({ maxImportAgeHours: wholeNumber(1, 1000) }, standard.freshness),
    promises: partial({ maxPerInstallment: wholeNumber(0, 20), claimHoldDays: wholeNumber(0, 30) }, standard.promises),
    arrangements: partial(
      {
        minDeposit: ratio,
        depositDays: wholeNumber(0, 60),
        toleranceDays: wholeNumber(0, 60),
        maxActivatedPer12Months: wholeNumber(0, 12),
        maxHoldsPer12Months: wholeNumber(0, 12),
        maxMonths: wholeNumber(1, 60),
        maxMonthsIfTrusted: wholeNumber(1, 60),
        trusted: partial({ afterMonths: wholeNumber(0, 600), paidInTime: ratio }, standard.arrangements.trusted),
        pauseDays: wholeNumber(1, 365),
      },
      standard.arrangements,
    ),
    fees: partial({ lateFee: fee, earlyPaymentDiscount: fee }, standard.fees),
    partners: partial({ untouchedDays: wholeNumber(1, 60), stuckDays: wholeNumber(1, 60) }, standard.partners),
    contactVisibility: z
      .enum(['sponsor_and_case_owner', 'whole_line'], { error: '"sponsor_and_case_owner" or "whole_line"' })
      .default(standard.contactVisibility),
    payPerLevel: z.array(ratio).max(50).default([]),
    payee: z
      .strictObject({ name: text, account: text.nullable().default(null) })
      .nullable()
      .default(null),
    waysToPay: localized<readonly string[]>(z.array(text).min(1).max(20)).nullable().default(null),
    paymentLink: localized<string>(
      z.string().regex(/^https:\/\/[^\s{}]+/, { error: 'a web address that begins with https://' }),
    )
      .nullable()
      .default(null),
    supportContact: z
      .strictObject({
        name: text.nullable().default(null),
        phone: text.nullable().default(null),
        email: text.nullable().default(null),
        telegram: text.nullable().default(null),
      })
      .nullable()
      .default(null),
    projectProgress: z
      .strictObject({
        currency: z.string().refine(isCurrency, { error: 'an ISO 4217 currency, like "EUR"' }),
        raised: z.string().regex(/^\d+(\.\d+)?$/, { error: 'an amount like "1250000.00"' }),
        target: z.string().regex(/^\d+(\.\d+)?$/, { error: 'an amount like "1250000.00"' }),
        next: localized<string>(text),
      })
      .nullable()
      .default(null),
  })
  .transform((given) => ({ ...given, ladder: given.ladder ?? ladderFor(given.grace.days, standard.ladder) }))
  .superRefine(({ ladder, grace }, context) => {
    const last = lastSteps(grace.days)
    if (last.every((step) => ladder.includes(step)) && new Set(ladder).size === ladder.length) return
    const message = `every step once, with ${last.join(', ')}: final notice, last day and the day after, for ${grace.days} days of grace`
    context.addIssue({ code: 'custom', path: ['ladder'], message })
  })
  .refine(({ contactHours }) => contactHours.from < contactHours.to, {
    error: 'a "from" that is earlier than "to"',
    path: ['contactHours'],
  })
