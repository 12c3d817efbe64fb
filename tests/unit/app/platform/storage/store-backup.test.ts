import { readFile } from 'node:fs/promises'
import * as fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { backUpStore, type StoreToBackUp } from '#app/platform/storage/store-backup.ts'
import { readStoreBackup } from '#app/platform/storage/read-store-backup.ts'
import type { BackedUpCase } from '#app/platform/storage/store-backup-lines.ts'
import { openSealedFile, sealStream } from '#app/platform/unit/sealed-stream.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok } from '#core/errors/result.ts'
import { toChinese } from '#core/errors/messages.zh-CN.ts'
import { damagedPlaceEn } from '#core/errors/damaged-places.en.ts'
import { gunzipLines, gzipLines } from '#core/pack/lines.ts'
import {
  aLittleOfAll,
  aStoredPack,
  aWholeCase,
  backupPassphrase as passphrase,
  type HeldInStore,
  storeWith,
} from '#tests/support/store-backups.ts'
import { aUnit } from '#tests/support/units.ts'

const small = { firstLine: 4000, line: 2000 }
const none: HeldInStore = { people: [], packs: [], tasks: [], kept: [] }

async function backedUp(held: HeldInStore, limits?: typeof small): Promise<Blob> {
  const stream = await backUpStore(storeWith(held), passphrase, limits)
  if (!stream.ok) throw new Error(stream.error.code)
  return new Blob([await new Response(stream.value.stream).arrayBuffer()])
}

/** What a backup says when it breaks off; where it does not, the file. */
async function attempted(held: HeldInStore, changes: Partial<StoreToBackUp> = {}) {
  const stopped: AppError[] = []
  const source = { ...storeWith(held, (error) => void stopped.push(error)), ...changes }
  const stream = await backUpStore(source, passphrase, small)
  if (!stream.ok) throw new Error(stream.error.code)
  const bytes = await new Response(stream.value.stream).arrayBuffer().catch(() => undefined)
  return { stopped, file: bytes && new Blob([bytes]) }
}

/** Reads a backup whole: what it holds, as it was given. */
async function readBack(file: Blob, limits?: typeof small) {
  const people: BackedUpCase[] = []
  const counted: number[] = []
  const read = await readStoreBackup(
    file,
    passphrase,
    { onCount: (cases) => void counted.push(cases), onCase: (found) => void people.push(found) },
    limits,
  )
  return { read, counted, people: people.map(({ row, events, files }) => ({ row, events, files })) }
}

async function linesOf(file: Blob): Promise<string[]> {
  const stream = await openSealedFile(file, passphrase)
  if (!stream.ok) throw new Error(stream.error.code)
  return Array.fromAsync(gunzipLines(stream.value, { lengthAt: () => Infinity, ratio: Infinity }))
}

async function sealed(lines: readonly string[]): Promise<Blob> {
  async function* each(): AsyncGenerator<string, void> {
    yield* lines
  }
  const { stream } = await sealStream(gzipLines(each()), passphrase)
  return new Blob([await new Response(stream).arrayBuffer()])
}

/** What reading a backup of such a store gives. */
const wholeOf = (held: HeldInStore): Awaited<ReturnType<typeof readBack>> => ({
  read: ok({
    unit: aUnit,
    keyFile: '{"keys":1}',
    cases: held.people.length,
    tasks: [...held.tasks],
    packs: [...held.packs],
    kept: [...held.kept],
  }),
  counted: [held.people.length],
  people: held.people.map(({ row, events, files }) => ({ row, events: [...events], files: [...files] })),
})

test('packs, tasks and lists that together are longer than a line may be are backed up and read back', async () => {
  const packs = [...'def'].map((letter) => aStoredPack(letter, 700))
  const kept = [...'ghi'].map((id) => ({ kind: 'expected', id, value: id.repeat(1900) }))
  const tasks = [...'jkl'].map((id) => ({ id, text: id.repeat(1900), issuedAt: 1 }))
  const held = { ...aLittleOfAll, packs, kept, tasks }
  expect(await readBack(await backedUp(held, small), small)).toEqual(wholeOf(held))
})

test('a person whose files together are longer than a line may be is backed up and read back', async () => {
  const held = { ...none, people: [aWholeCase('abc', 800), aWholeCase('d')] }
  expect(await readBack(await backedUp(held, small), small)).toEqual(wholeOf(held))
})

test.for<[string, Partial<HeldInStore>, string, string]>([
  ['a pack', { packs: [aStoredPack('d', 2000)] }, '上报包“d.rpz”太大', 'pack “d.rpz” is too large'],
  ['a task', { tasks: [{ id: 't', text: 'x'.repeat(2000), issuedAt: 1 }] }, '一个采集任务太大', 'a task is too large'],
  [
    'a list',
    { kept: [{ kind: 'expected', id: 'e', value: 'x'.repeat(2000) }] },
    '名单等资料太大',
    'a list is too large',
  ],
  ['a file', { people: [aWholeCase('a'), aWholeCase('b', 2000)] }, '第 2 人太大', 'person 2 is too large'],
])('%s that no reader takes is never written: the backup stops and says what it was', async ([, held, zh, en]) => {
  const { stopped, file } = await attempted({ ...none, ...held })
  expect(file).toBeUndefined()
  expect(stopped).toEqual([{ code: 'BACKUP_NOT_WRITABLE', params: { where: zh } }])
  expect(stopped.map((error) => toChinese(error)).join()).toContain(`内容写进备份后会读不回来（${zh}），没有生成备份`)
  expect(damagedPlaceEn(zh)).toBe(en)
})

