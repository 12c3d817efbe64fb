import { NoAnswer } from './no-answer.ts'
import { type DataPlace, placeOf } from './place-of.ts'

type Said = (place: string) => string

const noHost: Said = (place) => `找不到数据库 ${place} 的主机。请核对 DATABASE_URL 里的主机名，和这台机器的域名解析。`
const noEntry: Said = (place) =>
  `数据库 ${place} 不认 DATABASE_URL 里的用户或口令。请核对；口令里的特殊字符要写成 %40 这样的形式。`

/** What the system and PostgreSQL say. */
const ofPostgres: Readonly<Record<string, Said>> = {
  ECONNREFUSED: (place) =>
    `连不上数据库 ${place}：那里没有 PostgreSQL 在等连接（ECONNREFUSED）。请启动它，或核对 DATABASE_URL 里的主机和端口。`,
  ENOTFOUND: noHost,
  EAI_AGAIN: noHost,
  '28P01': noEntry,
  '28000': noEntry,
  '3D000': (place) =>
    `没有 ${place} 这个数据库。请先建好（docs/operations.zh-CN.md 第 5 节），或核对 DATABASE_URL 末尾的名字。`,
}

const noAnswer: Said = (place) =>
  `数据库 ${place} 一直没有回答，可能正在恢复备份。请等恢复结束再启动；没有在恢复的，请确认 PostgreSQL 在运行，中间的连接没有断。`

const noRight: Said = (place) =>
  `没有读写数据文件夹 ${place} 的权限。请用 CAIBAO_DATA 写明服务自己的文件夹，以服务的用户运行，或请管理员开放权限。`

const ofFolder: Readonly<Record<string, Said>> = { EACCES: noRight, EPERM: noRight }

/** What the embedded database says, by its number. */
const ofSqlite: Readonly<Record<number, Said>> = {
  5: (place) => `数据文件夹 ${place} 里的数据库正被别的程序占用（可能正在恢复备份），一直没有等到。请等它结束再启动。`,
  8: (place) =>
    `数据文件夹 ${place} 里的数据库只能读，不能写。请核对 CAIBAO_DATA；如果用别的用户（如 root）运行过命令，请把整个文件夹的属主改回服务的用户。`,
  14: (place) =>
    `打不开数据文件夹 ${place} 里的数据库。请核对 CAIBAO_DATA，以服务的用户运行，并确认这个用户能读写整个文件夹。`,
}

const codeOf = (cause: object): string => ('code' in cause && typeof cause.code === 'string' ? cause.code : '')
// The lowest byte says what it is, the others how it came to it.
const numberOf = (cause: object): number =>
  'errcode' in cause && typeof cause.errcode === 'number' ? cause.errcode & 0xff : 0

/** Why the database did not open, with the setting that says where it is and what to do; of nothing else. */
export function sayOpenFailure(cause: unknown, settings: DataPlace): string | undefined {
  if (!(cause instanceof Error)) return undefined
  const silence = cause instanceof NoAnswer && cause.isSilence ? noAnswer : undefined
  const say =
    settings.databaseUrl === undefined
      ? (ofFolder[codeOf(cause)] ?? ofSqlite[numberOf(cause)])
      : (ofPostgres[codeOf(cause)] ?? silence)
  return say?.(placeOf(settings))
}

/** What is done at the start, with such a failure in words. */
export function openingInWords<T>(settings: DataPlace, opening: Promise<T>): Promise<T> {
  return opening.catch((cause: unknown) => {
    const why = sayOpenFailure(cause, settings)
    throw why === undefined ? cause : new Error(why, { cause })
  })
}
