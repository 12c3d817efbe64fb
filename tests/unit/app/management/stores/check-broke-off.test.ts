import { describe, expect, test, vi } from 'vitest'
import { checkAgain } from '#app/management/stores/check-again.ts'
import { type RunDesk, runReceiving } from '#app/management/stores/receive-everything.ts'
import type { CaseStorage } from '#app/platform/storage/case-storage.ts'
import type { CheckedFile } from '#app/platform/unit/check-message.ts'
import type { FileChecker } from '#app/platform/unit/file-checker.ts'
import { fail, ok } from '#core/errors/result.ts'
import { aCaseRow, noFindings } from '#tests/support/case-rows.ts'

const brokeOff = fail('CHECKING_BROKE_OFF', { reason: 'out of memory' })
const noJson: CheckedFile = { kind: 'refused', error: fail('FILE_NOT_JSON', {}).error }

/** A run over so many files, by workers that answer each job as they are told. */
async function receiving(count: number, checker: Partial<FileChecker>) {
  const told: string[] = []
  const failures: string[] = []
  const unstage = vi.fn<CaseStorage['unstage']>().mockResolvedValue(ok(undefined))
  const desk = {
    cases: { unstage },
    checker: { width: 1, ...checker },
    knowledge: () => Promise.resolve(ok({})),
    plan: () => ({ changes: () => [] }),
    mark: () => Promise.resolve(),
    progress: () => Promise.resolve({}),
    goesOn: () => Promise.resolve(failures.length === 0),
    tell: (results: readonly { readonly fileName: string }[]) =>
      void told.push(...results.map((each) => each.fileName)),
    failWith: ({ code }: { readonly code: string }) => void failures.push(code),
  }
  const queue = Array.from({ length: count }, (_none, index) => ({
    file: new File(['{}'], `${index}.rpu`),
    name: `${index}.rpu`,
    index,
  }))
  const done = new Set<number>()
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- all that is used of it where nobody is received
  await runReceiving(queue, done, desk as unknown as RunDesk)
  return { told, failures, done, unstage }
}

describe('a check that breaks off', () => {
  test('refuses no file it did not judge: what was judged before is done, the rest still to be received', async () => {
    const checkFiles = vi
      .fn<FileChecker['checkFiles']>()
      .mockImplementationOnce(async (files) => ok({ files: files.map(() => noJson) }))
      .mockResolvedValue(brokeOff)
    const { told, failures, done } = await receiving(300, { checkFiles })
    expect(told).toHaveLength(100)
    expect([...done]).toEqual(Array.from({ length: 100 }, (_none, index) => index))
    expect(failures).toEqual(['CHECKING_BROKE_OFF'])
  })

  test('leaves a pack it was reading for the next time, and nothing of it in the store', async () => {
    const { told, failures, done, unstage } = await receiving(1, {
      checkFiles: async () => ok({ files: [{ kind: 'pack' }] }),
      checkPack: async () => brokeOff,
    })
    expect({ told, done: done.size }).toEqual({ told: [], done: 0 })
    expect(failures).toEqual(['CHECKING_BROKE_OFF'])
    expect(unstage).toHaveBeenCalledOnce()
  })

  test('ends a check by new rules, and nobody counts as one who could not be checked', async () => {
    const rows = Array.from({ length: 600 }, (_none, at) => aCaseRow({ key: String(at), standing: `digest ${at}` }))
    const cases = {
      places: async (digests: Iterable<string>) => ok([...digests].map((digest) => ({ digest }))),
      text: async () => ok('{}'),
    }
    const checkKept = vi
      .fn<FileChecker['checkKept']>()
      .mockImplementation(async (texts) => ok(texts.map(() => ok(noFindings))))
    checkKept.mockResolvedValueOnce(brokeOff)
    const blocks = []
    // eslint-disable-next-line typescript/no-unsafe-type-assertion -- all that is asked of the store
    for await (const block of checkAgain(cases as unknown as CaseStorage, { checkKept }, rows)) blocks.push(block)
    expect(blocks).toEqual([brokeOff])
  })
})
