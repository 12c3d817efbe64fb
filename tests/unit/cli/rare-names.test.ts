import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runExport } from '#cli/export.ts'
import { runShow } from '#cli/show.ts'
import { runVerify } from '#cli/verify.ts'
import { submissionFileName } from '#core/submission/file-name.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { hearing } from '#tests/support/hearing.ts'
import { aSoundPerson } from '#tests/support/people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

// Of the extensions B, E and F: each takes two units of UTF-16, four bytes of UTF-8.
const name = '\u{20BB7}\u{2CC56}\u{2CEB0}'
const idNumber = '452526197904182627'
let folder: string
let file: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-rare-'))
  await mkdir(join(folder, 'in'))
  file = join(folder, 'in', submissionFileName({ name, idNumber, on: '2026-11-23', revision: 1 }))
  const content = aSubmissionContent({}, aSoundPerson({ name, idNumber }))
  await writeFile(file, (await signSubmission(content, await aSigningKey())).text)
})
afterAll(() => rm(folder, { recursive: true }))

test('a file named after a person of rare characters is verified, and its name is said whole', async () => {
  const heard = hearing()
  expect(await runVerify([join(folder, 'in')], heard)).toBe(0)
  expect(heard.lines.join('\n')).toContain(`${name}_452526…2627_20261123_r1.rpu: 签名有效`)
})

test('it is shown whole', async () => {
  const heard = hearing()
  expect(await runShow([file], heard)).toBe(0)
  expect(heard.lines.join('\n')).toContain(`姓名：${name}\n`)
})

test.each(['csv', 'json'])('and whole in what is exported as %s', async (format) => {
  const table = join(folder, `人员.${format}`)
  expect(await runExport([join(folder, 'in'), '-o', table], hearing())).toBe(0)
  expect(await readFile(table, 'utf8')).toContain(name)
})
