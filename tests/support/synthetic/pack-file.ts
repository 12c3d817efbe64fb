import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Unit } from '#core/unit/unit.ts'
import { aSigningKey } from '../signing-keys.ts'
import { syntheticPack } from './submissions.ts'

/** Writes a pack of so many people who do not exist, as a unit reports it. */
export async function writeSyntheticPack(path: string, count: number, unit: Unit): Promise<void> {
  const { stream } = await syntheticPack(count, { unit, key: await aSigningKey() })
  await pipeline(Readable.fromWeb(stream), createWriteStream(path))
}
