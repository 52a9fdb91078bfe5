/**
 * JSON as RFC 8259 has it, read more strictly than the platform does: an object says each name once, numbers are kept as
 * they were written, nesting has an end, and what is wrong has a place.
 */

/** As it was written, so that no digit is lost. */
export class JsonNumber {
  readonly source: string

  constructor(source: string) {
    this.source = source
  }
}

export type JsonObject = ReadonlyMap<string, Json>
export type Json = string | JsonNumber | boolean | null | readonly Json[] | JsonObject

export type ReadJson = { ok: true; value: Json } | { ok: false; expected: string; line: number; character: number }

export function readJson(text: string): ReadJson {
  const reader = new Reader(text)
  try {
    return { ok: true, value: reader.document() }
  } catch (error) {
    if (!(error instanceof NotJson)) throw error
    const before = text.slice(0, error.at).split('\n')
    return { ok: false, expected: error.expected, line: before.length, character: (before.at(-1)?.length ?? 0) + 1 }
  }
}

const DEEPEST = 64
const QUOTE = 0x22
const BACKSLASH = 0x5c
const SPACE = 0x20

class NotJson extends Error {
  readonly expected: string
  readonly at: number

  constructor(expected: string, at: number) {
    super(expected)
    this.expected = expected
    this.at = at
  }
}

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  document(): Json {
    const value = this.#value(0)
    this.#skipSpace()
    if (this.#at < this.#text.length) throw this.#unlike('nothing after the value')
    return value
  }

  #value(depth: number): Json {
    this.#skipSpace()
    const first = this.#text[this.#at]
    if (first === '"') return this.#string()
    if (first === '{' || first === '[') {
      if (depth === DEEPEST) throw this.#unlike(`at most ${DEEPEST} values inside each other`)
      return first === '{' ? this.#object(depth) : this.#array(depth)
    }
    const [word] =
      /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/.exec(this.#ahead()) ?? []
    if (word === undefined) throw this.#unlike('a JSON value')
    this.#at += word.length
    if (word === 'null') return null
    return word === 'true' || word === 'false' ? word === 'true' : new JsonNumber(word)
  }

  #object(depth: number): JsonObject {
    const members = new Map<string, Json>()
    this.#items('}', () => {
      this.#skipSpace()
      const start = this.#at
      const name = this.#string()
      if (members.has(name)) throw new NotJson(`the name ${JSON.stringify(name)} only once in an object`, start)
      this.#skipSpace()
      this.#take(':')
      members.set(name, this.#value(depth + 1))
    })
    return members
  }

  #array(depth: number): readonly Json[] {
    const items: Json[] = []
    this.#items(']', () => items.push(this.#value(depth + 1)))
    return items
  }

  #items(end: '}' | ']', readItem: () => void): void {
    this.#at++
    this.#skipSpace()
    if (this.#text[this.#at] === end) {
      this.#at++
      return
    }
    for (;;) {
      readItem()
      this.#skipSpace()
      if (this.#text[this.#at] === end) break
      if (this.#text[this.#at] !== ',') throw this.#unlike(`"," or "${end}"`)
      this.#at++
    }
    this.#at++
  }

  #string(): string {
    const start = this.#at
    this.#take('"', 'a name in double quotes')
    let hasEscapes = false
    for (;;) {
      const code = this.#text.charCodeAt(this.#at)
      if (Number.isNaN(code)) throw this.#unlike('a closing quote')
      if (code === QUOTE) break
      if (code < SPACE) throw this.#unlike('no control character inside a string')
      if (code === BACKSLASH) hasEscapes = true
      this.#at += code === BACKSLASH ? 2 : 1
    }
    this.#at++
    const quoted = this.#text.slice(start, this.#at)
    if (!hasEscapes) return quoted.slice(1, -1)
    try {
      return JSON.parse(quoted) as string
    } catch {
      throw new NotJson('a string whose escapes are those of JSON', start)
    }
  }

  #take(character: string, expected = `"${character}"`): void {
    if (this.#text[this.#at] !== character) throw this.#unlike(expected)
    this.#at++
  }

  #skipSpace(): void {
    while (' \n\r\t'.includes(this.#text[this.#at] ?? 'end')) this.#at++
  }

  /** Numbers that are longer than this are none that a record could hold. */
  #ahead(): string {
    return this.#text.slice(this.#at, this.#at + 1_000)
  }

  #unlike(expected: string): NotJson {
    const isEnd = this.#at >= this.#text.length
    return new NotJson(isEnd ? `${expected}, not the end` : expected, Math.min(this.#at, this.#text.length))
  }
}
