import { openTable } from '#core/codes/open-table.ts'
import { fail } from '#core/errors/result.ts'
import { readPack } from '#core/pack/read-pack.ts'
import { findingsOf } from '#core/review/case-row.ts'
import { createRuleEngine, type RuleEngine } from '#core/rules/create-rule-engine.ts'
import type { WrittenRules } from '#core/rules/written/written-rules.ts'
import { decodeText } from '#core/record/read-json.ts'
import { parseRecord } from '#core/record/parse-record.ts'
import { fileKindOf } from '#core/submission/file-kind.ts'
import { openSealed } from '#core/submission/open-sealed.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import { sealedLimits } from '#core/submission/sealed-submission.ts'
import type { Submission } from '#core/submission/submission.ts'
import type { Result } from '#core/errors/result.ts'
import type { CheckedFile, CheckedSubmission, CheckSetting } from './check-message.ts'

const refused = ({ error }: Extract<Result<never>, { ok: false }>): CheckedFile => ({ kind: 'refused', error })

/** Whether the bytes begin as gzip does. */
async function isGzip(file: Blob): Promise<boolean> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer())
  return first === 0x1f && second === 0x8b
}

function makeEngine({ scheme, rules, rulesDigest, tables }: CheckSetting, written: WrittenRules): RuleEngine {
  const opened = new Map(tables.map(([id, data]) => [id, openTable(data)]))
  // Rules that came with an update of the scheme were not there when the app was built.
  const fitting = written.digest === rulesDigest ? written : undefined
  return createRuleEngine(rules, scheme, { table: (id) => opened.get(id) }, fitting)
}

/** Makes what reads, opens, verifies and checks a file of any name. */
export function makeFileChecker(setting: CheckSetting, written: WrittenRules) {
  const { scheme, keys, today } = setting
  const engine = makeEngine(setting, written)

  function check(submission: Submission): Result<CheckedSubmission> {
    const { scheme: used, record, warnings } = submission.content
    if (used.id !== scheme.id || used.version !== scheme.version) {
      const ours = `${scheme.id} ${scheme.version}`
      return fail('SUBMISSION_SCHEME_OTHER', { found: `${used.id} ${used.version}`, ours })
    }
    const parsed = parseRecord(record, scheme)
    if (!parsed.ok) return parsed
    return { ok: true, value: { submission, findings: findingsOf(engine.check(record, { today }), warnings) } }
  }

  async function checkText(file: Blob): Promise<CheckedFile> {
    const { sizeBytes: limitBytes } = sealedLimits
    if (file.size > limitBytes) return refused(fail('FILE_TOO_LARGE', { sizeBytes: file.size, limitBytes }))
    const text = decodeText(new Uint8Array(await file.arrayBuffer()), sealedLimits)
    const kind = text.ok ? fileKindOf(text.value) : text
    if (!text.ok) return refused(text)
    if (!kind.ok) return refused(kind)
    if (kind.value !== 'submission' && kind.value !== 'sealedSubmission') return refused(fail('SUBMISSION_NOT_ONE', {}))
    const inside = kind.value === 'sealedSubmission' ? await openSealed(text.value, keys) : text
    if (!inside.ok) return refused(inside)
    const submission = await readSubmission(inside.value)
    if (!submission.ok) return refused(submission)
    const checked = check(submission.value)
    return checked.ok ? { kind: 'submission', checked: checked.value } : refused(checked)
  }

  async function checkPack(file: Blob): Promise<CheckedFile> {
    const all: CheckedSubmission[] = []
    const wrong: Extract<Result<never>, { ok: false }>[] = []
    const manifest = await readPack(file.stream(), {
      onSubmission(submission) {
        const checked = check(submission)
        if (checked.ok) all.push(checked.value)
        else wrong.push(checked)
      },
    })
    if (!manifest.ok) return refused(manifest)
    const [first] = wrong
    return first ? refused(first) : { kind: 'pack', manifest: manifest.value, checked: all }
  }

  return async (file: Blob): Promise<CheckedFile> => {
    try {
      return (await isGzip(file)) ? await checkPack(file) : await checkText(file)
    } catch (cause) {
      return refused(fail('FILE_NOT_OPENED', { reason: cause instanceof Error ? cause.message : String(cause) }))
    }
  }
}
