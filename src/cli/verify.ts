import { parseArgs } from 'node:util'
import type { AppError } from '#core/errors/error-code.ts'
import { visibleText } from '#core/characters/visible-text.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import { formatDigest } from '#core/submission/digest.ts'
import type { Submission } from '#core/submission/submission.ts'
import type { OpeningKey } from '#core/unit/unit.ts'
import { formatFingerprint } from '#core/unit/fingerprint.ts'
import { loadTables } from '#server/scheme/load-scheme.ts'
import { nodeFileCrypto } from '#server/intake/node-file-crypto.ts'
import { certifiedBy } from './certified.ts'
import { exitCode, gravest } from './exit-code.ts'
import { findBesideArchives, stillPacked } from './people-files.ts'
import { makeProgress } from './progress.ts'
import { isGzip, readPackFile } from './pack-file.ts'
import type { Output } from './print.ts'
import { readTextFile, unsealed } from './read-input.ts'
import { noteRenamed, type RenamedNotes } from './renamed-text.ts'
import { readReported, type Reported, toldOf } from './reported.ts'
import { sayError } from './say-error.ts'
import { readSignedByUnit, type SignedByUnit } from './signed-by-unit.ts'
import { readOpeningKeys } from './signing-key.ts'
import { verifyStandingLog } from './verify-log.ts'
import { verifyReceipt } from './verify-receipt.ts'

const usage =
  '用法：caibao verify 文件或文件夹… [--json] [--key 单位密钥.jwk] [--included 上报包.rpz|上报凭证] [--receipt 回执 [--server 服务器指纹]]；caibao verify --log [--json]'

interface Asked {
  readonly output: Output
  readonly asJson: boolean
  readonly keys: readonly OpeningKey[]
  /** The submissions must be among these. */
  readonly reported: Reported | undefined
  /** To note in what a code means something else by now. */
  readonly noteRenamed: () => Promise<RenamedNotes>
}

interface Wrong {
  readonly code: AppError['code']
  readonly message: string
}

function tellWrong(file: string, { code, message }: Wrong, { output, asJson }: Asked): void {
  if (asJson) output.out(JSON.stringify({ file, ok: false, error: { code, message } }))
  else output.err(`${file}: ${message}（${code}）`)
}

const tellError = (file: string, error: AppError, asked: Asked): void =>
  tellWrong(file, { code: error.code, message: sayError(error) }, asked)

function tellSigned(file: string, { facts, lines, certified }: SignedByUnit, { output, asJson }: Asked): number {
  const exit = certified.isWrong ? exitCode.refused : exitCode.ok
  if (asJson) {
    output.out(JSON.stringify({ file, ok: true, ...facts, ...certified.facts }))
    return exit
  }
  output.out(`${file}: 签名有效`)
  for (const line of [...lines, `  ${certified.line}`]) output.out(`  ${visibleText(line)}`)
  return exit
}

/** Gives whether it is among those it must be among. */
async function tellSubmission(file: string, submission: Submission, asked: Asked): Promise<boolean> {
  const { output, asJson, reported } = asked
  const { content, digest, signers } = submission
  const { revision, createdAt, previous, scheme } = content
  const told = reported && toldOf(submission, reported)
  const isAmong = told?.isReported ?? true
  const renamed = await asked.noteRenamed()
  renamed.take(content)
  if (asJson) {
    const facts = {
      digest,
      signers,
      revision,
      createdAt,
      ...(previous && { previous }),
      scheme,
      ...told?.facts,
      ...renamed.facts(),
    }
    output.out(JSON.stringify({ file, ok: isAmong, ...facts }))
    return isAmong
  }
  output.out(`${file}: 签名有效`)
  output.out(`  校验码 ${formatDigest(digest)}  第 ${revision} 次报送  ${visibleText(createdAt)}`)
  output.out(`  方案 ${visibleText(scheme.id)} ${visibleText(scheme.version)}  签名密钥 ${signers.join(' ')}`)
  for (const line of [...(told?.lines ?? []), ...renamed.lines()]) output.out(`  ${visibleText(line)}`)
  return isAmong
}

