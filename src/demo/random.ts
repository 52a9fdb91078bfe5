import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** A seeded stream of choices; every consumer has a stream of its own, so that one never shifts another's. */
export interface Random {
  /** A whole number from `from` to `to`, both included. */
  int(from: number, to: number): number
  chance(percent: number): boolean
  pick<T>(items: readonly T[]): T
  /** Picks by the weight that stands beside each item. */
  weighted<T>(items: readonly (readonly [T, number])[]): T
  shuffle<T>(items: readonly T[]): T[]
}

/** The stream of one plan or member, by its number. */
export type RandomOf = (label: string) => Random

/** Equal seed and label give an equal stream. */
export function createRandom(seed: number, label: string): Random {
  const generator = xoroshiro128plus(hash(`${seed}/${label}`))
  const int = (from: number, to: number) => uniformInt(generator, from, to)
  const pick = <T>(items: readonly T[]): T => itemAt(items, int(0, items.length - 1))
  return {
    int,
    pick,
    chance: (percent) => int(0, 99) < percent,
    weighted: (items) => {
      let rest = int(0, items.reduce((sum, [, weight]) => sum + weight, 0) - 1)
      for (const [item, weight] of items) {
        if (rest < weight) return item
        rest -= weight
      }
      throw new RangeError('nothing to pick from')
    },
    shuffle: (items) => {
      const mixed = [...items]
      for (let last = mixed.length - 1; last > 0; last--) {
        const other = int(0, last)
        const kept = itemAt(mixed, last)
        mixed[last] = itemAt(mixed, other)
        mixed[other] = kept
      }
      return mixed
    },
  }
}

export function itemAt<T>(items: readonly T[], index: number): T {
  const item = items[index]
  if (item === undefined) throw new RangeError(`no item ${index} of ${items.length}`)
  return item
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  }
  return value | 0
}
