/**
 * What every channel promises: nothing of a reply gets lost on the way to the person, nothing in it is taken for markup,
 * what the person does comes back as they did it, and a reply that replaces another one takes its place.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Inbound, RenderedBlock, RenderedReply } from '../../src/assistant/message.ts'

export interface ShownChoice {
  label: string
  url?: string
}

export interface ShownMessage {
  id: string
  /** All that can be read in it but the buttons. */
  text: string
  choices: readonly ShownChoice[]
  files: readonly { name: string; bytes: Uint8Array }[]
  asksForContact: boolean
}

/** One person's chat on the channel under test. */
export interface ChannelUnderTest {
  chatId: string
  /** Ours to them; resolves when it was delivered. */
  show(reply: RenderedReply, replaces?: string): Promise<void>
  /** What they see now of ours, oldest first. */
  messages(): Promise<readonly ShownMessage[]>
  tap(label: string, messageId: string): Promise<void>
  write(text: string): Promise<void>
  shareOwnContact(): Promise<void>
  /** The next that reached the assistant. */
  nextReceived(): Promise<Inbound>
  /** What the channel reported as failed. */
  failures(): readonly unknown[]
  close(): Promise<void>
}

const reply = (...blocks: RenderedBlock[]): RenderedReply => ({ locale: 'en', blocks })
const textOf = (messages: readonly ShownMessage[]) => messages.map(({ text }) => text).join('\n')
/** Channels may break lines and put marks between the words; they may not lose any. */
const squeezed = (text: string) => text.replace(/\s+/g, '')

const bytes = new TextEncoder().encode('%PDF-1.7 sample')
const everyBlock: readonly RenderedBlock[] = [
  { block: 'heading', text: 'The heading' },
  { block: 'text', text: 'The text' },
  {
    block: 'facts',
    facts: [
      { label: 'Amount', value: '€ 100,00' },
      { label: 'देय तिथि', value: '10 मार्च' },
    ],
  },
  {
    block: 'table',
    columns: [
      { title: 'No.', align: 'end' },
      { title: 'State', align: 'start' },
    ],
    rows: [
      ['1', 'paid'],
      ['2', 'देरी'],
    ],
  },
  { block: 'list', items: ['first item', 'second item'] },
  { block: 'note', text: 'The note' },
  { block: 'progress', label: '3 of 10 paid', percent: 30 },
  {
    block: 'choices',
    choices: [
      { label: 'Pay', action: 'pay K-1' },
      { label: 'Page', url: 'https://pay.example.org/?a=1&b=2' },
    ],
  },
  { block: 'contact_request', label: 'Share my number' },
  { block: 'attachment', fileName: 'Rechnung 4 & 5.pdf', mediaType: 'application/pdf', bytes, caption: 'The caption' },
]
const everyText = [
  'The heading',
  'The text',
  'Amount',
  '€ 100,00',
  'देय तिथि',
  '10 मार्च',
  'paid',
  'देरी',
  'first item',
  'second item',
  'The note',
  '3 of 10 paid',
  'Share my number',
  'The caption',
]

const nasty = [
  '<b>bold</b> <script>alert(1)</script>',
  '&amp; &lt; &#60; &',
  '</pre></b></i> <a href="tg://user?id=1">',
  '*bold* _it_ `code` [x](http://example.org) \\ ~',
  '{{name}} $t(menu.help) $& $1 %s',
  '\u202Eright to left\u202C مرحبا',
  '👩‍👩‍👧‍👦🏳️‍🌈 a\u200Db किश्त',
  '"quotes" \'and\' `ticks`',
]

