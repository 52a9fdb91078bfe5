/** How single values are written. Every reader says what it expected. (CONTRACT "Import format".) */
import { isPossiblePhoneNumber } from 'libphonenumber-js'
import { isTimeZone, type PlainDateIso, parseInstant, parsePlainDate, startOfDate } from '../domain/calendar.ts'
import { isCurrency } from '../domain/currency.ts'
import { compareRatios, formatRatio, parseRatio } from '../domain/money.ts'

type Cell<T> = { ok: true; value: T } | { ok: false; expected: string }
export type CellReader<T> = (text: string) => Cell<T>

/** Numbers are also parts of buttons and commands, so they are short, plain, and hold no colon. */
export const identifier: CellReader<string> = (text) =>
  [...text].length <= 40 && text.trim() === text && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}:]/u.test(text)
    ? right(text)
    : wrong('1 to 40 characters without ":", control characters, or spaces at the ends')

export const oneLine: CellReader<string> = (text) =>
  text.trim() !== '' && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text) ? right(text) : wrong('a text in one line, not only spaces')

export const freeText: CellReader<string> = right

export const currency: CellReader<string> = (text) =>
  isCurrency(text) ? right(text) : wrong('an ISO 4217 currency such as EUR')

/** A positive decimal; its number of digits is judged together with its currency. */
export const amount: CellReader<string> = (text) => {
  if (!/^-?\d+(\.\d+)?$/.test(text))
    return wrong('an amount such as 1234.50: digits and a point, nothing between thousands')
  if (text.startsWith('-') || /^[0.]+$/.test(text)) return wrong('an amount above zero')
  return /^(0|[1-9]\d{0,14})(\.\d+)?$/.test(text)
    ? right(text)
    : wrong('an amount of at most 15 digits before the point, without leading zeros')
}

/** Whole and at least 1. */
export const shareCount: CellReader<bigint> = (text) =>
  /^[1-9]\d{0,14}$/.test(text) ? right(BigInt(text)) : wrong('a whole number of shares, at least 1')

export const count: CellReader<number> = (text) =>
  /^[1-9]\d{0,3}$/.test(text) ? right(Number(text)) : wrong('a whole number from 1 to 9999')

/** Kept in its shortest form: `0.050` is `0.05`. */
export const rate: CellReader<string> = (text) => {
  const ratio = /^\d{1,9}(\.\d{1,9})?$/.test(text) ? parseRatio(text) : undefined
  const isInRange = ratio && ratio.numerator > 0n && compareRatios(ratio, { numerator: 1n, denominator: 1n }) <= 0
  return isInRange ? right(formatRatio(ratio)) : wrong('a decimal fraction above 0, at most 1, such as 0.05')
}

export const date: CellReader<PlainDateIso> = (text) => {
  const parsed = parsePlainDate(text)
  return parsed && isInRange(parsed)
    ? right(parsed)
    : wrong(`a date that exists, such as 2026-03-10, from ${FIRST_DATE} to ${LAST_DATE}`)
}

export const instant: CellReader<Temporal.Instant> = (text) => {
  const parsed = parseInstant(text)
  if (!parsed || !isInRange(text)) return wrong('an instant with its offset, such as 2026-03-10T12:00:00+03:00')
  return parsed.epochNanoseconds % 1_000_000n === 0n ? right(parsed) : wrong('an instant no finer than milliseconds')
}

/** A bare date is the start of that date in the contract zone. */
export function instantOrDate(contractZone: string): CellReader<Temporal.Instant> {
  return (text) => {
    const bare = date(text)
    if (bare.ok) return right(startOfDate(bare.value, contractZone))
    if (/^[\d-]*$/.test(text)) return bare
    const read = instant(text)
    return read.ok || read.expected.includes('finer') ? read : wrong(`${read.expected}, or a date such as 2026-03-10`)
  }
}

export const phone: CellReader<string> = (text) =>
  /^\+[1-9]\d{5,14}$/.test(text) && isPossiblePhoneNumber(text)
    ? right(text)
    : wrong('a phone number in E.164 such as +40712345678')

/** Kept in its canonical form: `de-at` is `de-AT`. */
export const languageTag: CellReader<string> = (text) => {
  try {
    const [tag] = Intl.getCanonicalLocales(text)
    if (tag !== undefined) return right(tag)
  } catch {}
  return wrong('a BCP 47 language tag such as de or de-AT')
}

export const timeZone: CellReader<string> = (text) =>
  isTimeZone(text) ? right(text) : wrong('an IANA time zone such as Europe/Bucharest')

export const telegramUserId: CellReader<string> = (text) =>
  /^[1-9]\d{0,15}$/.test(text) ? right(text) : wrong("a Telegram user's number, digits only")

export function oneOf<T extends string>(...choices: readonly T[]): CellReader<T> {
  return (text) => {
    const choice = choices.find((candidate) => candidate === text)
    return choice === undefined ? wrong(`one of ${choices.join(', ')}`) : right(choice)
  }
}

const FIRST_DATE = '1900-01-01'
const LAST_DATE = '2999-12-31'

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
