import { sql } from 'kysely'
import { createHash, randomBytes } from 'node:crypto'
import { mostTasks, mostTokens, type ServerTask } from '#core/sync/tasks.ts'
import type { Reader, Writer } from './database.ts'
import { givenRows, joinToEach } from './given-rows.ts'
import { holdLog } from './log.ts'
import { newId } from './new-id.ts'

/** Why a token opens nothing. */
export type TokenRefusal = 'unknown' | 'revoked' | 'expired'

/** Marks what it is for whoever finds one; then 256 random bits. */
const tokenMark = 'cbt_'

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

interface NewTask {
  readonly id: string
  readonly orgId: string
  readonly deadline?: string
}

/** Opens a task for uploads; a task that is open stays as it is. False when another organisation has it. */
export async function openTask(writer: Writer, { id, orgId, deadline }: NewTask, now: number): Promise<boolean> {
  await writer
    .insertInto('task')
    .values({ id, org_id: orgId, deadline: deadline ?? null, created_at: now })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
  const task = await writer.selectFrom('task').select('org_id').where('id', '=', id).executeTakeFirstOrThrow()
  return task.org_id === orgId
}

/** When a token is made, and when it ends. */
interface TokenLife {
  readonly now: number
  readonly expiresAt?: number | null
}

/** Whether a task may have one more token; whoever makes one at the same moment waits here. */
async function hasRoom(writer: Writer, taskId: string): Promise<boolean> {
  await writer.updateTable('task').set({ id: taskId }).where('id', '=', taskId).execute()
  const { tokens } = await writer
    .selectFrom('task_token')
    .select(({ fn }) => fn.countAll<number>().as('tokens'))
    .where('task_id', '=', taskId)
    .executeTakeFirstOrThrow()
  return tokens < mostTokens
}

/** Makes one more token for a task, as long as it would be shown. */
export const issueAnother = async (writer: Writer, taskId: string, life: TokenLife) =>
  (await hasRoom(writer, taskId)) ? issueToken(writer, taskId, life) : undefined

/** Makes a token for a task. The token is told once; only its hash stays. */
export async function issueToken(
  writer: Writer,
  taskId: string,
  { now, expiresAt = null }: TokenLife,
): Promise<{ readonly id: string; readonly token: string }> {
  const id = newId(now)
  const token = `${tokenMark}${randomBytes(32).toString('base64url')}`
  await writer
    .insertInto('task_token')
    .values({ id, task_id: taskId, hash: hashOf(token), created_at: now, expires_at: expiresAt, revoked_at: null })
    .execute()
  return { id, token }
}

/** What opens a task, and which token it is when it was not there before. */
interface OpeningToken {
  readonly token: string
  readonly id?: string
}

/** Why a task is not opened: it is, or its token opens, somebody else's; or it has as many tokens as are shown. */
export type TaskRefusal = 'elsewhere' | 'full'

/**
 * Puts a token back that this server lost, unless it is there, in whatever state. Not when it opens another task, or
 * would not be shown.
 */
async function restoreToken(
  writer: Writer,
  taskId: string,
  { token, now, expiresAt = null }: TokenLife & { readonly token: string },
): Promise<OpeningToken | TaskRefusal> {
  const hash = hashOf(token)
  const made = (await hasRoom(writer, taskId))
    ? await writer
        .insertInto('task_token')
        .values({ id: newId(now), task_id: taskId, hash, created_at: now, expires_at: expiresAt, revoked_at: null })
        .onConflict((conflict) => conflict.column('hash').doNothing())
        .returning('id')
        .executeTakeFirst()
    : undefined
  const holder = await holderOf(writer, token)
  if (holder === undefined) return 'full'
  return holder === taskId ? { token, ...made } : 'elsewhere'
}

/** The task a token was made for, in whatever state it is. */
async function holderOf(reader: Reader, token: string): Promise<string | undefined> {
  const there = reader.selectFrom('task_token').select('task_id').where('hash', '=', hashOf(token))
  return (await there.executeTakeFirst())?.task_id
}

/** Opens a task and makes its first token, or puts the one back that was lost. What is refused leaves nothing behind. */
export async function openWithToken(
  writer: Writer,
  task: NewTask,
  { lost, ...life }: TokenLife & { readonly lost: string | undefined },
): Promise<OpeningToken | TaskRefusal> {
  if (lost !== undefined) {
    // Two tasks that claim it at the same moment wait for each other here.
    await holdLog(writer)
    const holder = await holderOf(writer, lost)
    if (holder !== undefined && holder !== task.id) return 'elsewhere'
  }
  if (!(await openTask(writer, task, life.now))) return 'elsewhere'
  if (lost === undefined) return (await issueAnother(writer, task.id, life)) ?? 'full'
  return restoreToken(writer, task.id, { ...life, token: lost })
}

