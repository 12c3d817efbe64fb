#!/usr/bin/env -S node --max-semi-space-size=8 --initial-old-space-size=96 --heap-growing-percent=25
import { exitCode } from './exit-code.ts'
import { localDate } from '#server/local-date.ts'
import { heedLostOutput, standardOutput as output } from './print.ts'

const usage = `用法：caibao 命令 …（caibao --help 显示这些）
  check 文件… [--json]      检查记录 JSON 或 .rpu；有必改项退出码 1，读不出 2
  sign 记录.json -o 文件.rpu [--key 密钥.jwk] [--reason 说明]
  verify 文件或文件夹… [--json] [--key 单位密钥.jwk] [--included 上报包.rpz|上报凭证]
                                              核对报送文件、上报包、采集任务、退回单、上报凭证、单位证书，并说由谁证明；
                                              --included 说报送文件，或单位改过的那份，在不在上报包里
  return 文件.rpu -o 退回单.rtn --unit 单位.json --key 签名密钥.jwk --comment 栏目=说明…
  correct 文件.rpu -o 改后.rpu --key 签名密钥.jwk --by 采集员 --set 栏目=新值 --reason 理由…  代本人修改，单位签名
  roster 文件夹或上报包 -o 名册表.pdf --unit 单位.json [--open-key 开封密钥.jwk] [--json]
                                              打印名册表；--order pinyin|stroke|unit 排序，--paper a4|a3，
                                              --columns 姓名,手机号码,… 选栏目和先后
  export 文件夹或上报包 -o 人员.xlsx|.csv|.json [--open-key 开封密钥.jwk] [--json]  导出
  verify --receipt 回执 [文件.rpu] [--server 服务器指纹]  核对服务器回执，及它是不是这份报送的
  verify --log [--json]     核对服务器（CAIBAO_DATA 或 DATABASE_URL 指明的）的日志有没有被改过，服务器不用停
  show 文件… [--key 单位密钥.jwk]             按表显示内容；密封的要有单位密钥
  pack 文件夹 -o 上报包.rpz --unit 单位.json --key 签名密钥.jwk [--open-key 开封密钥.jwk] [--json]
                                              检查后做成上报包；--roster 名册表校验码 核对与盖章的名册表一致，
                                              --certificate 单位证书.uct 附上单位证书
  merge 上报包… -o 汇总.rpz --unit 单位.json --key 签名密钥.jwk [--certificate 单位证书.uct] [--json]
                                              各单位的上报包汇总成一个
  certificate request -o 申请.ucr --unit 单位.json --key 签名密钥.jwk  向上级单位申请证书
  certificate issue 申请.ucr -o 证书.uct --unit 单位.json --key 签名密钥.jwk --fingerprint 指纹  签发下级证书
  serve [--host 地址] [--port 端口] [--data 数据文件夹]  启动服务器；其余设置写在环境变量里
  log [--kind 种类]… [--since 年-月-日] [--json]  服务器日志：谁在什么时候做了什么，新的在后；不改任何内容
  backup -o 备份.gz         备份服务器（CAIBAO_DATA 或 DATABASE_URL 指明的），服务器不用停
  restore 备份.gz [--data 数据文件夹]  恢复到空的数据文件夹或空的数据库（CAIBAO_DATA 或 DATABASE_URL 指明的，或 --data）
  erase --record 记录编号 | --digest 校验码    应本人要求，删除服务器上一个人的数据，日志留痕
  believe-clock --date 今天的日期    服务器怀疑系统日期、暂不按保存期删除时，确认日期没有错，日志留痕
  codes [build -o 文件 | docs]  代码表、方案版本与校验码
  codes sign -o 更新.scheme --key 密钥.jwk --publisher 单位名称  签名的方案更新，供装入

密钥.jwk 也可以是管理版保存的单位密钥文件（.key）：执行时问口令，或由环境变量 CAIBAO_PASSPHRASE_FILE 指明写有口令的文件`

// A command loads what it needs and nothing of the others.
const now = new Date()
const today = localDate(now)
const commands: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  check: async (args) => (await import('./check.ts')).runCheck(args, output, today),
  sign: async (args) => (await import('./sign.ts')).runSign(args, output, now),
  verify: async (args) => (await import('./verify.ts')).runVerify(args, output),
  show: async (args) => (await import('./show.ts')).runShow(args, output),
  return: async (args) => (await import('./return.ts')).runReturn(args, output, now),
  correct: async (args) => (await import('./correct.ts')).runCorrect(args, output, now),
  roster: async (args) => (await import('./roster.ts')).runRoster(args, output, now),
  export: async (args) => (await import('./export.ts')).runExport(args, output),
  pack: async (args) => (await import('./pack.ts')).runPack(args, output, now),
  merge: async (args) => (await import('./merge.ts')).runMerge(args, output, now),
  certificate: async (args) => (await import('./certificate.ts')).runCertificate(args, output, now),
  codes: async (args) => (await import('./codes.ts')).runCodes(args),
  serve: async (args) => (await import('./serve.ts')).runServe(args, output),
  log: async (args) => (await import('./log.ts')).runLog(args, output),
  backup: async (args) => (await import('./server-backup.ts')).runBackup(args, output),
  erase: async (args) => (await import('./erase.ts')).runErase(args, output),
  'believe-clock': async (args) => (await import('./believe-clock.ts')).runBelieveClock(args, output, now),
  restore: async (args) => (await import('./server-backup.ts')).runRestore(args, output),
}

const [name = '', ...args] = process.argv.slice(2)
const command = Object.hasOwn(commands, name) ? commands[name] : undefined
heedLostOutput()
if (process.argv.includes('--help')) {
  output.out(usage)
} else if (!command) {
  output.err(usage)
  process.exitCode = exitCode.unreadable
} else {
  try {
    const code = await command(args)
    // Output that was lost meanwhile has said how this ends.
    process.exitCode ??= code
  } catch (cause) {
    const { isMiswritten, sayThrown } = await import('./say-error.ts')
    output.err(`没有完成：${sayThrown(cause)}`)
    if (isMiswritten(cause)) output.err(`\n${usage}`)
    process.exitCode = exitCode.unreadable
  }
}
