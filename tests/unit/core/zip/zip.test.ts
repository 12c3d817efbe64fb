import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { crc32 } from '#core/zip/crc32.ts'
import { isZip, openZip, readZip, readZipEntry, type ZippedFile } from '#core/zip/read-zip.ts'
import { makeZip } from '#core/zip/write-zip.ts'
import { folderLimits } from '#core/zip/zip-entry.ts'
import { aZip } from '#tests/support/zips.ts'

async function filesOf(zip: Blob): Promise<readonly ZippedFile[]> {
  const files: ZippedFile[] = []
  for await (const file of readZip(zip)) files.push(file)
  return files
}

/** The one file of a ZIP: its text, or the code of its error. */
async function onlyFile(zip: Blob): Promise<string> {
  const [file] = await filesOf(zip)
  if (!file) return 'none'
  return file.content.ok ? file.content.value.text() : file.content.error.code
}

/** Why a ZIP is refused as a whole. */
async function refusalOf(zip: Blob, limits = folderLimits): Promise<string> {
  const opened = await openZip(zip, limits)
  return opened.ok ? 'taken' : opened.error.code
}

describe('a ZIP', () => {
  test('has its check sum', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcb_f4_39_26)
  })

  test('gives back a long file, and one whose name is long', async () => {
    const zip = makeZip()
    // More than is read together with a header, packed too: numbers that hardly shrink.
    const long = Array.from({ length: 400_000 }, (_, at) => ((at * 2_654_435_761) % 4_294_967_291).toString(36)).join(
      '',
    )
    await zip.open('long.rpu').write(long)
    await zip.open(`${'长'.repeat(300)}.rpu`).write('short')
    const pieces: Uint8Array<ArrayBuffer>[] = []
    for await (const piece of zip.finish()) pieces.push(piece)
    const contents: string[] = []
    for (const { content } of await filesOf(new Blob(pieces))) {
      contents.push(content.ok ? await content.value.text() : content.error.code)
    }
    expect(contents.map((text) => text.length)).toEqual([long.length, 5])
    expect(contents).toEqual([long, 'short'])
  })

  test('gives back what was written into it, whatever it was', async () => {
    const texts = fc.uniqueArray(
      fc.record({ name: fc.stringMatching(/^[\w韦𬱖.]{1,20}$/u), text: fc.string({ unit: 'binary' }) }),
      {
        selector: ({ name }) => name,
        maxLength: 5,
      },
    )
    await fc.assert(
      fc.asyncProperty(texts, async (wanted) => {
        const zip = makeZip()
        for (const { name, text } of wanted) await zip.open(name).write(text)
        const pieces: Uint8Array<ArrayBuffer>[] = []
        for await (const piece of zip.finish()) pieces.push(piece)
        const found = await Promise.all(
          (await filesOf(new Blob(pieces))).map(async ({ name, content }) => ({
            name,
            text: content.ok ? await content.value.text() : content.error.code,
          })),
        )
        const asUtf8 = (text: string): string => new TextDecoder().decode(new TextEncoder().encode(text))
        expect(found).toEqual(wanted.map(({ name, text }) => ({ name, text: asUtf8(text).replace(/^\uFEFF/, '') })))
      }),
      { numRuns: 40 },
    )
  })

  test('shows names that a Chinese Windows wrote in GBK, and names in UTF-8', async () => {
    // “报送/韦莉.rpu” in GBK.
    const gbk = Uint8Array.from([0xb1, 0xa8, 0xcb, 0xcd, 0x2f, 0xce, 0xa4, 0xc0, 0xf2, 0x2e, 0x72, 0x70, 0x75])
    const zip = aZip([
      { name: gbk, content: 'one' },
      { name: '韦𬱖.rpu', content: 'two', flags: 0x0800 },
      { name: '黄莉.rpu', content: 'three' },
    ])
    expect((await filesOf(zip)).map(({ name }) => name)).toEqual(['报送/韦莉.rpu', '韦𬱖.rpu', '黄莉.rpu'])
  })

  test('leaves out folders and what systems add by themselves', async () => {
    const names = ['人员/', '__MACOSX/._甲.rpu', '人员/.DS_Store', 'Thumbs.db', '人员/甲.rpu']
    const zip = aZip(names.map((name) => ({ name, content: 'x', flags: 0x0800 })))
    expect((await filesOf(zip)).map(({ name }) => name)).toEqual(['人员/甲.rpu'])
  })

  test('is told by its first bytes', async () => {
    expect(await isZip(aZip([{ name: 'a', content: 'x' }]))).toBe(true)
    expect(await isZip(aZip([]))).toBe(true)
    expect(await isZip(new Blob(['{"caibao":"submission/1"}']))).toBe(false)
  })

  test('takes stored files too', async () => {
    expect(await onlyFile(aZip([{ name: 'a', content: 'stored', method: 0 }]))).toBe('stored')
  })

  test('keeps its names as text, however they are meant', async () => {
    const names = ['../../etc/passwd', 'C:\\Windows\\x.rpu', '\u202Eupr.exe', '<img src=x onerror=alert(1)>.rpu']
    const zip = aZip(names.map((name) => ({ name, content: 'x', flags: 0x0800 })))
    expect((await filesOf(zip)).map(({ name }) => name)).toEqual(names)
  })

  test.each([
    ['cut off', (zip: Blob) => zip.slice(0, zip.size - 5)],
    ['empty', () => new Blob([])],
    ['something else', () => new Blob(['PK\u0003\u0004 but no ZIP'])],
    ['a directory that points nowhere', (zip: Blob) => new Blob([zip.slice(0, 10), zip.slice(20)])],
  ])('%s is refused', async (_, spoil) => {
    const zip = spoil(aZip([{ name: 'a.rpu', content: 'text '.repeat(50) }]))
    const opened = await openZip(zip)
    const first = opened.ok ? opened.value[0] : undefined
    const read = first && (await readZipEntry(zip, first))
    expect([opened.ok ? undefined : opened.error.code, read?.ok === false ? read.error.code : undefined]).toContain(
      'ZIP_DAMAGED',
    )
  })

  test('with more files than allowed, or larger ones, is refused before anything is unpacked', async () => {
    const two = aZip([
      { name: 'a', content: 'x'.repeat(500) },
      { name: 'b', content: 'x'.repeat(500) },
    ])
    expect(await refusalOf(two, { ...folderLimits, entries: 1 })).toBe('ZIP_TOO_LARGE')
    expect(await refusalOf(two, { ...folderLimits, entryBytes: 400 })).toBe('ZIP_TOO_LARGE')
    expect(await refusalOf(two, { ...folderLimits, totalBytes: 900 })).toBe('ZIP_TOO_LARGE')
    expect(await refusalOf(two)).toBe('taken')
  })

  test('that unpacks to far more than it is, is refused', async () => {
    expect(await refusalOf(aZip([{ name: 'bomb', content: Buffer.alloc(20 * 1_048_576) }]))).toBe('ZIP_TOO_LARGE')
  })

  test('whose directory makes a file look smaller than it is, is cut off there', async () => {
    const zip = aZip([{ name: 'bomb', content: Buffer.alloc(20 * 1_048_576), sizeBytes: 1000 }])
    expect(await onlyFile(zip)).toBe('ZIP_DAMAGED')
  })

  test('whose files share bytes is refused', async () => {
    const content = 'x'.repeat(1000)
    const zip = aZip([
      { name: 'a', content },
      { name: 'b', content, sharesFirst: true },
    ])
    expect(await refusalOf(zip)).toBe('ZIP_DAMAGED')
  })

  test.each([
    ['a wrong check sum', { crc: 1 }, 'ZIP_DAMAGED'],
    ['an unknown method', { method: 99 as const }, 'ZIP_DAMAGED'],
    ['a password', { flags: 1 }, 'ZIP_ENCRYPTED'],
  ])('%s refuses the file', async (_, lie, code) => {
    expect(await onlyFile(aZip([{ name: 'a', content: 'text', ...lie }]))).toBe(code)
  })

  test('inside a ZIP is refused', async () => {
    const inner = new Uint8Array(await aZip([{ name: 'a', content: 'x' }]).arrayBuffer())
    expect(await onlyFile(aZip([{ name: 'inner.zip', content: inner }]))).toBe('ZIP_NESTED')
  })

  test('with more than 65 535 files is read', async () => {
    const zip = makeZip()
    for (const name of ['a', 'b']) await zip.open(name).write(name)
    const pieces: Uint8Array<ArrayBuffer>[] = []
    for await (const piece of zip.finish()) pieces.push(piece)
    const bytes = Buffer.concat(pieces)
    const end = bytes.subarray(-22)
    const large = Buffer.alloc(56 + 20)
    large.write('PK\u0006\u0006', 0, 'latin1')
    large.writeBigUInt64LE(2n, 32)
    large.writeBigUInt64LE(BigInt(end.readUInt32LE(12)), 40)
    large.writeBigUInt64LE(BigInt(end.readUInt32LE(16)), 48)
    large.write('PK\u0006\u0007', 56, 'latin1')
    large.writeBigUInt64LE(BigInt(bytes.length - 22), 64)
    const counted = Buffer.from(end)
    counted.writeUInt16LE(0xffff, 10)
    const file = new Blob([bytes.subarray(0, -22), large, counted])
    expect((await filesOf(file)).map(({ name }) => name)).toEqual(['a', 'b'])
  })
})
