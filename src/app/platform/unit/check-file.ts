import { openTable } from '#core/codes/open-table.ts'
import type { TableLookup } from '#core/codes/table-lookup.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { Manifest } from '#core/pack/pack.ts'
import { readPack } from '#core/pack/read-pack.ts'
import { decodeText } from '#core/record/read-json.ts'
import type { PersonRecord } from '#core/record/record.ts'
import { arrivingOf } from '#core/review/arriving.ts'
import { type Findings, findingsOf } from '#core/review/case-row.ts'
import { renamedCodes } from '#core/review/renamed-codes.ts'
import { createRuleEngine } from '#core/rules/create-rule-engine.ts'
import type { Issue } from '#core/rules/issue.ts'
import type { WrittenRules } from '#core/rules/written/written-rules.ts'
import { contentOf } from '#core/submission/content-of.ts'
import { fileKindOf } from '#core/submission/file-kind.ts'
import { fitSubmission } from '#core/submission/fit-submission.ts'
import { openSealed } from '#core/submission/open-sealed.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import { sealedLimits } from '#core/submission/sealed-submission.ts'
import type { Submission, SubmissionContent } from '#core/submission/submission.ts'
import { beginsAsZip } from '#core/zip/read-zip.ts'
import type {
  CheckedFile,
  CheckedFiles,
  CheckedSubmission,
  CheckSetting,
  GivenFile,
  PackTaker,
} from './check-message.ts'
import { type KeptText, sealTexts, type TextBlock, textsInBlock } from './text-block.ts'

/** A sound file: what is told of it, and what is kept. */
interface SoundFile extends CheckedSubmission {
  readonly kept: KeptText
}

type Read = Result<SoundFile | 'pack' | 'zip'>

/** Finds in a record what the rules find, and which of its codes mean something else by now (M17). */
function makeFinder({ scheme, rules, rulesDigest, tables, today }: CheckSetting, written: WrittenRules) {
  const opened = new Map(tables.map(([id, data]) => [id, openTable(data)]))
  const lookup: TableLookup = { table: (id) => opened.get(id) }
  // Rules that came with an update of the scheme were not there when the app was built.
  const fitting = written.digest === rulesDigest ? written : undefined
  const engine = createRuleEngine(rules, scheme, lookup, fitting)
  return (record: PersonRecord): readonly Issue[] => [
    ...engine.check(record, { today }),
    ...renamedCodes(record, scheme, lookup),
  ]
}

/** Text as it stood in the file, where it is not the very text that was signed: sealed, or behind a byte order mark. */
function originalOf(outside: string, text: string, [first, second, third]: Uint8Array): Pick<KeptText, 'original'> {
  const hasMark = first === 0xef && second === 0xbb && third === 0xbf
  // Decoding takes the mark off, of a sealed file as well.
  const original = hasMark ? `\uFEFF${outside}` : outside
  return original === text ? {} : { original }
}

