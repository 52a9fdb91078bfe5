import type { Inbound } from '../../src/assistant/message.ts'
import { createPlayground } from '../../src/channels/playground/playground-channel.ts'
import type { WireBlock, WireMessage } from '../../src/channels/playground/wire.ts'
import { createArrivals } from './arrivals.ts'
import { type ChannelUnderTest, describeChannel, type ShownMessage } from './channel-contract.ts'

const chatId = 'member:M-1'
const origin = 'http://localhost:8080'

describeChannel('playground', async (): Promise<ChannelUnderTest> => {
  const arrivals = createArrivals<Inbound>()
  const failures: unknown[] = []
  const { app, push, close } = createPlayground({
    now: () => '2026-03-20T09:30:00Z',
    contractZone: 'Europe/Moscow',
    advanceClock: async () => {},
    people: async () => [],
    commandsFor: async () => [],
    pageTexts: () => ({}),
    languages: [{ tag: 'en', name: 'English' }],
    issueLinkCode: async () => undefined,
    phoneOf: async () => '+447700900106',
    receive: async (inbound) => arrivals.add(inbound),
    allowedHosts: [],
    onError: (error) => failures.push(error),
  })

  const post = async (body: Record<string, unknown>) => {
    const headers = { Host: 'localhost:8080', Origin: origin, 'Content-Type': 'application/json' }
    const request = { method: 'POST', headers, body: JSON.stringify({ chat: chatId, ...body }) }
    const { status } = await app.request(`${origin}/playground/api/message`, request)
    if (status !== 202) throw new Error(`answered with ${status}`)
  }
  const history = async () => {
    const response = await app.request(`${origin}/playground/api/chat?${new URLSearchParams({ chat: chatId })}`)
    const { messages } = (await response.json()) as { messages: WireMessage[] }
    return messages.filter(({ from }) => from === 'assistant')
  }
  const choicesOf = (blocks: readonly WireBlock[]) =>
    blocks.flatMap((block) => (block.block === 'choices' ? block.choices : []))

  const present = async ({ id, blocks }: WireMessage): Promise<ShownMessage> => ({
    id,
    text: blocks.flatMap(wordsOf).join('\n'),
    choices: choicesOf(blocks).map(({ label, ...rest }) => ({ label, ...('url' in rest && { url: rest.url }) })),
    files: await Promise.all(blocks.filter((block) => block.block === 'attachment').map(download)),
    asksForContact: blocks.some(({ block }) => block === 'contact_request'),
  })
  const download = async ({ fileName, url }: Extract<WireBlock, { block: 'attachment' }>) => {
    const response = await app.request(`${origin}/playground/${url}`)
    return { name: fileName, bytes: new Uint8Array(await response.arrayBuffer()) }
  }

  return {
    chatId,
    show: async (rendered, replaces) => {
      push(chatId, { rendered, ...(replaces !== undefined && { replaces }) })
    },
    messages: async () => Promise.all((await history()).map(present)),
    async tap(label, messageId) {
      const message = (await history()).find(({ id }) => id === messageId)
      const choice = choicesOf(message?.blocks ?? []).find((offered) => offered.label === label)
      if (!choice || !('action' in choice)) throw new Error(`no choice ${label}`)
      await post({ action: choice.action, messageId })
    },
    write: (text) => post({ text }),
    shareOwnContact: () => post({ contact: true }),
    nextReceived: arrivals.next,
    failures: () => failures,
    close: async () => close(),
  }
})

/** What the page has to show of a block; that it shows it is for the browser's tests. */
function wordsOf(block: WireBlock): string[] {
  switch (block.block) {
    case 'heading':
    case 'text':
    case 'note':
      return [block.text]
    case 'facts':
      return block.facts.flatMap(({ label, value }) => [label, value])
    case 'table':
      return [...block.columns.map(({ title }) => title), ...block.rows.flat()]
    case 'list':
      return [...block.items]
    case 'progress':
    case 'contact_request':
      return [block.label]
    case 'attachment':
      return block.caption === undefined ? [] : [block.caption]
    case 'choices':
      return []
  }
}
