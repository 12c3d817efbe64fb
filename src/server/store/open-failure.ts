import { NoAnswer } from './no-answer.ts'
import { type DataPlace, placeOf } from './place-of.ts'

type Said = (place: string) => string

const noHost: Said = (place) => `找不到数据库 ${place} 的主机。请核对 DATABASE_URL 里的主机名，和这台机器的域名解析。`
const noEntry: Said = (place) =>
  `数据库 ${place} 不认 DATABASE_URL 里的用户或口令。请核对；口令里的特殊字符要写成 %40 这样的形式。`

const notFromHere: Said = (place) =>
  `数据库 ${place} 不让这个用户从这里连接：用户名不对，或 pg_hba.conf 里没有允许它的一行；只许加密的（hostssl），请在 DATABASE_URL 末尾写 ?sslmode=verify-full。`

const outOfDate: Said = (place) =>
  `数据库 ${place} 的证书过期了或还没有生效（或这台机器的日期不对），没有连接。请换证书，或把日期改对，再启动。`

const notTrusted: Said = (place) =>
  `数据库 ${place} 的证书核对不过，没有连接。DATABASE_URL 里的主机名要与证书上的一致；自己的根证书用 ?sslmode=verify-full&sslrootcert=根证书文件 写明（docs/operations.zh-CN.md 第 5 节）。`
const noTls: Said = (place) =>
  `数据库 ${place} 没有开 TLS，而 DATABASE_URL 里写了 ?sslmode=…。请在 PostgreSQL 上开 TLS（ssl = on 和证书）；数据库就在本机时可以去掉 sslmode。`

/** What the system and PostgreSQL say. */
const ofPostgres: Readonly<Record<string, Said>> = {
  ECONNREFUSED: (place) =>
    `连不上数据库 ${place}：那里没有 PostgreSQL 在等连接（ECONNREFUSED）。请启动它，或核对 DATABASE_URL 里的主机和端口。`,
  ENOTFOUND: noHost,
  EAI_AGAIN: noHost,
  '28P01': noEntry,
  '28000': notFromHere,
  '3D000': (place) =>
    `没有 ${place} 这个数据库。请先建好（docs/operations.zh-CN.md 第 5 节），或核对 DATABASE_URL 末尾的名字。`,
  '42501': (place) =>
    `数据库用户在 ${place} 里没有建表和读写的权限（42501）。请以这个用户为属主建数据库（createdb --owner 用户，docs/operations.zh-CN.md 第 5 节）；已经建好的：ALTER DATABASE 数据库 OWNER TO 用户；用 pg_restore 恢复的，请加 --no-owner、以这个用户重新恢复到空的数据库。`,
  EISDIR: (place) =>
    `没有连接数据库 ${place}：DATABASE_URL 里 sslrootcert（或 sslcert、sslkey）写的是文件夹，不是证书文件（EISDIR）。请写明里面的那个文件。`,
  CERT_HAS_EXPIRED: outOfDate,
  CERT_NOT_YET_VALID: outOfDate,
  DEPTH_ZERO_SELF_SIGNED_CERT: notTrusted,
  SELF_SIGNED_CERT_IN_CHAIN: notTrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: notTrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: notTrusted,
  ERR_TLS_CERT_ALTNAME_INVALID: notTrusted,
}

const noAnswer: Said = (place) =>
  `数据库 ${place} 一直没有回答，可能正在恢复备份。请等恢复结束再启动；没有在恢复的，请确认 PostgreSQL 在运行，中间的连接没有断。`

const noRight: Said = (place) =>
  `没有读写数据文件夹 ${place} 的权限。请用 CAIBAO_DATA 写明服务自己的文件夹，以服务的用户运行，或请管理员开放权限。`

const noFolder: Said = (place) =>
  `数据文件夹 ${place} 是文件，不是文件夹，或者写在一个文件里面。请用 CAIBAO_DATA（恢复时也可以用 --data）写明一个文件夹。`

const noRoom: Said = (place) => `数据文件夹 ${place} 所在的磁盘满了，请清出空间再启动。`

const ofFolder: Readonly<Record<string, Said>> = {
  EACCES: noRight,
  EPERM: noRight,
  EEXIST: noFolder,
  ENOTDIR: noFolder,
  ENOSPC: noRoom,
  EROFS: (place) =>
    `数据文件夹 ${place} 所在的磁盘是只读的，或者没有这个磁盘。请让它可以写，或用 CAIBAO_DATA 写明别处的文件夹。`,
}

const full = 13
/** SQLITE_IOERR_SHMSIZE: no room for the file its processes share. */
const fullForShared = 4874

