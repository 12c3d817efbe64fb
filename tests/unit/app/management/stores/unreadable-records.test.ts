import { describe, expect, test } from 'vitest'
import { useExportStore } from '#app/management/stores/useExportStore.ts'
import { usePaperStore } from '#app/management/stores/usePaperStore.ts'
import { useRosterPrintsStore } from '#app/management/stores/useRosterPrintsStore.ts'
import { useRosterStore } from '#app/management/stores/useRosterStore.ts'
import { SealBroken } from '#app/platform/unit/vault.ts'
import { ok } from '#core/errors/result.ts'
import { reportPage } from '#tests/support/report-page.ts'

/** Somebody's record is gone, or the block that it lies in cannot be opened. */
const faults = {
  missing: async ({ cases }: Awaited<ReturnType<typeof reportPage>>) => {
    const [digest = ''] = cases.texts.keys()
    cases.texts.delete(digest)
    cases.storage.texts = async function* texts(digests: Iterable<string>) {
      for (const each of digests) {
        const text = cases.texts.get(each)
        if (text !== undefined) yield Promise.resolve({ digest: each, text })
      }
    }
  },
  damaged: async ({ cases }: Awaited<ReturnType<typeof reportPage>>) => {
    // eslint-disable-next-line require-yield -- the first block is the damaged one
    cases.storage.texts = async function* texts() {
      throw new SealBroken('block')
    }
  },
}

describe.each([
  ['missing', 'SYNC_PAYLOAD_MISSING'],
  ['damaged', 'STORE_SEAL_BROKEN'],
] as const)('a record that is %s', (fault, code) => {
  test('keeps the roster from being printed with fewer people than its code stands for', async () => {
    const page = await reportPage(['韦一', '韦二'])
    await faults[fault](page)
    const printed: unknown[] = []
    const remembered: unknown[] = []
    Object.assign(usePaperStore(page.pinia), { print: (...of: unknown[]) => Promise.resolve(void printed.push(of)) })
    Object.assign(useRosterPrintsStore(page.pinia), { remember: (of: unknown) => void remembered.push(of) })
    const roster = useRosterStore(page.pinia)
    await roster.print()
    expect(roster.error?.code).toBe(code)
    expect([roster.isReading, printed, remembered]).toEqual([false, [], []])
  })

  test('is not left out of an export that says it holds everybody', async () => {
    const worker = {
      async exportPeople(batches: AsyncIterable<readonly unknown[]>) {
        for await (const _ of batches);
        return ok(new Blob(['a table']))
      },
      close: () => undefined,
    }
    const page = await reportPage(['韦一', '韦二'], { openSpreadsheets: () => worker })
    await faults[fault](page)
    const exported = useExportStore(page.pinia)
    expect(await exported.run('csv')).toBeUndefined()
    expect([exported.error?.code, exported.isRunning]).toEqual([code, false])
  })
})
