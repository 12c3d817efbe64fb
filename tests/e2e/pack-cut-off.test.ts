import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startServer } from '#tests/support/app-server.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { reportUp, setUpTree } from '#tests/support/clerk.ts'
import { keepsProfile } from '#tests/support/engine.ts'
import { startLosingProxy } from '#tests/support/losing-proxy.ts'
import { managing } from '#tests/support/managing.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { syntheticPack } from '#tests/support/synthetic/submissions.ts'
import { aBureau, aUnit } from '#tests/support/units.ts'

const people = 900

/** What is asked for of a pack, as far as the line let it through. */
class Line {
  sent = 0
  /** What was let through of pieces that did not arrive whole. */
  lost = 0
  /** Bytes after which each of the next answers is cut off. */
  cuts: number[] = []

  readonly cutsBehind = (url: string): number | undefined => {
    if (!url.includes('/chunks/')) return undefined
    const bytes = Number(new URL(url, 'http://a').searchParams.get('bytes'))
    const [cut] = this.cuts
    if (cut === undefined || cut >= bytes) {
      this.sent += bytes
      return undefined
    }
    this.cuts.shift()
    this.sent += cut
    this.lost += cut
    return cut
  }
}

describe.runIf(keepsProfile)('a pack that a unit reported over the network', () => {
  const line = new Line()
  let app: OpenedApp
  let sizeBytes = 0

  beforeAll(async () => {
    const server = await startServer()
    const proxy = await startLosingProxy(server, { cutsBehind: line.cutsBehind })
    app = await openApp({ path: '/unit', start: () => Promise.resolve(proxy) })
    const tree = await setUpTree(server.origin, await server.setUpCode(), [aBureau, aUnit])
    const clerk = await tree.invite(aUnit, 'collector', { loginName: 'danwei', displayName: '覃采集' })
    const { stream } = await syntheticPack(people, {
      unit: aUnit,
      key: await aSigningKey(),
      employer: { name: aUnit.name, division: aUnit.division },
    })
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer())
    sizeBytes = bytes.byteLength
    await reportUp(clerk, tree.orgId(aBureau), bytes)
  }, 120_000)
  afterAll(() => app.close())

  test('comes down behind every cut and a killed browser where it was, and once', async () => {
    expect(sizeBytes).toBeGreaterThan(400_000)
    // Amid the first piece, amid the third of the second attempt, and one byte before the end of a piece.
    line.cuts = [20_011, 190_001, 65_535]
    await managing(app).setUp(aBureau)
    await managing(app).connect('guanli')
    await expect.poll(() => line.cuts.length, { timeout: 20_000 }).toBe(2)
    await managing(app).sync()
    await expect.poll(() => line.cuts.length).toBe(1)
    const before = line.sent - line.lost
    expect(before).toBeGreaterThan(150_000)
    await app.kill()

    await app.relaunch('/unit/sync')
    await managing(app).unlock()
    await managing(app).signInAgain('guanli')
    await expect
      .poll(
        async () => {
          await managing(app).sync()
          return line.cuts.length
        },
        { timeout: 30_000 },
      )
      .toBe(0)
    await managing(app).sync()
    await app.page.getByText(`收到下级的上报包`).first().waitFor()
    // What came whole was asked for once, whatever happened in between.
    expect(line.sent - line.lost).toBe(sizeBytes)
    await managing(app).open('检查')
    await app.page.getByText(`${people} 人`, { exact: true }).waitFor()
  })
})