async function verifyPack(file: string, asked: Asked): Promise<number> {
  const renamed = await asked.noteRenamed()
  const manifest = await readPackFile(file, { onSubmission: ({ content }) => renamed.take(content) })
  if (!manifest.ok) {
    tellError(file, manifest.error, asked)
    return exitCode.refused
  }
  const { content, digest, signer, certificates } = manifest.value
  const { unit, count, root, createdAt, scheme, merged = [] } = content
  const certified = await certifiedBy(certificates, { unit, signer, at: createdAt })
  const exit = certified.isWrong ? exitCode.refused : exitCode.ok
  if (asked.asJson) {
    const facts = {
      kind: 'pack',
      digest,
      signer,
      unit: unit.name,
      orgCode: unit.orgCode,
      count,
      root,
      createdAt,
      scheme,
      ...renamed.facts(),
    }
    asked.output.out(JSON.stringify({ file, ok: true, ...facts, ...certified.facts }))
    return exit
  }
  asked.output.out(`${file}: 签名有效，${count} 份报送文件逐份核对无误`)
  asked.output.out(visibleText(`  ${unit.name}（${unit.orgCode}）  ${createdAt}  校验码 ${formatDigest(digest)}`))
  asked.output.out(visibleText(`  方案 ${scheme.id} ${scheme.version}`))
  for (const lower of merged) {
    asked.output.out(visibleText(`  汇总 ${lower.unit.name} ${lower.count} 人  校验码 ${formatDigest(lower.digest)}`))
  }
  asked.output.out(visibleText(`  单位指纹 ${formatFingerprint(signer)}  ${certified.line}`))
  for (const line of renamed.lines()) asked.output.out(visibleText(`  ${line}`))
  return exit
}

async function verifyFile(file: string, asked: Asked): Promise<number> {
  if (await isGzip(file).catch(() => false)) return verifyPack(file, asked)
  const written = await readTextFile(file)
  if (!written.ok) {
    tellError(file, written.error, asked)
    return exitCode.unreadable
  }
  const signed = await readSignedByUnit(written.value)
  if (signed?.ok) return tellSigned(file, signed.value, asked)
  const text = signed ?? (await unsealed(written.value, asked.keys))
  const submission = text.ok ? await readSubmission(text.value, nodeFileCrypto) : text
  if (!submission.ok) {
    tellError(file, submission.error, asked)
    return exitCode.refused
  }
  return (await tellSubmission(file, submission.value, asked)) ? exitCode.ok : exitCode.refused
}

const endings = ['.rpu', '.rpz', '.task', '.rtn', '.ucr', '.uct', '_上报凭证.json'] as const

/** The files that are meant; a folder that holds none is told of. */
async function filesIn(paths: readonly string[], asked: Asked): Promise<{ files: readonly string[]; exit: number }> {
  const files: string[] = []
  let exit: number = exitCode.ok
  for (const path of paths) {
    const found = await findBesideArchives(path, ...endings)
    if (found.ok) files.push(...found.value.files)
    else tellError(path, found.error, asked)
    const archives = found.ok ? found.value.archives : []
    for (const file of archives) tellWrong(file, { code: 'FILE_NOT_OPENED', message: stillPacked }, asked)
    if (!found.ok || archives.length > 0) exit = exitCode.unreadable
  }
  return { files, exit }
}

/** A receipt is for one submission at most; the log lies with the server. */
function isUsable(files: number, { receipt, log }: { receipt: string | undefined; log: boolean }): boolean {
  if (log) return files === 0 && receipt === undefined
  return receipt === undefined ? files > 0 : files <= 1
}

/** `verify FILE|DIR…`: checks that files are whole and signed as they say, and tells who certifies the unit that signed. */
export async function runVerify(args: readonly string[], output: Output): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      key: { type: 'string' },
      included: { type: 'string' },
      receipt: { type: 'string' },
      server: { type: 'string' },
      log: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  })
  const { receipt, server, log } = values
  if (!isUsable(positionals.length, { receipt, log })) {
    output.err(usage)
    return exitCode.unreadable
  }
  if (log) return verifyStandingLog(output, values.json)
  const keys = await readOpeningKeys(values.key)
  if (receipt !== undefined) return verifyReceipt({ receipt, file: positionals[0], server, keys, output })
  let loading: ReturnType<typeof loadTables> | undefined
  const noting = async (): Promise<RenamedNotes> => noteRenamed(await (loading ??= loadTables()))
  const asked: Asked = { output, asJson: values.json, keys, reported: undefined, noteRenamed: noting }
  const reported = values.included === undefined ? undefined : await readReported(values.included)
  if (reported?.ok === false) {
    tellError(values.included ?? '', reported.error, asked)
    return exitCode.unreadable
  }
  const { files, exit } = await filesIn(positionals, asked)
  let worst = exit
  const tell = makeProgress(output, '核对', { asJson: values.json, total: files.length })
  for (const [index, file] of files.entries()) {
    worst = gravest([worst, await verifyFile(file, { ...asked, reported: reported?.value })])
    tell(index + 1)
  }
  return worst
}
