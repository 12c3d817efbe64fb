import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK, generateKeyPair } from 'jose'
import { afterAll, describe, expect, test } from 'vitest'
import { runCodes } from '#cli/codes.ts'
import { parseBundle } from '#core/scheme/parse-bundle.ts'

const folder = await mkdtemp(join(tmpdir(), 'caibao-codes-'))
afterAll(() => rm(folder, { recursive: true }))

function collect() {
  const out: string[] = []
  const err: string[] = []
  return { out, err, output: { out: (line: string) => out.push(line), err: (line: string) => err.push(line) } }
}

describe('caibao codes', () => {
  test('names the scheme, its digest and every table', async () => {
    const { out, output } = collect()
    expect(await runCodes([], output)).toBe(0)
    expect(out[0]).toBe('方案 广西专业技术人员信息采集  gx-zyjs 2012.1')
    expect(out[1]).toMatch(/^校验码 [0-9a-f]{64}$/)
    expect(out.filter((line) => line.includes('\t')).length).toBe(28)
    expect(out).toContain('sex\t性别\t4 项\t2003')
  })

  test('writes a bundle that can be taken in', async () => {
    const { output } = collect()
    const file = join(folder, 'bundle.json')
    expect(await runCodes(['build', '-o', file], output)).toBe(0)
    const parsed = await parseBundle(JSON.parse(await readFile(file, 'utf8')))
    expect(parsed.ok).toBe(true)
  })

  test('overwrites nothing, not even the key it signs with', async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true })
    const [file, text] = [join(folder, 'key.jwk'), JSON.stringify(await exportJWK(privateKey))]
    await writeFile(file, text)
    const { output } = collect()
    const sign = ['sign', '-o', file, '--key', file, '--publisher', '自治区职改办']
    await expect(runCodes(sign, output)).rejects.toThrow('EEXIST')
    await expect(runCodes(['build', '-o', file], output)).rejects.toThrow('EEXIST')
    expect(await readFile(file, 'utf8')).toBe(text)
  })

  test('says how it is called when the call cannot be understood', async () => {
    const { err, output } = collect()
    expect(await runCodes(['burn'], output)).toBe(2)
    expect(err).toEqual([expect.stringMatching(/^用法/)])
  })
})
