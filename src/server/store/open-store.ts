import { allMigrations } from '../migrations/all-migrations.ts'
import type { AnswerLimits } from './answer-limits.ts'
import type { Engine } from './engine.ts'
import { migrate, mustBeOurs } from './migrate.ts'
import { createForgetting, type ForgettingSettings } from './forgetting.ts'
import { openingInWords } from './open-failure.ts'
import type { DataPlace } from './place-of.ts'
import { openPostgres } from './postgres-engine.ts'
import { retrying } from './retrying.ts'
import { openSqlite } from './sqlite-engine.ts'
import type { Store } from './store.ts'

/** Where the server keeps what it is given. */
export interface StoreSettings extends DataPlace {
  readonly forgetting?: ForgettingSettings
  /** How long PostgreSQL may be silent. */
  readonly answerLimits?: AnswerLimits
  /** What becomes of a schema that is earlier than this version: it is brought to it, refused, or left as it is. */
  readonly earlier?: 'upgraded' | 'refused' | 'left'
}

async function openEngine(settings: StoreSettings): Promise<Engine> {
  const { dataFolder, databaseUrl, earlier = 'upgraded', answerLimits } = settings
  const engine = databaseUrl === undefined ? openSqlite(dataFolder) : await openPostgres(databaseUrl, answerLimits)
  try {
    if (earlier === 'upgraded') await migrate(engine, allMigrations)
    else await mustBeOurs(engine, allMigrations, earlier)
    return engine
  } catch (cause) {
    await engine.close()
    throw cause
  }
}

/** Opens the database and brings its schema to this version, unless it is to stay as it is; whoever starts it is told what is wrong with where it is. */
export async function openStore(settings: StoreSettings): Promise<Store> {
  const engine = await openingInWords(settings, openEngine(settings))
  const { forgetting } = settings
  const forgetful = createForgetting(engine, forgetting)
  const writing = (writer: Engine['writer']): Store['write'] => {
    return (work) => retrying(engine, () => writer.transaction().execute(work))
  }
  return {
    engine: engine.name,
    types: engine.types,
    reader: engine.reader,
    write: writing(engine.writer),
    prompt: {
      engine: engine.name,
      reader: engine.prompt ?? engine.reader,
      write: writing(engine.prompt ?? engine.writer),
    },
    snapshot: (work) => engine.snapshot(work),
    forget: () => forgetful.forget(),
    close() {
      forgetful.stop()
      return engine.close()
    },
  }
}