/** What our files begin with; anything else is looked at as a whole. */
function kindOf(text: string): ReturnType<typeof fileKindOf> {
  const [, named] = /^\{\s*"caibao":\s*"(submission|sealed-submission)\//.exec(text) ?? []
  if (named === undefined) return fileKindOf(text)
  return ok(named === 'submission' ? 'submission' : 'sealedSubmission')
}

const broken = (cause: unknown): Result<never> =>
  fail('FILE_NOT_OPENED', { reason: cause instanceof Error ? cause.message : String(cause) })

function untilUnwanted(goesOn: boolean): void {
  if (!goesOn) throw new DOMException('the rest of the pack is not wanted', 'AbortError')
}

type Judge = (content: SubmissionContent) => Result<Pick<CheckedSubmission, 'findings' | 'earlier'>>
type Check = (submission: Submission) => Result<CheckedSubmission>

/** Holds what was verified against the scheme and its rules. */
function makeJudge(setting: CheckSetting, written: WrittenRules): Judge {
  const { scheme, identity } = setting
  const find = makeFinder(setting, written)
  return (content) => {
    const { scheme: used, record, warnings } = content
    const age = fitSubmission(content, scheme)
    if (!age.ok) return age
    const findings = findingsOf(find(record), warnings, identity)
    return ok({ findings, ...(age.value === 'earlier' && { earlier: used.version }) })
  }
}

/** The same of a submission that arrives. */
const checkBy =
  (judge: Judge): Check =>
  (submission) => {
    const judged = judge(submission.content)
    return judged.ok ? ok({ arriving: arrivingOf(submission), ...judged.value }) : judged
  }

/** Makes what reads, opens and verifies one file of any name. */
function makeReader({ keys }: CheckSetting, check: Check): (file: GivenFile) => Promise<Read> {
  async function readText(bytes: Uint8Array): Promise<Read> {
    const outside = decodeText(bytes, sealedLimits)
    const kind = outside.ok ? kindOf(outside.value) : outside
    if (!outside.ok) return outside
    if (!kind.ok) return kind
    // Handed over beside submissions: what it is, and whom it is for, not that it is nothing.
    if (kind.value === 'task' || kind.value === 'returnSlip') return fail('FILE_FOR_PERSON', { name: kind.value })
    if (kind.value !== 'submission' && kind.value !== 'sealedSubmission') return fail('SUBMISSION_NOT_ONE', {})
    const text = kind.value === 'sealedSubmission' ? await openSealed(outside.value, keys) : outside
    if (!text.ok) return text
    const submission = await readSubmission(text.value)
    const checked = submission.ok ? check(submission.value) : submission
    if (!checked.ok) return checked
    const kept = { text: text.value, ...originalOf(outside.value, text.value, bytes) }
    return ok({ ...checked.value, kept })
  }

  return async (file) => {
    if ('reason' in file) return fail('FILE_NOT_OPENED', file)
    try {
      const bytes = new Uint8Array(file.bytes)
      const kind = containerOf(bytes)
      if (kind) return ok(kind)
      const { sizeBytes } = file
      if (sizeBytes === bytes.byteLength) return await readText(bytes)
      return fail('FILE_TOO_LARGE', { sizeBytes, limitBytes: sealedLimits.sizeBytes })
    } catch (cause) {
      return broken(cause)
    }
  }
}

/** What these rules find in a submission that was verified when it came, and kept under seal since. */
const keptBy =
  (judge: Judge) =>
  (text: string): Result<Findings> => {
    try {
      const judged = judge(contentOf(text))
      return judged.ok ? ok(judged.value.findings) : judged
    } catch (cause) {
      return broken(cause)
    }
  }

const sealSound = (key: CryptoKey, sound: readonly SoundFile[]): Promise<TextBlock> =>
  sealTexts(
    key,
    sound.map(({ arriving, kept }) => ({ digest: arriving.digest, ...kept })),
  )

/** Makes what checks and seals files of any name. */
export function makeFileChecker(setting: CheckSetting, written: WrittenRules) {
  const judge = makeJudge(setting, written)
  const check = checkBy(judge)
  const read = makeReader(setting, check)
  const { sealingKey } = setting

  /** Checks files together. */
  async function checkFiles(files: readonly GivenFile[]): Promise<CheckedFiles> {
    const all = await Promise.all(files.map(read))
    const sound = all.flatMap((each) => (each.ok && typeof each.value === 'object' ? [each.value] : []))
    const checked = all.map((each): CheckedFile => {
      if (!each.ok) return { kind: 'refused', error: each.error }
      if (typeof each.value === 'string') return { kind: each.value }
      const { kept: _kept, ...told } = each.value
      return { kind: 'submission', checked: told }
    })
    return sound.length > 0 ? { files: checked, block: await sealSound(sealingKey, sound) } : { files: checked }
  }

  /** Checks a pack as a stream, part by part; the first unsound line refuses the whole. */
  async function checkPack(file: Blob, { onManifest, onPart }: PackTaker): Promise<Result<Manifest>> {
    let sound: SoundFile[] = []
    let wrong: Extract<Result<never>, { ok: false }> | undefined
    async function hand(): Promise<void> {
      const part = sound
      sound = []
      if (part.length === 0) return
      const people = part.map(({ kept: _kept, ...checked }) => checked)
      untilUnwanted(await onPart({ people, block: await sealSound(sealingKey, part) }))
    }
    try {
      const manifest = await readPack(file.stream(), {
        onManifest: async (found) => untilUnwanted(await onManifest(found)),
        async onSubmission(submission) {
          const checked = check(submission)
          if (!checked.ok) wrong ??= checked
          else sound.push({ ...checked.value, kept: { text: submission.text } })
          if (sound.length === textsInBlock) await hand()
        },
      })
      if (!manifest.ok) return manifest
      if (wrong) return wrong
      await hand()
      return manifest
    } catch (cause) {
      return broken(cause)
    }
  }
  return { checkFiles, checkPack, checkKept: keptBy(judge) }
}

/** What begins as gzip is a pack, what begins as ZIP a folder of files. */
function containerOf(bytes: Uint8Array): 'pack' | 'zip' | undefined {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'pack'
  return beginsAsZip(bytes) ? 'zip' : undefined
}
