import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sayOnStick } from '#server/portable/on-a-stick.ts'
import { writtenPort } from '#server/portable/written-port.ts'

describe('the port written on a stick', () => {
  let file = ''
  beforeAll(async () => {
    file = join(await mkdtemp(join(tmpdir(), 'caibao-port-')), '端口.txt')
  })
  afterAll(() => rm(join(file, '..'), { recursive: true, force: true }))

  test('is none where there is no file', async () => {
    expect(await writtenPort(file)).toBeUndefined()
  })

  test('is told by its file where that is a folder', async () => {
    await mkdir(file)
    const cause: unknown = await writtenPort(file).catch((failure: unknown) => failure)
    await rm(file, { recursive: true })
    expect(cause).toBeInstanceOf(RangeError)
    expect(cause).toHaveProperty('cause.code', 'EISDIR')
    expect(sayOnStick(cause)).toMatch(/^PORT 读不出来：端口\.txt .*（EISDIR）.*\n端口写在.*“端口\.txt”里/)
  })

  test.each([
    ['18621', '18621\r\n'],
    ['18621', '\uFEFF18621'],
    ['18621', Buffer.from('\uFEFF18621\r\n', 'utf16le')],
    ['18621', '１８６２１'],
    ['18621', '\r\n 18621 \r\n'],
    // What is no number is told, not mended: another port would hide all drafts.
    ['1862O', '1862O'],
    ['一八六二一', '一八六二一\n'],
    ['18621 18622', '18621 18622'],
    [undefined, ''],
    [undefined, '\uFEFF'],
    [undefined, ' \u3000\r\n'],
  ])('is %s', async (port, written) => {
    await writeFile(file, written)
    expect(await writtenPort(file)).toBe(port)
  })
})
