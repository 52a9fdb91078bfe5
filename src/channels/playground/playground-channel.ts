/**
 * The playground: a local page on which a newcomer chats as anyone in the demo project. A channel like the others:
 * it turns what the page sends into an `Inbound` and shows the rendered replies. Open on a demo base only.
 */
import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import type { RenderedReply } from '../../assistant/message.ts'
import { createApi } from './api-routes.ts'
import { createConversations } from './conversations.ts'
import { createEventLog } from './event-log.ts'
import { createInbox } from './inbox.ts'
import { createPageFiles } from './page-files.ts'
import type { PlaygroundDeps } from './playground-deps.ts'
import { guardHost, secureHeaders } from './request-guard.ts'

export interface Playground {
  /** Everything under `/playground`; mount it at the root of the HTTP server. */
  app: Hono
  /** Shows a reply in a chat and returns the number of its message; with `replaces` the edited one keeps its number. */
  push(chatId: string, message: { replaces?: string; rendered: RenderedReply }): string
  /** Ends the event streams, so that the HTTP server can close. */
  close(): void
}

export function createPlayground(deps: PlaygroundDeps): Playground {
  const run = randomUUID().slice(0, 8)
  const log = createEventLog()
  const conversations = createConversations(() => randomUUID())
  const inbox = createInbox(deps, log, run)
  const pageFile = createPageFiles()

  const app = new Hono().basePath('/playground')
  app.use(secureHeaders, guardHost(deps.allowedHosts))
  app.get('/', (context) => context.redirect('/playground/', 308))
  app.route('/api', createApi({ deps, log, conversations, inbox, run }))
  app.get('/:file{.*}', async (context) => {
    const file = await pageFile(context.req.param('file') || 'index.html')
    return file ? context.body(file.bytes, 200, { 'Content-Type': file.mediaType }) : context.notFound()
  })

  return {
    app,
    push(chatId, { replaces, rendered }) {
      const said = conversations.say(chatId, {
        from: 'assistant',
        at: deps.now(),
        ...rendered,
        ...(replaces === undefined ? {} : { replaces }),
      })
      log.append('message', said)
      return said.id
    },
    close: () => log.close(),
  }
}
