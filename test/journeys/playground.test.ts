/**
 * The demo project on its playground, as a newcomer meets it: the real process, the real page in a real Chromium.
 * One process for all tests, in their order, since its clock only moves forward.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { withBrowser } from '../support/browser.ts'
import { type KishtProcess, runKisht, startKisht } from '../support/kisht-process.ts'
import { sampleProject } from './sample-base.ts'
import { plain, words } from './texts.ts'

/** Friday. In Moscow, whose midnights count, 20 March has begun; what is 18 days late was due on Monday, 2 March. */
const clock = '2026-03-20T12:30:00+03:00'
const threeDaysLater = '2026-03-23T12:30:00+03:00'

const jaipur = 'M-1001'
const madrid = 'M-1002'
const berlin = 'M-1003'

describe('the playground of the demo project', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'kisht-playground-'))
  const start = (at: string) => startKisht({ dataDir, env: { DEMO: 'auto', CLOCK: at } })
  let kisht: KishtProcess

  beforeAll(async () => {
    // The tables are there already; all that makes it a demo is still to be done.
    cpSync(join(inject('embeddedTemplateDir'), 'pglite'), join(dataDir, 'pglite'), { recursive: true })
    kisht = await start(clock)
  })

  afterAll(async () => {
    await kisht?.stop()
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 3 })
  })

  test('nobody gets in by a foreign name, and no foreign page may send', async () => {
    expect(await statusOf('GET', '/playground/')).toBe(200)
    expect(await statusOf('GET', '/playground/', { host: 'rebound.example' })).toBe(403)
    expect(await statusOf('GET', '/playground/api/state', { host: 'rebound.example' })).toBe(403)
    const json = { 'content-type': 'application/json' }
    expect(await statusOf('POST', '/playground/api/clock', { ...json, origin: 'https://foreign.example' })).toBe(403)
    expect(await statusOf('POST', '/playground/api/clock', json)).toBe(403)
    // Let in, it is only the body that is wrong.
    expect(await statusOf('POST', '/playground/api/clock', { ...json, origin: kisht.address })).toBe(400)
  })

  withBrowser('in Chromium', (browser) => {
    /** Stays open from test to test. */
    let desk: Page
    const passing: Page[] = []
    const foreignRequests: string[] = []
    const complaints: string[] = []

    beforeAll(async () => {
      desk = await visit()
      passing.length = 0
    })

    afterEach(async () => {
      await Promise.all(passing.splice(0).map((page) => page.context().close()))
      expect([...foreignRequests.splice(0), ...complaints.splice(0)]).toEqual([])
      expect(kisht.stderr().match(/.*"level":(50|60).*/g)).toBeNull()
    })

    async function visit(options: BrowserContextOptions = {}): Promise<Page> {
      const viewport = { width: 1280, height: 800 }
      const ours = `${kisht.address}/playground/`
      const page = await (await browser().newContext({ locale: 'en-GB', viewport, ...options })).newPage()
      page.setDefaultTimeout(15_000)
      page.on('request', (request) => {
        if (!request.url().startsWith(ours)) foreignRequests.push(request.url())
      })
      page.on('pageerror', ({ message }) => complaints.push(message))
      page.on('console', (line) => {
        if (['error', 'warning'].includes(line.type())) complaints.push(line.text())
      })
      await page.goto(ours)
      await page.waitForSelector('.person[tabindex="0"]')
      passing.push(page)
      return page
    }

    test('an investor in Jaipur asks in Hindi what is next, how to pay and for the schedule', async () => {
      const page = desk
      await choose(page, jaipur)
      expect(await page.textContent('#chat-facts')).toMatch(/15:0\d Kolkata/)
      const answer = await ask(page, '/next')
      expect(await answer.locator('.bubble').getAttribute('lang')).toBe('hi')
      expect(await textOf(answer)).toContain(words('hi', 'next.headingOverdue'))
      expect(await factOf(answer, words('hi', 'label.amount'))).toBe('€100.00')
      expect(await factOf(answer, words('hi', 'label.plan'))).toContain('P-2001')
      expect(await factOf(answer, words('hi', 'label.dueOn'))).toContain('2 मार्च 2026')
      expect(await factOf(answer, words('hi', 'label.lateSince'))).toMatch(/^18 /)
      // Grace ends with 21 March in Moscow, which is two and a half hours later in Kolkata.
      expect(await factOf(answer, words('hi', 'label.payableUntil'))).toMatch(/22 मार्च 2026.*02:29/)
      expect(await factOf(answer, words('hi', 'label.addsShares'))).toMatch(/^133 /)

      const invoice = await tap(page, answer, words('hi', 'menu.pay'))
      expect(await factOf(invoice, words('hi', 'label.amount'))).toBe('€100.00')
      expect(await factOf(invoice, words('hi', 'label.reference'))).toContain('P-2001')
      const payNow = invoice.locator('a.choice')
      expect(new URL((await payNow.getAttribute('href')) ?? '').protocol).toBe('https:')
      expect(await payNow.getAttribute('rel')).toContain('noopener')

      const schedule = await tap(page, answer, words('hi', 'menu.schedule'))
      expect(await schedule.locator('tbody tr').count()).toBe(6)
      expect(await schedule.locator('tbody tr').nth(2).textContent()).toContain('02/03/2026')
      // Asked from far above, the answer is in view all the same.
      await expect.poll(() => isBeginningInView(schedule)).toBe(true)
    })

    test('a partner in Madrid sees her, from the top of the list, and turns its pages in place', async () => {
      const page = desk
      await choose(page, madrid)
      const list = await ask(page, '/overdue')
      expect(await list.locator('.bubble').getAttribute('lang')).toBe('es')
      const shown = [await textOf(list)]
      await expect.poll(() => isBeginningInView(list)).toBe(true)
      expect(await list.evaluate((bubble) => bubble.clientHeight)).toBeGreaterThan(700)

      const pageCount = Number(/(\d+)\D*$/.exec(await lastLine(list))?.[1])
      expect(pageCount).toBeGreaterThan(2)
      for (const number of [2, 3]) {
        await list.getByRole('button', { name: words('es', 'overdue.more') }).press('Enter')
        const marked = words('es', 'overdue.page', { page: { number }, pages: { number: pageCount } })
        await list.filter({ hasText: marked }).waitFor()
        await expect.poll(() => isBeginningInView(list)).toBe(true)
        shown.push(await textOf(list))
      }
      expect(shown.filter((text) => text.includes(`(${jaipur})`) && text.includes('P-2001'))).toHaveLength(1)
      expect(new Set(shown).size).toBe(3)
      expect(await page.locator('.from-assistant').count()).toBe(1)
    })

    test('a code links a visitor’s chat to her, and her own chat is told', async () => {
      const hers = desk
      const visitors = await visit()
      await choose(hers, jaipur)
      const earlier = await hers.locator('.from-assistant').count()
      await choose(visitors, jaipur)
      await visitors.click('#get-code')
      const code = (await visitors.textContent('#code-result code')) ?? ''
      expect(code).toMatch(/^[\w-]{22}$/)
      await visitors.click('#code-result .primary')
      await visitors.waitForSelector('#draft:focus')
      expect(await visitors.inputValue('#draft')).toBe(`/start ${code}`)
      const question = await ask(visitors)
      expect(await textOf(question)).not.toContain('शेखावत')
      const greeting = await tap(visitors, question, words('en', 'link.confirm.yes'))
      expect(await textOf(greeting)).toContain('मीरा शेखावत')

      const notice = hers.locator('.from-assistant').nth(earlier)
      expect(await textOf(notice)).toContain(words('hi', 'link.notice.heading'))
      await expect.poll(() => isBeginningInView(notice)).toBe(true)
      await visitors.locator(`[data-chat="member:${jaipur}"] .badge`).waitFor()
      await visitors.locator('#chat-name', { hasText: 'मीरा शेखावत' }).waitFor()
      expect(await textOf(await ask(visitors, '/next'))).toContain('P-2001')
    })

    test('a visitor may be anyone who shares a phone number', async () => {
      const page = desk
      await page.click('.new-chat')
      await ask(page, 'hello')
      const share = words('en', 'link.needed.contactButton')
      await page.getByRole('button', { name: share }).click()
      const dialog = page.getByRole('dialog', { name: share })
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'hidden' })
      await page.getByRole('button', { name: share }).click()
      await dialog.getByRole('button', { name: 'Jonas Lindner' }).click()
      const question = page.locator('.from-assistant').last()
      await question.filter({ hasText: words('en', 'link.confirm.heading') }).waitFor()
      const greeting = await tap(page, question, words('en', 'link.confirm.yes'))
      expect(await textOf(greeting)).toContain('Jonas Lindner')
    })

    test('odd words, forged buttons and somebody else’s: an answer, and nothing breaks', async () => {
      const page = desk
      await choose(page, berlin)
      const odd = [
        '\u202egnp.exe',
        '\u200d\u200d',
        '👩🏽‍🚀'.repeat(40),
        '<img src=x onerror=alert(1)>',
        'x'.repeat(4096),
        '/next P-2001',
      ]
      for (const words of odd) await ask(page, words)
      for (const action of ['next P-2001', 'pay P-2001', 'overdue 2', '__proto__', 'link yes', '🙈'.repeat(60)]) {
        const before = await page.locator('.from-assistant').count()
        await page.evaluate(
          `fetch('api/message', { method: 'POST', headers: { 'Content-Type': 'application/json' },
            body: JSON.stringify({ chat: 'member:${berlin}', action: '${action}', messageId: 'forged' }) })`,
        )
        await page.locator('.from-assistant').nth(before).waitFor()
      }
      expect(await textOf(page.locator('#log'))).not.toContain('शेखावत')
      expect(await page.locator('#log img').count()).toBe(0)
      expect(await textOf(await ask(page, '/next'))).toContain('P-2002')
    })

    test('a reload keeps the conversation, and the page’s own words change their language', async () => {
      const page = desk
      await choose(page, jaipur)
      const before = await page.locator('.message').count()
      expect(before).toBeGreaterThan(4)
      await page.selectOption('#language', 'ro')
      await page.waitForSelector('html[lang="ro"]')
      await page.reload()
      await page
        .locator('.message')
        .nth(before - 1)
        .waitFor()
      expect(await page.locator('.message').count()).toBe(before)
      expect(await page.getAttribute('html', 'lang')).toBe('ro')
      expect(await page.locator('.message .bubble').last().getAttribute('lang')).toBe('hi')
    })

    test('a week later her plan may be cancelled at any moment, and the page says so at once', async () => {
      // Sending paused, nothing is cancelled: the moment in between can be looked at.
      expect(await kisht.command('pause')).toMatchObject({ exitCode: 0 })
      const page = await visit({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
      await page.tap(`[data-chat="member:${jaipur}"]`)
      const chip = page.locator('#chat-facts .chip')
      expect(await chip.textContent()).toBe(words('en', 'playground.situation.lastDays'))
      await page.tap('.chat-header .open-tools')
      await page.tap('[data-hours="168"]')
      await chip.filter({ hasText: words('en', 'playground.situation.cancellationDue') }).waitFor()
      expect(await page.textContent('#contract-date')).toContain('27 Mar 2026')
      await page.tap('#close-tools')
      const answer = await ask(page, '/next')
      expect(await textOf(answer)).toContain(words('hi', 'next.headingCancellationDue'))
      expect(await factOf(answer, words('hi', 'label.lateSince'))).toMatch(/^25 /)
      expect(await answer.getByRole('button', { name: words('hi', 'menu.pay'), exact: true }).count()).toBe(0)
    })

    test('started again on another day its dates have moved along, and a chosen language is kept', async () => {
      await choose(desk, berlin)
      await tap(desk, await ask(desk, '/language'), 'Română')
      expect(await kisht.command('resume')).toMatchObject({ exitCode: 0 })
      await desk.context().close()
      await kisht.stop()
      kisht = await start(threeDaysLater)

      const page = await visit()
      expect(await page.textContent('#contract-date')).toContain('23 Mar 2026')
      await choose(page, jaipur)
      // What was said is forgotten; unasked, it says what the new day brings.
      await expect.poll(() => page.locator('.message').count()).toBe(1)
      expect(await textOf(page.locator('.message').last())).toContain(words('hi', 'nudges.heading.finalNotice'))
      const late = await ask(page, '/next')
      expect(await factOf(late, words('hi', 'label.dueOn'))).toContain('5 मार्च 2026')
      expect(await factOf(late, words('hi', 'label.lateSince'))).toMatch(/^18 /)
      await choose(page, berlin)
      const today = await ask(page, '/next')
      expect(await today.locator('.bubble').getAttribute('lang')).toBe('ro')
      expect(await textOf(today)).toContain(words('ro', 'next.headingToday'))
    })
  })

  test('it takes nobody’s real data, and no bot', async () => {
    const handedOver = await kisht.command('import', sampleProject)
    expect(handedOver).toMatchObject({ exitCode: 1, err: expect.stringMatching(/demo/i) })
    await kisht.stop()
    // The address is a local one: the clock of a test may not stand beside the real Telegram.
    const bot = { TELEGRAM_BOT_TOKEN: '4242:a-token-for-tests', TELEGRAM_API_ROOT: 'http://127.0.0.1:9' }
    const env = { DEMO: 'auto', CLOCK: threeDaysLater }
    const started = await runKisht(['start'], { dataDir, env: { ...env, ...bot } })
    expect(started).toMatchObject({ exitCode: 1, out: '', err: expect.stringMatching(/demo/i) })
  })

  function statusOf(method: string, path: string, headers: Record<string, string> = {}): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const asked = request(`${kisht.address}${path}`, { method, headers }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
      asked.on('error', reject)
      asked.end(method === 'POST' ? '{}' : undefined)
    })
  }
})

