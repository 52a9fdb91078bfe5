/** The reader takes what the platform's does, and nothing else, but for what it is stricter about. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Json, JsonNumber, readJson } from '../../src/api/requests/read-json.ts'

describe('reading JSON', () => {
  it('reads every document as the platform does', () => {
    fc.assert(
      fc.property(fc.json({ depthSize: 'medium' }), fc.constantFrom('', ' ', '\n\t'), (text, space) => {
        const read = readJson(space + JSON.stringify(JSON.parse(text), null, space.length) + space)
        expect(read.ok && plain(read.value)).toEqual(JSON.parse(text))
      }),
    )
  })

  it('refuses every text that the platform refuses', () => {
    const broken = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom('', '"', ',', '}', ']', ':', '\\', '-', '0', 'e', '\u0001', ' '))
      .map(([text, at, put]) => text.slice(0, at % (text.length + 1)) + put + text.slice((at % (text.length + 1)) + 1))
    fc.assert(
      fc.property(broken, (text) => {
        if (isJson(text)) return
        expect(readJson(text).ok).toBe(false)
      }),
      { numRuns: 2_000 },
    )
  })

  it('keeps numbers as they were written', () => {
    const source = ['0', '-0', '1.0', '1e3', '12345678901234567890', '-0.10E-7']
    const read = readJson(`[${source.join(',')}]`)
    expect(read.ok && read.value).toEqual(source.map((number) => new JsonNumber(number)))
  })

  const wrong: [text: string, line: number, character: number, expected: RegExp][] = [
    ['', 1, 1, /a JSON value, not the end/],
    ['{"a":1,"a":2}', 1, 8, /the name "a" only once/],
    ['{\n  "a": tru\n}', 2, 8, /a JSON value/],
    ['[1 2]', 1, 4, /"," or "]"/],
    ['["a\nb"]', 1, 4, /control character/],
    ['["\\x"]', 1, 2, /escapes/],
    ['[01]', 1, 2, /a JSON value/],
    ['{"a" 1}', 1, 6, /":"/],
    ['{a:1}', 1, 2, /double quotes/],
    ['{} {}', 1, 4, /nothing after/],
    ['"abc', 1, 5, /a closing quote, not the end/],
    ['['.repeat(100_000), 1, 65, /64 values/],
  ]
  it.each(wrong)('says where and what: %s', (text, line, character, expected) => {
    expect(readJson(text)).toEqual({ ok: false, line, character, expected: expect.stringMatching(expected) })
  })
})

function plain(value: Json): unknown {
  if (value instanceof JsonNumber) return Number(value.source)
  if (value instanceof Map) {
    const object: Record<string, unknown> = {}
    for (const [name, each] of value) {
      Object.defineProperty(object, name, { value: plain(each), enumerable: true, configurable: true, writable: true })
    }
    return object
  }
  return Array.isArray(value) ? value.map(plain) : value
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
