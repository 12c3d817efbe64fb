import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anotherPerson, submissionOf } from '#tests/support/more-people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const text = readFileSync(join(root, 'docs/formats.md'), 'utf8')
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
