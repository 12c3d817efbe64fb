import type { Writer } from './database.ts'

/** A nonce of a device, good until its request would be refused for its time. */
export interface UsedNonce {
  readonly device: string
  readonly nonce: string
  readonly expiresAt: number
}

/** Marks nonces as used; true for each that was not. What has expired goes. */
export async function useNonces(
  writer: Writer,
  nonces: readonly UsedNonce[],
  now: number,
): Promise<readonly boolean[]> {
  await writer.deleteFrom('used_nonce').where('expires_at', '<', now).execute()
  const fresh: boolean[] = []
  for (const { device, nonce, expiresAt } of nonces) {
    const { numInsertedOrUpdatedRows } = await writer
      .insertInto('used_nonce')
      .values({ device, nonce, expires_at: expiresAt })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow()
    fresh.push(numInsertedOrUpdatedRows === 1n)
  }
  return fresh
}
