/** What the page asks for and sends, under `/playground/api`. */
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { z } from 'zod'
import type { InboundContent, RenderedBlock } from '../../assistant/message.ts'
import type { Conversations } from './conversations.ts'
import type { EventLog } from './event-log.ts'
import { streamEvents } from './event-stream.ts'
import type { Inbox } from './inbox.ts'
import { choosePageLanguage } from './page-language.ts'
import type { PlaygroundDeps } from './playground-deps.ts'
import { attachmentQuery, chatQuery, clockBody, linkCodeBody, type MessageBody, messageBody } from './requests.ts'

const bodyLimitBytes = 64 * 1024

interface ApiParts {
  deps: PlaygroundDeps
  log: EventLog
  conversations: Conversations
  inbox: Inbox
  run: string
}

export function createApi({ deps, log, conversations, inbox, run }: ApiParts): Hono {
  const api = new Hono()
  const uiTag = (context: Context, asked?: string) =>
    choosePageLanguage(deps.languages, asked, context.req.header('accept-language'))

  api.use(bodyLimit({ maxSize: bodyLimitBytes, onError: (context) => context.json({ error: 'too_large' }, 413) }))
  api.onError((error, context) => {
    deps.onError?.(error)
    return context.json({ error: 'internal' }, 500)
  })
  api.notFound((context) => context.json({ error: 'not_found' }, 404))

  api.get('/state', async (context) => {
    const ui = uiTag(context, context.req.query('ui'))
    const people = await deps.people(ui)
    const { contractZone, languages } = deps
    const texts = deps.pageTexts(ui)
    const chats = conversations.chats()
    const linked = await linkedOf(chats)
    return context.json({ now: deps.now(), contractZone, demo: true, ui, texts, languages, people, chats, linked })
  })

  api.get('/chat', async (context) => {
    const query = chatQuery.safeParse(context.req.query())
    if (!query.success) return refuse(context, query.error)
    const { chat, ui } = query.data
    const commands = await deps.commandsFor(chat, uiTag(context, ui))
    return context.json({ chat, messages: conversations.history(chat), commands })
  })

  api.get('/attachment', (context) => {
    const query = attachmentQuery.safeParse(context.req.query())
    if (!query.success) return refuse(context, query.error)
    const found = conversations.attachment(query.data.chat, query.data.id, query.data.index)
    if (!found) return context.notFound()
    return context.body(new Uint8Array(found.bytes), 200, {
      'Content-Type': found.mediaType,
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(found.fileName)}`,
    })
  })

  api.get('/events', (context) => streamEvents(context, log, run))

  api.post('/message', async (context) => {
    const body = messageBody.safeParse(await bodyOf(context))
    if (!body.success) return refuse(context, body.error)
    const { chat } = body.data
    const received = await contentOf(body.data)
    if (!received) return context.json({ error: 'no_phone' }, 409)
    if (received.said) log.append('message', say(chat, received.said))
    inbox(chat, received.content, uiTag(context, body.data.ui))
    return context.json({}, 202)
  })

  api.post('/clock', async (context) => {
    const body = clockBody.safeParse(await bodyOf(context))
    if (!body.success) return refuse(context, body.error)
    await deps.advanceClock(body.data.hours)
    const now = deps.now()
    log.append('clock', { now })
    return context.json({ now })
  })

  api.post('/link-code', async (context) => {
    const body = linkCodeBody.safeParse(await bodyOf(context))
    if (!body.success) return refuse(context, body.error)
    const code = await deps.issueLinkCode(body.data.memberNo)
    return code === undefined ? context.notFound() : context.json({ code })
  })

  /** Visitors' chats that belong to a member by now. */
  async function linkedOf(chats: string[]): Promise<Record<string, string>> {
    const visitors = chats.filter((chat) => chat.startsWith('visitor:'))
    const pairs = visitors.map(async (chat) => [chat, await deps.linkedMember?.(chat)] as const)
    return Object.fromEntries(
      (await Promise.all(pairs)).filter((pair): pair is [string, string] => pair[1] !== undefined),
    )
  }

  /** A person's own bubble: what they wrote or shared; a tapped button makes none, as in a messenger. */
  function say(chat: string, text: string) {
    const blocks: RenderedBlock[] = [{ block: 'text', text }]
    return conversations.say(chat, { from: 'person', at: deps.now(), blocks })
  }

  async function contentOf(body: MessageBody): Promise<{ content: InboundContent; said?: string } | undefined> {
    if ('text' in body) return { content: { kind: 'text', text: body.text }, said: body.text }
    if ('action' in body) return { content: { kind: 'action', action: body.action, messageId: body.messageId } }
    const phone = await deps.phoneOf(body.contact === true ? body.chat : `member:${body.contact}`)
    return phone === undefined ? undefined : { content: { kind: 'contact', phone, isOwn: true }, said: phone }
  }

  return api
}

/** `undefined` when it is no JSON, which no schema accepts. */
async function bodyOf(context: Context): Promise<unknown> {
  return await context.req.json().catch(() => undefined)
}

function refuse(context: Context, error: z.ZodError) {
  const issues = error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
  return context.json({ error: 'invalid', issues }, 400)
}
