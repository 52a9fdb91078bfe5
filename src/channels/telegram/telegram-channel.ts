/**
 * Telegram as a channel: updates come in by long polling or by webhook, replies go out as HTML messages.
 * Two kinds of failure differ: the server answered no (`GrammyError`: retrying changes nothing, but for 429 and 5xx,
 * which are waited for briefly), and the call failed (`HttpError`: it may or may not have arrived, and is made once
 * more). Neither stops the next update.
 */
import { autoRetry } from '@grammyjs/auto-retry'
import { Api, GrammyError } from 'grammy'
import type { Update } from 'grammy/types'
import type { Outgoing } from '../../assistant/message.ts'
import { allowedUpdates } from './allowed-updates.ts'
import { callAgainWhenBroken } from './call-again.ts'
import { registerCommands, registerMenu } from './command-list.ts'
import { keepConnecting, tryToConnect } from './connect.ts'
import { connectOverHttp } from './connect-over-http.ts'
import { pollUpdates } from './poll-updates.ts'
import { readUpdate } from './read-update.ts'
import { sendReply } from './send-reply.ts'
import type { TelegramDeps } from './telegram-deps.ts'
import { createWebhook, type Webhook, webhookPath } from './webhook.ts'

export interface Telegram {
  startPolling(): Promise<void>
  /** Answers Telegram's posts. */
  webhook(secret: string): Webhook
  /** Tells Telegram where to post. */
  announceWebhook(publicUrl: string, secret: string): Promise<void>
  send(outgoing: Outgoing): Promise<void>
  stop(): Promise<void>
}

/** Longer than a long poll takes; what takes longer has broken. */
const LONGEST_CALL_SECONDS = 45

/** A slow answer is announced; a quick one needs no announcement. */
const TYPING_AFTER_MS = 400

export function createTelegram(deps: TelegramDeps): Telegram {
  const { token, apiRoot } = deps
  const api = new Api(token, { apiRoot, fetch: connectOverHttp, timeoutSeconds: LONGEST_CALL_SECONDS })
  api.config.use(callAgainWhenBroken)
  api.config.use(autoRetry({ maxRetryAttempts: 1, maxDelaySeconds: 5, rethrowHttpErrors: true }))
  const stopping = new AbortController()
  const onOutage = (error: unknown) => deps.onError(error, 'connecting to Telegram')
  let background: Promise<void> | undefined

  const receive = async (update: Update): Promise<void> => {
    const inbound = readUpdate(update)
    if (update.callback_query) {
      const tapId = update.callback_query.id
      api.answerCallbackQuery(tapId).catch(ignoreRefusal(deps, 'answering a tap'))
    }
    if (!inbound) return
    const typing = setTimeout(() => {
      if (inbound.isPrivate) api.sendChatAction(inbound.chat.chatId, 'typing').catch(ignoreRefusal(deps, 'typing'))
    }, TYPING_AFTER_MS)
    await deps.receive(inbound).finally(() => clearTimeout(typing))
  }

  const begin = async () => {
    const me = await api.getMe()
    await deps.onConnected(me.username)
    await registerCommands(api, deps).catch((error) => deps.onError(error, 'registering commands'))
  }

  return {
    async startPolling() {
      const connect = async () => {
        await begin()
        await api.deleteWebhook()
      }
      const isConnected = await tryToConnect(connect, onOutage)
      background = (isConnected ? Promise.resolve() : keepConnecting(connect, stopping.signal, onOutage)).then(() =>
        pollUpdates(api, receive, stopping.signal, deps.onError),
      )
    },
    webhook: (secret) => createWebhook(secret, receive),
    async announceWebhook(publicUrl, secret) {
      const connect = async () => {
        await begin()
        const url = `${publicUrl.replace(/\/+$/, '')}${webhookPath}`
        await api.setWebhook(url, { secret_token: secret, allowed_updates: [...allowedUpdates] })
      }
      const isConnected = await tryToConnect(connect, onOutage)
      if (!isConnected) background = keepConnecting(connect, stopping.signal, onOutage)
    },
    async send(outgoing) {
      try {
        await sendReply(api, outgoing, deps.render(outgoing))
        if (outgoing.menu) await registerMenu(api, deps, outgoing.chat.chatId, outgoing.menu, outgoing.locale)
      } catch (error) {
        deps.onError(error, 'sending a reply')
      }
    },
    async stop() {
      stopping.abort()
      await background
    },
  }
}

/** "query is too old" and the like: the person waited, nothing can be done, and it is no failure of ours. */
function ignoreRefusal(deps: TelegramDeps, what: string) {
  return (error: unknown) => {
    if (!(error instanceof GrammyError)) deps.onError(error, what)
  }
}