/** What the embedded database says, by its number. */
const ofSqlite: Readonly<Record<number, Said>> = {
  5: (place) => `数据文件夹 ${place} 里的数据库正被别的程序占用（可能正在恢复备份），一直没有等到。请等它结束再启动。`,
  8: (place) =>
    `数据文件夹 ${place} 里的数据库只能读，不能写。请核对 CAIBAO_DATA；如果用别的用户（如 root）运行过命令，请把整个文件夹的属主改回服务的用户。`,
  11: (place) =>
    `数据文件夹 ${place} 里的数据库损坏了（没有复制完整，或磁盘出了错）。请停止服务，原来的文件夹留着不动，把备份恢复到新的文件夹，再让 CAIBAO_DATA 指向它（docs/operations.zh-CN.md 第 8 节）。`,
  [full]: noRoom,
  14: (place) =>
    `打不开数据文件夹 ${place} 里的数据库。请核对 CAIBAO_DATA，以服务的用户运行，并确认这个用户能读写整个文件夹。`,
  26: (place) =>
    `数据文件夹 ${place} 里的 caibao.sqlite 不是数据库，或者开头就坏了；没有改动它。请核对 CAIBAO_DATA；文件夹没有写错时，请把备份恢复到新的文件夹，再让 CAIBAO_DATA 指向它（docs/operations.zh-CN.md 第 8 节）。`,
}

// Of a folder that a disk which can only be read does not take, Node says that the folder is not there.
const isNotMade = (cause: object): boolean => 'syscall' in cause && cause.syscall === 'mkdir'

function codeOf(cause: object): string {
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
  return code === 'ENOENT' && isNotMade(cause) ? 'EROFS' : code
}

// The lowest byte says what it is, the others how it came to it.
function numberOf(cause: object): number {
  const number = 'errcode' in cause && typeof cause.errcode === 'number' ? cause.errcode : 0
  return number === fullForShared ? full : number & 0xff
}

/** A file that the address names and nobody could open; one of the program’s own is not meant. */
function withoutFile(cause: object, databaseUrl: string): Said | undefined {
  if (!('syscall' in cause && cause.syscall === 'open' && 'path' in cause)) return undefined
  const [name] = [...new URL(databaseUrl).searchParams].find(([, value]) => value === cause.path) ?? []
  if (name === undefined) return undefined
  return (place) =>
    `没有连接数据库 ${place}：读不到 DATABASE_URL 里 ${name} 写的证书文件 ${String(cause.path)}（${codeOf(cause)}）。请核对路径，并让服务的用户读得到它。`
}

/** A socket file that the address leads to, where no server made one. */
function withoutSocket(thrown: Error): Said | undefined {
  const { cause } = thrown
  const isSocket = cause instanceof Error && codeOf(cause) === 'ENOENT' && 'address' in cause
  if (!isSocket) return undefined
  return (place) =>
    `连不上数据库 ${place}：没有 ${String(cause.address)} 这个套接字文件（ENOENT），那里没有 PostgreSQL 在运行。请启动它，或核对 DATABASE_URL 里写的文件夹和端口。`
}

/** What has no code: nothing came at all, or what the package for PostgreSQL says itself. */
function withoutCode(cause: Error): Said | undefined {
  if (cause.message.includes('does not support SSL')) return noTls
  return cause instanceof NoAnswer && cause.isSilence ? noAnswer : undefined
}

const damaged: ReadonlySet<string> = new Set(['EEXIST', 'ENOTDIR'])
const damagedNumbers: ReadonlySet<number> = new Set([11, 26])
const unwritable: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS'])
const unwritableNumbers: ReadonlySet<number> = new Set([8, 14])

/** Why the database did not open, with the setting that says where it is and what to do; of nothing else. */
export function sayOpenFailure(cause: unknown, settings: DataPlace): string | undefined {
  if (!(cause instanceof Error)) return undefined
  const { databaseUrl } = settings
  const say =
    databaseUrl === undefined
      ? (ofFolder[codeOf(cause)] ?? ofSqlite[numberOf(cause)])
      : (ofPostgres[codeOf(cause)] ?? withoutFile(cause, databaseUrl) ?? withoutSocket(cause) ?? withoutCode(cause))
  return say?.(placeOf(settings))
}

/** A database that did not open, in words. */
export class NotOpened extends Error {
  readonly place: string
  /** Whether the data folder lets nobody write, or not this user. */
  readonly isUnwritable: boolean
  /** Whether what lies there is no database, or no whole one. */
  readonly isDamaged: boolean

  constructor(words: string, settings: DataPlace, cause: unknown) {
    super(words, { cause })
    this.place = placeOf(settings)
    const ofData = cause instanceof Error && settings.databaseUrl === undefined ? cause : {}
    this.isUnwritable = unwritable.has(codeOf(ofData)) || unwritableNumbers.has(numberOf(ofData))
    this.isDamaged = damaged.has(codeOf(ofData)) || damagedNumbers.has(numberOf(ofData))
  }
}

/** What is done at the start, with such a failure in words. */
export function openingInWords<T>(settings: DataPlace, opening: Promise<T>): Promise<T> {
  return opening.catch((cause: unknown) => {
    const why = sayOpenFailure(cause, settings)
    throw why === undefined ? cause : new NotOpened(why, settings, cause)
  })
}
