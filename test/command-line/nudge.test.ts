/** What `nudge --dry-run` shows of given decisions. */
import { describe, expect, test } from 'vitest'
import { exitCodes, WrongUsage } from '../../src/command-line/command.ts'
import { nudge } from '../../src/command-line/commands/nudge.ts'
import type { Services } from '../../src/command-line/services.ts'
import type { RehearsedNudge } from '../../src/nudges/rehearsal.ts'

const now = Temporal.Instant.from('2026-03-20T09:30:00Z')

const skipped: RehearsedNudge = {
  memberNo: 'M-2',
  memberName: 'Ion Popescu',
  planNo: null,
  step: 'payment_received',
  decision: 'skip',
  reason: 'no_channel',
  lookAt: null,
  channel: null,
  language: null,
  text: null,
}
const sent: RehearsedNudge = {
  ...skipped,
  memberNo: 'M-1',
  memberName: 'Asha Verma',
  planNo: 'K-1',
  step: '+18',
  decision: 'send',
  reason: 'due',
  channel: 'telegram',
  language: 'hi',
  text: 'K-1\n\nदो पंक्तियाँ',
}
const merged: RehearsedNudge = { ...sent, planNo: 'K-2', step: '0', decision: 'skip', reason: 'merged', text: null }

async function run(
  options: Readonly<Record<string, string | boolean>>,
  rehearsed: readonly RehearsedNudge[] = [],
  nudging: Awaited<ReturnType<Services['nudging']>> = { isOn: true },
) {
  const lines: string[] = []
  const asked: Temporal.Instant[] = []
  const services: Pick<Services, 'now' | 'nudging' | 'rehearseNudges'> = {
    now: () => now,
    nudging: async () => nudging,
    async rehearseNudges(at) {
      asked.push(at)
      return [...rehearsed]
    },
  }
  const output = { out: (line: string) => void lines.push(line), err() {}, status() {} }
  const exit = await nudge.run({ positionals: [], options, workingDir: '.' }, output, services as Services)
  return { exit, lines, asked: asked.map(String) }
}

describe('nudge', () => {
  test('only rehearses: without --dry-run it is used wrongly, and says who sends', async () => {
    await expect(run({})).rejects.toThrow(WrongUsage)
    await expect(run({ json: true })).rejects.toThrow(/by itself, where NUDGES=on/)
  })

  test('as JSON lines, a field each, null where there is none', async () => {
    const { exit, lines } = await run({ 'dry-run': true, json: true }, [sent, skipped])
    expect([exit, ...lines]).toEqual([
      exitCodes.done,
      '{"member_no":"M-1","plan_no":"K-1","step":"+18","decision":"send","reason":"due","channel":"telegram","language":"hi","text":"K-1\\n\\nदो पंक्तियाँ"}',
      '{"member_no":"M-2","plan_no":null,"step":"payment_received","decision":"skip","reason":"no_channel","channel":null,"language":null,"text":null}',
    ])
  })

  test('at this moment, or at the one that is asked for', async () => {
    expect((await run({ 'dry-run': true })).asked).toEqual([now.toString()])
    expect((await run({ 'dry-run': true, at: '2026-04-01T09:00:00+03:00' })).asked).toEqual(['2026-04-01T06:00:00Z'])
    await expect(run({ 'dry-run': true, at: 'tomorrow' })).rejects.toThrow(WrongUsage)
  })

  test('for a person: a table, the messages below who gets them, and counts', async () => {
    const lookAt = Temporal.ZonedDateTime.from('2026-03-21T09:14:00[Europe/Madrid]')
    const other: RehearsedNudge = { ...skipped, memberNo: 'M-3', memberName: 'Ana Núñez', reason: 'cap', lookAt }
    const { lines } = await run({ 'dry-run': true }, [sent, merged, skipped, other])
    expect(lines.join('\n')).toBe(
      [
        'member             plan  step              decision  reason      next look         channel   language',
        'Asha Verma (M-1)   K-1   +18               send      due                           telegram  hi',
        'Asha Verma (M-1)   K-2   0                 skip      merged                        telegram  hi',
        'Ion Popescu (M-2)        payment_received  skip      no_channel',
        'Ana Núñez (M-3)          payment_received  skip      cap         2026-03-21 09:14',
        '',
        'Asha Verma (M-1), telegram, hi',
        '  K-1',
        '',
        '  दो पंक्तियाँ',
        '',
        '1  send  due',
        '1  skip  merged',
        '1  skip  no channel',
        '1  skip  cap',
      ].join('\n'),
    )
  })

  test('says so when nothing of it goes out', async () => {
    const last = async (nudging: Parameters<typeof run>[2]) =>
      (await run({ 'dry-run': true }, [sent], nudging)).lines.at(-1)
    expect(await last({ isOn: false })).toMatch(/^NUDGES is off/)
    expect(await last({ isOn: true, pausedSince: now })).toMatch(/paused since 2026-03-20T09:30:00Z/)
    expect(await last({ isOn: true })).toBe('1  send  due')
    expect((await run({ 'dry-run': true })).lines).toEqual(['There is nothing to be told to anybody.'])
  })
})
