/**
 * Accepting an option: explicitly, and only as long as the figures behind it are those that were shown. They are worked out
 * again at that moment: the same kind must come to the same timetable.
 *
 * Shown on 28 March at 10:00 with arrears of 100.00, accepted at 14:00: agreed. Had 40.00 been imported between, or the
 * day ended: the options are shown anew. (DOMAIN section 9.)
 */
import type { Policy } from '../policy.ts'
import type { Agreement, Timetable } from './agreement.ts'
import type { MayOffer } from './may-offer.ts'
import type { ArrangementOption, Options } from './options.ts'

export type Acceptance =
  | { ok: true; agreement: Agreement }
  | { ok: false; reason: 'not_offered_any_more' | 'figures_changed' }

/** `may` and `options`: worked out again as of `now`, from the same answers of the member. */
export function acceptOption(
  chosen: ArrangementOption,
  { may, options }: { may: MayOffer; options: Options },
  { arrangementNo, memberNo }: Pick<Agreement, 'arrangementNo' | 'memberNo'>,
  policy: Policy,
  now: Temporal.Instant,
): Acceptance {
  if (!may.ok || !options.ok) return { ok: false, reason: 'not_offered_any_more' }
  const same = options.options.find((option) => option.kind === chosen.kind && isSameTimetable(option, chosen))
  if (!same) return { ok: false, reason: 'figures_changed' }
  const { currency, steps, plans } = same
  const agreement: Agreement = {
    arrangementNo,
    memberNo,
    acceptedAt: now,
    currency,
    steps,
    plans,
    holds: may.holds,
    policyVersion: policy.version,
    toleranceDays: policy.arrangements.toleranceDays,
    daysAfterReversal: policy.grace.daysAfterReversal,
  }
  return { ok: true, agreement }
}

function isSameTimetable(one: Timetable, other: Timetable): boolean {
  return inWords(one) === inWords(other)
}

function inWords({ currency, steps, plans }: Timetable): string {
  return [
    currency,
    ...steps.map(({ on, amountMinor }) => `${on} ${amountMinor}`),
    ...plans
      .map(
        ({ planNo, settledAtMinor, owedMinor, lastPayableOn }) =>
          `${planNo} ${settledAtMinor} ${owedMinor} ${lastPayableOn}`,
      )
      .toSorted(),
  ].join('|')
}
