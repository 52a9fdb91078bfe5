/**
 * The one document that holds every number an operator may choose, with its defaults. Rules take what they need from
 * it; none of these numbers stands anywhere else in the code. (DOMAIN section 13.)
 */
import type { Ratio } from './money.ts'

/** A step of the reminder ladder, in days relative to the due date. */
export type LadderStep = number

/** Texts per language tag (`en`, `de` ...); `default` where a language has none of its own. */
export type Localized<T> = { default: T } & { [language: string]: T }

export interface Policy {
  /** The operator's name of this version; recorded with every decision. */
  version: string
  /** IANA zone in which due dates, grace and value dates are counted. */
  contractZone: string
  grace: { days: number; daysAfterReversal: number; daysAfterRestoration: number; minDaysAfterLapse: number }
  /** Share of a package that only the last payment credits. */
  heldBack: Ratio
  cancellation: { settlementLagDays: number; ceilingShare: Ratio; ceilingPlans: number; unreachableTaskDays: number }
  ladder: readonly LadderStep[]
  /** When messages may go out, on the member's own clock. */
  /** Who chose no hour is written to within `spreadMinutes` of `from`. */
  contactHours: { from: string; to: string; minHoursBeforeDeadline: number; spreadMinutes: number }
  caps: { messagesPerDay: number; remindersPer7Days: number }
  nudges: {
    /** How many days after its own a step before the due date, or the first one after it, may still go out. */
    stepDays: number
    /** How many days after it happened an event may be told; notices of what changes a plan's fate have longer. */
    eventDays: number
    noticeDays: number
    /** How many messages a process sends at most; Telegram takes 30 of one bot, when paid for 1,000. */
    messagesPerSecond: number
    /** How long the texts of what was sent are kept. */
    keepTextDays: number
  }
  freshness: { maxImportAgeHours: number }
  promises: { maxPerInstallment: number; claimHoldDays: number }
  arrangements: {
    minDeposit: Ratio
    depositDays: number
    toleranceDays: number
    maxActivatedPer12Months: number
    maxHoldsPer12Months: number
    /** How long a timetable may run, from acceptance; longer for whoever is trusted. */
    maxMonths: number
    maxMonthsIfTrusted: number
    /** Trusted: a member for so long, of whose installments at least this share was paid in time. */
    trusted: { afterMonths: number; paidInTime: Ratio }
    /** The one pause that can be offered. */
    pauseDays: number
  }
  fees: { lateFee: { rate: Ratio; cap: Ratio } | null; earlyPaymentDiscount: { rate: Ratio; cap: Ratio } | null }
  /** A case untouched for this long climbs to the partner above; a newcomer this long at one step counts as stuck. */
  partners: { untouchedDays: number; stuckDays: number }
  contactVisibility: 'sponsor_and_case_owner' | 'whole_line'
  /** A partner's pay per level of the structure, the first being their own customers, as a share of money received. */
  payPerLevel: readonly Ratio[]
  payee: { name: string; account: string | null } | null
  /** How one can pay, a line each, per language. */
  waysToPay: Localized<readonly string[]> | null
  /** `{reference} {amount} {currency} {plan_no}` are filled in. */
  paymentLink: Localized<string> | null
  supportContact: { name: string | null; phone: string | null; email: string | null; telegram: string | null } | null
  projectProgress: { currency: string; raised: string; target: string; next: Localized<string> } | null
}

export const defaultPolicy: Policy = {
  version: 'built-in-1',
  contractZone: 'Europe/Moscow',
  grace: { days: 19, daysAfterReversal: 7, daysAfterRestoration: 7, minDaysAfterLapse: 3 },
  heldBack: { numerator: 2n, denominator: 3n },
  cancellation: {
    settlementLagDays: 2,
    ceilingShare: { numerator: 2n, denominator: 100n },
    ceilingPlans: 20,
    unreachableTaskDays: 3,
  },
  ladder: [-7, -3, -1, 0, 1, 5, 10, 15, 18, 19, 20],
  contactHours: { from: '09:00', to: '20:00', minHoursBeforeDeadline: 4, spreadMinutes: 120 },
  caps: { messagesPerDay: 1, remindersPer7Days: 3 },
  nudges: {
    stepDays: 2,
    eventDays: 2,
    noticeDays: 14,
    messagesPerSecond: 30,
    keepTextDays: 365,
  },
  freshness: { maxImportAgeHours: 48 },
  promises: { maxPerInstallment: 2, claimHoldDays: 3 },
  arrangements: {
    minDeposit: { numerator: 15n, denominator: 100n },
    depositDays: 3,
    toleranceDays: 3,
    maxActivatedPer12Months: 1,
    maxHoldsPer12Months: 1,
    maxMonths: 6,
    maxMonthsIfTrusted: 12,
    trusted: { afterMonths: 12, paidInTime: { numerator: 2n, denominator: 3n } },
    pauseDays: 30,
  },
  fees: { lateFee: null, earlyPaymentDiscount: null },
  partners: { untouchedDays: 3, stuckDays: 3 },
  contactVisibility: 'sponsor_and_case_owner',
  payPerLevel: [],
  payee: null,
  waysToPay: null,
  paymentLink: null,
  supportContact: null,
  projectProgress: null,
}

/** The language's own text, or the default one. */
export function localized<T>(texts: Localized<T>, language: string): T {
  return texts[language] ?? texts.default
}
