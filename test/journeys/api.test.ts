/** The back office's API through the real process, on both engines. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { examples } from '../../src/api/document/examples.ts'
import { markBase } from '../../src/storage/base/base-marker.ts'
import { openEmbedded } from '../../src/storage/engine/open-embedded.ts'
import { engines, freshDataDir } from '../support/databases.ts'
import { runKisht, startKisht } from '../support/kisht-process.ts'
import { type ApiJourney, type Asked, keys, startApi } from './api-journey.ts'

const { plans, installments, payments, as_of } = examples
const [plan] = plans
const [payment] = payments
/** Before, while and after a small request is carried out. */
const killedAfterMs = process.env.LONG === 'on' ? [0, 5, 15, 30, 60, 120] : [0, 15, 60]
const member = { member_no: 'M-1', full_name: 'One' }

describe.each(engines)('on %s', (engine) => {
  let api: ApiJourney

  beforeAll(async () => {
    api = await startApi(engine)
  })
  afterAll(() => api.close())

  test('the document needs no key, and its examples are taken, in order', async () => {
    const { status, json } = await api.ask('/api/openapi.json', { key: null })
    expect(status).toBe(200)
    expect(json.openapi).toBe('3.1.0')
    for (const path of ['members', 'packages', 'offers', 'plans', 'payments', 'records']) {
      const { example } = json.paths[`/api/${path}`].post.requestBody.content['application/json']
      const answer = await api.post(`/api/${path}`, example)
      expect(answer.status, answer.text).toBe(200)
    }
  })

  test('what was sent is there, and the same again changes nothing', async () => {
    const before = await api.exported()
    expect(before).toContain('T-1001-1,installment,M-1001,K-1001,,EUR,200.00')
    const { status, json } = await api.post('/api/records', { ...examples })
    expect(status).toBe(200)
    const counts = { parked: 0, quarantined: 0, taken_up: 0 }
    expect(json.payments).toEqual({ booked: 0, already_there: 1, counts, parked: [], quarantined: [], taken_up: [] })
    expect(json.files.map(({ added, changed }: Record<string, number>) => [added, changed])).toEqual(
      Array(6).fill([0, 0]),
    )
    expect(await api.exported()).toBe(before)
  })

  test('how a plan stands: the figures of the command line', async () => {
    const { json } = await api.ask('/api/plans/K-1001?at=2026-03-01T12:00:00%2B03:00', { key: keys.reader })
    expect(json).toMatchObject({
      plan_no: 'K-1001',
      state: 'active',
      paid: '200.00',
      outstanding: '400.00',
      shares_credited: 333,
      next: { seq: 2, due_on: '2026-03-10', amount: '200.00', unpaid: '200.00' },
      days_overdue: 0,
      last_payable_on: null,
    })
    const late = await api.ask('/api/members/M-1000/overdue', { key: keys.reader })
    expect(late.json).toEqual({
      plans: [
        {
          member_no: 'M-1001',
          plan_no: 'K-1001',
          seq: 2,
          due_on: '2026-03-10',
          unpaid: '200.00',
          arrears: '200.00',
          currency: 'EUR',
          days_overdue: 10,
          days_left: 9,
          last_payable_on: '2026-03-29',
        },
      ],
    })
    for (const path of ['plans/K-9', 'members/M-1001/overdue', 'members/M-9/overdue', 'nothing', '', 'plans/%FF']) {
      expect((await api.ask(`/api/${path}`)).status, path).toBe(404)
    }
  })

  test('plans in pages', async () => {
    const more = ['K-1002', 'K-1003', 'K-1004'].map((plan_no) => ({ ...plan, plan_no }))
    const schedules = more.flatMap(({ plan_no }) => installments.map((each) => ({ ...each, plan_no })))
    expect((await api.post('/api/plans', { plans: more, installments: schedules })).status).toBe(200)
    const seen: string[] = []
    let after: string | null = ''
    while (after !== null) {
      const { json } = await api.ask(`/api/plans?member_no=M-1001&limit=3${after && `&after=${after}`}`)
      seen.push(...json.plans.map(({ plan_no }: { plan_no: string }) => plan_no))
      after = json.next
    }
    expect(seen).toEqual(['K-1001', 'K-1002', 'K-1003', 'K-1004'])
    expect((await api.ask('/api/plans?member_no=M-1000')).json).toEqual({ plans: [], next: null })
    for (const query of ['limit=0', 'limit=501', 'limit=x', 'at=2026-03-01', 'memberno=1', 'limit=1&limit=2']) {
      expect((await api.ask(`/api/plans?${query}`)).status, query).toBe(400)
    }
  })

  test('whole numbers as integers or text, null clears, absent keeps; amounts only as text', async () => {
    const write = (fields: object) => api.post('/api/members', { members: [{ ...member, ...fields }] })
    await write({ phone: '+40712345678', email: 'one@example.org', telegram_user_id: 77 })
    expect(await api.exported()).toContain('M-1,One,+40712345678,one@example.org,,,,,,,77')
    await write({ phone: null, telegram_user_id: '78' })
    expect(await api.exported()).toContain('M-1,One,,one@example.org,,,,,,,78')
  })

  test('a dry run tells, and keeps nothing', async () => {
    const before = await api.exported()
    const answer = await api.post('/api/members?dry_run=true', { members: [{ member_no: 'DRY', full_name: 'Dry' }] })
    expect(answer).toMatchObject({ status: 200, json: { dry_run: true, files: [{ file: 'members.csv', added: 1 }] } })
    expect(await api.exported()).toBe(before)
  })

  test('well-formed payments that cannot be booked wait, the others are booked', async () => {
    const { status, json } = await api.post('/api/payments', {
      payments: [
        { ...payment, payment_id: 'Q-1', member_no: 'UNKNOWN' },
        { ...payment, payment_id: 'Q-2', amount: '1.00' },
        { ...payment, amount: '7.00' },
      ],
    })
    expect(status).toBe(200)
    expect(json.payments).toMatchObject({
      booked: 1,
      quarantined: [
        { payment_id: 'Q-1', line: 1, reason: 'unknown_member' },
        { payment_id: 'T-1001-1', line: 3, reason: 'conflict' },
      ],
    })
  })

  const post = (body: unknown, asked?: Asked) => (path: string) => api.post(path, body, asked)
  const one = (fields: object, base: object = member) => post({ members: [{ ...base, ...fields }] })
  const bad: [
    what: string,
    path: string,
    ask: (path: string) => ReturnType<ApiJourney['ask']>,
    status: number,
    says: RegExp,
  ][] = [
    ['no key', '/api/members', post({ members: [member] }, { key: null }), 401, /unauthorized/],
    ['a wrong key', '/api/members', post({ members: [member] }, { key: `${keys.writer}x` }), 401, /unauthorized/],
    [
      'a key in other letters',
      '/api/members',
      post({ members: [member] }, { key: keys.writer.toUpperCase() }),
      401,
      /una/,
    ],
    [
      'a key of another scheme',
      '/api/members',
      post({ members: [member] }, { key: null, headers: { authorization: `Basic ${keys.writer}` } }),
      401,
      /una/,
    ],
    ['a key that may only read', '/api/members', post({ members: [member] }, { key: keys.reader }), 403, /forbidden/],
    [
      'text',
      '/api/members',
      post({ members: [member] }, { headers: { 'content-type': 'text/plain' } }),
      415,
      /application\/json/,
    ],
    [
      'no content type',
      '/api/members',
      post({ members: [member] }, { headers: { 'content-type': undefined } }),
      415,
      /application\/json/,
    ],
    [
      'another charset',
      '/api/members',
      post({ members: [member] }, { headers: { 'content-type': 'application/json; charset=latin1' } }),
      415,
      /UTF-8/,
    ],
    [
      'something compressed',
      '/api/members',
      post({ members: [member] }, { headers: { 'content-encoding': 'gzip' } }),
      415,
      /compressed/,
    ],
    [
      'no Idempotency-Key',
      '/api/members',
      post({ members: [member] }, { headers: { 'idempotency-key': undefined } }),
      400,
      /Idempotency-Key/,
    ],
    [
      'an Idempotency-Key too long',
      '/api/members',
      post({ members: [member] }, { headers: { 'idempotency-key': 'x'.repeat(256) } }),
      400,
      /255/,
    ],
    [
      'an Idempotency-Key with a space',
      '/api/members',
      post({ members: [member] }, { headers: { 'idempotency-key': 'a b' } }),
      400,
      /visible ASCII/,
    ],
    ['nothing', '/api/members', post(''), 400, /not the end/],
    ['JSON that is cut off', '/api/members', post('{"members":[{"member_no":"M-1"'), 400, /line 1, character 31/],
    ['a comma too many', '/api/members', post('{"members":[],\n}'), 400, /line 2, character 1/],
    ['no JSON', '/api/members', post("{'members':[]}"), 400, /invalid_json/],
    ['two documents', '/api/members', post('{"members":[]} {}'), 400, /nothing after/],
    ['no UTF-8', '/api/members', post(Buffer.from('{"members":[{"full_name":"\xff"}]}', 'latin1')), 400, /UTF-8/],
    ['a member twice', '/api/members', post('{"members":[],"members":[]}'), 400, /only once/],
    [
      'a column twice',
      '/api/members',
      post('{"members":[{"member_no":"A","full_name":"A","member_no":"B"}]}'),
      400,
      /only once/,
    ],
    ['an unknown member', '/api/members', post({ membrs: [] }), 400, /perhaps members/],
    ['a member of another path', '/api/members', post({ members: [member], payments: [] }), 400, /known member/],
    ['as_of where it means nothing', '/api/members', post({ members: [member], as_of }), 400, /known member/],
    ['a list alone', '/api/members', post([member]), 400, /an object with the list members/],
    ['an empty object', '/api/records', post({}), 400, /at least one of the lists/],
    ['as_of alone', '/api/records', post({ as_of }), 400, /at least one of the lists/],
    ['records that are no list', '/api/members', post({ members: member }), 400, /a list of records/],
    ['a record that is none', '/api/members', post({ members: ['M-1'] }), 422, /an object of its columns/],
    ['an unknown column', '/api/members', one({ ful_name: 'x' }), 422, /perhaps full_name/],
    [
      'names from JavaScript',
      '/api/members',
      post('{"members":[{"member_no":"A","full_name":"A","__proto__":"x","constructor":"y"}]}'),
      422,
      /"problem_count":2/,
    ],
    ['no required column', '/api/members', post({ members: [{ member_no: 'M-1' }] }), 422, /it is required/],
    ['a required column cleared', '/api/members', one({ full_name: null }), 422, /it is required/],
    [
      'a cell that is an object',
      '/api/members',
      one({ email: { a: 1 } }),
      422,
      /"line":1,"column":"email","value":"\(an object\)"/,
    ],
    ['a cell that is a list', '/api/members', one({ email: [[]] }), 422, /"column":"email","value":"\(a list\)"/],
    ['a cell that is true', '/api/members', one({ email: true }), 422, /a string/],
    ['a number where a text is', '/api/members', one({ phone: 40712345678 }), 422, /a string: a phone/],
    [
      'an amount as a number',
      '/api/payments',
      post({ payments: [{ ...payment, amount: 200.0 }] }),
      422,
      /a string: an amount/,
    ],
    [
      'a whole number with a fraction',
      '/api/plans',
      post({ plans: [{ ...plan, shares: 1.5 }] }),
      422,
      /a whole number of shares/,
    ],
    [
      'a whole number with an exponent',
      '/api/plans',
      post('{"installments":[{"plan_no":"K-1001","seq":1e0,"due_on":"2026-02-10","amount":"1.00"}]}'),
      422,
      /from 1 to 9999/,
    ],
    ['a number beyond all sizes', '/api/plans', post({ plans: [{ ...plan, shares: 1e15 }] }), 422, /shares/],
    ['a cell too long', '/api/members', one({ email: 'x'.repeat(10_001) }), 422, /10000 characters/],
    ['a NUL', '/api/members', one({ email: 'a\0b' }), 422, /NUL/],
    ['half a character', '/api/members', post('{"members":[{"member_no":"A","full_name":"\\ud800"}]}'), 422, /Unicode/],
    ['a date that does not exist', '/api/members', one({ registered_on: '2026-02-30' }), 422, /a date that exists/],
    ['an unknown sponsor', '/api/members', one({ sponsor_no: 'NOBODY' }), 422, /sponsor_no/],
    [
      'one key with two contents',
      '/api/members',
      post({ members: [member, { ...member, full_name: 'Two' }] }),
      422,
      /line 1/,
    ],
    [
      'a malformed payment among good ones',
      '/api/payments',
      post({
        payments: [
          { ...payment, payment_id: 'G-1' },
          { ...payment, payment_id: 'G-2', currency: 'EURO' },
        ],
      }),
      422,
      /"line":2,"column":"currency"/,
    ],
    ['a plan without installments', '/api/plans', post({ plans: [{ ...plan, plan_no: 'K-0' }] }), 422, /installments/],
    [
      'a schedule that does not add up',
      '/api/plans',
      post({ installments: [{ ...installments[0], amount: '1.00' }] }),
      422,
      /add up/,
    ],
    ['an as_of that is no instant', '/api/payments', post({ payments: [], as_of: '2026-03-10' }), 422, /as_of/],
    [
      'an as_of to come',
      '/api/payments',
      post({ payments: [], as_of: '2027-03-10T00:00:00Z' }),
      422,
      /a moment that has come/,
    ],
    ['absurd depth', '/api/members', post('[{"members":'.repeat(400_000)), 400, /inside each other/],
    [
      'absurd depth in a cell',
      '/api/members',
      post(`{"members":[{"member_no":${'['.repeat(1_000_000)}`),
      400,
      /inside each other/,
    ],
    ['too many records', '/api/members', post({ members: Array(10_001).fill(member) }), 422, /at most 10000 records/],
    ['more than 5 MB', '/api/members', post(' '.repeat(5 * 1024 * 1024 + 1)), 413, /too_large/],
    [
      'more than 5 MB, and nobody says so',
      '/api/members',
      (path) =>
        api.ask(path, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'idempotency-key': 'streamed',
            'transfer-encoding': 'chunked',
          },
          body: Array(6).fill(Buffer.alloc(1024 * 1024, ' ')),
        }),
      413,
      /too_large/,
    ],
    ['a parameter that is not known', '/api/members?dryrun=true', post({ members: [member] }), 400, /dryrun/],
    ['dry_run that says neither', '/api/members?dry_run=yes', post({ members: [member] }), 400, /true or false/],
    ['another method', '/api/members', (path) => api.ask(path, { method: 'PUT', body: '{}' }), 404, /openapi/],
  ]

  describe('bad input is refused in words, and changes nothing', () => {
    let before = ''
    beforeAll(async () => {
      before = await api.exported()
    })
    test.each(bad)('%s', async (_, path, ask, status, says) => {
      const answer = await ask(path)
      expect(answer.status, answer.text).toBe(status)
      expect(answer.text).toMatch(says)
      expect(Object.keys(answer.json.error)).toEqual(['code', 'message', 'problems', 'problem_count'])
      expect(answer.text).not.toMatch(/node_modules|src\/|\bat \w+ \(/)
      expect(await api.exported()).toBe(before)
    })

    test('the first 1,000 problems are listed, all are counted', async () => {
      const { json } = await api.post('/api/members', { members: Array(1_500).fill({ member_no: 'X' }) })
      expect(json.error.problems).toHaveLength(1_000)
      expect(json.error.problem_count).toBe(1_500)
      expect(await api.exported()).toBe(before)
    })
  })

  describe('the same request again', () => {
    const named = (name: string) => ({ headers: { 'idempotency-key': name } })
    const topup = (id: string) => ({ payments: [{ ...payment, payment_id: id, kind: 'topup', plan_no: null }] })

    test('gets the very same answer; another one with its key is refused', async () => {
      const first = await api.post('/api/payments', topup('I-1'), named('i-1'))
      expect(first).toMatchObject({ status: 200, json: { payments: { booked: 1 } } })
      expect(first.headers['idempotent-replayed']).toBeUndefined()
      const again = await api.post('/api/payments', topup('I-1'), named('i-1'))
      expect([again.status, again.text]).toEqual([200, first.text])
      expect(again.headers['idempotent-replayed']).toBe('true')
      const others: [path: string, body: object][] = [
        ['/api/payments', topup('I-2')],
        ['/api/payments?dry_run=true', topup('I-1')],
        ['/api/records', topup('I-1')],
      ]
      for (const [path, body] of others) {
        const other = await api.post(path, body, named('i-1'))
        expect(other).toMatchObject({ status: 422, json: { error: { code: 'idempotency_key_reused' } } })
      }
      expect(await api.exported()).not.toContain('I-2')
    })

    test('refused once is refused the same, also when it could be taken in by now', async () => {
      const body = { members: [{ member_no: 'C-1', full_name: 'Child', sponsor_no: 'S-1' }] }
      const first = await api.post('/api/members', body, named('child'))
      expect(first.status).toBe(422)
      expect((await api.post('/api/members', { members: [{ member_no: 'S-1', full_name: 'S' }] })).status).toBe(200)
      const again = await api.post('/api/members', body, named('child'))
      expect([again.status, again.text]).toEqual([422, first.text])
      expect((await api.post('/api/members', body)).status).toBe(200)
    })

    test('ten at the same time: booked once', async () => {
      const asked = Array.from({ length: 10 }, () => api.post('/api/payments', topup('TEN'), named('ten')))
      const answers = await Promise.all(asked)
      const done = answers.filter(({ status }) => status === 200)
      expect(done.length).toBeGreaterThan(0)
      expect(new Set(done.map(({ text }) => text)).size).toBe(1)
      expect(done[0]?.json.payments.booked).toBe(1)
      for (const { status, headers } of answers.filter(({ status }) => status !== 200)) {
        expect([status, headers['retry-after']]).toEqual([409, '1'])
      }
      expect((await api.exported()).match(/^TEN,/gm)).toHaveLength(1)
      expect((await api.post('/api/payments', topup('TEN'), named('ten'))).text).toBe(done[0]?.text)
    })

    test.runIf(engine === 'postgresql')(
      'killed between effect and answer: the answer is given after the start',
      async () => {
        const prisma = api.database?.prisma
        if (!prisma) throw new Error('no database')
        await prisma.$transaction(async (transaction) => {
          // What it does after its effect: mark the base as real.
          await transaction.$executeRaw`LOCK TABLE setting IN ACCESS EXCLUSIVE MODE`
          const unanswered = api.post('/api/payments', topup('KILLED'), named('killed')).catch(() => 'lost')
          const where = { idempotencyKey: 'killed', status: { not: null } }
          await expect.poll(() => prisma.apiRequest.count({ where }), { timeout: 20_000 }).toBe(1)
          await api.kisht().kill()
          expect(await unanswered).toBe('lost')
        })
        await api.startAgain()
        const again = await api.post('/api/payments', topup('KILLED'), named('killed'))
        expect(again).toMatchObject({ status: 200, json: { payments: { booked: 1, already_there: 0 } } })
        expect(again.headers['idempotent-replayed']).toBe('true')
      },
    )

    test.runIf(engine === 'postgresql')('killed before its effect: carried out after the start', async () => {
      const prisma = api.database?.prisma
      if (!prisma) throw new Error('no database')
      await prisma.$transaction(async (transaction) => {
        await transaction.$executeRaw`LOCK TABLE ledger_entry IN ACCESS EXCLUSIVE MODE`
        const unanswered = api.post('/api/payments', topup('BEFORE'), named('before')).catch(() => 'lost')
        await expect
          .poll(() => prisma.apiRequest.count({ where: { idempotencyKey: 'before' } }), { timeout: 20_000 })
          .toBe(1)
        const meanwhile = await api.post('/api/payments', topup('BEFORE'), named('before'))
        expect(meanwhile.status).toBe(409)
        await api.kisht().kill()
        expect(await unanswered).toBe('lost')
      })
      await api.startAgain()
      const again = await api.post('/api/payments', topup('BEFORE'), named('before'))
      expect(again).toMatchObject({ status: 200, json: { payments: { booked: 1 } } })
      expect(again.headers['idempotent-replayed']).toBeUndefined()
    })

    test('killed at any moment: in the end it was done once, and the answer says so', async () => {
      for (const [index, afterMs] of killedAfterMs.entries()) {
        const id = `ANY-${index}`
        const sent = api.post('/api/payments', topup(id), named(id)).catch(() => undefined)
        await new Promise((resolve) => setTimeout(resolve, afterMs))
        await api.kisht().kill()
        const first = await sent
        await api.startAgain()
        // On PostgreSQL the server may need a moment to find out that the process is gone.
        const repeated = async () => (await api.post('/api/payments', topup(id), named(id))).status
        await expect.poll(repeated, { timeout: 20_000 }).toBe(200)
        const again = await api.post('/api/payments', topup(id), named(id))
        expect(again.json.payments).toMatchObject({ booked: 1, already_there: 0 })
        if (first) expect(again.text).toBe(first.text)
        expect((await api.exported()).match(new RegExp(`^${id},`, 'gm'))).toHaveLength(1)
      }
    })
  })

  test('too many requests: told when to come again; the others are not held up', async () => {
    const many = await Promise.all(Array.from({ length: 200 }, () => api.ask('/api/nothing', { key: keys.hasty })))
    const held = many.filter(({ status }) => status === 429)
    expect(held.length).toBeGreaterThan(0)
    expect(held[0]?.headers['retry-after']).toBe('1')
    expect((await api.ask('/api/plans/K-1001')).status).toBe(200)
    const wrong = await Promise.all(Array.from({ length: 60 }, () => api.ask('/api/plans', { key: 'wrong' })))
    expect(new Set(wrong.map(({ status }) => status))).toEqual(new Set([401, 429]))
    expect((await api.ask('/api/plans/K-1001')).status).toBe(200)
  })

  test('nothing is kept by caches or shown to other pages, and the log holds no bodies and no keys', async () => {
    const { headers } = await api.ask('/api/plans/K-1001', { headers: { origin: 'https://example.org' } })
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([])
    const log = api.kisht().stderr()
    expect(log).toMatch(/"key":"office","method":"GET","path":"\/api\/plans\/\{plan_no\}","status":200,"ms":\d+/)
    for (const secret of [...Object.values(keys), 'K-1001', 'Asha']) expect(log).not.toContain(secret)
    expect(log).not.toMatch(/"level":(50|60)/)
  })
})

describe('where it has no place', () => {
  const { dataDir, remove } = freshDataDir()
  afterAll(remove)

  test('without keys there is nothing', async () => {
    const kisht = await startKisht({ dataDir })
    for (const path of ['openapi.json', 'plans', 'members']) {
      expect((await fetch(`${kisht.address}/api/${path}`)).status).toBe(404)
    }
    await kisht.stop()
  })

  test('a demo base is refused', async () => {
    const opened = await openEmbedded(dataDir)
    if (!opened.ok) throw new Error('the folder is in use')
    await markBase(opened.database.prisma, { kind: 'demo', builtOn: '2026-03-10' })
    await opened.database.close()
    const env = { API_KEYS: `office:write:${keys.writer}`, DEMO: 'auto' }
    const { exitCode, err } = await runKisht(['start'], { dataDir, env })
    expect([exitCode, err]).toEqual([1, expect.stringContaining('This is a demo base')])
    expect(err).not.toContain(keys.writer)
  })
})
