import { describe, expect, test, vi } from 'vitest'
import { createSamplePlayground, type SamplePlayground } from './sample-playground.ts'
import { invoiceInEnglish, nextInHindi, plainText } from './sample-replies.ts'

const own = 'http://localhost:8080'

function get(sample: SamplePlayground, path: string, headers: Record<string, string> = {}) {
  return sample.playground.app.request(`${own}/playground/${path}`, { headers })
}

function post(sample: SamplePlayground, path: string, body: unknown, headers: Record<string, string> = {}) {
  return sample.playground.app.request(`${own}/playground/api/${path}`, {
    method: 'POST',
    headers: { Host: 'localhost:8080', Origin: own, 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

async function historyOf(sample: SamplePlayground, chat: string) {
  const response = await get(sample, `api/chat?${new URLSearchParams({ chat })}`)
  return (await response.json()) as { messages: { id: string; from: string; blocks: unknown[] }[]; commands: unknown[] }
}

describe('the page and its files', () => {
  test.each([
    ['', 'text/html; charset=utf-8'],
    ['main.js', 'text/javascript; charset=utf-8'],
    ['style.css', 'text/css; charset=utf-8'],
    ['icon.svg', 'image/svg+xml'],
  ])('/%s is served with its type and without leave for anything foreign', async (path, type) => {
    const response = await get(createSamplePlayground(), path)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe(type)
    expect(response.headers.get('cache-control')).toBe('no-cache')
    const policy = response.headers.get('content-security-policy')
    expect(policy).toContain(`default-src 'none'`)
    expect(policy).not.toContain('unsafe')
  })

  test.each(['../playground-channel.ts', '..%2Fplayground-channel.ts', 'tsconfig.json', 'nothing.js', 'api/nothing'])(
    '%s is not there',
    async (path) => expect((await get(createSamplePlayground(), path)).status).toBe(404),
  )

  test('the address without the last slash leads to the page', async () => {
    const response = await createSamplePlayground().playground.app.request(`${own}/playground`)
    expect(response.headers.get('location')).toBe('/playground/')
  })

  test('nothing outside of /playground is touched', async () => {
    const response = await createSamplePlayground().playground.app.request(`${own}/health`)
    expect(response.status).toBe(404)
    expect(response.headers.get('content-security-policy')).toBeNull()
  })
})

describe('who may talk to it', () => {
  test.each(['localhost:1', '127.0.0.1:8080', '[::1]:8080', 'playground.test:8080'])('host %s', async (Host) => {
    expect((await get(createSamplePlayground(), 'api/state', { Host })).status).toBe(200)
  })

  test.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:8080', 'a b', '192.168.1.9'])(
    'a foreign host (%s) gets nothing, not even the page',
    async (Host) => {
      expect((await get(createSamplePlayground(), '', { Host })).status).toBe(403)
      expect((await get(createSamplePlayground(), 'api/state', { Host })).status).toBe(403)
    },
  )

  const said = { chat: 'member:100001', text: 'hello' }

  test.each(['http://evil.example', 'http://localhost:9999', 'null', ''])('origin "%s" is refused', async (Origin) => {
    const sample = createSamplePlayground()
    for (const path of ['message', 'clock', 'link-code']) {
      expect((await post(sample, path, said, { Origin })).status).toBe(403)
    }
    expect(sample.received).toEqual([])
  })

  test('a body that a foreign form could send is refused', async () => {
    expect((await post(createSamplePlayground(), 'message', said, { 'Content-Type': 'text/plain' })).status).toBe(415)
  })

  test('more than 64 KiB is refused', async () => {
    const text = 'x'.repeat(65 * 1024)
    expect((await post(createSamplePlayground(), 'message', { ...said, text })).status).toBe(413)
  })
})

describe('bad requests', () => {
  test.each([
    ['message', '{"chat":'],
    ['message', 'null'],
    ['message', { chat: 'member:100001' }],
    ['message', { chat: 'member:100001', text: '' }],
    ['message', { chat: 'member:100001', text: 'x'.repeat(4097) }],
    ['message', { chat: 'telegram:1', text: 'hello' }],
    ['message', { chat: 'visitor:../../x', text: 'hello' }],
    ['message', { chat: 'member:100001', action: 'next' }],
    ['message', { chat: 'member:100001', contact: false }],
    ['message', { chat: 'visitor:abcdef', contact: '100003/..' }],
    ['message', { chat: 'member:100001', text: 'hello', phone: '+4915550123456' }],
    ['clock', { hours: 0 }],
    ['clock', { hours: -1 }],
    ['clock', { hours: 1.5 }],
    ['clock', { hours: 24 * 31 + 1 }],
    ['clock', { hours: '1' }],
    ['link-code', {}],
  ])('POST %s %j', async (path, body) => {
    const sample = createSamplePlayground()
    expect((await post(sample, path, body)).status).toBe(400)
    expect(sample.received).toEqual([])
  })

  test.each(['api/chat', 'api/chat?chat=nobody', 'api/attachment?chat=member:1&id=1&index=-1'])(
    'GET %s',
    async (path) => {
      expect((await get(createSamplePlayground(), path)).status).toBe(400)
    },
  )
})

describe('the state', () => {
  test('holds the people, the clock and the words', async () => {
    const response = await get(createSamplePlayground(), 'api/state')
    expect(await response.json()).toMatchObject({
      now: '2027-04-12T09:05:00.000Z',
      contractZone: 'Europe/Berlin',
      demo: true,
      ui: 'en',
      texts: { everyone: 'Everyone' },
      people: expect.arrayContaining([expect.objectContaining({ memberNo: '100001', language: 'hi' })]),
    })
  })

  test.each([
    ['?ui=de', '', 'de'],
    ['?ui=de-AT', 'hi', 'de'],
    ['?ui=xx', 'fr, hi;q=0.5, ru;q=0.7', 'ru'],
    ['', 'es-MX,es;q=0.9', 'es'],
    ['', 'fr;q=nonsense,,;', 'en'],
  ])('its language: %s with a browser that prefers "%s" is %s', async (query, accept, tag) => {
    const response = await get(createSamplePlayground(), `api/state${query}`, { 'Accept-Language': accept })
    expect(await response.json()).toMatchObject({ ui: tag })
  })

  test('a visitor that was linked is known as that member', async () => {
    const sample = createSamplePlayground({ linkedMember: async () => '100002' })
    sample.playground.push('visitor:abcdef', { rendered: plainText('Hello') })
    const state = await (await get(sample, 'api/state')).json()
    expect(state).toMatchObject({ chats: ['visitor:abcdef'], linked: { 'visitor:abcdef': '100002' } })
  })
})

describe('a conversation', () => {
  test('what a person writes reaches the assistant, and both sides are kept', async () => {
    const sample = createSamplePlayground()
    const response = await post(sample, 'message', { chat: 'member:100001', text: '/next' })
    expect(response.status).toBe(202)
    expect(await response.json()).toEqual({})
    await vi.waitFor(async () => expect((await historyOf(sample, 'member:100001')).messages).toHaveLength(2))
    const { messages, commands } = await historyOf(sample, 'member:100001')
    expect(messages.map(({ from }) => from)).toEqual(['person', 'assistant'])
    expect(messages[1]).toMatchObject({ locale: 'hi', at: '2027-04-12T09:05:00.000Z', blocks: nextInHindi.blocks })
    expect(commands).toContainEqual({ command: 'next', description: 'Next installment' })
    expect(sample.received).toEqual([
      {
        chat: { channel: 'playground', chatId: 'member:100001' },
        updateId: expect.stringMatching(/^[0-9a-f]{8}-1$/),
        isPrivate: true,
        senderId: 'member:100001',
        content: { kind: 'text', text: '/next' },
      },
    ])
  })

  test('an action carries the message it hangs on, and an edit keeps its place and number', async () => {
    const sample = createSamplePlayground()
    const messageId = sample.playground.push('member:100002', { rendered: plainText('page 1') })
    sample.playground.push('member:100002', { rendered: plainText('after it') })
    await post(sample, 'message', { chat: 'member:100002', action: 'overdue:2', messageId })
    await vi.waitFor(() => expect(sample.received).toHaveLength(1))
    expect(sample.received[0]?.content).toEqual({ kind: 'action', action: 'overdue:2', messageId })
    const { messages } = await historyOf(sample, 'member:100002')
    expect(messages).toHaveLength(2)
    expect(messages[0]).toMatchObject({ id: messageId, version: 3, replaces: messageId })
  })

  test('an edit of what is no longer kept becomes a message', () => {
    const { playground } = createSamplePlayground()
    expect(playground.push('member:1', { rendered: plainText('new'), replaces: 'gone' })).not.toBe('gone')
  })

  test('a visitor shares a contact; a chat without a phone cannot', async () => {
    const sample = createSamplePlayground()
    await post(sample, 'message', { chat: 'visitor:abcdef', contact: true, ui: 'ru' })
    await vi.waitFor(() => expect(sample.received).toHaveLength(1))
    expect(sample.received[0]).toMatchObject({
      senderId: 'visitor:abcdef',
      languageHint: 'ru',
      content: { kind: 'contact', phone: '+4915550123456', isOwn: true },
    })
    expect((await post(sample, 'message', { chat: 'member:100001', contact: true })).status).toBe(409)
  })

  test('a visitor shares the contact of any demo person', async () => {
    const sample = createSamplePlayground()
    await post(sample, 'message', { chat: 'visitor:uvwxyz', contact: '100003' })
    await vi.waitFor(() => expect(sample.received).toHaveLength(1))
    expect(sample.received[0]).toMatchObject({
      senderId: 'visitor:uvwxyz',
      content: { kind: 'contact', phone: '+4915550123457', isOwn: true },
    })
    expect((await post(sample, 'message', { chat: 'visitor:uvwxyz', contact: '999999' })).status).toBe(409)
  })

  test('one chat is answered in order, one update at a time, while another goes on', async () => {
    const log: string[] = []
    const gate = Promise.withResolvers<void>()
    const sample = createSamplePlayground({
      receive: async ({ chat, content }) => {
        const what = `${chat.chatId} ${content.kind === 'text' ? content.text : ''}`
        log.push(`begin ${what}`)
        if (what.endsWith('slow')) await gate.promise
        log.push(`end ${what}`)
      },
    })
    await post(sample, 'message', { chat: 'member:1', text: 'slow' })
    await post(sample, 'message', { chat: 'member:1', text: 'next' })
    await post(sample, 'message', { chat: 'member:2', text: 'other' })
    await vi.waitFor(() => expect(log).toEqual(['begin member:1 slow', 'begin member:2 other', 'end member:2 other']))
    gate.resolve()
    await vi.waitFor(() =>
      expect(log.slice(3)).toEqual(['end member:1 slow', 'begin member:1 next', 'end member:1 next']),
    )
  })

  test('at most 200 messages of a chat are kept', async () => {
    const sample = createSamplePlayground()
    for (let count = 0; count < 205; count++) sample.playground.push('member:1', { rendered: plainText(`${count}`) })
    const { messages } = await historyOf(sample, 'member:1')
    expect(messages).toHaveLength(200)
    expect(messages[0]?.blocks).toEqual([{ block: 'text', text: '5' }])
  })

  test('an attachment is downloaded from its own address, never shown as a page', async () => {
    const sample = createSamplePlayground()
    sample.playground.push('member:1', { rendered: invoiceInEnglish })
    const block = (await historyOf(sample, 'member:1')).messages[0]?.blocks[1] as { url: string }
    const response = await get(sample, block.url)
    expect(response.headers.get('content-type')).toBe('application/pdf')
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename*=UTF-8''invoice%204.pdf`)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(await response.text()).toBe('%PDF-1.7 sample')
    expect((await get(sample, block.url.replace('index=1', 'index=0'))).status).toBe(404)
  })
})

describe('clock and codes', () => {
  test('the clock moves forward', async () => {
    const response = await post(createSamplePlayground(), 'clock', { hours: 24 })
    expect(await response.json()).toEqual({ now: '2027-04-13T09:05:00.000Z' })
  })

  test('a code for a member, none for nobody', async () => {
    const sample = createSamplePlayground()
    expect(await (await post(sample, 'link-code', { memberNo: '100001' })).json()).toEqual({
      code: 'K7QX2-M4P9T-ZC3HV-8RWDE-NA6BF',
    })
    expect((await post(sample, 'link-code', { memberNo: '999' })).status).toBe(404)
  })

  test('a failure behind it is reported and told without its details', async () => {
    const failure = new Error('secret detail')
    const sample = createSamplePlayground({ advanceClock: () => Promise.reject(failure) })
    const response = await post(sample, 'clock', { hours: 1 })
    expect(response.status).toBe(500)
    expect(await response.json()).toEqual({ error: 'internal' })
    expect(sample.errors).toEqual([failure])
  })
})
