/** Whose morning it is, and the summary in every language. */
import { describe, expect, test } from 'vitest'
import { composeSummary } from '../../src/assistant/summary/compose-summary.ts'
import { eventNames } from '../../src/domain/nudges/catalogue.ts'
import type { SkipReason } from '../../src/domain/nudges/topic.ts'
import { defaultPolicy } from '../../src/domain/policy.ts'
import { loadLocales } from '../../src/i18n/locales.ts'
import { createRenderer } from '../../src/i18n/render-reply.ts'
import { type DaySummary, dueSummary } from '../../src/nudges/day-summary.ts'

describe('the morning summary', () => {
  const due = (at: string) => {
    const found = dueSummary(Temporal.Instant.from(at), defaultPolicy)
    return found && [found.on, found.about, found.fromAt.toString(), found.toAt.toString()]
  }

  test('is due from the first allowed hour of the contract zone until the date ends, for the date before', () => {
    const friday = ['2026-03-20', '2026-03-19', '2026-03-18T21:00:00Z', '2026-03-19T21:00:00Z']
    expect(due('2026-03-20T08:59:59.999+03:00')).toBeUndefined()
    expect(due('2026-03-20T09:00:00+03:00')).toEqual(friday)
    expect(due('2026-03-20T23:59:59+03:00')).toEqual(friday)
    expect(due('2026-03-21T00:00:00+03:00')).toBeUndefined()
  })

  const reasons = ['paid', 'quiet_hours', 'cap', 'no_channel', 'stale_data', 'paused'] as const satisfies SkipReason[]
  const now = Temporal.Instant.from('2026-03-20T09:00:00+03:00')
  const busy: DaySummary = {
    sent: [{ step: '+18', messages: 1_234 }, ...eventNames.map((step) => ({ step, messages: 2 }))],
    skipped: reasons.map((reason) => ({ reason, decisions: 3 })),
    unknown: 4,
    failed: 5,
    cancelledMessages: 6,
    plansCancelled: 7,
    plansRestored: 8,
    needsConfirmation: true,
    tasks: { opened: 9, closed: 10, open: 11 },
    paymentsCompleteTo: now.subtract({ hours: 49 }),
    pausedSince: now.subtract({ hours: 2 }),
  }
  const quiet: DaySummary = {
    ...busy,
    sent: [],
    skipped: [],
    unknown: 0,
    failed: 0,
    cancelledMessages: 0,
    needsConfirmation: false,
    paymentsCompleteTo: now.subtract({ hours: 47 }),
    pausedSince: undefined,
  }
  const locales = loadLocales()
  const renderer = createRenderer(locales)
  const shown = (summary: DaySummary, locale: string) =>
    JSON.stringify(renderer.render(composeSummary(summary, { about: '2026-03-19' }, defaultPolicy, now), locale).blocks)
  const words = (locale: string, key: 'stale' | 'needsConfirmation' | 'nothingSent' | 'trouble' | 'neverStated') =>
    renderer.text({ key: `summary.${key}` }, locale)

  test.each(locales.map(({ tag }) => tag))('says everything of a busy day in %s', (locale) => {
    const text = shown(busy, locale)
    expect(text).not.toMatch(/summary\.|\{\{/)
    expect(text).toContain('+18')
    expect(text).toContain(new Intl.NumberFormat(locale).format(1_234))
    expect(text.match(/"value":"2"/g)).toHaveLength(eventNames.length)
    expect(text.match(/"value":"3"/g)).toHaveLength(reasons.length)
    for (const number of [4, 5, 6, 7, 8, 9, 10, 11]) expect(text).toContain(`"value":"${number}"`)
    for (const key of ['stale', 'needsConfirmation', 'trouble'] as const) expect(text).toContain(words(locale, key))
    expect(text).not.toContain(words(locale, 'nothingSent'))
  })

  test.each(locales.map(({ tag }) => tag))('says of a quiet day in %s that nothing was sent', (locale) => {
    const text = shown(quiet, locale)
    expect(text).toContain(words(locale, 'nothingSent'))
    for (const key of ['stale', 'needsConfirmation', 'trouble'] as const) expect(text).not.toContain(words(locale, key))
    expect(shown({ ...quiet, paymentsCompleteTo: undefined }, locale)).toContain(words(locale, 'neverStated'))
  })
})
