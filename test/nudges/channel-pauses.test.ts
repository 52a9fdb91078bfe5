import { expect, it } from 'vitest'
import { createChannelPauses } from '../../src/nudges/delivery/channel-pauses.ts'
import type { Carried } from '../../src/nudges/outbox.ts'

const start = Temporal.Instant.from('2026-03-20T09:30:00Z')
const after = (seconds: number) => start.add({ seconds })
const said = (until: Temporal.Instant | undefined) => until && start.until(until).total('seconds')
const notSent: Carried = { kind: 'not_sent', why: '' }
const unknown: Carried = { kind: 'unknown', why: '' }

it('is silent for as long as the platform says, on that channel only', () => {
  const pauses = createChannelPauses()
  expect(said(pauses.learn('telegram', { kind: 'slow_down', seconds: 30 }, start))).toBe(30)
  expect(pauses.learn('telegram', { kind: 'slow_down', seconds: 30 }, start)).toBeUndefined()
  expect(said(pauses.learn('telegram', { kind: 'slow_down', seconds: 60 }, start))).toBe(60)
  expect(said(pauses.until('telegram', after(59)))).toBe(60)
  expect(pauses.until('telegram', after(60))).toBeUndefined()
  expect(pauses.until('playground', start)).toBeUndefined()
})

it('tries a platform that is not there less and less often, up to a minute, until it answers', () => {
  const pauses = createChannelPauses()
  let seconds = 0
  const lengths = Array.from({ length: 8 }, () => {
    const until = said(pauses.learn('telegram', notSent, after(seconds))) ?? 0
    // Those that were under way, too.
    expect(pauses.learn('telegram', notSent, after(seconds))).toBeUndefined()
    const length = until - seconds
    seconds = until
    return length
  })
  expect(lengths).toEqual([1, 2, 4, 8, 16, 32, 60, 60])
  pauses.learn('telegram', { kind: 'sent' }, after(seconds))
  expect(said(pauses.learn('telegram', notSent, after(seconds)))).toBe(seconds + 1)
})

it('lets a platform alone whose answers fail in a row', () => {
  const pauses = createChannelPauses()
  for (let call = 0; call < 4; call++) expect(pauses.learn('telegram', unknown, start)).toBeUndefined()
  pauses.learn('telegram', { kind: 'refused', why: '' }, start)
  for (let call = 0; call < 4; call++) expect(pauses.learn('telegram', unknown, start)).toBeUndefined()
  expect(said(pauses.learn('telegram', unknown, start))).toBe(1)
})
