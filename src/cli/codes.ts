import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ruleFunctions } from '#core/rules/functions/library.ts'
import { writeRulesDoc } from '#core/scheme/compile/write-rules-doc.ts'
import { codesFolder, compiledBundle, compileSources } from '#server/scheme/read-codes.ts'
import { publishScheme } from '#core/scheme/scheme-file.ts'
import { exitCode } from './exit-code.ts'
import { type Output, standardOutput } from './print.ts'
import { readSigningKey } from './signing-key.ts'
import { writeWholeText } from './write-whole-file.ts'

const usage =
  '用法：caibao codes | caibao codes build -o 文件 | caibao codes sign -o 文件.scheme --key 密钥.jwk --publisher 单位名称 | caibao codes docs'
const constructedMarks = { no: '', partly: '部分自编', yes: '自编' } as const

async function listCodes(output: Output): Promise<number> {
  const { manifest, scheme, tables } = await compiledBundle()
  output.out(`方案 ${scheme.name}  ${manifest.id} ${manifest.version}`)
  output.out(`校验码 ${manifest.digest}`)
  for (const { id, title, codes, version, constructed } of Object.values(tables)) {
    output.out([id, title, `${codes.length} 项`, version, constructedMarks[constructed]].join('\t').trimEnd())
  }
  return exitCode.ok
}

async function buildBundle(file: string, output: Output): Promise<number> {
  const bundle = await compiledBundle()
  await writeWholeText(file, JSON.stringify(bundle))
  output.err(`已写入 ${file}  校验码 ${bundle.manifest.digest}`)
  return exitCode.ok
}

interface Publishing {
  readonly file: string
  readonly key: string
  readonly publisher: string
}

async function signBundle({ file, key, publisher }: Publishing, output: Output): Promise<number> {
  const bundle = await compiledBundle()
  const publishedAt = new Date().toISOString()
  const text = await publishScheme(bundle, { publisher, publishedAt }, await readSigningKey(key))
  await writeWholeText(file, text)
  const { version, digest } = bundle.manifest
  output.err(`已写入 ${file}  ${version} 版  校验码 ${digest}`)
  return exitCode.ok
}

async function writeDocs(output: Output): Promise<number> {
  const { bundle, sources } = await compileSources()
  const file = join(codesFolder, '..', 'docs', 'rules.md')
  await writeFile(file, writeRulesDoc({ scheme: bundle.scheme, ...sources, functions: ruleFunctions }))
  output.err('已写入 docs/rules.md')
  return exitCode.ok
}

interface Asked {
  readonly task: string | undefined
  readonly output?: string | undefined
  readonly key?: string | undefined
  readonly publisher?: string | undefined
}

/** What was asked for, ready to be run; undefined when it makes no sense. */
function taskOf({ task, output: file, key, publisher }: Asked, output: Output): (() => Promise<number>) | undefined {
  if (task === 'sign') return file && key && publisher ? () => signBundle({ file, key, publisher }, output) : undefined
  if (task === 'build') return file ? () => buildBundle(file, output) : undefined
  if (file !== undefined) return undefined
  if (task === undefined) return () => listCodes(output)
  return task === 'docs' ? () => writeDocs(output) : undefined
}

/**
 * `codes`: what the scheme holds; `codes build -o FILE`: the whole bundle; `codes sign`: an update for apps to install;
 * `codes docs`: the page of the rules.
 */
export async function runCodes(args: readonly string[], output: Output = standardOutput): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { output: { type: 'string', short: 'o' }, key: { type: 'string' }, publisher: { type: 'string' } },
    allowPositionals: true,
  })
  const [task, ...rest] = positionals
  const run = rest.length === 0 ? taskOf({ task, ...values }, output) : undefined
  if (run) return run()
  output.err(usage)
  return exitCode.unreadable
}