export function describeChannel(name: string, open: () => Promise<ChannelUnderTest>): void {
  describe(`${name} as a channel`, () => {
    let channel: ChannelUnderTest
    let seenBefore = 0

    /** What came or changed since the last look. */
    const shown = async () => (await channel.messages()).slice(seenBefore)
    const show = async (...blocks: RenderedBlock[]) => {
      seenBefore = (await channel.messages()).length
      await channel.show(reply(...blocks))
      return shown()
    }

    beforeAll(async () => {
      channel = await open()
      await channel.write('/start')
      await channel.nextReceived()
    })
    afterEach(() => {
      expect(channel.failures()).toEqual([])
    })
    afterAll(() => channel.close())

    test('a reply with every kind of block: all of it can be read', async () => {
      const messages = await show(...everyBlock)
      const text = textOf(messages)
      for (const part of everyText) expect(text).toContain(part)
      expect(messages.flatMap(({ choices }) => choices)).toEqual([
        { label: 'Pay' },
        { label: 'Page', url: 'https://pay.example.org/?a=1&b=2' },
      ])
      expect(messages.some(({ asksForContact }) => asksForContact)).toBe(true)
      expect(messages.flatMap(({ files }) => files)).toEqual([{ name: 'Rechnung 4 & 5.pdf', bytes }])
    })

    test.each(everyBlock.map((block) => [block.block, block] as const))(
      'a reply of nothing but %s',
      async (_, block) => {
        expect((await show(block)).length).toBeGreaterThan(0)
      },
    )

    test('what looks like markup is text, wherever it stands', async () => {
      for (const text of nasty) {
        const messages = await show(
          { block: 'heading', text },
          { block: 'text', text },
          { block: 'note', text },
          { block: 'facts', facts: [{ label: text, value: text }] },
          { block: 'list', items: [text] },
          { block: 'table', columns: [{ title: text, align: 'start' }], rows: [[text], ['x']] },
          { block: 'progress', label: text, percent: 100 },
          { block: 'choices', choices: [{ label: text, action: 'help' }] },
        )
        const times = squeezed(textOf(messages)).split(squeezed(text)).length - 1
        expect(times, text).toBeGreaterThanOrEqual(8)
        expect(messages.flatMap(({ choices }) => choices)).toEqual([{ label: text }])
      }
    })

    test('long replies are shown whole', async () => {
      const sentence = 'Zwölf Boxkämpfer & <jagen> Viktor. '
      const long = sentence.repeat(300).trim()
      const rows = Array.from({ length: 200 }, (_, index) => [String(index + 1), `10.${index + 1}.`, '€ 1.000,00'])
      const columns = ['No.', 'Due', 'Amount'].map((title) => ({ title, align: 'end' as const }))
      const messages = await show(
        { block: 'text', text: long },
        { block: 'heading', text: long },
        { block: 'facts', facts: [{ label: 'Plan', value: long }] },
        { block: 'list', items: Array.from({ length: 200 }, (_, index) => `item ${index} ${sentence}`) },
        { block: 'table', columns, rows },
        { block: 'choices', choices: [{ label: 'Help', action: 'help' }] },
      )
      const text = squeezed(textOf(messages))
      expect(text.split(squeezed(sentence)).length - 1).toBe(300 * 3 + 200)
      for (const [, due = ''] of rows) expect(text).toContain(due)
      expect(messages.at(-1)?.choices).toEqual([{ label: 'Help' }])
    })

    test('a tapped choice comes back as its action, with the message it hangs on', async () => {
      const [message] = await show(
        { block: 'text', text: 'x' },
        {
          block: 'choices',
          choices: [
            { label: 'One', action: 'next K-1' },
            { label: 'किश्त', action: 'schedule किश्त-1' },
          ],
        },
      )
      for (const [label, action] of [
        ['One', 'next K-1'],
        ['किश्त', 'schedule किश्त-1'],
      ] as const) {
        await channel.tap(label, message?.id ?? '')
        expect(await channel.nextReceived()).toMatchObject({
          chat: { channel: name, chatId: channel.chatId },
          isPrivate: true,
          content: { kind: 'action', action, messageId: message?.id },
        })
      }
    })

    test('texts come as they were written, each with a number of its own', async () => {
      const seen = new Set<string>()
      for (const text of ['/next K-1', 'x'.repeat(4096), ...nasty]) {
        await channel.write(text)
        const { content, updateId } = await channel.nextReceived()
        expect(content).toEqual({ kind: 'text', text })
        seen.add(updateId)
      }
      expect(seen.size).toBe(nasty.length + 2)
    })

    test('one’s own contact comes as one’s own', async () => {
      await channel.shareOwnContact()
      expect((await channel.nextReceived()).content).toMatchObject({ kind: 'contact', isOwn: true })
    })

    test('a reply that replaces another takes its place, with other choices or none', async () => {
      const choices = (label: string): RenderedBlock => ({
        block: 'choices',
        choices: [{ label, action: 'overdue 2' }],
      })
      const [first] = await show({ block: 'text', text: 'page one' }, choices('More'))
      const id = first?.id ?? ''
      await channel.show(reply({ block: 'text', text: 'page two' }, choices('Back')), id)
      expect(await shown()).toMatchObject([{ id, text: 'page two', choices: [{ label: 'Back' }] }])
      await channel.show(reply({ block: 'text', text: 'page two' }, choices('Back')), id)
      expect(await shown()).toHaveLength(1)
      await channel.show(reply({ block: 'text', text: 'page three' }), id)
      expect(await shown()).toMatchObject([{ id, text: 'page three', choices: [] }])
    })

    test('replacing a message that is not there shows the reply all the same', async () => {
      seenBefore = (await channel.messages()).length
      await channel.show(reply({ block: 'text', text: 'anyway' }), '999999')
      expect(await shown()).toMatchObject([{ text: 'anyway' }])
    })

    test('a reply too long for one message replaces by following', async () => {
      const [first] = await show({ block: 'text', text: 'short' })
      await channel.show(reply({ block: 'text', text: 'long '.repeat(2000) }), first?.id)
      expect(squeezed(textOf(await shown())).split('long').length - 1).toBe(2000)
    })
  })
}
