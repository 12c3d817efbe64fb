import { mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { exportJWK, generateKeyPair } from 'jose'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runCertificate } from '#cli/certificate.ts'
import { runExport } from '#cli/export.ts'
import { runPack } from '#cli/pack.ts'
import { runReturn } from '#cli/return.ts'
import { runRoster } from '#cli/roster.ts'
import { findFiles } from '#cli/find-files.ts'
import { isMiswritten, sayThrown } from '#cli/say-error.ts'
import { runRestore } from '#cli/server-backup.ts'
import { runVerify } from '#cli/verify.ts'
import { byCommand } from '#tests/support/by-command.ts'
import { hearing } from '#tests/support/hearing.ts'
import { someSubmissions } from '#tests/support/packs.ts'
import { aUnit } from '#tests/support/units.ts'

const now = new Date(2026, 10, 28, 10, 30)
let folder: string
const at = (...names: readonly string[]): string => join(folder, ...names)

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-wrong-'))
  await mkdir(at('in'))
  await writeFile(at('in/说明.txt'), '报送文件在压缩包里')
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  await writeFile(at('unit.jwk'), JSON.stringify(await exportJWK(privateKey)))
  await writeFile(at('unit.json'), JSON.stringify(aUnit))
})
afterEach(() => rm(folder, { recursive: true }))

const packing = ({ unit = 'unit.json', key = 'unit.jwk', of = 'in' } = {}) =>
  runPack([at(of), '-o', at('x.rpz'), '--unit', at(unit), '--key', at(key)], hearing(), now)

/** What a command says when it throws. */
async function saidBy(command: Promise<unknown>): Promise<string> {
  try {
    await command
  } catch (cause) {
    return sayThrown(cause)
  }
  throw new Error('the command came to its end')
}

const ofPeople: readonly [string, (heard: ReturnType<typeof hearing>) => Promise<number>][] = [
  [
    'pack',
    (heard) => runPack([at('in'), '-o', at('x'), '--unit', at('unit.json'), '--key', at('unit.jwk')], heard, now),
  ],
  ['roster', (heard) => runRoster([at('in'), '-o', at('x'), '--unit', at('unit.json')], heard, now)],
  ['export', (heard) => runExport([at('in'), '-o', at('x.json')], heard)],
]

describe('a folder with an archive in it', () => {
  test.each(ofPeople)('has people in it whom %s would leave out, and is told of', async (_command, run) => {
    const heard = hearing()
    const names = ['三班.ZIP', '四班.rar', '五班.7z', '六班.tar.gz']
    for (const name of names) await writeFile(at('in', name), 'x')
    expect(await run(heard)).toBe(1)
    for (const name of names) expect(heard.complaints.join('\n')).toContain(`${at('in', name)}: 是压缩包，没有打开`)
    for (const name of ['x', 'x.json']) await expect(stat(at(name))).rejects.toThrow('ENOENT')
  })
})

test('an archive in a folder is not verified, and is named beside what is', async () => {
  const [heard, told] = [hearing(), hearing()]
  for (const name of ['三班.ZIP', '四班.rar']) await writeFile(at('in', name), 'x')
  for (const [index, { text }] of (await someSubmissions(1)).entries()) await writeFile(at(`in/${index}.rpu`), text)
  expect(await runVerify([at('in')], heard)).toBe(2)
  for (const name of ['三班.ZIP', '四班.rar'])
    expect(heard.complaints.join('\n')).toContain(`${at('in', name)}: 是压缩包，没有打开`)
  expect(heard.lines[0]).toBe(`${at('in/0.rpu')}: 签名有效`)
  expect(await runVerify([at('in'), at('in/三班.ZIP'), '--json'], told)).toBe(2)
  expect(told.lines.map((line): unknown => JSON.parse(line))).toMatchObject([
    { file: at('in/三班.ZIP'), ok: false, error: { code: 'FILE_NOT_OPENED' } },
    { file: at('in/四班.rar'), ok: false, error: { code: 'FILE_NOT_OPENED' } },
    { file: at('in/三班.ZIP'), ok: false, error: { code: 'FILE_NOT_OPENED' } },
    { file: at('in/0.rpu'), ok: true },
  ])
})

describe('a folder without files', () => {
  test.each(ofPeople)('is the wrong one: %s makes nothing of nobody', async (_command, run) => {
    const heard = hearing()
    expect(await run(heard)).toBe(1)
    expect(heard.complaints.join('\n')).toContain('这个文件夹里没有 .rpu .rpz 文件')
    for (const name of ['x', 'x.json']) await expect(stat(at(name))).rejects.toThrow('ENOENT')
  })

  test('is not verified', async () => {
    const [heard, told] = [hearing(), hearing()]
    expect(await runVerify([at('in')], heard)).toBe(2)
    expect(heard.complaints.join('\n')).toContain('这个文件夹里没有 .rpu .rpz .task')
    expect(await runVerify([at('in'), at('absent'), '--json'], told)).toBe(2)
    const codes = told.lines.map((line) => JSON.parse(line).error.code)
    expect(codes).toEqual(['FOLDER_EMPTY', 'FILE_NOT_OPENED'])
  })
})

