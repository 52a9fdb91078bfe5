import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RenderedBlock } from '../../../src/assistant/message.ts'
import { visibleLength } from '../../../src/channels/telegram/html.ts'
import { splitHtml } from '../../../src/channels/telegram/split-html.ts'
import { writeMessages } from '../../../src/channels/telegram/write-messages.ts'
import { parseHtml } from '../../support/bot-api/html-parser.ts'

const write = (...blocks: RenderedBlock[]) => writeMessages({ locale: 'en', blocks })
const htmlOf = (...blocks: RenderedBlock[]) => write(...blocks).texts.map(({ html }) => html)
/** As Telegram reads it; throws where Telegram would refuse. */
const seen = (html: string) => parseHtml(html).text
const squeezed = (text: string) => text.replace(/\s+/g, '')

describe('each block', () => {
  test.each<[string, RenderedBlock, string[]]>([
    ['heading', { block: 'heading', text: 'a < b' }, ['<b>a &lt; b</b>']],
    ['text', { block: 'text', text: 'R&D > &amp;' }, ['R&amp;D &gt; &amp;amp;']],
    ['note', { block: 'note', text: '<i>x</i>' }, ['<i>&lt;i&gt;x&lt;/i&gt;</i>']],
    [
      'facts',
      {
        block: 'facts',
        facts: [
          { label: 'A & B', value: '<5' },
          { label: 'C', value: 'd' },
        ],
      },
      ['A &amp; B: <b>&lt;5</b>\nC: <b>d</b>'],
    ],
    ['list', { block: 'list', items: ['one', '<two>'] }, ['• one\n• &lt;two&gt;']],
    ['progress', { block: 'progress', label: '3 of 10', percent: 34 }, ['▰▰▰▱▱▱▱▱▱▱\n3 of 10']],
    ['nothing in it', { block: 'list', items: [] }, []],
  ])('%s', (_, block, expected) => {
    expect(htmlOf(block)).toEqual(expected)
  })

  test('blocks are parted by an empty line, and the buttons are below the last text', () => {
    const { texts } = write(
      { block: 'choices', choices: [{ label: 'First', action: 'help' }] },
      { block: 'heading', text: 'H' },
      { block: 'text', text: 'x'.repeat(4096) },
      { block: 'choices', choices: [{ label: 'Second', action: 'pay' }] },
    )
    expect(texts.map(({ html }) => html.length)).toEqual([8, 4096])
    expect(
      texts.map(({ markup }) => markup && 'inline_keyboard' in markup && markup.inline_keyboard.flat().length),
    ).toEqual([undefined, 2])
  })

  test('buttons without any text still come', () => {
    const { texts } = write({ block: 'choices', choices: [{ label: 'A & B', action: 'help' }] })
    expect(texts).toHaveLength(1)
    expect(texts[0]).toMatchObject({ html: 'A &amp; B', markup: { inline_keyboard: [[{ callback_data: 'help' }]] } })
  })

  test('asking for the phone number is a message of its own, because its keyboard is of another kind', () => {
    const { texts } = write(
      { block: 'text', text: 'x' },
      { block: 'contact_request', label: '<Share>' },
      { block: 'choices', choices: [{ label: 'Help', action: 'help' }] },
    )
    expect(texts).toMatchObject([
      { html: 'x', markup: { inline_keyboard: [[{ text: 'Help' }]] } },
      { html: '&lt;Share&gt;', markup: { keyboard: [[{ text: '<Share>', request_contact: true }]] } },
    ])
  })

  test('an attachment keeps its caption; one too long for Telegram becomes a text', () => {
    const file = {
      block: 'attachment',
      fileName: 'a.pdf',
      mediaType: 'application/pdf',
      bytes: new Uint8Array([1]),
    } as const
    expect(write({ ...file, caption: 'Plan' })).toMatchObject({
      texts: [],
      files: [{ fileName: 'a.pdf', caption: 'Plan' }],
    })
    const long = write({ ...file, caption: '<'.repeat(1025) })
    expect(long.files).toEqual([{ fileName: 'a.pdf', bytes: file.bytes }])
    expect(long.texts.map(({ html }) => seen(html))).toEqual(['<'.repeat(1025)])
  })
})

describe('what is longer than a message', () => {
  test('blocks are kept whole where they fit', () => {
    const text = (letter: string): RenderedBlock => ({ block: 'text', text: letter.repeat(2000) })
    expect(htmlOf(text('a'), text('b'), text('c')).map((html) => html.slice(0, 1) + html.length)).toEqual([
      'a4002',
      'c2000',
    ])
  })

  test('a table of 300 installments: every part is a table, no row is cut or lost', () => {
    const rows = Array.from({ length: 300 }, (_, index) => [String(index + 1), '10/01/2026', '€1,000.00', 'open'])
    const columns = ['No.', 'Due', 'Amount', 'State'].map((title) => ({ title, align: 'end' as const }))
    const parts = htmlOf({ block: 'table', columns, rows })
    expect(parts.length).toBeGreaterThan(1)
    for (const part of parts) {
      expect(part).toMatch(/^<pre>[^<]*<\/pre>$/)
      expect(visibleLength(part)).toBeLessThanOrEqual(4096)
    }
    const lines = parts.flatMap((part) => seen(part).split('\n'))
    expect(lines).toHaveLength(301)
    expect(lines.slice(1).map((line) => line.trim().split(/\s+/)[0])).toEqual(rows.map(([seq]) => seq))
  })

  test('a single line: cut between words, marked on both sides, nothing lost', () => {
    const name = 'Müller & <Söhne> '.repeat(600).trim()
    const parts = htmlOf({ block: 'facts', facts: [{ label: 'Plan', value: name }] })
    expect(parts.map(seen).join(' ')).toBe(`Plan: ${name}`)
    for (const part of parts) expect(part.endsWith('</b>')).toBe(true)
    expect(seen(parts[0] ?? '').length).toBeGreaterThan(4050)
  })

  test('without any place to cut: not inside an emoji or an entity', () => {
    for (const text of ['🌱'.repeat(5000), '<'.repeat(9000), `x${'🌱'.repeat(5000)}`]) {
      const parts = htmlOf({ block: 'heading', text })
      expect(parts.map(seen).join('')).toBe(text)
      for (const part of parts) expect(seen(part).isWellFormed()).toBe(true)
    }
  })

  test('any text in any mark: every part is right HTML within the limit, and together they say it all', () => {
    const piece = fc.tuple(
      fc.constantFrom('b', 'i', 'pre', ''),
      fc.string({ unit: fc.constantFrom('a', 'ß', '🌱', '<', '&', '>', ' ', '\n', 'क', '\u200D'), maxLength: 60 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), fc.integer({ min: 5, max: 40 }), (pieces, longest) => {
        const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
        const html = pieces
          .map(([mark, text]) => (mark ? `<${mark}>${escaped(text)}</${mark}>` : escaped(text)))
          .join('')
        const parts = splitHtml(html, longest)
        for (const part of parts) {
          expect(seen(part).length).toBeLessThanOrEqual(longest)
          expect(seen(part).trim()).not.toBe('')
        }
        expect(squeezed(parts.map(seen).join(''))).toBe(squeezed(pieces.map(([, text]) => text).join('')))
      }),
    )
  })
})
