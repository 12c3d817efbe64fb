import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { CheckReply, CheckRequest, CheckSetting } from '#app/platform/unit/check-message.ts'
import { startFileChecker } from '#app/platform/unit/file-checker.ts'

/** A worker as the page knows one: what it is told is answered by the test. */
class FakeWorker extends EventTarget {
  readonly told: CheckRequest[] = []
  isTerminated = false
  constructor() {
    super()
    workers.push(this)
  }
  postMessage(request: CheckRequest): void {
    this.told.push(request)
  }
  terminate(): void {
    this.isTerminated = true
  }
  reply(data: CheckReply): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data }))
  }
  breakOff(message: string): void {
    this.dispatchEvent(Object.assign(new Event('error'), { message }))
  }
}
const workers: FakeWorker[] = []
// eslint-disable-next-line typescript/no-unsafe-type-assertion -- no fake worker looks at it
const setting = {} as CheckSetting
const file = new Blob(['{}'])
const taker = { onManifest: () => Promise.resolve(true), onPart: () => Promise.resolve(true) }
const brokeOff = (reason: string) => ({ ok: false, error: { code: 'CHECKING_BROKE_OFF', params: { reason } } })

const asked = (): number => workers.flatMap(({ told }) => told.filter(({ kind }) => kind !== 'setting')).length

beforeEach(() => {
  workers.length = 0
  vi.stubGlobal('window', {})
  vi.stubGlobal('Worker', FakeWorker)
  vi.stubGlobal('navigator', { hardwareConcurrency: 2 })
})
afterEach(() => vi.unstubAllGlobals())

describe('workers that check files', () => {
  test('that cannot be fetched end whatever is asked of them', async () => {
    const checker = startFileChecker(setting)
    // Of a script that cannot be had nothing is said.
    workers[0]?.dispatchEvent(new Event('error'))
    expect(await checker.checkFiles([file])).toEqual(brokeOff(''))
    expect(await checker.checkPack(file, taker)).toEqual(brokeOff(''))
    expect(await checker.checkKept(['{}'])).toEqual(brokeOff(''))
    expect(workers.every(({ isTerminated }) => isTerminated)).toBe(true)
  })

  test('that break off amid their work end all that is under way, and refuse no file', async () => {
    const checker = startFileChecker(setting)
    const [one, two] = [checker.checkFiles([file]), checker.checkFiles([file])]
    const [pack, kept] = [checker.checkPack(file, taker), checker.checkKept(['{}'])]
    await expect.poll(asked).toBe(4)
    const [job] = workers.flatMap(({ told }) => told.flatMap((each) => (each.kind === 'files' ? [each.job] : [])))
    workers[0]?.reply({ kind: 'files', job: job ?? 0, checked: { files: [{ kind: 'zip' }] } })
    workers[1]?.breakOff('out of memory')
    const answers = await Promise.all([one, two])
    expect(answers).toContainEqual({ ok: true, value: { files: [{ kind: 'zip' }] } })
    expect([...answers, await pack, await kept].filter(({ ok }) => !ok)).toEqual(
      Array.from({ length: 3 }, () => brokeOff('out of memory')),
    )
  })

  test('that are closed say no more', async () => {
    const checker = startFileChecker(setting)
    const asking = checker.checkKept(['{}'])
    checker.close()
    expect(await asking).toMatchObject({ ok: false })
    expect(await checker.checkKept(['{}'])).toMatchObject({ ok: false })
  })
})
