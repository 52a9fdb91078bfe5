/**
 * Telegram's `parse_mode: HTML`, as strict as the real one: an unknown or unclosed tag or a bare `<` refuses the whole
 * message, while `&` that starts no known entity stays as it is.
 * Example: `a &lt; <b>b</b>` -> text `a < b`, one entity `{ type: 'bold', offset: 4, length: 1 }` (UTF-16 units).
 */
import { decodeReference, decodeReferences } from './html-references.ts'
import { closeEntity, isSupportedTag, type OpenTag } from './html-tags.ts'
import { badRequest, type Refusal } from './refusal.ts'
import type { MessageEntity } from './wire-types.ts'

export interface FormattedText {
  readonly text: string
  readonly entities: readonly MessageEntity[]
}

const SPECIAL = /[<&]/g
const TAG_NAME = /[^\s>]*/y
const SPACES = /\s*/y
const ATTRIBUTE = /([^\s=>/"']+)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9.-]*)))?/y

export function parseHtml(html: string): FormattedText {
  const entities: MessageEntity[] = []
  const open: OpenTag[] = []
  let text = ''
  let at = 0
  while (at < html.length) {
    SPECIAL.lastIndex = at
    const special = SPECIAL.exec(html)?.index ?? html.length
    text += html.slice(at, special)
    at = special
    if (at === html.length) break
    if (html[at] === '&') {
      const reference = decodeReference(html, at)
      text += reference?.character ?? '&'
      at = reference?.end ?? at + 1
    } else if (html[at + 1] === '/') {
      at = readEndTag(html, at, open, (tag) => closeEntity(tag, text, entities))
    } else {
      const start = readStartTag(html, at)
      open.push({ name: start.name, attributes: start.attributes, offset: text.length })
      at = start.end
    }
  }
  const unclosed = open.at(-1)
  if (unclosed) throw cannotParse(`Can't find end tag corresponding to start tag "${unclosed.name}"`)
  return { text, entities: entities.sort((a, b) => a.offset - b.offset || b.length - a.length) }
}

function readStartTag(html: string, begin: number) {
  let at = matchAt(TAG_NAME, html, begin + 1)
  const name = html.slice(begin + 1, at).toLowerCase()
  if (at >= html.length) throw cannotParse(`Unclosed start tag${where(html, begin)}`)
  if (!isSupportedTag(name)) throw cannotParse(`Unsupported start tag "${name}"${where(html, begin)}`)
  const attributes = new Map<string, string>()
  for (;;) {
    at = matchAt(SPACES, html, at)
    if (at >= html.length) throw cannotParse(`Unclosed start tag "${name}"${where(html, begin)}`)
    if (html[at] === '>') break
    ATTRIBUTE.lastIndex = at
    const match = ATTRIBUTE.exec(html)
    if (!match) throw cannotParse(`Empty attribute name in the tag "${name}"${where(html, begin)}`)
    at = ATTRIBUTE.lastIndex
    if (html[at] === '"' || html[at] === "'") throw cannotParse(`Unclosed start tag${where(html, begin)}`)
    if (match[4] !== undefined && !/[\s>]/.test(html[at] ?? '>')) {
      throw cannotParse(`Unexpected end of name token${where(html, at - match[4].length)}`)
    }
    attributes.set(match[1] ?? '', decodeReferences(match[2] ?? match[3] ?? match[4]?.toLowerCase() ?? ''))
  }
  if (name === 'span' && attributes.get('class') !== 'tg-spoiler') {
    throw cannotParse(`Tag "span" must have class "tg-spoiler"${where(html, begin)}`)
  }
  return { name, attributes, end: at + 1 }
}

function readEndTag(html: string, begin: number, open: OpenTag[], close: (tag: OpenTag) => void): number {
  const tag = open.pop()
  if (!tag) throw cannotParse(`Unexpected end tag${where(html, begin)}`)
  const nameEnd = matchAt(TAG_NAME, html, begin + 2)
  const name = html.slice(begin + 2, nameEnd).toLowerCase()
  const end = matchAt(SPACES, html, nameEnd)
  if (html[end] !== '>') throw cannotParse(`Unclosed end tag${where(html, begin)}`)
  if (name !== '' && name !== tag.name) {
    throw cannotParse(`Unmatched end tag${where(html, begin)}, expected "</${tag.name}>", found "</${name}>"`)
  }
  close(tag)
  return end + 1
}

function matchAt(pattern: RegExp, html: string, at: number): number {
  pattern.lastIndex = at
  pattern.test(html)
  return pattern.lastIndex
}

/** Telegram counts UTF-8 bytes here, though it counts UTF-16 units everywhere else. */
function where(html: string, index: number): string {
  return ` at byte offset ${Buffer.byteLength(html.slice(0, index))}`
}

function cannotParse(reason: string): Refusal {
  return badRequest(`can't parse entities: ${reason}`)
}
