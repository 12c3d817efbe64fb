import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { makeProgress } from '#cli/progress.ts'
import { runVerify } from '#cli/verify.ts'
import { hearing } from '#tests/support/hearing.ts'
import { someSubmissions } from '#tests/support/packs.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }))
afterEach(() => void vi.useRealTimers())

const wait = (ms: number): void => void vi.setSystemTime(Date.now() + ms)

describe('progress of a command', () => {
  test('is told every two seconds on the error stream, not more often, and nothing of what is short', () => {
    const heard = hearing()
    const tell = makeProgress(heard, '核对')
    tell(1)
    wait(1999)
    tell(2)
    expect(heard.complaints).toEqual([])
    wait(1)
    tell(3)
    tell(4)
    wait(1999)
    tell(5)
    wait(1)
    tell(6)
    expect(heard.complaints).toEqual(['核对 3', '核对 6'])
    expect(heard.lines).toEqual([])
  })

  test('says of how many where that is known, from the beginning or later', () => {
    const heard = hearing()
    const [known, later] = [makeProgress(heard, '导出', { total: 9 }), makeProgress(heard, '检查')]
    wait(2000)
    known(4)
    later(1, 7)
    expect(heard.complaints).toEqual(['导出 4 / 9', '检查 1 / 7'])
  })

  test('is a line of JSON for a program that reads it', () => {
    const heard = hearing()
    const [known, open] = [
      makeProgress(heard, '导出', { asJson: true, total: 9 }),
      makeProgress(heard, '核对', { asJson: true }),
    ]
    wait(2000)
    known(4)
    open(5)
    expect(heard.complaints.map((line): unknown => JSON.parse(line))).toEqual([
      { step: '导出', done: 4, total: 9 },
      { step: '核对', done: 5 },
    ])
    expect(heard.lines).toEqual([])
  })

  test('is told by a command that takes long, beside its results', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'caibao-progress-'))
    for (const [at, { text }] of (await someSubmissions(3)).entries()) await writeFile(join(folder, `${at}.rpu`), text)
    const heard = hearing()
    // Each file takes its second and a half.
    const slow = { ...heard, out: (line: string) => (line.startsWith('{') && wait(1500), heard.out(line)) }
    expect(await runVerify([folder, '--json'], slow)).toBe(0)
    expect(heard.lines).toHaveLength(3)
    expect(heard.complaints.map((line): unknown => JSON.parse(line))).toEqual([{ step: '核对', done: 2, total: 3 }])
  })
})