describe('more than the one that a command works upon', () => {
  const [unit, key] = ['--unit', '--key']
  const signing = (): readonly string[] => ['-o', at('x'), unit, at('unit.json'), key, at('unit.jwk')]
  const two = (): readonly string[] => [at('in'), at('second')]

  test.each<[string, (heard: ReturnType<typeof hearing>) => Promise<number>]>([
    ['pack', (heard) => runPack([...two(), ...signing()], heard, now)],
    ['roster', (heard) => runRoster([...two(), '-o', at('x'), unit, at('unit.json')], heard, now)],
    ['export', (heard) => runExport([...two(), '-o', at('x.json')], heard)],
    ['return', (heard) => runReturn([...two(), ...signing(), '--comment', 'basic.mobile=不对'], heard, now)],
    ['certificate request', (heard) => runCertificate(['request', at('in'), ...signing()], heard, now)],
    [
      'certificate issue',
      (heard) => runCertificate(['issue', ...two(), ...signing(), '--fingerprint', 'a'], heard, now),
    ],
    ['verify --receipt', (heard) => runVerify([...two(), '--receipt', at('receipt.json')], heard)],
    ['restore', (heard) => runRestore(two(), heard)],
  ])('is refused: %s does not leave the others out in silence', async (_command, run) => {
    const heard = hearing()
    expect(await byCommand({ settings: { dataFolder: at('data') } }, () => run(heard))).toBe(2)
    expect(heard.complaints.join('\n')).toContain('用法：caibao')
    expect((await readdir(folder)).toSorted()).toEqual(['in', 'unit.json', 'unit.jwk'])
  })
})

describe('a link in a folder', () => {
  const found = () => findFiles(at('in'), '.rpu')

  test('stands for the file it leads to, which is read once', async () => {
    await writeFile(at('elsewhere.rpu'), 'x')
    await writeFile(at('in/b.rpu'), 'x')
    await symlink(at('elsewhere.rpu'), at('in/a.rpu'))
    await symlink(at('in/b.rpu'), at('in/c.rpu'))
    expect(await found()).toEqual({ ok: true, value: [at('in/a.rpu'), at('in/b.rpu')] })
  })

  test.each([
    ['to a folder, of which nothing would be read', '.', '一班', '指向文件夹，没有进去看'],
    ['that leads nowhere', 'absent.rpu', 'a.rpu', '指向的文件不在'],
  ])('%s is told of', async (_, target, name, said) => {
    await writeFile(at('in/b.rpu'), 'x')
    await symlink(at(target), at('in', name))
    const { error } = { error: undefined, ...(await found()) }
    expect(error).toMatchObject({ code: 'FILE_NOT_OPENED', params: { reason: expect.stringContaining(said) } })
    expect(error).toMatchObject({ params: { reason: expect.stringContaining(name) } })
  })

  test('to what nobody asked for is left alone', async () => {
    await writeFile(at('in/b.rpu'), 'x')
    await symlink(at('absent.txt'), at('in/旧说明.txt'))
    expect(await found()).toEqual({ ok: true, value: [at('in/b.rpu')] })
  })
})

describe('what the office keeps itself', () => {
  test('is named when it is wrong, and where', async () => {
    await writeFile(at('half.json'), '{"name": "北流市第一中学"')
    await writeFile(at('other.json'), JSON.stringify({ ...aUnit, level: 'school' }))
    expect(await saidBy(packing({ unit: 'half.json' }))).toMatch(/^单位文件 .*half\.json 不是完整的 JSON 文件/)
    expect(await saidBy(packing({ unit: 'other.json' }))).toMatch(/^单位文件 .*other\.json 不能用：“level”/)
    expect(await saidBy(packing({ key: 'unit.json' }))).toMatch(/^密钥文件 .*unit\.json 不能用：“kty”/)
    expect(await saidBy(packing({ unit: 'absent.json' }))).toMatch(/^没有找到 .*absent\.json/)
  })
})

test('a command that was written wrong is answered in Chinese, with what was written', () => {
  const written = (...args: readonly string[]) => {
    try {
      parseArgs({ args: [...args], options: { output: { type: 'string', short: 'o' } } })
    } catch (cause) {
      return [isMiswritten(cause), sayThrown(cause)]
    }
    return []
  }
  expect(written('--ouput', 'x')).toEqual([true, '不认识选项 --ouput。'])
  expect(written('-o')).toEqual([true, '选项 -o, --output <value> 后面的内容缺少或者不对。'])
  expect(written('x')).toEqual([true, '多出了 x。'])
  expect(isMiswritten(new Error('other'))).toBe(false)
})
