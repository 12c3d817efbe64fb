import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { names, readMe, startLinux, startWindows } from '#house/portable/texts.ts'

describe('what a Windows that is too old for the USB edition is told', () => {
  const told = {
    [names.startWindows]: startWindows.slice(startWindows.indexOf('太旧')),
    'README.txt': readMe.slice(readMe.indexOf('Windows 7、8'), readMe.indexOf('数据在哪里')),
  }

  test.each(Object.entries(told))('%s says in which browsers to open the one file, and how', (_, text) => {
    expect(text).toContain(names.oneFile)
    expect(text).toMatch(/打开方式.*\s+.*Chrome、Edge.*109.*Firefox 115/s)
    expect(text).not.toMatch(/^\s*(?:echo )?(?:请)?双击|双击就能/m)
  })

  test('the script for Windows has no bracket in a sentence, which would end its block', () => {
    const sentences = startWindows.split('\r\n').filter((line) => line.trim().startsWith('echo '))
    expect(sentences.length).toBeGreaterThan(3)
    expect(sentences.filter((line) => /[()&|<>^]/.test(line))).toEqual([])
  })
})

describe.runIf(process.platform === 'linux')('the port the script for Linux hands on', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'caibao-script-'))
    // In the place of Node: says which port it was given.
    const node = '#!/bin/sh\n[ "$1" = --version ] || printf %s "$PORT"\n'
    for (const system of ['linux-x64', 'linux-arm64']) {
      const runtime = join(folder, names.program, 'runtime', system)
      await mkdir(runtime, { recursive: true })
      await writeFile(join(runtime, 'node'), node, { mode: 0o755 })
    }
    await writeFile(join(folder, names.startLinux), startLinux)
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  test.each([
    ['18621', '18621\r\n'],
    ['18621', '\uFEFF18621'],
    ['18621', Buffer.from('\uFEFF18621\r\n', 'utf16le')],
    // What is no number is handed on as it is, to be told: another port than 18620 would hide all drafts.
    ['一八六二一', '一八六二一\n'],
    ['18620', ''],
    ['18620', ' \r\n'],
  ])('is %s', async (port, written) => {
    await writeFile(join(folder, names.port), written)
    const { stdout } = spawnSync('/bin/sh', [join(folder, names.startLinux)], { encoding: 'utf8' })
    expect(stdout).toBe(port)
  })

  test('is the usual one where none is written', async () => {
    await rm(join(folder, names.port), { force: true })
    const { stdout } = spawnSync('/bin/sh', [join(folder, names.startLinux)], { encoding: 'utf8' })
    expect(stdout).toBe('18620')
  })
})
