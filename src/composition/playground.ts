/** What the playground needs of the rest: people and their situations, texts, the clock, codes. */
import type { Hono } from 'hono'
import { commandsFor } from '../assistant/commands/index.ts'
import type { Inbound, Outgoing } from '../assistant/message.ts'
import type { MessageKey } from '../assistant/message-key.ts'
import { languageOf, speakerOf } from '../assistant/speaker.ts'
import { createPlaygroundCarry } from '../channels/playground/carry-nudge.ts'
import { createPlayground } from '../channels/playground/playground-channel.ts'
import type { Clock } from '../clock.ts'
import { featuredMemberNos } from '../demo/featured-members.ts'
import { situationOf } from '../demo/situation.ts'
import { planState } from '../domain/plan-state.ts'
import type { Policy } from '../domain/policy.ts'
import type { Locale } from '../i18n/locales.ts'
import type { Renderer } from '../i18n/render-reply.ts'
import { issueLinkCode } from '../linking/link-code.ts'
import type { Logger } from '../logger.ts'
import type { Carry } from '../nudges/delivery/ports.ts'
import { loadDemoPeople } from '../storage/base/demo-people.ts'
import { readChat } from '../storage/chats/chat-record.ts'
import { createLinkCodeStore } from '../storage/chats/link-code-store.ts'
import type { Database } from '../storage/engine/database.ts'
import { loadAllPlans } from '../storage/ledger/load-plans.ts'

export interface PlaygroundParts {
  database: Database
  policy: Policy
  clock: Clock
  logger: Logger
  locales: readonly Locale[]
  renderer: Renderer
  receive(inbound: Inbound): Promise<void>
}

export interface ShownPlayground {
  app: Hono
  show(outgoing: Outgoing): void
  carry: Carry
  close(): void
}

export function createPlaygroundFor(parts: PlaygroundParts): ShownPlayground {
  const { database, policy, clock, locales, renderer } = parts
  const languages = locales.map(({ tag }) => tag)
  const english = locales.filter(({ tag }) => tag === 'en')
  const featured: readonly string[] = Object.values(featuredMemberNos)
  const memberBehind = (chatId: string) => readChat(database.prisma, { channel: 'playground', chatId })

  const playground = createPlayground({
    now: () => clock.now().toString(),
    contractZone: policy.contractZone,
    advanceClock: async (hours) => clock.advance({ hours }),
    languages: [...english, ...locales.filter((locale) => !english.includes(locale))].map(({ tag, name }) => ({
      tag,
      name,
    })),
    pageTexts: (tag) => pageTexts(locales, tag),
    allowedHosts: [],
    receive: parts.receive,
    onError: (error) => parts.logger.error({ error }, 'the playground failed'),
    async people(tag) {
      const [people, plans] = await Promise.all([loadDemoPeople(database), loadAllPlans(database.prisma)])
      const now = clock.now()
      const plansOf = Map.groupBy(plans, ({ terms }) => terms.memberNo)
      return people.map((person) => {
        const states = (plansOf.get(person.memberNo) ?? []).map((plan) => planState(plan, [], policy, now))
        const situation = situationOf(person, states)
        const { memberNo, name, isPartner } = person
        return {
          memberNo,
          name,
          isPartner,
          isInvestor: states.length > 0,
          language: person.chosenLanguage ?? person.language,
          timeZone: person.timeZone ?? policy.contractZone,
          featured: featured.includes(memberNo),
          situation: {
            key: situation.key,
            tone: situation.tone,
            label: renderer.text({ key: `playground.situation.${situation.key}` as MessageKey }, tag),
          },
        }
      })
    },
    async commandsFor(chatId, tag) {
      const chat = await memberBehind(chatId)
      const inbound: Pick<Inbound, 'languageHint'> = { languageHint: tag }
      const speaker = speakerOf(inbound, chat, policy, languages)
      return commandsFor(speaker).map((command) => ({
        command,
        description: renderer.text({ key: `commands.${command}` }, speaker.locale),
      }))
    },
    issueLinkCode: async (memberNo) =>
      (await issueLinkCode(createLinkCodeStore(database), memberNo, clock.now()))?.code,
    phoneOf: async (chatId) => (await memberBehind(chatId)).member?.phone,
    linkedMember: async (chatId) => (await memberBehind(chatId)).member?.memberNo,
  })

  return {
    app: playground.app,
    carry: createPlaygroundCarry(playground),
    show({ chat, reply, locale, replaces }) {
      const rendered = renderer.render(reply, locale)
      playground.push(chat.chatId, { rendered, ...(replaces !== undefined && { replaces }) })
    },
    close: () => playground.close(),
  }
}

function pageTexts(locales: readonly Locale[], tag: string): Record<string, string> {
  const locale =
    locales.find((candidate) => candidate.tag === languageOf(tag)) ?? locales.find(({ tag }) => tag === 'en')
  const { page } = (locale?.texts.playground ?? {}) as { page?: Record<string, string> }
  return page ?? {}
}
