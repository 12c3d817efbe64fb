import { gunzipSync, gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { readInclusion, writeInclusion } from '#core/pack/inclusion.ts'
import { readBack, readPack } from '#core/pack/read-pack.ts'
import { gunzipLines, gzipLines, type Line } from '#core/pack/lines.ts'
import { countersign } from '#core/pack/countersign.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import type { SigningKey, Submission } from '#core/submission/submission.ts'
import { aPack, inPieces, someSubmissions } from '#tests/support/packs.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'

type Signed = Awaited<ReturnType<typeof someSubmissions>>

function repacked(bytes: Uint8Array, change: (lines: string[]) => string[]): Uint8Array<ArrayBuffer> {
  const lines = gunzipSync(bytes).toString('utf8').trimEnd().split('\n')
  return new Uint8Array(gzipSync(`${change(lines).join('\n')}\n`))
}

const codeOf = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> => {
  const read = await readPack(inPieces(bytes, 777))
  return read.ok ? 'ok' : read.error.code
}

describe('a pack', () => {
  let key: SigningKey
  let signed: Signed
  let bytes: Uint8Array<ArrayBuffer>
  beforeAll(async () => {
    key = await aSigningKey()
    signed = await someSubmissions(5)
    bytes = await aPack(signed, { key })
  })

  test('reads back what was put in, in its order, countersigned', async () => {
    const seen: Submission[] = []
    const read = await readPack(inPieces(bytes, 313), { onSubmission: (submission) => void seen.push(submission) })
    expect(read).toMatchObject({ ok: true, value: { content: { count: 5 } } })
    expect(seen.map(({ digest }) => digest)).toEqual(signed.map(({ digest }) => digest))
    expect(new Set(seen.map(({ signers }) => signers.length))).toEqual(new Set([2]))
  })

  test('keeps the payload and the signature of every original', async () => {
    const originals = signed.map(({ text }) => JSON.parse(text))
    const seen: { payload: string; signatures: unknown[] }[] = []
    await readPack(inPieces(bytes), { onSubmission: ({ text }) => void seen.push(JSON.parse(text)) })
    expect(seen.map(({ payload }) => payload)).toEqual(originals.map(({ payload }) => payload))
    expect(seen.map(({ signatures }) => signatures[0])).toEqual(originals.map(({ signatures }) => signatures[0]))
  })

  test('of nobody is a pack too', async () => {
    expect(await codeOf(await aPack([], { key }))).toBe('ok')
  })

  test('is refused when a line is missing, doubled, in another place or of another pack', async () => {
    expect(await codeOf(repacked(bytes, (lines) => lines.slice(0, -1)))).toBe('PACK_INCOMPLETE')
    expect(await codeOf(repacked(bytes, (lines) => [...lines, ...lines.slice(-1)]))).toBe('PACK_LINE_FOREIGN')
    expect(await codeOf(repacked(bytes, ([first = '', a = '', b = '', ...rest]) => [first, b, a, ...rest]))).toBe(
      'PACK_LINE_FOREIGN',
    )
    const other = await aPack(await someSubmissions(5), { key: await aSigningKey() })
    const [, , foreign = ''] = gunzipSync(other).toString('utf8').split('\n')
    expect(await codeOf(repacked(bytes, ([first = '', , ...rest]) => [first, foreign, ...rest]))).toBe(
      'PACK_LINE_FOREIGN',
    )
  })

  test('is refused when the countersignature is missing or of another key', async () => {
    const [{ text } = { text: '' }] = signed
    const bare = JSON.stringify(JSON.parse(text))
    expect(await codeOf(repacked(bytes, ([first = '', , ...rest]) => [first, bare, ...rest]))).toBe(
      'PACK_NOT_COUNTERSIGNED',
    )
    const byAnother = await countersign(text, await aSigningKey())
    expect(await codeOf(repacked(bytes, ([first = '', , ...rest]) => [first, byAnother, ...rest]))).toBe(
      'PACK_NOT_COUNTERSIGNED',
    )
  })

  test('is refused when cut off or changed at any place, or when it is something else', async () => {
    for (let at = 20; at < bytes.length; at += Math.ceil(bytes.length / 40)) {
      expect(await codeOf(bytes.slice(0, at))).toMatch(/^PACK_(?:NOT_ONE|INCOMPLETE)$/)
      const changed = bytes.slice()
      changed[at] = (changed[at] ?? 0) ^ 0x55
      expect(await codeOf(changed)).not.toBe('ok')
    }
    expect(await codeOf(new Uint8Array(gzipSync('你好\n')))).toBe('FILE_NOT_JSON')
    expect(await codeOf(new TextEncoder().encode('plain text'))).toBe('PACK_NOT_ONE')
    expect(await codeOf(new Uint8Array())).toBe('PACK_NOT_ONE')
  })

  test('that unpacks to far more than it is, is given up early', async () => {
    const bomb = new Uint8Array(gzipSync(Buffer.alloc(300 * 1_048_576, 0x20)))
    expect(await codeOf(bomb)).toBe('PACK_TOO_LARGE')
  })

  test('gives each person a proof of being in it, and no one else', async () => {
    const read = await readPack(inPieces(bytes))
    if (!read.ok) throw new Error(read.error.code)
    const [first] = signed
    const text = (await writeInclusion(read.value, first?.digest ?? '', key)) ?? ''
    expect(await readInclusion(text)).toMatchObject({ ok: true, value: { content: { digest: first?.digest } } })
    expect(await writeInclusion(read.value, 'f'.repeat(64), key)).toBeUndefined()
  })
})

describe('a countersignature', () => {
  test('keeps those before it from being dropped or reordered', async () => {
    const [{ text } = { text: '' }] = await someSubmissions(1)
    const twice = JSON.parse(await countersign(await countersign(text, await aSigningKey()), await aSigningKey()))
    const read = (signatures: unknown[]) => readSubmission(JSON.stringify({ ...twice, signatures }))
    const [person, unit, department] = twice.signatures
    expect(await read([person, unit, department])).toMatchObject({ ok: true })
    expect(await read([person, department])).toMatchObject({ ok: false })
    expect(await read([person, department, unit])).toMatchObject({ ok: false })
    expect(await read([unit, person, department])).toMatchObject({ ok: false })
  })
})

describe('a pack that is read back where it was written', () => {
  let bytes: Uint8Array<ArrayBuffer>
  let submissions: readonly string[]
  let [signer, first] = ['', '']
  beforeAll(async () => {
    bytes = await aPack(await someSubmissions(5), { key: await aSigningKey() })
    const manifest = await readPack(inPieces(bytes))
    if (!manifest.ok) throw new Error(manifest.error.code)
    submissions = manifest.value.content.submissions
    ;({ signer, text: first } = manifest.value)
  })

  const backOf = async (written: Uint8Array<ArrayBuffer>): Promise<string> => {
    const heard: string[] = []
    const firstLine = { take: (piece: string) => void heard.push(piece), isTheSame: () => heard.join('') === first }
    const back = await readBack(inPieces(written, 777), { submissions, signer, firstLine })
    return back.ok ? 'ok' : back.error.code
  }

  test('is whole when every line is the one that was written', async () => {
    expect(await backOf(bytes)).toBe('ok')
  })

  test('is refused when its manifest is another one, even of the same unit and people', async () => {
    expect(await backOf(repacked(bytes, ([, ...rest]) => [`${first} `, ...rest]))).toBe('PACK_NOT_ONE')
    expect(await backOf(repacked(bytes, ([, ...rest]) => rest))).toBe('PACK_NOT_ONE')
    expect(await backOf(new Uint8Array(gzipSync('')))).toBe('PACK_NOT_ONE')
  })

  test('is refused when a line is missing, doubled, changed or cut off', async () => {
    expect(await backOf(repacked(bytes, (lines) => lines.slice(0, -1)))).toBe('PACK_INCOMPLETE')
    expect(await backOf(repacked(bytes, (lines) => [...lines, ...lines.slice(-1)]))).toBe('PACK_LINE_FOREIGN')
    const swapped = repacked(bytes, (lines) => lines.map((line, at) => (at === 2 ? line.replace(/.{9}"/, '"') : line)))
    expect(await backOf(swapped)).not.toBe('ok')
    expect(await backOf(bytes.slice(0, bytes.length - 60))).toBe('PACK_INCOMPLETE')
  })
})

describe('lines that are long', () => {
  test('come back as they were, wherever they are cut for encoding', async () => {
    const pair = '\u{20000}'
    const lines = [`${'a'.repeat(262_143)}${pair.repeat(200_000)}`, '', pair, 'b'.repeat(262_144), 'c'.repeat(262_145)]
    async function* each(): AsyncGenerator<Line, void> {
      for (const line of lines) yield line.length > 1000 ? [line.slice(0, 10), line.slice(10)] : line
    }
    const back: string[] = []
    const limits = { lengthAt: () => 1e7, ratio: 10_000 }
    for await (const line of gunzipLines(gzipLines(each()), limits)) back.push(line)
    expect(back.length).toBe(lines.length)
    expect(back.every((line, at) => line === lines[at])).toBe(true)
  })
})