/** Takes a token back from this moment on; one that was taken back stays so. Whether it was this call that did so. */
export async function revokeToken(
  writer: Writer,
  { taskId, tokenId, now }: { readonly taskId: string; readonly tokenId: string; readonly now: number },
): Promise<{ readonly revokedAt: number; readonly isNew: boolean } | undefined> {
  const token = writer
    .selectFrom('task_token')
    .select('revoked_at')
    .where('id', '=', tokenId)
    .where('task_id', '=', taskId)
  const found = await token.executeTakeFirst()
  if (!found) return undefined
  if (found.revoked_at !== null) return { revokedAt: found.revoked_at, isNew: false }
  await writer.updateTable('task_token').set({ revoked_at: now }).where('id', '=', tokenId).execute()
  return { revokedAt: now, isNew: true }
}

/** The task a token opens. */
export interface OpenedTask {
  readonly taskId: string
  readonly orgId: string
}

interface TokenRow {
  readonly id: string
  readonly org_id: string
  readonly hash: string
  readonly expires_at: number | null
  readonly revoked_at: number | null
}

/** The tasks that tokens open now, or why they open none; many are looked up at once. */
export async function tasksOfTokens(
  reader: Reader,
  tokens: readonly string[],
  now: number,
): Promise<readonly (OpenedTask | TokenRefusal)[]> {
  const hashes = tokens.map(hashOf)
  // As long as it is the same statement for any number of tokens, the database parses and plans it once.
  const { rows } = await sql<TokenRow>`
    with given as materialized (${givenRows(
      reader,
      [...new Set(hashes)].map((hash) => ({ hash })),
    )})
    select given.hash, token.expires_at, token.revoked_at, task.id, task.org_id
    from given ${joinToEach(reader, 'task_token', 'token', sql`token.hash = given.hash`)}
    join task on task.id = token.task_id`.execute(reader)
  const byHash = new Map(rows.map((row) => [row.hash, row]))
  return hashes.map((hash) => {
    const row = byHash.get(hash)
    if (!row) return 'unknown'
    if (row.revoked_at !== null) return 'revoked'
    if (row.expires_at !== null && row.expires_at <= now) return 'expired'
    return { taskId: row.id, orgId: row.org_id }
  })
}

type TaskRow = Readonly<Record<'id' | 'org_id', string>> & { deadline: string | null; created_at: number }

async function withTokens(reader: Reader, rows: readonly TaskRow[]): Promise<readonly ServerTask[]> {
  const ids = rows.map(({ id }) => id)
  if (ids.length === 0) return []
  const tokens = await reader.selectFrom('task_token').selectAll().where('task_id', 'in', ids).orderBy('id').execute()
  const counts = await reader
    .selectFrom('submission')
    .select(['task_id', ({ fn }) => fn.countAll<number>().as('count')])
    .where('task_id', 'in', ids)
    .groupBy('task_id')
    .execute()
  return rows.map(({ id, org_id: orgId, deadline, created_at: createdAt }) => ({
    id,
    orgId,
    deadline,
    createdAt,
    submissions: counts.find((each) => each.task_id === id)?.count ?? 0,
    tokens: tokens
      .filter((each) => each.task_id === id)
      // From before they were counted there may be more.
      .slice(-mostTokens)
      .map((each) => ({
        id: each.id,
        createdAt: each.created_at,
        expiresAt: each.expires_at,
        revokedAt: each.revoked_at,
      })),
  }))
}

/** A task with its tokens, without what opens it. */
export async function taskById(reader: Reader, id: string): Promise<ServerTask | undefined> {
  const row = await reader.selectFrom('task').selectAll().where('id', '=', id).executeTakeFirst()
  return (await withTokens(reader, row ? [row] : []))[0]
}

/** Tasks of one organisation, or of all at and below a path, the newest first. */
export async function tasksBelow(
  reader: Reader,
  { path, orgId }: { readonly path: string; readonly orgId: string | undefined },
): Promise<readonly ServerTask[]> {
  const below = reader
    .selectFrom('task')
    .innerJoin('org', 'org.id', 'task.org_id')
    .select(['task.id', 'task.org_id', 'task.deadline', 'task.created_at'])
    .where('org.path', '>=', path)
    // The path ends in a slash; the character after it ends the range.
    .where('org.path', '<', `${path.slice(0, -1)}0`)
  const wanted = orgId === undefined ? below : below.where('task.org_id', '=', orgId)
  return withTokens(reader, await wanted.orderBy('task.created_at', 'desc').limit(mostTasks).execute())
}