async function choose(page: Page, memberNo: string): Promise<void> {
  const loaded = page.waitForResponse((response) => response.url().includes(`/api/chat?chat=member%3A${memberNo}`))
  await page.click(`[data-chat="member:${memberNo}"]`)
  await loaded
  await page.waitForSelector(`[data-chat="member:${memberNo}"][aria-current]`)
}

/** Writes, or sends what is written there already, and waits for the answer. */
async function ask(page: Page, words?: string): Promise<Locator> {
  if (words !== undefined) await page.fill('#draft', words)
  return await answerTo(page, () => page.click('.send'))
}

async function tap(page: Page, message: Locator, label: string): Promise<Locator> {
  return await answerTo(page, () => message.locator('.choice', { hasText: label }).first().click())
}

async function answerTo(page: Page, act: () => Promise<void>): Promise<Locator> {
  const before = await page.locator('.from-assistant').count()
  await act()
  const answer = page.locator('.from-assistant').nth(before)
  await answer.waitFor()
  return answer
}

async function textOf(shown: Locator): Promise<string> {
  return plain((await shown.textContent()) ?? '')
}

async function factOf(message: Locator, label: string): Promise<string> {
  return plain((await message.locator('dl div', { hasText: label }).locator('dd').first().textContent()) ?? '')
}

async function lastLine(message: Locator): Promise<string> {
  return plain((await message.locator('.note').last().textContent()) ?? '')
}

/** What a reader needs: to see where it begins. */
async function isBeginningInView(message: Locator): Promise<boolean> {
  const [bubble, view] = await Promise.all([message.boundingBox(), message.page().locator('#scroller').boundingBox()])
  return bubble !== null && view !== null && bubble.y >= view.y && bubble.y < view.y + view.height - 40
}
