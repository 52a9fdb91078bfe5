/**
 * The way of one update through the assistant: who speaks, what they want, one command, a reply.
 *
 * Updates of one chat are taken in their order. A command that changes something runs in the transaction that marks the
 * update as handled, so the same update arriving twice changes it once. One that only answers is marked after its answer
 * was sent, so that an answer lost in a crash is given when the platform sends the update again.
 * A failure inside one update is logged and answered; it never stops the next.
 */

import type { Policy } from '../domain/policy.ts'
import { heading, say, text } from './answers/blocks.ts'
import { menuOf } from './answers/menu.ts'
import type { Asking, Outcome } from './command.ts'
import { commandsFor, findCommand } from './commands/index.ts'
import { answerNudge } from './commands/nudge.ts'
import { createQueueByKey } from './in-order.ts'
import { answerLinkQuestion, offerLinkByContact } from './linking.ts'
import type { ChatAddress, Content, Inbound, Outgoing, Reply } from './message.ts'
import type { AssistantStore, Changes } from './ports.ts'
import { type Speaker, speakerOf } from './speaker.ts'
import { type CommandWords, type Request, readRequest } from './understand/read-request.ts'

export interface Assistant {
  /** Resolves when the update was answered; never rejects. */
  handle(inbound: Inbound, send: Send): Promise<void>
}

/** Hands a reply to the channel of its chat; resolves when the platform has taken it or never will. */
export type Send = (outgoing: Outgoing) => Promise<void>

export interface AssistantParts {
  store: AssistantStore
  policy: Policy
  languages: readonly string[]
  words: CommandWords
  /** Of the support team; it may be a group. */
  supportChat?: ChatAddress
  now(): Temporal.Instant
  /** How it reads in a language. */
  wording(content: Content, locale: string): string
  onFailure(error: unknown, inbound: Inbound): void
}

export function createAssistant(parts: AssistantParts): Assistant {
  const inOrder = createQueueByKey()
  return {
    handle(inbound, send) {
      const { channel, chatId } = inbound.chat
      return inOrder(`${channel}:${chatId}`, () => handleSafely(parts, inbound, send))
    },
  }
}

async function handleSafely(parts: AssistantParts, inbound: Inbound, send: Send): Promise<void> {
  try {
    await handle(parts, inbound, send)
  } catch (error) {
    parts.onFailure(error, inbound)
    const locale = speakerOf(inbound, {}, parts.policy, parts.languages).locale
    const reply: Reply = { blocks: [text(say('failure'))] }
    if (inbound.isPrivate || isSupportChat(parts, inbound))
      await send({ chat: inbound.chat, locale, reply }).catch(() => {})
  }
}

async function handle(parts: AssistantParts, inbound: Inbound, send: Send): Promise<void> {
  const { store, policy, languages } = parts
  const now = parts.now()
  const request = readRequest(inbound.content, parts.words)
  const isSupport = isSupportChat(parts, inbound)
  if (!inbound.isPrivate && !(isSupport && isForSupportGroup(inbound, request)))
    return answerInGroup(parts, inbound, request, send)
  const chat = await store.lookUp(inbound)
  if (chat.isHandled) return
  if (chat.isUnreachable && chat.member) await store.markReachable(inbound.chat, chat.member.memberNo, now)
  const speaker: Speaker = { ...speakerOf(inbound, chat, policy, languages), ...(isSupport && { isSupport }) }
  const asking: Asking = { inbound, speaker, now, policy, languages, offeredTo: commandsFor, wording: parts.wording }
  const answer = (outcome: Outcome): Outgoing => ({
    chat: inbound.chat,
    locale: outcome.locale ?? speaker.locale,
    reply: outcome.reply,
    ...(outcome.menu && { menu: outcome.menu }),
    ...(outcome.reply.replacesTapped && inbound.content.kind === 'action' && { replaces: inbound.content.messageId }),
  })
  const change = changeFor(request)
  if (change) {
    const outcome = await store.changeOnce(inbound, now, (changes) => change(asking, changes))
    if (!outcome) return
    await Promise.all([answer(outcome), ...(outcome.notices ?? [])].map(send))
    return
  }
  await send(answer({ reply: await answerFor(request, asking, store) }))
  // The person has their answer; at worst it comes twice.
  await store.markHandled(inbound, now).catch((error) => parts.onFailure(error, inbound))
}

type Change = (asking: Asking, changes: Changes) => Promise<Outcome>

function changeFor(request: Request): Change | undefined {
  switch (request.kind) {
    case 'link_answer':
      return (asking, changes) => answerLinkQuestion(asking, request.isConfirmed, changes)
    case 'nudge_answer':
      return (asking, changes) => answerNudge(asking, request.answer, changes)
    case 'contact':
      return async (asking, changes) => ({
        reply: await offerLinkByContact(asking, request.phone, request.isOwn, changes),
      })
    case 'command': {
      const command = findCommand(request.name)
      return command.changes ? (asking, changes) => command.carryOut(asking, request.args, changes) : undefined
    }
    case 'not_understood':
      return undefined
  }
}

async function answerFor(request: Request, asking: Asking, { reads }: AssistantStore): Promise<Reply> {
  if (request.kind === 'command') {
    const command = findCommand(request.name)
    if (!command.changes) return command.answer(asking, request.args, reads)
  }
  return {
    blocks: [heading(say('unknown.heading')), text(say('unknown.text')), menuOf(asking.offeredTo(asking.speaker))],
  }
}

function isSupportChat({ supportChat }: AssistantParts, { chat }: Inbound): boolean {
  return supportChat !== undefined && chat.channel === supportChat.channel && chat.chatId === supportChat.chatId
}

/** People talk to each other in a group: only a command, and a tap on a button of ours, is said to us. */
function isForSupportGroup({ content }: Inbound, request: Request): boolean {
  const isToUs = content.kind === 'action' || (content.kind === 'text' && content.text.startsWith('/'))
  return isToUs && request.kind === 'command' && findCommand(request.name).isForSupportGroup === true
}

/** Personal data is for private chats: in a group only a command is answered, and only with where to ask. */
async function answerInGroup(parts: AssistantParts, inbound: Inbound, request: Request, send: Send): Promise<void> {
  const isCommand = inbound.content.kind === 'text' && inbound.content.text.startsWith('/')
  if (!isCommand || request.kind !== 'command') return
  if ((await parts.store.lookUp(inbound)).isHandled) return
  const locale = speakerOf(inbound, {}, parts.policy, parts.languages).locale
  await send({ chat: inbound.chat, locale, reply: { blocks: [text(say('privateOnly'))] } })
  await parts.store.markHandled(inbound, parts.now())
}
