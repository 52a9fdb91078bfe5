/**
 * Money is an integer of minor units and an ISO 4217 currency; ratios are exact fractions. There is no floating point
 * here. (DOMAIN section 2.)
 */
import { minorDigits } from './currency.ts'

export interface Money {
  /** In the currency's minor unit: 1250n of EUR is 12.50 EUR, of JPY 1,250 yen. */
  minor: bigint
  currency: string
}

export interface Ratio {
  numerator: bigint
  denominator: bigint
}

/** The decimal string with exactly the currency's own number of digits: `"12.50"`, `"1250"`, `"1.250"`. */
export function formatAmount({ minor, currency }: Money): string {
  return formatMinor(minor, minorDigits(currency))
}

export function formatMinor(minor: bigint, digits: number): string {
  const sign = minor < 0n ? '-' : ''
  const figures = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0')
  if (digits === 0) return `${sign}${figures}`
  return `${sign}${figures.slice(0, -digits)}.${figures.slice(-digits)}`
}

/** Minor units of a decimal string that has at most the currency's number of digits; `undefined` when it has not. */
export function parseAmount(text: string, currency: string): bigint | undefined {
  const match = /^(-?)(\d{1,15})(?:\.(\d+))?$/.exec(text)
  if (!match) return undefined
  const [, sign = '', whole = '', fraction = ''] = match
  const digits = minorDigits(currency)
  if (fraction.length > digits) return undefined
  const minor = BigInt(whole + fraction.padEnd(digits, '0'))
  return sign ? -minor : minor
}

/** Reads `"2/3"`, `"5%"`, `"0.05"` or `"1"` exactly; `undefined` for anything else. */
export function parseRatio(text: string): Ratio | undefined {
  const fraction = /^(\d{1,9})\/(\d{1,9})$/.exec(text)
  if (fraction) {
    const denominator = BigInt(fraction[2] ?? '0')
    return denominator === 0n ? undefined : { numerator: BigInt(fraction[1] ?? '0'), denominator }
  }
  const decimal = /^(\d{1,9})(?:\.(\d{1,9}))?(%?)$/.exec(text)
  if (!decimal) return undefined
  const [, whole = '', digits = '', percent = ''] = decimal
  return {
    numerator: BigInt(whole + digits),
    denominator: 10n ** BigInt(digits.length) * (percent ? 100n : 1n),
  }
}

/** The decimal fraction of a ratio whose denominator is a power of ten (`"0.05"`), otherwise `"2/3"`. */
export function formatRatio({ numerator, denominator }: Ratio): string {
  const digits = denominator.toString().length - 1
  if (denominator !== 10n ** BigInt(digits)) return `${numerator}/${denominator}`
  const decimal = formatMinor(numerator, digits)
  return decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal
}

export function compareRatios(a: Ratio, b: Ratio): -1 | 0 | 1 {
  return compareBigints(a.numerator * b.denominator, b.numerator * a.denominator)
}

export function addRatios(a: Ratio, b: Ratio): Ratio {
  return {
    numerator: a.numerator * b.denominator + b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  }
}

export function compareBigints(a: bigint, b: bigint): -1 | 0 | 1 {
  return a < b ? -1 : a > b ? 1 : 0
}

export function sumMinor(amounts: Iterable<bigint>): bigint {
  let sum = 0n
  for (const amount of amounts) sum += amount
  return sum
}
