import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK, generateKeyPair } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { runCheck } from '#cli/check.ts'
import { runShow } from '#cli/show.ts'
import { runSign } from '#cli/sign.ts'
import { runVerify } from '#cli/verify.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { hearing } from '#tests/support/hearing.ts'
import { aSoundPerson } from '#tests/support/people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

const now = new Date(2026, 10, 23, 10, 30)
let folder: string

async function fileOf(name: string, content: unknown): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

const sound = aSoundPerson()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-cli-'))
})

describe('caibao check', () => {
  test('prints one JSON line a file and tells the gravest by its exit code', async () => {
    const good = await fileOf('good.json', sound)
    const bad = await fileOf('bad.json', { ...sound, basic: { ...sound.basic, idNumber: '452526197904182628' } })
    const heard = hearing()
    expect(await runCheck([good, '--json'], heard, '2026-11-23')).toBe(0)
    expect(await runCheck([good, bad, '--json'], heard, '2026-11-23')).toBe(1)
    const reports = heard.lines.map((line) => JSON.parse(line))
    expect(reports.map(({ ok }) => ok)).toEqual([true, true, false])
    expect(reports[2].issues).toContainEqual(
      expect.objectContaining({ rule: 'B12', severity: 'error', path: 'basic.idNumber' }),
    )
  })

  test('exits with 2 when a file cannot be read, and still checks the others', async () => {
    const good = await fileOf('good.json', sound)
    const torn = await fileOf('torn.json', '{"scheme":')
    const foreign = await fileOf('foreign.json', { ...sound, basic: { ...sound.basic, salary: '1' } })
    const heard = hearing()
    expect(await runCheck([torn, foreign, join(folder, 'absent'), good, '--json'], heard, '2026-11-23')).toBe(2)
    const codes = heard.lines.map((line) => JSON.parse(line).error?.code)
    expect(codes).toEqual(['FILE_NOT_JSON', 'RECORD_FIELD_UNKNOWN', 'FILE_NOT_OPENED', undefined])
  })

  test('reports what clean-up would change', async () => {
    const spaced = await fileOf('spaced.json', { ...sound, basic: { ...sound.basic, employer: '北流市 第一中学' } })
    const heard = hearing()
    await runCheck([spaced, '--json'], heard, '2026-11-23')
    expect(JSON.parse(heard.lines[0] ?? '').issues).toContainEqual(
      expect.objectContaining({ rule: 'N03', severity: 'info', path: 'basic.employer' }),
    )
  })
})

describe('caibao sign, verify and show', () => {
  test('sign a sound record with a given key; the file verifies and reads', async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true })
    const key = await fileOf('key.jwk', await exportJWK(privateKey))
    const target = join(folder, 'signed.rpu')
    const heard = hearing()
    const args = [await fileOf('sound.json', sound), '-o', target, '--key', key, '--reason', '已核对原件']
    expect(await runSign(args, heard, now)).toBe(0)
    expect(await runVerify([target, '--json'], heard)).toBe(0)
    expect(JSON.parse(heard.lines.at(-1) ?? '')).toMatchObject({ ok: true, revision: 1 })
    expect(await runShow([target], heard)).toBe(0)
    expect(heard.lines.join('\n')).toContain('姓名：韦晓莉')
    expect(heard.lines.join('\n')).toContain('中学一级教师 [04301]')
  })

  test('tell what stands in a field that the scheme has given up, and sign without it', async () => {
    const heard = hearing()
    const record = { ...sound, schemeVersion: '2012.0', basic: { ...sound.basic, salary: '3000' } }
    const scheme = { id: 'gx-zyjs', version: '2012.0', digest: 'a'.repeat(64) }
    const { text } = await signSubmission(aSubmissionContent({ scheme }, record), await aSigningKey())
    const said = '现在的方案没有“basic.salary”这一栏，当时填的是“3000”'
    for (const [name, content] of [
      ['earlier.json', record],
      ['earlier.rpu', text],
    ] as const) {
      const [file, target] = [await fileOf(name, content), join(folder, `${name}-again.rpu`)]
      expect(await runShow([file], heard)).toBe(0)
      expect(heard.lines.join('\n')).toContain(said)
      expect(await runSign([file, '-o', target, '--reason', '已核对'], heard, now)).toBe(0)
      expect(heard.complaints.join('\n')).toContain(`${said}，没有写进去。`)
      heard.lines.length = 0
      expect(await runShow([target], heard)).toBe(0)
      expect(heard.lines.join('\n')).not.toContain('salary')
    }
  })

  test('refuse to sign a wrong record, and never write over a file', async () => {
    const heard = hearing()
    const wrong = await fileOf('wrong.json', { ...sound, education: [] })
    expect(await runSign([wrong, '-o', join(folder, 'wrong.rpu')], heard, now)).toBe(1)
    expect(heard.complaints.join('\n')).toContain('E01')
    const standing = await fileOf('standing.rpu', 'kept')
    const args = [await fileOf('sound.json', sound), '-o', standing, '--reason', '已核对']
    await expect(runSign(args, heard, now)).rejects.toThrow(/EEXIST/)
    expect(await readFile(standing, 'utf8')).toBe('kept')
  })

  test('refuse a changed file with exit code 1 and an unreadable one with 2', async () => {
    const target = join(folder, 'whole.rpu')
    const heard = hearing()
    await runSign([await fileOf('sound.json', sound), '-o', target, '--reason', '已核对'], heard, now)
    const text = await readFile(target, 'utf8')
    const changed = await fileOf(
      'changed.rpu',
      text.replace(/("payload": "\w{40})./, '$1A').replace(/("payload": "\w{41})./, '$1B'),
    )
    expect(await runVerify([changed], heard)).toBe(1)
    expect(await runVerify([join(folder, 'absent.rpu')], heard)).toBe(2)
  })

  test('show hostile text harmless', async () => {
    const hostile = await fileOf('hostile.json', { ...sound, basic: { ...sound.basic, name: '王\u001b[31m\u202e五' } })
    const heard = hearing()
    await runShow([hostile], heard)
    const shown = heard.lines.join('')
    expect(shown).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    expect(shown).toContain('‹U+001B›')
  })
})
