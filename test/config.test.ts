/** The environment: defaults, and for each wrong value its name and what was expected. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { areNudgesOn } from '../src/composition/installation.ts'
import { type Config, readConfig } from '../src/config.ts'

describe('the environment', () => {
  it('may be empty', () => {
    const config = accepted({})
    expect(config).toMatchObject({
      database: { kind: 'embedded' },
      demo: 'auto',
      http: { host: '127.0.0.1', port: 8080 },
      logLevel: 'info',
    })
    expect(config.telegram).toBeUndefined()
  })

  it('takes an empty value as not given', () => {
    expect(accepted({ DATABASE_URL: '', HTTP_PORT: '', CLOCK: '' })).toMatchObject({ http: { port: 8080 } })
  })

  it('turns Telegram on: by polling, or by webhook with a secret of its own', () => {
    const TELEGRAM_BOT_TOKEN = '123456:ABC-def_1234'
    expect(accepted({ TELEGRAM_BOT_TOKEN }).telegram).toMatchObject({ mode: 'polling' })
    const { telegram } = accepted({ TELEGRAM_BOT_TOKEN, PUBLIC_URL: 'https://kisht.example.org' })
    expect(telegram).toMatchObject({ mode: 'webhook', secret: expect.stringMatching(/^[0-9a-f]{64}$/) })
  })

  it('takes the support team’s chat: a person or a group', () => {
    expect(accepted({ SUPPORT_CHAT: '-1001234567890' }).supportChat).toBe('-1001234567890')
    expect(accepted({ SUPPORT_CHAT: '7107' }).supportChat).toBe('7107')
    expect(accepted({}).supportChat).toBeUndefined()
  })

  it('says whether people are written to unasked, or leaves it to the base', () => {
    expect(accepted({ NUDGES: 'on' }).nudges).toBe(true)
    expect(accepted({ NUDGES: 'off' }).nudges).toBe(false)
    for (const unsaid of [{}, { NUDGES: '' }]) {
      const config = accepted(unsaid)
      expect(config.nudges).toBeUndefined()
      expect(areNudgesOn(config, { kind: 'real' })).toBe(false)
      expect(areNudgesOn(config, { kind: 'new' })).toBe(false)
      expect(areNudgesOn(config, { kind: 'demo', builtOn: '2026-03-20' })).toBe(true)
    }
    expect(areNudgesOn(accepted({ NUDGES: 'off' }), { kind: 'demo', builtOn: '2026-03-20' })).toBe(false)
    expect(areNudgesOn(accepted({ NUDGES: 'on' }), { kind: 'real' })).toBe(true)
  })

  it.each([
    ['bot,worker', ['bot', 'worker']],
    ['worker , bot', ['bot', 'worker']],
    [' bot', ['bot']],
    ['worker,worker', ['worker']],
  ])('gives a process the roles "%s"', (ROLES, expected) => {
    expect(accepted({ ROLES }).roles).toEqual(expected)
  })

  it('gives a process both roles when nothing is said', () => {
    expect(accepted({}).roles).toEqual(['bot', 'worker'])
  })

  it('is the example file, when nothing in it is changed', () => {
    const example = readFileSync(new URL('../.env.example', import.meta.url), 'utf8')
    const values = Object.fromEntries(
      [...example.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
    )
    expect(Object.keys(values).length).toBeGreaterThan(10)
    expect(accepted(values)).toEqual(accepted({}))
  })

  const wrong: [name: string, value: string, expected: RegExp][] = [
    ['DATABASE_URL', 'mysql://localhost/x', /postgresql:\/\//],
    ['DEMO', 'yes', /auto, off/],
    ['HTTP_PORT', '99999', /port/],
    ['HTTP_PORT', 'web', /port/],
    ['PUBLIC_URL', 'kisht.example.org', /https:\/\//],
    ['TELEGRAM_BOT_TOKEN', 'hello', /BotFather/],
    ['TELEGRAM_API_ROOT', 'ftp://x', /http/],
    ['TELEGRAM_WEBHOOK_SECRET', 'with space', /letters/],
    ['SUPPORT_CHAT', '@our_team', /digits/],
    ['SUPPORT_CHAT', '--100', /digits/],
    ['WEBHOOK_URL', 'http://back-office.example.org/', /https:/],
    ['WEBHOOK_URL', 'https://us:secret@example.org/', /without a password/],
    ['WEBHOOK_SECRET', 'too short', /32 characters/],
    ['NUDGES', 'yes', /on, off/],
    ['ROLES', '', /bot, worker, or both/],
    ['ROLES', ' , ', /bot, worker, or both/],
    ['ROLES', 'bot,', /bot, worker, or both/],
    ['ROLES', 'bot,web', /bot, worker, or both/],
    ['ROLES', 'bot worker', /bot, worker, or both/],
    ['WHATSAPP', 'on', /no more to choose/],
    ['CLOCK', '2026-03-10', /instant/],
    ['LOG_LEVEL', 'loud', /trace, debug/],
  ]
  it.each(wrong)('refuses %s=%s', (name, value, expected) => {
    const read = readConfig({ [name]: value })
    expect(read).toMatchObject({ ok: false, problems: [{ name, expected: expect.stringMatching(expected) }] })
  })

  it('names every wrong value at once, and shows no secret', () => {
    const read = readConfig({ TELEGRAM_BOT_TOKEN: 'my secret', HTTP_PORT: '-1' })
    expect(read.ok).toBe(false)
    expect(JSON.stringify(read)).not.toContain('my secret')
    expect(read).toMatchObject({ problems: [{ name: 'HTTP_PORT' }, { name: 'TELEGRAM_BOT_TOKEN' }] })
  })

  it('tells the back office with an address and a secret, not with one of them', () => {
    const WEBHOOK_URL = 'https://back-office.example.org/kisht?key=hidden'
    const WEBHOOK_SECRET = 'x'.repeat(32)
    expect(accepted({ WEBHOOK_URL, WEBHOOK_SECRET }).webhook).toEqual({ url: WEBHOOK_URL, secret: WEBHOOK_SECRET })
    expect(accepted({ WEBHOOK_URL: 'http://127.0.0.1:9/', WEBHOOK_SECRET }).webhook).toBeDefined()
    expect(accepted({}).webhook).toBeUndefined()
    expect(readConfig({ WEBHOOK_URL })).toMatchObject({ ok: false, problems: [{ name: 'WEBHOOK_SECRET' }] })
    expect(readConfig({ WEBHOOK_SECRET })).toMatchObject({ ok: false, problems: [{ name: 'WEBHOOK_URL' }] })
    for (const wrong of [{ WEBHOOK_URL }, { WEBHOOK_SECRET }, { WEBHOOK_URL: 'ftp://hidden', WEBHOOK_SECRET }]) {
      expect(JSON.stringify(readConfig(wrong))).not.toMatch(/hidden|xxx/)
    }
  })

  it('refuses a made-up clock with the real Telegram, and takes it with one on this machine', () => {
    const environment = { CLOCK: '2026-03-10T09:00:00+03:00', TELEGRAM_BOT_TOKEN: '123456:ABC-def_1234' }
    expect(readConfig(environment)).toMatchObject({ ok: false, problems: [{ name: 'CLOCK' }] })
    expect(readConfig({ ...environment, TELEGRAM_API_ROOT: 'http://127.0.0.1:8081' }).ok).toBe(true)
  })
})

describe('keys of the API', () => {
  const [first, second] = ['a'.repeat(32), `b:${'b'.repeat(31)}=`]
  const read = (API_KEYS: string) => readConfig({ API_KEYS })

  it('are names, scopes and keys', () => {
    expect(accepted({}).apiKeys).toEqual([])
    expect(accepted({ API_KEYS: `office:write:${first}, books.2:read:${second}` }).apiKeys).toEqual([
      { name: 'office', scope: 'write', key: first },
      { name: 'books.2', scope: 'read', key: second },
    ])
  })

  const wrong: [value: string, expected: RegExp][] = [
    ['office', /name:scope:key.* in part 1 of 1/],
    [`office:admin:${first}`, /scope is read or write.* part 1/],
    [`${first}:write:office`, /at least 32 characters in part 1/],
    [`office:write:${first},`, /part 2 of 2/],
    [`office:write:${first.slice(1)}`, /at least 32/],
    [`office:write:${first} x`, /without spaces/],
    [`office:write:${first},office:read:${second}`, /a name of its own in part 2/],
    [`office:write:${second},books:read:${second}`, /a key of its own in part 2/],
  ]
  it.each(wrong)('refuses %s, and does not show it', (value, expected) => {
    const refused = read(value)
    expect(refused).toMatchObject({
      ok: false,
      problems: [{ name: 'API_KEYS', expected: expect.stringMatching(expected) }],
    })
    for (const secret of [first, second, first.slice(1)]) expect(JSON.stringify(refused)).not.toContain(secret)
  })
})

function accepted(environment: Record<string, string>): Config {
  const read = readConfig(environment)
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  return read.config
}
