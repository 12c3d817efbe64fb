import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { runShow } from '#cli/show.ts'
import { runVerify } from '#cli/verify.ts'
import { signReturnSlip } from '#core/return-slip/sign-return-slip.ts'
import { sealSubmission } from '#core/submission/seal-submission.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { signTask } from '#core/task/sign-task.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { aReturnSlipContent, aTaskContent, anOpeningKey, someUnitKeys } from '#tests/support/units.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-cli-'))
})

async function fileOf(name: string, text: string): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, text)
  return file
}

async function run(command: typeof runShow, ...args: string[]) {
  const lines: string[] = []
  const complaints: string[] = []
  const exit = await command(args, { out: (line) => lines.push(line), err: (line) => complaints.push(line) })
  return { exit, said: lines.join('\n'), complained: complaints.join('\n') }
}

describe('caibao verify and show', () => {
  test('read a task by its content, whatever it is called', async () => {
    const { signing } = await someUnitKeys()
    const file = await fileOf('task.txt', await signTask(aTaskContent(), signing))
    expect(await run(runVerify, file, '--json')).toMatchObject({ exit: 0 })
    const shown = await run(runShow, file)
    expect(shown.said).toContain('北流市第一中学')
    expect(shown.said).toMatch(/单位指纹 (?:[0-9a-f]{4}-){7}/)
  })

  test('read a return slip, and refuse a changed one', async () => {
    const { signing } = await someUnitKeys()
    const text = await signReturnSlip(aReturnSlipContent(), signing)
    const shown = await run(runShow, await fileOf('a.rtn', text))
    expect(shown.said).toContain('basic.mobile 与原件不一致：与登记表上的号码不一样。')
    const changed = text.replace(/("payload": "\w{40})./, (_whole, head: string) => `${head}_`)
    expect(await run(runVerify, await fileOf('b.rtn', changed))).toMatchObject({ exit: 1 })
  })

  test('open a sealed submission only with the unit key', async () => {
    const { signing, opening } = await someUnitKeys()
    const { text } = await signSubmission(aSubmissionContent(), signing)
    const file = await fileOf('sealed.rpu', await sealSubmission(text, [opening.publicJwk]))
    const key = await fileOf('unit.jwk', JSON.stringify(await exportJWK(opening.privateKey)))
    const other = await fileOf('other.jwk', JSON.stringify(await exportJWK((await anOpeningKey()).privateKey)))
    const locked = await run(runVerify, file)
    expect(locked).toMatchObject({ exit: 1 })
    expect(locked.complained).toContain('SUBMISSION_SEALED')
    expect((await run(runVerify, file, '--key', other)).complained).toContain('SEALED_FOR_OTHERS')
    expect(await run(runVerify, file, '--key', key)).toMatchObject({ exit: 0 })
    expect((await run(runShow, file, '--key', key)).said).toContain('姓名：韦晓𬱖')
  })
})
