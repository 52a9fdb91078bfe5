/** The references Telegram knows: four names and every number. Anything else stays in the text as written. */
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' }
const REFERENCE = /&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([A-Za-z]+));?/y

interface DecodedReference {
  readonly character: string
  readonly end: number
}

export function decodeReference(html: string, at: number): DecodedReference | undefined {
  REFERENCE.lastIndex = at
  const match = REFERENCE.exec(html)
  if (!match) return undefined
  const end = REFERENCE.lastIndex
  if (match[3] !== undefined) {
    const character = NAMED[match[3]]
    return character === undefined ? undefined : { character, end }
  }
  const code = match[1] === undefined ? Number(match[2]) : Number.parseInt(match[1], 16)
  return code > 0 && code < 0x10ffff ? { character: String.fromCodePoint(code), end } : undefined
}

export function decodeReferences(html: string): string {
  let text = ''
  let at = 0
  while (at < html.length) {
    const reference = html[at] === '&' ? decodeReference(html, at) : undefined
    text += reference?.character ?? html[at]
    at = reference?.end ?? at + 1
  }
  return text
}
