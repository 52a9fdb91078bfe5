/** How single values are written. Every reader says what it expected. (CONTRACT "Import format".) */
import { isPossiblePhoneNumber } from 'libphonenumber-js'
import { isTimeZone, type PlainDateIso, parseInstant, parsePlainDate, startOfDate } from '../domain/calendar.ts'
import { isCurrency } from '../domain/currency.ts'
import { compareRatios, formatRatio, parseRatio } from '../domain/money.ts'

type Cell<T> = { ok: true; value: T } | { ok: false; expected: string }

/** How a kind of value is written: what refusals say was expected, and what the API's document says of its columns. */
export interface CellForm {
  /** Goes on after "expected". */
  expected: string
  example: string
  /** In JSON it may also be an integer. */
  isWhole?: boolean
  /** As JSON Schema names it. */
  format?: 'date' | 'date-time'
  choices?: readonly string[]
}

export type CellReader<T> = ((text: string) => Cell<T>) & { readonly form: CellForm }

const FIRST_DATE = '1900-01-01'
const LAST_DATE = '2999-12-31'

/** Numbers are also parts of buttons and commands, so they are short, plain, and hold no colon. */
export const identifier = reader<string>(
  { expected: '1 to 40 characters without ":", control characters, or spaces at the ends', example: 'M-1001' },
  (text, refused) =>
    [...text].length <= 40 && text.trim() === text && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}:]/u.test(text)
      ? right(text)
      : refused,
)

export const oneLine = reader<string>(
  { expected: 'a text in one line, not only spaces', example: 'Asha Verma' },
  (text, refused) => (text.trim() !== '' && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text) ? right(text) : refused),
)

export const freeText = reader<string>({ expected: 'any text', example: 'bank transfer' }, right)

export const currency = reader<string>(
  { expected: 'an ISO 4217 currency such as EUR', example: 'EUR' },
  (text, refused) => (isCurrency(text) ? right(text) : refused),
)

/** A positive decimal; its number of digits is judged together with its currency. */
export const amount = reader<string>(
  { expected: 'an amount such as 1234.50: digits and a point, nothing between thousands', example: '1234.50' },
  (text, refused) => {
    if (!/^-?\d+(\.\d+)?$/.test(text)) return refused
    if (text.startsWith('-') || /^[0.]+$/.test(text)) return wrong('an amount above zero')
    return /^(0|[1-9]\d{0,11})(\.\d+)?$/.test(text)
      ? right(text)
      : wrong('an amount of at most 12 digits before the point, without leading zeros')
  },
)

/** Whole and at least 1. */
export const shareCount = reader<bigint>(
  { expected: 'a whole number of shares, at least 1', example: '2000', isWhole: true },
  (text, refused) => (/^[1-9]\d{0,14}$/.test(text) ? right(BigInt(text)) : refused),
)

export const count = reader<number>(
  { expected: 'a whole number from 1 to 9999', example: '6', isWhole: true },
  (text, refused) => (/^[1-9]\d{0,3}$/.test(text) ? right(Number(text)) : refused),
)

/** Kept in its shortest form: `0.050` is `0.05`. */
export const rate = reader<string>(
  { expected: 'a decimal fraction above 0, at most 1, such as 0.05', example: '0.05' },
  (text, refused) => {
    const ratio = /^\d{1,9}(\.\d{1,9})?$/.test(text) ? parseRatio(text) : undefined
    const isInRange = ratio && ratio.numerator > 0n && compareRatios(ratio, { numerator: 1n, denominator: 1n }) <= 0
    return isInRange ? right(formatRatio(ratio)) : refused
  },
)

export const date = reader<PlainDateIso>(
  {
    expected: `a date that exists, such as 2026-03-10, from ${FIRST_DATE} to ${LAST_DATE}`,
    example: '2026-03-10',
    format: 'date',
  },
  (text, refused) => {
    const parsed = parsePlainDate(text)
    return parsed && isInRange(parsed) ? right(parsed) : refused
  },
)

export const instant = reader<Temporal.Instant>(
  {
    expected: 'an instant with its offset, such as 2026-03-10T12:00:00+03:00',
    example: '2026-03-10T12:00:00+03:00',
    format: 'date-time',
  },
  (text, refused) => {
    const parsed = parseInstant(text)
    if (!parsed || !isInRange(text)) return refused
    return parsed.epochNanoseconds % 1_000_000n === 0n ? right(parsed) : wrong('an instant no finer than milliseconds')
  },
)

/** A bare date is the start of that date in the contract zone. */
export function instantOrDate(contractZone: string): CellReader<Temporal.Instant> {
  const expected = `${instant.form.expected}, or a date such as 2026-03-10`
  return reader({ expected, example: instant.form.example }, (text, refused) => {
    const bare = date(text)
    if (bare.ok) return right(startOfDate(bare.value, contractZone))
    if (/^[\d-]*$/.test(text)) return bare
    const read = instant(text)
    return read.ok || read.expected.includes('finer') ? read : refused
  })
}

export const phone = reader<string>(
  { expected: 'a phone number in E.164 such as +40712345678', example: '+40712345678' },
  (text, refused) => (/^\+[1-9]\d{5,14}$/.test(text) && isPossiblePhoneNumber(text) ? right(text) : refused),
)

/** Kept in its canonical form: `de-at` is `de-AT`. */
export const languageTag = reader<string>(
  { expected: 'a BCP 47 language tag such as de or de-AT', example: 'de-AT' },
  (text, refused) => {
    try {
      const [tag] = Intl.getCanonicalLocales(text)
      if (tag !== undefined) return right(tag)
    } catch {}
    return refused
  },
)

export const timeZone = reader<string>(
  { expected: 'an IANA time zone such as Europe/Bucharest', example: 'Europe/Bucharest' },
  (text, refused) => (isTimeZone(text) ? right(text) : refused),
)

export const telegramUserId = reader<string>(
  { expected: "a Telegram user's number, digits only", example: '123456789', isWhole: true },
  (text, refused) => (/^[1-9]\d{0,15}$/.test(text) ? right(text) : refused),
)

export function oneOf<T extends string>(...choices: readonly T[]): CellReader<T> {
  return reader({ expected: `one of ${choices.join(', ')}`, example: choices[0] ?? '', choices }, (text, refused) => {
    const choice = choices.find((candidate) => candidate === text)
    return choice === undefined ? refused : right(choice)
  })
}

/** `refused` is the refusal that says what the form expects. */
function reader<T>(form: CellForm, read: (text: string, refused: Cell<T>) => Cell<T>): CellReader<T> {
  const refused = wrong<T>(form.expected)
  return Object.assign((text: string) => read(text, refused), { form })
}

/** Where calendars, zones and the database agree without surprise. */
function isInRange(text: string): boolean {
  return text.slice(0, 10) >= FIRST_DATE && text.slice(0, 10) <= LAST_DATE
}

function right<T>(value: T): Cell<T> {
  return { ok: true, value }
}

function wrong<T>(expected: string): Cell<T> {
  return { ok: false, expected }
}
