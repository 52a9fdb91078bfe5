/** Money, currencies and ratios: DOMAIN.md section 2. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isCurrency, minorDigits } from '../../src/domain/currency.ts'
import { addRatios, compareRatios, formatAmount, formatRatio, parseAmount, parseRatio } from '../../src/domain/money.ts'

const currencies = [
  ['JPY', 0],
  ['KRW', 0],
  ['CLP', 0],
  ['EUR', 2],
  ['INR', 2],
  ['RUB', 2],
  ['RON', 2],
  // Intl says 0 for some of these; ISO 4217 says otherwise.
  ['HUF', 2],
  ['IDR', 2],
  ['KWD', 3],
  ['TND', 3],
] as const

describe('currencies', () => {
  test.each(currencies)('%s has %i digits', (currency, digits) => {
    expect(isCurrency(currency)).toBe(true)
    expect(minorDigits(currency)).toBe(digits)
  })

  test.each(['', 'eur', 'EURO', 'XXX1', 'EU', 'constructor'])('%j is none', (code) => {
    expect(isCurrency(code)).toBe(false)
    expect(() => minorDigits(code)).toThrow(/ISO 4217/)
  })
})

describe('amounts', () => {
  const written = [
    ['0', 'JPY', 0n],
    ['1250', 'JPY', 1250n],
    ['12.50', 'EUR', 1250n],
    ['0.01', 'EUR', 1n],
    ['-0.01', 'EUR', -1n],
    ['1.250', 'KWD', 1250n],
    ['0.001', 'KWD', 1n],
    ['999999999999999.99', 'EUR', 99_999_999_999_999_999n],
  ] as const
  test.each(written)('%s %s', (text, currency, minor) => {
    expect(parseAmount(text, currency)).toBe(minor)
    expect(formatAmount({ minor, currency })).toBe(text)
  })

  const refused = [
    ['1.0', 'JPY'],
    ['12.501', 'EUR'],
    ['12.500', 'EUR'],
    ['1.2500', 'KWD'],
    ['', 'EUR'],
    ['.5', 'EUR'],
    ['5.', 'EUR'],
    ['1,50', 'EUR'],
    ['1 000', 'EUR'],
    ['1e3', 'EUR'],
    ['+1', 'EUR'],
    ['--1', 'EUR'],
    [' 1', 'EUR'],
    ['1\n', 'EUR'],
    ['0x10', 'EUR'],
    ['१२', 'INR'],
    ['NaN', 'EUR'],
    ['Infinity', 'EUR'],
    ['1'.repeat(16), 'EUR'],
  ] as const
  test.each(refused)('%j is no amount of %s', (text, currency) => {
    expect(parseAmount(text, currency)).toBeUndefined()
  })

  const someCurrency = fc.constantFrom(...currencies.map(([currency]) => currency))
  const someMinor = fc.bigInt({ min: -(10n ** 15n) + 1n, max: 10n ** 15n - 1n })

  test('written and read again, an amount is the same', () => {
    fc.assert(
      fc.property(someMinor, someCurrency, (minor, currency) => {
        const text = formatAmount({ minor, currency })
        expect(parseAmount(text, currency)).toBe(minor)
        expect(text.split('.')[1]?.length ?? 0).toBe(minorDigits(currency))
      }),
    )
  })

  test('one digit more than the currency has is refused, whatever it is', () => {
    fc.assert(
      fc.property(someMinor, someCurrency, fc.integer({ min: 0, max: 9 }), (minor, currency, digit) => {
        const text = formatAmount({ minor, currency })
        expect(parseAmount(`${text}${minorDigits(currency) === 0 ? '.' : ''}${digit}`, currency)).toBeUndefined()
      }),
    )
  })
})

describe('ratios', () => {
  const written = [
    ['2/3', 2n, 3n],
    ['5%', 5n, 100n],
    ['2.5%', 25n, 1000n],
    ['0.05', 5n, 100n],
    ['1', 1n, 1n],
    ['0', 0n, 1n],
    ['0.333333333', 333_333_333n, 1_000_000_000n],
  ] as const
  test.each(written)('%s', (text, numerator, denominator) => {
    expect(parseRatio(text)).toEqual({ numerator, denominator })
  })

  test.each(['', '1/0', '-1', '-5%', '1/-3', '1/', '/3', '5 %', '0,05', '.5', '1.', '1e-2', '2/3%', '½', '1/2/3'])(
    '%j is no ratio',
    (text) => {
      expect(parseRatio(text)).toBeUndefined()
    },
  )

  test.each([
    ['0.050', '0.05'],
    ['5%', '0.05'],
    ['100%', '1'],
    ['10/1', '10'],
    ['2/3', '2/3'],
    ['0.0', '0'],
  ])('%s is written %s', (text, is) => {
    const ratio = parseRatio(text)
    expect(ratio && formatRatio(ratio)).toBe(is)
  })

  const someRatio = fc.record({
    numerator: fc.bigInt({ min: 0n, max: 999_999_999n }),
    denominator: fc.oneof(
      fc.bigInt({ min: 1n, max: 999_999_999n }),
      fc.integer({ min: 0, max: 8 }).map((digits) => 10n ** BigInt(digits)),
    ),
  })

  test('written and read again, a ratio is exactly equal', () => {
    fc.assert(
      fc.property(someRatio, (ratio) => {
        const again = parseRatio(formatRatio(ratio))
        expect(again && compareRatios(again, ratio)).toBe(0)
      }),
    )
  })

  test('sums and comparisons are exact', () => {
    fc.assert(
      fc.property(someRatio, someRatio, (a, b) => {
        const sum = addRatios(a, b)
        expect(sum.numerator * a.denominator * b.denominator).toBe(
          sum.denominator * (a.numerator * b.denominator + b.numerator * a.denominator),
        )
        expect(compareRatios(a, b)).toBe(-compareRatios(b, a) + 0)
        expect(compareRatios(sum, a)).toBe(b.numerator === 0n ? 0 : 1)
      }),
    )
  })

  test('a tenth and two tenths are three tenths', () => {
    const tenth = { numerator: 1n, denominator: 10n }
    const sum = addRatios(tenth, { numerator: 2n, denominator: 10n })
    expect(compareRatios(sum, { numerator: 3n, denominator: 10n })).toBe(0)
  })
})
