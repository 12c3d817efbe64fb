import { parseArgs } from 'node:util'
import { visibleText } from '#core/characters/visible-text.ts'
import { ok, type Result } from '#core/errors/result.ts'
import { officialRow } from '#core/record/place-in.ts'
import { type PersonRecord, type Row, rowsOf } from '#core/record/record.ts'
import type { Field, Sheet } from '#core/scheme/scheme.ts'
import { formatDigest } from '#core/submission/digest.ts'
import type { OpeningKey } from '#core/unit/unit.ts'
import { earlierText } from './earlier-text.ts'
import { givenUpLines } from './given-up-lines.ts'
import { exitCode, gravest } from './exit-code.ts'
import { type LoadedScheme, loadScheme } from '#server/scheme/load-scheme.ts'
import type { Output } from './print.ts'
import { type Input, readInput, readTextFile } from './read-input.ts'
import { sayError } from './say-error.ts'
import { readSignedByUnit } from './signed-by-unit.ts'
import { readOpeningKeys } from './signing-key.ts'

function shownValue(field: Field, value: string, record: PersonRecord, { tables }: LoadedScheme): string {
  if (field.kind !== 'code') return value
  const name = tables.table(field.table)?.get(value)?.name ?? record.names?.[field.table]?.[value]
  return name === undefined ? `${value}（代码表中没有）` : `${name} [${value}]`
}

function rowLines(row: Row, sheet: Sheet, record: PersonRecord, loaded: LoadedScheme): readonly string[] {
  return sheet.fields.flatMap((field) => {
    const value = row[field.key] ?? ''
    return value === '' ? [] : [`    ${field.label}：${shownValue(field, value, record, loaded)}`]
  })
}

function sheetLines(sheet: Sheet, record: PersonRecord, loaded: LoadedScheme): readonly string[] {
  const rows = rowsOf(record, sheet.key)
  const head = `【${sheet.title}】${rows.length === 0 ? ' 留空' : ''}`
  const numberOf = (index: number): readonly string[] => (sheet.kind === 'rows' ? [`  ${officialRow(index + 1)}`] : [])
  const lines = rows.flatMap((row, index) => numberOf(index).concat(rowLines(row, sheet, record, loaded)))
  return [head, ...lines]
}

function linesOf({ record, submission, earlier }: Input, loaded: LoadedScheme): readonly string[] {
  const head = submission
    ? [
        `报送文件 第 ${submission.content.revision} 次  校验码 ${formatDigest(submission.digest)}  ${submission.content.createdAt}`,
        ...(earlier === undefined ? [] : [`  ${earlierText(earlier)}`]),
      ]
    : []
  const sheets = loaded.bundle.scheme.sheets.flatMap((sheet) => sheetLines(sheet, record, loaded))
  const givenUp = givenUpLines(record, loaded.bundle.scheme)
  const reasons = submission?.content.warnings ?? []
  const reasonLines = reasons.map(({ rule, path, reason }) => `  说明 ${rule} ${path}：${reason}`)
  return [...head, ...sheets, ...givenUp, ...reasonLines]
}

async function linesOfFile(
  file: string,
  loaded: LoadedScheme,
  keys: readonly OpeningKey[],
): Promise<Result<readonly string[]>> {
  const text = await readTextFile(file)
  const signed = text.ok ? await readSignedByUnit(text.value) : undefined
  if (signed) return signed.ok ? ok([...signed.value.lines, `  ${signed.value.certified.line}`]) : signed
  const input = await readInput(file, loaded.bundle.scheme, keys)
  return input.ok ? ok(linesOf(input.value, loaded)) : input
}

/** `show FILE…`: a record, submission, task or return slip as people read it. */
export async function runShow(args: readonly string[], output: Output): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { key: { type: 'string' } },
    allowPositionals: true,
  })
  if (positionals.length === 0) {
    output.err('用法：caibao show 文件… [--key 单位密钥.jwk]')
    return exitCode.unreadable
  }
  const loaded = await loadScheme()
  const keys = await readOpeningKeys(values.key)
  const exits: number[] = []
  for (const file of positionals) {
    const lines = await linesOfFile(file, loaded, keys)
    exits.push(lines.ok ? exitCode.ok : exitCode.unreadable)
    if (!lines.ok) output.err(`${file}: ${sayError(lines.error)}（${lines.error.code}）`)
    else for (const line of lines.value) output.out(visibleText(line))
  }
  return gravest(exits)
}