test('what cannot be read of the store stops the backup with its own error', async () => {
  const { row } = aWholeCase('a')
  const rows = () => Promise.resolve(ok([row]))
  const broken = fail('STORE_SEAL_BROKEN', {})
  const { stopped, file } = await attempted(none, {
    cases: { ...storeWith(none).cases, rows, whole: () => Promise.resolve(broken) },
  })
  expect(file).toBeUndefined()
  expect(stopped).toEqual([{ code: 'STORE_SEAL_BROKEN', params: {} }])
})

test('blanks that pack a thousandfold do not make a backup that is refused', async () => {
  const held = { ...none, people: [aWholeCase('a', 4_000_000)] }
  expect(await readBack(await backedUp(held))).toEqual(wholeOf(held))
})

test('a backup of the first version is read as ever', async () => {
  const file = new Blob([await readFile('tests/fixtures/backups/unit-backup-1.bak')])
  expect(await readBack(file)).toEqual(wholeOf(aLittleOfAll))
})

test('the first line of the first version, which held all but the people, may be longer than any other', async () => {
  const first = new Blob([await readFile('tests/fixtures/backups/unit-backup-1.bak')])
  const lines = await linesOf(first)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ kind: 'store', packs: [{}, {}] })
  const limits = { firstLine: lines[0]?.length ?? 0, line: Math.max(...lines.slice(1).map(({ length }) => length)) }
  expect(limits.firstLine).toBeGreaterThan(limits.line / 2)
  expect(await readBack(await sealed(lines), limits)).toEqual(wholeOf(aLittleOfAll))
  for (const tooShort of [
    { ...limits, firstLine: limits.firstLine - 1 },
    { ...limits, line: limits.line - 1 },
  ])
    expect((await readBack(first, tooShort)).read).toMatchObject({ error: { params: { where: '长度' } } })
})

test('it says which version it is, so that earlier apps refuse it as newer than they are', async () => {
  const [head] = (await (await backedUp(none)).text()).split('\n')
  expect(JSON.parse(head ?? '')).toMatchObject({ caibao: 'unit-backup/2' })
})

let written: string[]
beforeAll(async () => {
  written = await linesOf(await backedUp(aLittleOfAll))
})

test.for<[string, (lines: string[]) => string[], string]>([
  ['a line of a kind nobody knows', (lines) => lines.toSpliced(1, 0, '{"kind":"later"}'), '第 1 人'],
  ['a pack that is none', (lines) => lines.toSpliced(1, 0, '{"kind":"pack","pack":{}}'), '目录'],
  ['a person without the file that counts', (lines) => lines.filter((line) => !line.includes('"text":"cc')), '第 2 人'],
  ['a file of nobody', (lines) => lines.toSpliced(-1, 0, '{"kind":"file","digest":"a","text":"b"}'), '末尾'],
  ['no end', (lines) => lines.slice(0, -1), '末尾'],
  ['something behind the end', (lines) => [...lines, ...lines.slice(1)], '末尾'],
  ['one person less than it says', (lines) => lines.filter((line) => !line.includes('name:c')), '末尾'],
  ['a second head', (lines) => [lines[0] ?? '', ...lines], '第 1 人'],
])('a backup with %s is refused', async ([, change, where]) => {
  const { read } = await readBack(await sealed(change(written)))
  expect(read).toEqual({ ok: false, error: { code: 'BACKUP_DAMAGED', params: { where } } })
})

test('whatever a store holds, either its backup stops or reading gives it back', { timeout: 60_000 }, async () => {
  const length = fc.integer({ min: 1, max: 2200 })
  // What the store keeps was read from JSON once, which knows no -0.
  const fromJson = fc.json().map((json): unknown => JSON.parse(json))
  const held = fc.record({
    people: fc
      .uniqueArray(fc.constantFrom('a', 'bc', 'def'), { maxLength: 3 })
      .chain((names) => fc.tuple(...names.map((name) => length.map((size) => aWholeCase(name, size))))),
    packs: fc.array(
      length.map((size) => aStoredPack('d', size)),
      { maxLength: 3 },
    ),
    tasks: fc.array(fc.record({ id: fc.string(), text: fc.string({ unit: 'binary' }), issuedAt: fc.nat() })),
    kept: fc.array(
      fc.record({ kind: fc.string(), id: fc.string({ unit: 'binary' }), value: fromJson }, { noNullPrototype: true }),
    ),
  })
  await fc.assert(
    fc.asyncProperty(held, async (given) => {
      const { stopped, file } = await attempted(given)
      expect(stopped).toHaveLength(file ? 0 : 1)
      expect(file && (await readBack(file, small))).toEqual(file && wholeOf(given))
    }),
    { numRuns: 15 },
  )
})
