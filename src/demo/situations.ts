/** The situations a demo plan can be in, and how many plans are in each by order; the rest is drawn. */

export type Situation =
  /** The oldest unpaid installment is due in so many days: 0 is today. */
  | { readonly kind: 'upcoming'; readonly dueInDays: number; readonly isPartPaid?: boolean }
  /** It was due so many days ago: up to 19 is grace, from 20 on cancellation is due. */
  | { readonly kind: 'late'; readonly days: number; readonly isPartPaid?: boolean }
  /** On the books as paid, until the payment was taken back. */
  | { readonly kind: 'reversed'; readonly days: number }
  /** Due today and paid today. */
  | { readonly kind: 'paid-today' }
  /** The next installment is paid already, alone or together with the one before it. */
  | { readonly kind: 'prepaid'; readonly isDouble: boolean }
  | { readonly kind: 'completed'; readonly lastDueDaysAgo: number }
  | { readonly kind: 'repaid-early'; readonly daysAgo: number }
  /** Cancelled 20 days after the due date that lies so many days back. */
  | { readonly kind: 'cancelled'; readonly days: number; readonly isPartPaid?: boolean }
  /** Cancelled and restored; settled: the arrears were paid afterwards. */
  | { readonly kind: 'restored'; readonly isSettled: boolean }

/** A situation some plan must be in, and what that plan must be like. */
export interface Order {
  readonly situation: Situation
  readonly minInstallments: number
  /** Package family, where only one will do. */
  readonly familyKey?: string
}

/** Days late; 20 three times and more: cancellation is due today. Two are late for longer: history. */
const lateDays = [
  1, 1, 1, 2, 3, 4, 5, 5, 5, 6, 8, 9, 10, 10, 10, 11, 13, 14, 15, 15, 16, 17, 18, 18, 18, 19, 19, 20, 20, 20, 26, 34,
]
const dueInDays = [0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 3, 3, 3, 3, 5, 7, 7, 7, 7]

export const lateOrders: readonly Order[] = [
  ...lateDays.map((days) => order({ kind: 'late', days })),
  ...[4, 9, 16].map((days) => order({ kind: 'late', days, isPartPaid: true })),
  ...[12, 15].map((days) => order({ kind: 'reversed', days }, 4)),
]

/** Late too, and sure to be in the featured structure: a currency with three digits. */
export const threeDigitOrder: Order = {
  situation: { kind: 'late', days: 10, isPartPaid: true },
  minInstallments: 4,
  familyKey: 'PALM',
}

export const otherOrders: readonly Order[] = [
  { situation: { kind: 'upcoming', dueInDays: 5 }, minInstallments: 4, familyKey: 'MAPLE' },
  ...dueInDays.map((days) => order({ kind: 'upcoming', dueInDays: days })),
  ...[3, 8, 12].map((days) => order({ kind: 'upcoming', dueInDays: days, isPartPaid: true })),
  ...repeat(2, order({ kind: 'paid-today' }, 4)),
  ...repeat(4, order({ kind: 'prepaid', isDouble: true }, 4)),
  ...repeat(4, order({ kind: 'prepaid', isDouble: false }, 4)),
  ...[3, 40, 75, 130].map((daysAgo) => order({ kind: 'repaid-early', daysAgo }, 4)),
  ...repeat(2, order({ kind: 'restored', isSettled: true }, 4)),
  order({ kind: 'restored', isSettled: false }, 4),
  ...[21, 22, 24, 27].map((days) => order({ kind: 'cancelled', days }, 4)),
]

function order(situation: Situation, minInstallments = 1): Order {
  return { situation, minInstallments }
}

function repeat(count: number, ordered: Order): Order[] {
  return Array<Order>(count).fill(ordered)
}
