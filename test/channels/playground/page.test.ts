import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { RenderedReply } from '../../../src/assistant/message.ts'
import { withBrowser } from '../../support/browser.ts'
import { evilName } from './sample-people.ts'
import { createSamplePlayground, type SamplePlayground, type Served, servePlayground } from './sample-playground.ts'
import { linkInEnglish, plainText } from './sample-replies.ts'

const aarti = '[data-chat="member:100001"]'
const maria = '[data-chat="member:100002"]'
const lena = '[data-chat="member:100003"]'
const eve = '[data-chat="member:100009"]'

withBrowser('the page in Chromium', (browser) => {
  let sample: SamplePlayground
  let served: Served
  let page: Page
  let requested: string[]
  let failures: string[]

  beforeEach(async () => {
    sample = createSamplePlayground()
    served = await servePlayground(sample.playground)
  })

  afterEach(async () => {
    await page.context().close()
    await served.stop()
    // Whatever a test did: nobody but our own server was asked for anything, and no script failed.
    expect(requested.filter((url) => new URL(url).origin !== served.origin)).toEqual([])
    expect(requested.length).toBeGreaterThan(5)
    expect(failures).toEqual([])
  })

  async function visit(options: BrowserContextOptions = {}): Promise<void> {
    const context = await browser().newContext({ locale: 'en-GB', viewport: { width: 1280, height: 800 }, ...options })
    page = await context.newPage()
    page.setDefaultTimeout(10_000)
    requested = []
    failures = []
    page.on('request', (request) => requested.push(request.url()))
    page.on('pageerror', (error) => failures.push(error.message))
    page.on('console', (line) => {
      if (line.type() === 'error') failures.push(line.text())
    })
    await page.goto(`${served.origin}/playground/`)
    await page.waitForSelector('.person[tabindex="0"]')
  }

  async function say(words: string): Promise<void> {
    await page.fill('#draft', words)
    await page.press('#draft', 'Enter')
  }

  const bubble = (words: string) => page.locator('.message', { hasText: words })
  const seen = async (words: string) => await bubble(words).last().waitFor()
  const focused = () => page.locator(':focus')

  test('a person is chosen, writes, and sees every part of the answer', async () => {
    await visit()
    await page.click(aarti)
    expect(await page.textContent('#chat-name')).toBe('आरती शर्मा')
    expect(await page.textContent('#chat-facts')).toBe('Due todayहिन्दी14:35 Kolkata')
    await say('/next')
    await seen('आपकी अगली किस्त')
    const answer = page.locator('.from-assistant')
    expect(await answer.locator('.bubble').getAttribute('lang')).toBe('hi')
    expect(await answer.locator('dt').allTextContents()).toEqual(['राशि', 'देय तिथि', 'अंतिम समय', 'इस किस्त से'])
    expect(await answer.locator('progress').getAttribute('value')).toBe('40')
    expect(await answer.locator('.note').count()).toBe(1)
    const pay = answer.locator('a.choice')
    expect(await pay.getAttribute('href')).toBe('https://pay.example/kisht?ref=100001')
    expect(await pay.getAttribute('rel')).toContain('noopener')
    expect(await pay.getAttribute('target')).toBe('_blank')
  })

  test('a tapped choice turns the page in place', async () => {
    await visit()
    await page.click(maria)
    await say('/overdue')
    await seen('(1/2)')
    await say('thanks')
    await seen('You wrote: thanks')
    await page.getByRole('button', { name: 'Página siguiente' }).press('Enter')
    await seen('(2/2)')
    expect(await page.locator('.from-assistant').count()).toBe(2)
    expect(await page.locator('.from-assistant').first().textContent()).toContain('Pablo Ortega')
    expect(sample.received.at(-1)?.content).toMatchObject({ kind: 'action', action: 'overdue:2' })
    // The place on the keyboard is kept: the button that is now where the tapped one was.
    expect(await focused().textContent()).toBe('Página anterior')
  })

  test('a page turned by keyboard keeps the focus on what is the same button there', async () => {
    await visit()
    await page.click(lena)
    const turn = (number: number, labels: string[]): RenderedReply => ({
      locale: 'de',
      blocks: [
        { block: 'text', text: `Seite ${number}` },
        { block: 'choices', choices: labels.map((label) => ({ label, action: label })) },
      ],
    })
    const id = sample.playground.push('member:100003', { rendered: turn(1, ['Weiter']) })
    await page.getByRole('button', { name: 'Weiter' }).focus()
    sample.playground.push('member:100003', { rendered: turn(2, ['Zurück', 'Weiter']), replaces: id })
    await seen('Seite 2')
    expect(await focused().textContent()).toBe('Weiter')
    sample.playground.push('member:100003', { rendered: turn(3, ['Zurück']), replaces: id })
    await seen('Seite 3')
    expect(await focused().textContent()).toBe('Zurück')
  })

  test('of a message taller than the view the beginning is shown, and an arrow leads to what came after it', async () => {
    await visit()
    await page.click(lena)
    const push = (words: string) => sample.playground.push('member:100003', { rendered: plainText(words) })
    const topOf = async (words: string) => (await bubble(words).last().boundingBox())?.y ?? Number.NaN
    const view = await page.locator('#scroller').boundingBox()
    if (view === null) throw new Error('no scroller')
    push('short')
    await seen('short')
    expect(await page.isVisible('#to-end')).toBe(false)
    push(`tall${'\nline'.repeat(60)}`)
    await seen('tall')
    await expect.poll(() => topOf('tall')).toBeLessThan(view.y + 30)
    expect(await topOf('tall')).toBeGreaterThanOrEqual(view.y)
    // Whoever reads is not interrupted, but sees that there is more.
    push('news')
    await page.locator('#to-end.news').waitFor()
    expect(await topOf('tall')).toBeGreaterThanOrEqual(view.y)
    await page.click('#to-end')
    await expect.poll(() => topOf('news')).toBeLessThan(view.y + view.height)
    expect(await page.isVisible('#to-end')).toBe(false)
    // An old button's answer is shown wherever it appears.
    sample.playground.push('member:100003', { rendered: linkInEnglish })
    push(`tall again${'\nline'.repeat(60)}`)
    push('last')
    await seen('last')
    await page.getByRole('button', { name: 'Read the guide first' }).click()
    await seen('You tapped guide')
    await expect.poll(() => topOf('You tapped guide')).toBeLessThan(view.y + view.height)
  })

  test('the open chat stays in view when it moves up in the list', async () => {
    await visit()
    const last = page.locator('[data-chat="member:100049"]')
    await last.click()
    await say('hello')
    await seen('You wrote: hello')
    expect(await page.locator('.section').first().textContent()).toBe('Your chats')
    const list = await page.locator('#people-list').boundingBox()
    const row = await last.boundingBox()
    expect(row?.y).toBeGreaterThan(list?.y ?? Number.NaN)
    expect(row?.y).toBeLessThan((list?.y ?? 0) + (list?.height ?? 0))
  })

  test('numbers stand to the right, and a wide table scrolls inside of its bubble', async () => {
    await visit({ viewport: { width: 390, height: 844 } })
    await page.click(maria)
    await say('/overdue')
    await seen('(1/2)')
    expect(await page.evaluate(`getComputedStyle(document.querySelector('td.end')).textAlign`)).toBe('end')
    expect(await page.evaluate(`(box => box.scrollWidth > box.clientWidth)(document.querySelector('.table'))`)).toBe(
      true,
    )
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  })

  test('a visitor shares a contact, and the person linked before is told: a badge until it is read', async () => {
    await visit()
    await page.click('.new-chat')
    await page.getByRole('button', { name: 'Start' }).click()
    await page.getByRole('button', { name: 'Share my phone number' }).click()
    await page.getByRole('dialog', { name: 'Share my phone number' }).getByText('Lena Hofbauer').click()
    await seen('Which of these is you?')
    await page.locator(`${lena} .badge`).waitFor()
    expect(await page.locator(`${lena} .badge`).textContent()).toBe('1New messages: 1')
    expect(await page.title()).toBe('(1) Kisht')
    await page.reload()
    await page.locator(`${lena} .badge`).waitFor()
    await page.click(lena)
    await seen('Another chat was linked to you.')
    expect(await page.locator('.badge').count()).toBe(0)
  })

  test('a link code is shown and tried in a new chat', async () => {
    await visit()
    await page.click(aarti)
    await page.click('#get-code')
    expect(await page.textContent('#code-result code')).toBe('K7QX2-M4P9T-ZC3HV-8RWDE-NA6BF')
    await page.getByRole('button', { name: 'Try it in a new chat' }).click()
    await page.locator('#chat-facts', { hasText: 'Not linked yet' }).waitFor()
    await page.press('#draft', 'Enter')
    await seen('/start K7QX2-M4P9T-ZC3HV-8RWDE-NA6BF')
    expect(sample.received[0]?.chat.chatId).toMatch(/^visitor:/)
    expect(sample.received[0]?.languageHint).toBe('en')
  })

  test('the clock moves, here and where the person is', async () => {
    await visit()
    await page.click(aarti)
    expect(await page.textContent('#contract-time')).toBe('11:05')
    await page.getByRole('button', { name: '+1 day' }).click()
    await page.locator('#contract-date', { hasText: '13 Apr 2027' }).waitFor()
    await page.getByRole('button', { name: '+1 hour' }).click()
    await page.locator('#contract-time', { hasText: '12:05' }).waitFor()
    expect(await page.textContent('#person-time')).toBe('15:35')
  })

  test('everything is within reach of the keyboard', async () => {
    await visit()
    await page.focus('#search')
    await page.keyboard.type('munoz')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    expect(await focused().getAttribute('data-chat')).toBe('member:100002')
    await page.keyboard.press('Enter')
    await page.waitForSelector('#draft:focus')
    await page.keyboard.type('/')
    await page.locator('#commands > div', { hasText: '/overdue' }).waitFor()
    await page.keyboard.press('Escape')
    expect(await page.isVisible('#commands')).toBe(false)
    await page.keyboard.type('o')
    expect(await page.locator('#commands > div').count()).toBe(1)
    await page.keyboard.press('Enter')
    await seen('(1/2)')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Shift+Tab')
    expect(await focused().textContent()).toBe('Escribir al cliente')
    await page.keyboard.press('Space')
    await seen('You tapped client')
  })

  test('Enter sends, Shift+Enter and a syllable in the making do not', async () => {
    await visit()
    await page.click(aarti)
    await page.fill('#draft', 'one')
    await page.press('#draft', 'Shift+Enter')
    await page.evaluate(`document.querySelector('#draft').dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }))`)
    expect(sample.received).toEqual([])
    await page.keyboard.type('two')
    await page.press('#draft', 'Enter')
    await expect.poll(() => sample.received[0]?.content).toEqual({ kind: 'text', text: 'one\ntwo' })
  })

  test('the list is searched and filtered', async () => {
    await visit()
    await page.selectOption('#filter-language', 'हिन्दी')
    await page.selectOption('#filter-situation', 'prepaid')
    expect(await page.locator('li .name').allTextContents()).toEqual(['Rohan Iyer'])
    await page.selectOption('#filter-role', 'partner')
    expect(await page.locator('.nobody-found').textContent()).toBe('Nobody matches.')
  })

  test('a name and words that would like to be markup stay words', async () => {
    await visit()
    await page.fill('#search', 'onerror')
    await page.click(eve)
    expect(await page.textContent('#chat-name')).toBe(evilName)
    const attack = `<script>document.title='hacked'</script><img src=x onerror="document.title='hacked'">`
    await say(attack)
    await seen(`You wrote: ${attack}`)
    sample.playground.push('member:100009', { rendered: { locale: '"><b>', blocks: plainText(attack).blocks } })
    await say('/pay')
    await seen('Bad link')
    expect(await page.locator('.choice.dead').textContent()).toBe('Bad link')
    expect(await page.locator('[href^="javascript:"], .log script, .log img, .log b').count()).toBe(0)
    expect(await page.title()).toBe('Kisht')
  })

  test('a reload keeps the conversation, and the page speaks another language', async () => {
    await visit()
    await page.click(aarti)
    await say('hello')
    await seen('You wrote: hello')
    await page.selectOption('#language', 'de')
    await page.getByRole('button', { name: '+1 Tag' }).waitFor()
    await page.reload()
    await seen('You wrote: hello')
    expect(await page.getAttribute('html', 'lang')).toBe('de')
    expect(await page.locator('.section').allTextContents()).toContain('Alle')
  })

  test('on a phone, list and chat are two screens, and the clock is a sheet that Escape closes', async () => {
    await visit({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
    expect(await page.isVisible('#chat')).toBe(false)
    await page.tap(aarti)
    expect(await page.isVisible('#people')).toBe(false)
    await page.tap('.chat-header .open-tools')
    await page.waitForSelector('#close-tools:focus')
    await page.keyboard.press('Escape')
    await page.locator('#tools').waitFor({ state: 'hidden' })
    await page.tap('#back')
    await page.locator('#people').waitFor({ state: 'visible' })
    expect(await page.isVisible('#chat')).toBe(false)
  })
})
