import { createTelegram, type Telegram } from '../channels/telegram/telegram-channel.ts'
import type { TelegramDeps } from '../channels/telegram/telegram-deps.ts'
import type { TelegramConfig } from '../config.ts'

export interface StartedTelegram {
  /** What the HTTP server answers, when updates come by webhook. */
  webhook?: ReturnType<Telegram['webhook']>
  channel?: Telegram & { startReceiving(): Promise<void> }
}

/** Nothing when no bot is configured. The webhook is announced only when the server that answers it listens. */
export function startTelegram(
  config: TelegramConfig | undefined,
  deps: Omit<TelegramDeps, 'token' | 'apiRoot'>,
): StartedTelegram {
  if (!config) return {}
  const telegram = createTelegram({ ...deps, token: config.token, apiRoot: config.apiRoot })
  if (config.mode === 'polling') return { channel: { ...telegram, startReceiving: () => telegram.startPolling() } }
  const { publicUrl, secret } = config
  return {
    webhook: telegram.webhook(secret),
    channel: { ...telegram, startReceiving: () => telegram.announceWebhook(publicUrl, secret) },
  }
}
