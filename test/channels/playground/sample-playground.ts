/** A playground with a stand-in for the rest of the product: answers at once, remembers what it was asked. */
import { type ServerType, serve } from '@hono/node-server'
import type { Inbound } from '../../../src/assistant/message.ts'
import { createPlayground, type Playground } from '../../../src/channels/playground/playground-channel.ts'
import type { PlaygroundDeps } from '../../../src/channels/playground/playground-deps.ts'
import { samplePeople } from './sample-people.ts'
import { invoiceInEnglish, linkInEnglish, nextInHindi, overdueInSpanish, plainText } from './sample-replies.ts'
import { englishTexts, germanTexts } from './sample-texts.ts'

export interface SamplePlayground {
  playground: Playground
  received: Inbound[]
  errors: unknown[]
}

const phones: Record<string, string> = { 'visitor:abcdef': '+4915550123456', 'member:100003': '+4915550123457' }

export function createSamplePlayground(overrides: Partial<PlaygroundDeps> = {}): SamplePlayground {
  const received: Inbound[] = []
  const errors: unknown[] = []
  let nowMs = Date.parse('2027-04-12T09:05:00Z')

  const deps: PlaygroundDeps = {
    now: () => new Date(nowMs).toISOString(),
    contractZone: 'Europe/Berlin',
    advanceClock: async (hours) => {
      nowMs += hours * 3_600_000
    },
    people: async () => samplePeople,
    commandsFor: async (chatId) => [
      { command: 'start', description: 'Begin' },
      { command: 'help', description: 'What I can do' },
      { command: 'next', description: 'Next installment' },
      { command: 'schedule', description: 'All installments' },
      ...(chatId === 'member:100002' ? [{ command: 'overdue', description: 'Who is overdue' }] : []),
      { command: 'language', description: 'Choose a language' },
    ],
    pageTexts: (uiTag) => (uiTag === 'de' ? germanTexts : englishTexts),
    languages: [
      { tag: 'en', name: 'English' },
      { tag: 'de', name: 'Deutsch' },
      { tag: 'es', name: 'Español' },
      { tag: 'hi', name: 'हिन्दी' },
      { tag: 'ro', name: 'Română' },
      { tag: 'ru', name: 'Русский' },
    ],
    issueLinkCode: async (memberNo) => (memberNo === '100001' ? 'K7QX2-M4P9T-ZC3HV-8RWDE-NA6BF' : undefined),
    phoneOf: async (chatId) => phones[chatId],
    receive: async (inbound) => {
      received.push(inbound)
      answer(inbound)
    },
    allowedHosts: ['playground.test'],
    onError: (error) => errors.push(error),
    ...overrides,
  }

  function answer({ chat: { chatId }, content }: Inbound): void {
    const push = (rendered = plainText(''), replaces?: string) =>
      playground.push(chatId, { rendered, ...(replaces === undefined ? {} : { replaces }) })
    if (content.kind === 'action') {
      const page = Number(/^overdue:([12])$/.exec(content.action)?.[1])
      if (page) push(overdueInSpanish(page), content.messageId)
      else push(plainText(`You tapped ${content.action}`))
    } else if (content.kind === 'contact') {
      push(plainText('Thank you. Which of these is you?'))
      playground.push('member:100003', { rendered: plainText('Another chat was linked to you.') })
    } else if (content.kind === 'text') {
      if (content.text === '/next') push(nextInHindi)
      else if (content.text === '/overdue') push(overdueInSpanish(1))
      else if (content.text === '/pay') push(invoiceInEnglish)
      else if (chatId.startsWith('visitor:')) push(linkInEnglish)
      else push(plainText(`You wrote: ${content.text}`))
    }
  }

  const playground = createPlayground(deps)
  return { playground, received, errors }
}

export interface Served {
  origin: string
  stop(): Promise<void>
}

/** Over real HTTP on a free port of this machine. */
export async function servePlayground({ app, close }: Playground, port = 0): Promise<Served> {
  const server: ServerType = await new Promise((resolve) => {
    const started = serve({ fetch: app.fetch, hostname: '127.0.0.1', port }, () => resolve(started))
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    origin: `http://127.0.0.1:${address.port}`,
    stop: () => {
      close()
      return new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())))
    },
  }
}
