/** Calls that come together are answered by one statement, each with its own answer. */
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { gather } from '../../src/storage/engine/gather.ts'

describe('gathered calls', () => {
  it('of one turn share a statement, in their order', async () => {
    const asked: string[][] = []
    const call = gather(async (keys: readonly string[]) => {
      asked.push([...keys])
      return keys.map((key) => key.toUpperCase())
    })
    expect(await Promise.all([call('a'), call('b'), call('a')])).toEqual(['A', 'B', 'A'])
    expect(asked).toEqual([['a', 'b', 'a']])
  })

  it('that come while a statement is under way are answered by a later one', async () => {
    const asked: string[][] = []
    const call = gather(async (keys: readonly string[]) => {
      asked.push([...keys])
      await wait(20)
      return keys
    })
    const first = call('first')
    await wait(5)
    await Promise.all([first, call('second'), call('third')])
    expect(asked).toEqual([['first'], ['second', 'third']])
  })

  it('do not spoil each other', async () => {
    const call = gather(async (keys: readonly string[]) => {
      if (keys.includes('bad')) throw new Error('this one is bad')
      return keys.map((key) => key.toUpperCase())
    })
    const answers = await Promise.allSettled([call('a'), call('bad'), call('c')])
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await call('d')).toBe('D')
  })

  it('are refused when there are more or fewer answers than calls', async () => {
    const call = gather(async () => [])
    await expect(call('a')).rejects.toThrow('0 answers to 1 calls')
  })
})
