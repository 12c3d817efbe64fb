import { afterEach, describe, expect, test, vi } from 'vitest'
import { printPaper } from '#app/platform/print/print-paper.ts'
import type { PrintReply, PrintRequest } from '#app/platform/print/print-message.ts'
import { fail, ok } from '#core/errors/result.ts'
import { aPaper, stubPrinters } from '#tests/support/printers.ts'

const request: PrintRequest = { kind: 'tables', title: 'a', tables: [] }

/** Prints with a worker to which that event comes as soon as it is asked. */
function printedWith(event: Event) {
  class FakeWorker extends EventTarget {
    readonly terminate = (): void => undefined
    readonly postMessage = (): boolean => this.dispatchEvent(event)
  }
  vi.stubGlobal('Worker', FakeWorker)
  vi.stubGlobal('window', {})
  vi.stubGlobal('location', new URL('http://localhost/'))
  return printPaper(request, () => undefined).result
}

const replying = (reply: PrintReply): Event => new MessageEvent('message', { data: reply })

describe('a paper that is not printed', () => {
  afterEach(() => void vi.unstubAllGlobals())

  test('for want of the script of the worker asks for the network', async () => {
    expect(await printedWith(new Event('error'))).toEqual(fail('PRINT_PARTS_MISSING', {}))
  })

  test('for want of the list of glyphs asks for the network', async () => {
    expect(await printedWith(replying({ kind: 'partsMissing' }))).toEqual(fail('PRINT_PARTS_MISSING', {}))
  })

  test('because the worker broke says why', async () => {
    const broken = Object.assign(new Event('error'), { message: 'out of memory' })
    expect(await printedWith(broken)).toEqual(fail('PRINT_FAILED', { reason: 'out of memory' }))
  })

  test('because it was cancelled is no paper and no error, and whoever waits for it goes on', async () => {
    const opened = stubPrinters()
    const { result, cancel } = printPaper(request, () => undefined)
    cancel()
    expect(await result).toEqual(ok(undefined))
    expect(opened[0]?.isEnded).toBe(true)
  })

  test('is not what was made before somebody cancelled it', async () => {
    const opened = stubPrinters()
    const { result, cancel } = printPaper(request, () => undefined)
    opened[0]?.reply(aPaper())
    cancel()
    expect(await result).toMatchObject({ ok: true, value: { pageTotal: 1 } })
  })
})
