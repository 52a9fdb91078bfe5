import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type EventReader, readEvents } from './event-reader.ts'
import { createSamplePlayground, type SamplePlayground, type Served, servePlayground } from './sample-playground.ts'
import { plainText } from './sample-replies.ts'

let sample: SamplePlayground
let served: Served
let readers: EventReader[]

async function listen(lastEventId?: string): Promise<EventReader> {
  const reader = await readEvents(`${served.origin}/playground/api/events`, lastEventId)
  readers.push(reader)
  return reader
}

async function post(path: string, body: unknown): Promise<void> {
  const headers = { 'Content-Type': 'application/json', Origin: served.origin }
  const response = await fetch(`${served.origin}/playground/api/${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })
  expect(response.ok).toBe(true)
}

beforeEach(async () => {
  readers = []
  sample = createSamplePlayground()
  served = await servePlayground(sample.playground)
})

afterEach(async () => {
  for (const reader of readers) reader.close()
  await served.stop()
})

describe('the stream of events', () => {
  test('greets a new page, then tells what happens, in order', async () => {
    const reader = await listen()
    expect(reader.response.headers.get('content-type')).toContain('text/event-stream')
    expect((await reader.next()).name).toBe('hello')
    await post('message', { chat: 'member:100001', text: 'hello' })
    expect(await reader.next()).toMatchObject({ name: 'message', data: { from: 'person', chat: 'member:100001' } })
    expect(await reader.next()).toMatchObject({ name: 'typing', data: { isTyping: true } })
    expect(await reader.next()).toMatchObject({ name: 'message', data: { from: 'assistant', locale: 'en' } })
    expect(await reader.next()).toMatchObject({ name: 'typing', data: { isTyping: false } })
    await post('clock', { hours: 1 })
    expect(await reader.next()).toMatchObject({ name: 'clock', data: { now: '2027-04-12T10:05:00.000Z' } })
  })

  test('a page that comes back gets what it missed, once', async () => {
    const before = await listen()
    const { id } = await before.next()
    before.close()
    sample.playground.push('member:1', { rendered: plainText('missed') })
    const after = await listen(id)
    expect(await after.next()).toMatchObject({ name: 'message', data: { blocks: [{ text: 'missed' }] } })
    sample.playground.push('member:1', { rendered: plainText('live') })
    expect(await after.next()).toMatchObject({ name: 'message', data: { blocks: [{ text: 'live' }] } })
  })

  test.each(['another-run.7', 'nonsense', '.', 'x.-1'])('a place we never gave out (%s) is greeted', async (id) => {
    expect((await (await listen(id)).next()).name).toBe('hello')
  })

  test('a page that was away for too long is greeted: it has to load everything', async () => {
    const before = await listen()
    const { id } = await before.next()
    before.close()
    for (let count = 0; count < 600; count++) sample.playground.push('member:1', { rendered: plainText(`${count}`) })
    expect((await (await listen(id)).next()).name).toBe('hello')
  })

  test('a failure of the assistant is told, and reported where it belongs', async () => {
    await served.stop()
    const failure = new Error('broken')
    sample = createSamplePlayground({ receive: () => Promise.reject(failure) })
    served = await servePlayground(sample.playground)
    const reader = await listen()
    await post('message', { chat: 'member:1', text: 'hello' })
    const names = []
    for (let count = 0; count < 5; count++) names.push((await reader.next()).name)
    expect(names).toEqual(['hello', 'message', 'typing', 'failed', 'typing'])
    expect(sample.errors).toEqual([failure])
  })

  test('closing ends the streams, so that the server can stop', async () => {
    const reader = await listen()
    await reader.next()
    sample.playground.close()
    await expect(reader.next()).rejects.toThrow('the stream ended')
  })
})
