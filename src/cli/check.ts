import { parseArgs } from 'node:util'
import { visibleText } from '#core/characters/visible-text.ts'
import { renamedCodes } from '#core/review/renamed-codes.ts'
import type { Issue } from '#core/rules/issue.ts'
import { earlierText } from './earlier-text.ts'
import { exitCode, gravest } from './exit-code.ts'
import { type LoadedScheme, loadScheme } from '#server/scheme/load-scheme.ts'
import type { Output } from './print.ts'
import { readInput } from './read-input.ts'
import { sayError } from './say-error.ts'

const marks = { error: '必改', warning: '提醒', info: '提示' } as const

interface FileReport {
  readonly file: string
  readonly ok: boolean
  /** The earlier version of the scheme it was made with. */
  readonly earlier?: string
  readonly issues: readonly Pick<Issue, 'rule' | 'severity' | 'path' | 'message'>[]
  readonly error?: { readonly code: string; readonly message: string }
}

/** All issues of a record as it would be taken in: what clean-up changes is reported too. */
function issuesOf(loaded: LoadedScheme, record: Parameters<LoadedScheme['engine']['check']>[0], today: string) {
  const cleaned = loaded.engine.clean(record)
  const changes = cleaned.changes.map(({ rule, path, message }) => ({ rule, severity: 'info' as const, path, message }))
  const found = [
    ...loaded.engine.check(cleaned.record, { today }),
    ...renamedCodes(cleaned.record, loaded.scheme, loaded.tables),
  ]
  return [...changes, ...found.map(({ rule, severity, path, message }) => ({ rule, severity, path, message }))]
}

async function checkFile(file: string, loaded: LoadedScheme, today: string): Promise<FileReport> {
  const input = await readInput(file, loaded.bundle.scheme, [])
  if (!input.ok) {
    return { file, ok: false, issues: [], error: { code: input.error.code, message: sayError(input.error) } }
  }
  const issues = issuesOf(loaded, input.value.record, today)
  const { earlier } = input.value
  const isSound = issues.every(({ severity }) => severity !== 'error')
  return { file, ok: isSound, ...(earlier !== undefined && { earlier }), issues }
}

function printReport(report: FileReport, output: Output): void {
  if (report.error) return output.err(`${report.file}: ${report.error.message}（${report.error.code}）`)
  output.out(`${report.file}: ${report.ok ? '没有必改项' : '有必改项'}`)
  if (report.earlier !== undefined) output.out(`  ${earlierText(report.earlier)}`)
  for (const { severity, rule, path, message } of report.issues) {
    output.out(`  ${marks[severity]} ${rule} ${visibleText(path)} ${visibleText(message)}`)
  }
}

const exitOf = ({ ok, error }: FileReport): number =>
  error ? exitCode.unreadable : ok ? exitCode.ok : exitCode.refused

/** `check FILE…`: runs all rules on record JSON or `.rpu` files. */
export async function runCheck(args: readonly string[], output: Output, today: string): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { json: { type: 'boolean', default: false } },
    allowPositionals: true,
  })
  if (positionals.length === 0) {
    output.err('用法：caibao check 文件… [--json]')
    return exitCode.unreadable
  }
  const loaded = await loadScheme()
  const exits: number[] = []
  for (const file of positionals) {
    const report = await checkFile(file, loaded, today)
    exits.push(exitOf(report))
    if (values.json) output.out(JSON.stringify(report))
    else printReport(report, output)
  }
  return gravest(exits)
}
