/** Puts an unasked message into the words of its member's language, by the clock of their zone. */
import { composeNudge } from '../assistant/nudges/compose-nudge.ts'
import { recipientOf } from '../assistant/speaker.ts'
import type { Policy } from '../domain/policy.ts'
import { plainText } from '../i18n/plain-text.ts'
import type { Renderer } from '../i18n/render-reply.ts'
import type { WriteMessage } from '../nudges/delivery/ports.ts'

export interface WriterParts {
  policy: Policy
  renderer: Renderer
  /** Tags of the languages there are. */
  languages: readonly string[]
}

export function createNudgeWriter({ policy, renderer, languages }: WriterParts): WriteMessage {
  return (message, recipient) => {
    const speaker = recipientOf(recipient, policy, languages)
    const rendered = renderer.render(composeNudge(message, speaker, policy), speaker.locale)
    return { locale: speaker.locale, text: plainText(rendered), rendered }
  }
}
