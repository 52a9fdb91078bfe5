/**
 * The channels as one: whatever is to be sent finds the channel of its chat. They are made in every process, since a
 * worker sends, too; only a bot lets them receive.
 */
import { commandsFor } from '../assistant/commands/index.ts'
import type { Inbound, Outgoing } from '../assistant/message.ts'
import type { MessageKey } from '../assistant/message-key.ts'
import { createTelegramCarry } from '../channels/telegram/carry-nudge.ts'
import type { Carry } from '../nudges/delivery/ports.ts'
import { saveBotName } from '../storage/chats/bot-name.ts'
import type { Parts } from './parts.ts'
import type { ShownPlayground } from './playground.ts'
import { type StartedTelegram, startTelegram } from './telegram.ts'

export interface Channels {
  telegram: StartedTelegram
  /** On a demo base, where a bot shows it. */
  playground: ShownPlayground | undefined
  send(outgoing: Outgoing): Promise<void>
  /** For what nobody asked for just now, by the channel's name. */
  carries: ReadonlyMap<string, Carry>
}

export async function openChannels(parts: Parts, receive: (inbound: Inbound) => Promise<void>): Promise<Channels> {
  const { config, base, database, policy, locales, renderer, logger } = parts
  const telegram = startTelegram(config.telegram, {
    receive,
    render: ({ reply, locale }) => renderer.render(reply, locale),
    describe: (command, locale) => renderer.text({ key: `commands.${command}` as MessageKey }, locale),
    commandsForStrangers: commandsFor({ locale: 'en', timeZone: policy.contractZone, isTimeZoneKnown: false }),
    languages: locales.map(({ tag }) => tag),
    onConnected: (botName) => saveBotName(database, botName),
    onError: (error, what) => logger.error({ error }, `${what} failed`),
  })
  const isShown = base.kind === 'demo' && config.roles.includes('bot')
  const playground = isShown ? (await import('./playground.ts')).createPlaygroundFor({ ...parts, receive }) : undefined
  const carries = new Map<string, Carry>([
    ...(config.telegram ? [['telegram', createTelegramCarry(config.telegram)] as const] : []),
    ...(playground ? [['playground', playground.carry] as const] : []),
  ])
  return {
    telegram,
    playground,
    carries,
    async send(outgoing) {
      if (outgoing.chat.channel === 'telegram') await telegram.channel?.send(outgoing)
      else if (outgoing.chat.channel === 'playground') playground?.show(outgoing)
    },
  }
}
