import * as v from 'valibot'
import type { Scheme, Sheet } from '#core/scheme/scheme.ts'
import { sheetSourceSchema } from '#core/scheme/scheme-schema.ts'
import { checkSheet } from './check-sheet.ts'
import type { CodesFiles, TablesById } from './codes-files.ts'
import type { Problem } from './problem.ts'
import { checkShape, readYaml } from './read-yaml.ts'

const headFile = 'codes/scheme/scheme.yaml'
const text = v.pipe(v.string(), v.nonEmpty())
const headSchema = v.strictObject({ id: text, version: text, name: text, sheets: v.pipe(v.array(text), v.nonEmpty()) })

function compileSheet(key: string, files: CodesFiles, tables: TablesById, problems: Problem[]): Sheet | undefined {
  const file = `codes/scheme/${key}.yaml`
  const yaml = readYaml(file, files.get(file) ?? '', problems)
  const sheet = yaml && checkShape(sheetSourceSchema, yaml, problems)
  if (!sheet) return undefined
  if (sheet.key !== key) problems.push({ file, line: yaml.lineOf(['key']), message: `“key”应为“${key}”，与文件名相同` })
  checkSheet(sheet, tables, (path, message) => problems.push({ file, line: yaml.lineOf(path), message }))
  return sheet
}

/** Compiles `codes/scheme/`: the head names the sheets, each sheet is a file beside it. */
export function compileScheme(files: CodesFiles, tables: TablesById, problems: Problem[]): Scheme | undefined {
  const yaml = readYaml(headFile, files.get(headFile) ?? '', problems)
  const head = yaml && checkShape(headSchema, yaml, problems)
  if (!head) return undefined
  const sheets = head.sheets.flatMap((key, index): readonly Sheet[] => {
    const line = yaml.lineOf(['sheets', index])
    if (head.sheets.indexOf(key) !== index) problems.push({ file: headFile, line, message: `表“${key}”写了两次` })
    if (!files.has(`codes/scheme/${key}.yaml`)) {
      problems.push({ file: headFile, line, message: `没有文件 codes/scheme/${key}.yaml` })
      return []
    }
    const sheet = compileSheet(key, files, tables, problems)
    return sheet ? [sheet] : []
  })
  for (const file of files.keys()) {
    const name = /^codes\/scheme\/(.+)\.yaml$/.exec(file)?.[1]
    if (name !== undefined && file !== headFile && !head.sheets.includes(name)) {
      problems.push({ file, line: 1, message: `${headFile} 的 sheets 里没有“${name}”` })
    }
  }
  return { id: head.id, version: head.version, name: head.name, sheets }
}
