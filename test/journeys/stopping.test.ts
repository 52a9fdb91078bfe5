/** An operator can always stop it, and start it again. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type KishtOptions, startKisht } from '../support/kisht-process.ts'
import { sampleDataDir } from './sample-base.ts'

let options: KishtOptions
let remove = () => {}
beforeAll(async () => {
  const base = await sampleDataDir()
  options = { dataDir: base.dataDir }
  remove = base.remove
})
afterAll(() => remove())

describe('stopping', () => {
  it('does not wait for clients that say nothing', async () => {
    const kisht = await startKisht(options)
    const { hostname, port } = new URL(kisht.address)
    const halfRequest = connect(Number(port), hostname)
    const silent = connect(join(options.dataDir, 'kisht.sock'))
    for (const socket of [halfRequest, silent]) socket.on('error', () => {})
    await Promise.all([once(halfRequest, 'connect'), once(silent, 'connect')])
    halfRequest.write('GET / HT')
    // `stop` gives up after 15 seconds.
    expect(await kisht.stop()).toBe(0)
  })

  it('leaves the folder free for the next start', async () => {
    const kisht = await startKisht(options)
    expect((await kisht.command('doctor')).exitCode).toBe(0)
    expect(await kisht.stop()).toBe(0)
  })
})
