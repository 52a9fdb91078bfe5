/** Amounts are decimal strings with their currency's own number of digits. (CONTRACT "Import format".) */
import { minorDigits } from '../../domain/currency.ts'
import { formatAmount, parseAmount } from '../../domain/money.ts'

/** What is expected instead, or `undefined` when the amount has its currency's digits. */
export function refuseDigits(amount: string, currency: string): string | undefined {
  const minor = parseAmount(amount, currency)
  if (minor !== undefined && formatAmount({ minor, currency }) === amount) return undefined
  const digits = minorDigits(currency)
  return digits === 0 ? `an amount without decimals (${currency})` : `an amount with ${digits} decimals (${currency})`
}

/** Minor units of an amount that was checked before. */
export function minorOf(amount: string, currency: string): bigint {
  const minor = parseAmount(amount, currency)
  if (minor === undefined) throw new Error(`${amount} ${currency} was not checked`)
  return minor
}
