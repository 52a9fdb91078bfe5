import parsePhoneNumber from 'libphonenumber-js'
import { describe, expect, it } from 'vitest'
import { cell, readBook } from './naive-book.ts'

describe('its members', () => {
  const { members } = readBook('2026-11-22T16:00:00Z')
  const byNo = new Map(members.map((row) => [cell(row, 'member_no'), row]))

  it('are about 400, of all six languages, with unique names, addresses and phones', () => {
    expect(members.length).toBeGreaterThanOrEqual(380)
    expect(members.length).toBeLessThanOrEqual(420)
    for (const language of ['en', 'de', 'es', 'ro', 'hi', 'ru']) {
      expect(members.filter((row) => cell(row, 'language').startsWith(language)).length, language).toBeGreaterThan(35)
    }
    for (const column of ['member_no', 'full_name', 'email', 'phone']) {
      expect(new Set(members.map((row) => cell(row, column))).size, column).toBe(members.length)
    }
    for (const row of members) expect(cell(row, 'email')).toMatch(/^[a-z]+\.[a-z]+@example\.(org|com)$/)
  })

  it('write their names in their own script', () => {
    for (const row of members) {
      const [name, language] = [cell(row, 'full_name'), cell(row, 'language').slice(0, 2)]
      const script = language === 'hi' ? 'Devanagari' : language === 'ru' ? 'Cyrillic' : 'Latin'
      expect(name).toMatch(new RegExp(`^[\\p{Script=${script}}\\p{M}]+( [\\p{Script=${script}}\\p{M}]+)+$`, 'u'))
      expect(name).toBe(name.normalize('NFC'))
    }
  })

  it('have phones from ranges kept for fiction, possible for their country', () => {
    const fictional = /^(\+4917139200\d\d|\+493023125\d{3}|\+447700900\d{3}|\+1[2-9]\d\d55501\d\d)$/
    for (const row of members) {
      expect(cell(row, 'phone')).toMatch(fictional)
      expect(parsePhoneNumber(cell(row, 'phone'))?.isPossible(), cell(row, 'phone')).toBe(true)
    }
  })

  it('form a tree of exactly five levels in which every sponsor is a partner', () => {
    const levelOf = (no: string): number => {
      const sponsor = cell(byNo.get(no) ?? {}, 'sponsor_no')
      return sponsor ? levelOf(sponsor) + 1 : 1
    }
    expect(new Set([...byNo.keys()].map(levelOf))).toEqual(new Set([1, 2, 3, 4, 5]))
    for (const row of members) {
      const sponsor = byNo.get(cell(row, 'sponsor_no'))
      if (!sponsor) continue
      expect(cell(sponsor, 'partner_agreement_on')).not.toBe('')
      expect(cell(sponsor, 'partner_agreement_on') <= cell(row, 'registered_on')).toBe(true)
    }
  })
})
