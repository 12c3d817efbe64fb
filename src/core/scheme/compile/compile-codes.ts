import { ruleFunctions } from '#core/rules/functions/library.ts'
import { makeManifest, type SchemeBundle } from '#core/scheme/bundle.ts'
import type { Guide } from '#core/guide/guide.ts'
import { compileGuide } from './compile-guide.ts'
import { checkEnglish } from './compile-english.ts'
import { compileRules, type RuleSources } from './compile-rules.ts'
import type { CodesFiles } from './codes-files.ts'
import { compileScheme } from './compile-scheme.ts'
import { compileTables } from './compile-tables.ts'
import type { Problem } from './problem.ts'

/** What `codes/` compiles to, with the rules as written. */
export interface CompiledCodes {
  readonly bundle: SchemeBundle
  readonly sources: RuleSources
  readonly guide: Guide
}

const byPlace = (a: Problem, b: Problem): number => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1)

/**
 * Compiles the files of `codes/` (path → text) into one bundle: tables, then the scheme that offers them, then the
 * rules that read both. Any mistake gives problems with file and line instead.
 */
export async function compileCodes(
  files: CodesFiles,
): Promise<CompiledCodes | { readonly problems: readonly Problem[] }> {
  const { tables, problems: tableProblems } = compileTables(files)
  const problems: Problem[] = [...tableProblems]
  const scheme = compileScheme(files, tables, problems)
  if (!scheme) return { problems: problems.sort(byPlace) }
  const { rules, sources } = compileRules(files, { scheme, tables }, ruleFunctions, problems)
  const guide = compileGuide(files, scheme, sources, problems)
  checkEnglish(files, { scheme, sources, guide }, problems)
  if (!guide || problems.length > 0) return { problems: problems.sort(byPlace) }
  const parts = { scheme, rules, tables }
  return { bundle: { manifest: await makeManifest(parts), ...parts }, sources, guide }
}
