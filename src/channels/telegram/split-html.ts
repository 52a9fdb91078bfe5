/**
 * Cuts our own HTML into pieces that each fit a message: between lines where there is a line to end, else between
 * words, else anywhere but inside a character. A mark that is open at a cut is closed there and opened again after it.
 * Example, at most 5 visible units: `<b>Asha Verma</b>` -> `<b>Asha</b>`, `<b>Verma</b>`.
 */
interface Token {
  /** A character as it stands in the HTML: `a`, `&lt;`. */
  html: string
  /** The name of the mark around it, empty for none: our marks do not nest. */
  mark: string
  units: number
}

export function splitHtml(html: string, longest: number): string[] {
  // Nearly every one is; what is seen is never longer than its HTML.
  if (html.length <= longest) return hasText(html) ? [html] : []
  const pieces: string[] = []
  const tokens = readTokens(html)
  let start = 0
  while (start < tokens.length) {
    const end = findCut(tokens, start, longest)
    const piece = write(tokens.slice(start, end))
    if (hasText(piece)) pieces.push(piece)
    start = isSpace(tokens[end]) ? end + 1 : end
  }
  return pieces
}

function hasText(html: string): boolean {
  return html.replace(/<[^>]*>/g, '').trim() !== ''
}

function readTokens(html: string): Token[] {
  const tokens: Token[] = []
  let mark = ''
  for (const [part] of html.matchAll(/<[^>]*>|&(?:amp|lt|gt);|./gsu)) {
    if (part.startsWith('<')) mark = part.startsWith('</') ? '' : part.slice(1, -1)
    else tokens.push({ html: part, mark, units: part.startsWith('&') ? 1 : part.length })
  }
  return tokens
}

/** The index after the last token that belongs to the piece beginning at `start`. */
function findCut(tokens: readonly Token[], start: number, longest: number): number {
  let units = 0
  let lastSpace = 0
  let lastLine = 0
  for (let at = start; at < tokens.length; at++) {
    const token = tokens[at]
    if (token && isSpace(token) && at > start) {
      lastSpace = at
      if (token.html === '\n') lastLine = at
    }
    units += token?.units ?? 0
    if (units > longest) return lastLine || lastSpace || Math.max(at, start + 1)
  }
  return tokens.length
}

function write(tokens: readonly Token[]): string {
  let html = ''
  let open = ''
  for (const { html: character, mark } of tokens) {
    if (mark !== open) html += `${open && `</${open}>`}${mark && `<${mark}>`}`
    open = mark
    html += character
  }
  return open ? `${html}</${open}>` : html
}

function isSpace(token: Token | undefined): boolean {
  return token !== undefined && /^\s$/u.test(token.html)
}
