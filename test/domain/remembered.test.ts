import { expect, test } from 'vitest'
import { remembered } from '../../src/domain/remembered.ts'

test('asks once for the same names, and does not take other names for them', () => {
  const asked: string[] = []
  const answerTo = remembered((one: string, other: string) => {
    asked.push(`${one}, ${other}`)
    return asked.length
  })
  expect([answerTo('a', 'b c'), answerTo('a b', 'c'), answerTo('a', 'b c'), answerTo('a b', 'c')]).toEqual([1, 2, 1, 2])
  expect(asked).toEqual(['a, b c', 'a b, c'])
})

test('an answer of nothing is remembered, too; too many are forgotten and found again', () => {
  let count = 0
  const nothing = remembered((_name: string): undefined => {
    count += 1
  })
  nothing('x')
  nothing('x')
  expect(count).toBe(1)
  for (let place = 0; place < 20_000; place++) nothing(`${place}`)
  nothing('x')
  expect(count).toBe(20_002)
})
