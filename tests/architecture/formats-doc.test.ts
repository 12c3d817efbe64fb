import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { certificateKind } from '#core/certificate/certificate.ts'
import { signTask } from '#core/task/sign-task.ts'
import { aLadder } from '#tests/support/certified.ts'
import { anotherPerson, submissionOf } from '#tests/support/more-people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aTaskContent } from '#tests/support/units.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const text = readFileSync(join(root, 'docs/formats.md'), 'utf8')
const section = (title: string): string => text.split(/^## /m).find((part) => part.startsWith(title)) ?? ''
const lastBlockOf = (title: string, language: string): string =>
  [...section(title).matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].at(-1)?.[1] ?? ''
const block = (language: string): string => new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(text)?.[1] ?? ''
const hasTool = (name: string): boolean => spawnSync(name, ['--version']).error === undefined

describe('docs/formats.md: checking a submission without our software', () => {
  let folder = ''
  let payload = Buffer.alloc(0)
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'caibao-formats-'))
    const submission = await submissionOf(anotherPerson('韦晓𬱖', 0), await aSigningKey())
    writeFileSync(join(folder, '张三.rpu'), submission)
    const { payload: encoded }: { payload: string } = JSON.parse(submission)
    payload = Buffer.from(encoded, 'base64url')
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('the example with Node and the jose package prints the record', () => {
    const program = block('js').replace("'张三.rpu'", JSON.stringify(join(folder, '张三.rpu')))
    const run = spawnSync(process.execPath, ['--input-type=module', '--eval', program], { cwd: root })
    expect(run.stderr.toString()).toBe('')
    expect(run.stdout.toString()).toContain("name: '韦晓𬱖'")
  })

  test.runIf(hasTool('openssl') && hasTool('jq'))('the example with openssl prints the digest', () => {
    const line = /With openssl, the digest: `([^`]+)`/.exec(text)?.[1] ?? ''
    const printed = spawnSync('sh', ['-c', line], { cwd: folder }).stdout.toString()
    expect(printed).toContain(createHash('sha256').update(payload).digest('hex'))
  })

  test.runIf(hasTool('jose') && hasTool('jq'))(
    'the example with the jose command verifies and prints the record',
    () => {
      const run = spawnSync('sh', ['-e', '-c', block('sh')], { cwd: folder })
      expect(run.stderr.toString()).toBe('')
      expect(JSON.parse(run.stdout.toString())).toMatchObject({ name: '韦晓𬱖' })
    },
  )
})

describe('docs/formats.md: certificates', () => {
  test('the example is a certificate as far as its keys go', () => {
    const example: object = JSON.parse(lastBlockOf('Unit certificate', 'json'))
    const key = { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) }
    expect(v.safeParse(certificateKind.schema, { ...example, key }).issues).toBeUndefined()
  })

  test('the example with Node and the jose package follows a task up to the top', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'caibao-formats-'))
    const { school } = await aLadder()
    writeFileSync(join(folder, 'a.task'), await signTask(aTaskContent(), school))
    const program = lastBlockOf('Unit certificate', 'js').replace(
      "'北流市第一中学.task'",
      JSON.stringify(join(folder, 'a.task')),
    )
    const run = spawnSync(process.execPath, ['--input-type=module', '--eval', program], { cwd: root })
    rmSync(folder, { recursive: true, force: true })
    expect(run.stderr.toString()).toBe('')
    expect(run.stdout.toString()).toBe(
      '北流市第一中学 <- 北流市教育局, until 2099-12-31\n北流市教育局 <- 玉林市职改办, until 2099-12-31\n',
    )
  })
})
