/**
 * Tests in a real Chromium: `withBrowser('the page', (browser) => { test(...) })`. Where none is found they are skipped,
 * loudly; with `CI` set that is a failure, so that a build cannot pass without them.
 */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, test } from 'vitest'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

const quietArguments = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Where Chromium is: `CHROMIUM_PATH`, else `/usr/bin/chromium`, else what `PATH` has; `undefined`: nowhere. */
function findChromium(): string | undefined {
  const { CHROMIUM_PATH, PATH = '' } = process.env
  if (CHROMIUM_PATH !== undefined && CHROMIUM_PATH !== '') {
    if (existsSync(CHROMIUM_PATH)) return CHROMIUM_PATH
    throw new Error(`CHROMIUM_PATH is ${CHROMIUM_PATH}, and there is no such file`)
  }
  const folders = ['/usr/bin', ...PATH.split(delimiter).filter((folder) => folder !== '')]
  const candidates = names.flatMap((name) => folders.map((folder) => join(folder, name)))
  return candidates.find((candidate) => existsSync(candidate))
}

async function startBrowser(executablePath: string): Promise<Browser> {
  return await chromium.launch({ executablePath, args: quietArguments })
}

/** `describe` with a browser, started before the first and closed after the last of its tests. */
export function withBrowser(title: string, define: (browser: () => Browser) => void): void {
  const executablePath = findChromium()
  if (executablePath === undefined) complainAndSkip(title)
  else describeInBrowser(title, executablePath, define)
}

function describeInBrowser(title: string, executablePath: string, define: (browser: () => Browser) => void): void {
  describe(title, { timeout: 120_000 }, () => {
    let browser: Browser | undefined
    beforeAll(async () => {
      browser = await startBrowser(executablePath)
    }, 60_000)
    afterAll(async () => await browser?.close())
    define(() => {
      if (browser === undefined) throw new Error('the browser is there only inside of a test')
      return browser
    })
  })
}

function complainAndSkip(title: string): void {
  const complaint = `NO CHROMIUM FOUND: "${title}" was NOT tested. Install chromium or set CHROMIUM_PATH.`
  if (process.env.CI) throw new Error(complaint)
  process.stderr.write(`\n${'!'.repeat(complaint.length)}\n${complaint}\n${'!'.repeat(complaint.length)}\n\n`)
  describe.skip(title, () => test('needs Chromium'))
}
