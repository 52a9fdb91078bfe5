/** Which tags there are and what entity each becomes when it closes. An empty element leaves no entity. */
import { badRequest } from './refusal.ts'
import type { MessageEntity } from './wire-types.ts'

export interface OpenTag {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly offset: number
}

const PLAIN: Readonly<Record<string, string>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  span: 'spoiler',
  'tg-spoiler': 'spoiler',
}
const SPECIAL = new Set(['a', 'code', 'pre', 'blockquote', 'tg-emoji', 'tg-time'])

export function isSupportedTag(name: string): boolean {
  return Object.hasOwn(PLAIN, name) || SPECIAL.has(name)
}

/** Adds the entity of a closing tag; `pre` around `code class="language-..."` becomes one `pre` with a language. */
export function closeEntity(tag: OpenTag, text: string, entities: MessageEntity[]): void {
  const { name, attributes, offset } = tag
  const length = text.length - offset
  if (length === 0) return
  const previous = entities.at(-1)
  const sameSpan = previous?.offset === offset && previous.length === length ? previous : undefined
  if (name === 'pre' && sameSpan?.type === 'code' && sameSpan.language) {
    entities.splice(-1, 1, { ...sameSpan, type: 'pre' })
  } else if (name === 'a') {
    entities.push(...linkEntities(attributes.get('href') || text.slice(offset), offset, length))
  } else {
    entities.push({ offset, length, ...describe(name, attributes) })
  }
}

function describe(name: string, attributes: ReadonlyMap<string, string>) {
  const plain = PLAIN[name]
  if (plain) return { type: plain }
  if (name === 'blockquote') return { type: attributes.has('expandable') ? 'expandable_blockquote' : 'blockquote' }
  if (name === 'tg-emoji') return { type: 'custom_emoji', custom_emoji_id: readEmojiId(attributes) }
  if (name === 'tg-time') return describeTime(attributes)
  const className = attributes.get('class') ?? ''
  return name === 'code' && className.startsWith('language-')
    ? { type: 'code', language: className.slice('language-'.length) }
    : { type: name }
}

function readEmojiId(attributes: ReadonlyMap<string, string>): string {
  const id = attributes.get('emoji-id') ?? ''
  if (!/^[1-9]\d*$/.test(id)) throw badRequest("can't parse entities: Invalid custom emoji identifier specified")
  return id
}

function describeTime(attributes: ReadonlyMap<string, string>) {
  const unixTime = attributes.get('unix') ?? ''
  const format = attributes.get('format') ?? ''
  if (!/^\d+$/.test(unixTime) || !/^(?:r|w?[dD]?[tT]?)$/.test(format)) {
    throw badRequest("can't parse entities: Invalid date-time specified")
  }
  return { type: 'date_time', unix_time: Number(unixTime), date_time_format: format }
}

/** A link Telegram cannot read is not refused: its text just stays without a link. */
function linkEntities(href: string, offset: number, length: number): MessageEntity[] {
  const userId = /^tg:\/\/user\?id=(\d+)$/.exec(href)?.[1]
  if (userId) return [{ type: 'text_mention', offset, length, user: { id: Number(userId) } }]
  const url = /^[a-z][a-z0-9+.-]*:/i.test(href) ? href : `http://${href}`
  const known = /^(?:https?|tg|ton|mailto|tel):/i.test(url) && URL.canParse(url) && /[.:?]/.test(url.slice(7))
  return known ? [{ type: 'text_link', offset, length, url }] : []
}
