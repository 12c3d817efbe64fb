import { calculateJwkThumbprint } from 'jose'
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import * as v from 'valibot'
import type { StoredUnit } from '#app/platform/storage/unit-storage.ts'
import { usePlatform } from '#app/shared/platform.ts'
import { certificatesIn, checkCertificates, type Standing } from '#core/certificate/check-certificates.ts'
import { certificateKind } from '#core/certificate/certificate.ts'
import { signCertificateRequest } from '#core/certificate/issue-certificate.ts'
import type { AppError } from '#core/errors/error-code.ts'
import type { Result } from '#core/errors/result.ts'
import { certificatesSchema } from '#core/signed/signed-file.ts'
import { readSignedFile } from '#core/signed/read-signed-file.ts'
import { readKeyFile, writeKeyFile } from '#core/unit/key-file.ts'
import { importAllKeys } from './import-all-keys.ts'
import { useUnitStore } from './useUnitStore.ts'

const keptSchema = v.object({ kid: v.string(), certificates: certificatesSchema })

/** As many key pairs as a key file may hold. */
const mostEarlier = 16

/** 单位证书 of this unit: asked for above, installed, and the key it speaks of. */
export const useOwnCertificateStore = defineStore('own-certificate', () => {
  const { unitDesk, files, clock } = usePlatform()
  const units = useUnitStore()
  const kid = ref('')
  const standing = shallowRef<Standing>()
  const error = shallowRef<AppError>()
  /** The unit whose key `kid` names: another tab may have given it another since. */
  let seen: StoredUnit | undefined

  const nowText = (): string => new Date(clock.now()).toISOString()

  function keep<T>(result: Result<T>): T | undefined {
    error.value = result.ok ? undefined : result.error
    return result.ok ? result.value : undefined
  }

  /** The certificates of the key; after a restore they come from the backup of the store, as far as they fit it. */
  async function ownCertificates(): Promise<readonly string[]> {
    const { certificates } = seen?.keys.signing ?? {}
    if (certificates) return certificates
    const kept = units.kept()
    const rows = kept.ok ? await kept.value.list('ownCertificate', keptSchema) : kept
    return rows.ok ? (rows.value.find((row) => row.kid === kid.value)?.certificates ?? []) : []
  }

  /** What the certificates prove today; an error when they ran out. */
  async function load(): Promise<void> {
    if (!units.stored) return
    seen = units.stored
    const { unit, keys } = seen
    kid.value = await calculateJwkThumbprint(keys.signing.publicJwk, 'sha256')
    const certificates = await ownCertificates()
    standing.value = keep(await checkCertificates(certificates, { unit, signer: kid.value, at: nowText() }))
    const isFound = keys.signing.certificates === undefined && standing.value?.kind === 'certified'
    if (isFound) await write(certificates)
  }

  /** Puts the certificates beside the key they were compared with, then into the store, which is backed up. */
  async function write(certificates: readonly string[]): Promise<boolean> {
    const kept = units.kept()
    if (!seen) return false
    const beside = kept.ok ? await (await unitDesk()).units.setCertificates(certificates, seen) : kept
    const own = { kid: kid.value, certificates }
    const written = beside.ok && kept.ok ? await kept.value.put('ownCertificate', own.kid, own) : beside
    await units.load()
    if (units.stored?.keyFile === seen.keyFile) seen = units.stored
    if (!written.ok) error.value = written.error
    return written.ok
  }

  /** Saves the request that the unit above answers; it names the key that was used before, if there was one. */
  async function request(): Promise<void> {
    if (!units.stored) return
    const { unit, keys, earlier = [] } = units.stored
    const [before] = earlier
    const replaces = before && { replaces: await calculateJwkThumbprint(before.signing, 'sha256') }
    const content = { unit, requestedAt: nowText(), ...replaces }
    const text = await signCertificateRequest(content, keys.signing)
    const day = clock.today().replaceAll('-', '')
    await files.save({ fileName: `${unit.name}_证书申请_${day}.ucr`, text, type: 'application/json' })
  }

  /** Installs a certificate for exactly this name and key; true when it stands. */
  async function install(text: string): Promise<boolean> {
    if (!units.stored) return false
    const certificate = keep(await readSignedFile(text, certificateKind))
    if (!certificate) return false
    const { unit } = units.stored
    const certificates = certificatesIn(certificate)
    if (!keep(await checkCertificates(certificates, { unit, signer: kid.value, at: nowText() }))) return false
    const isWritten = await write(certificates)
    const failed = error.value
    await load()
    // What another tab has put there stands and is shown, and why these are not.
    error.value = failed ?? error.value
    return isWritten && error.value === undefined
  }

  /** New keys in the place of the old, which stay in the new key file; the passphrase of an officer opens the old one. */
  async function changeKeys(officer: string, officers: readonly string[]): Promise<boolean> {
    const { keyFile: oldKeyFile } = units.stored ?? {}
    const old = oldKeyFile !== undefined && keep(await readKeyFile(oldKeyFile, officer))
    if (!old) return false
    const desk = await unitDesk()
    const { unit, signing, opening, earlier = [] } = old
    const before = [{ signing, opening }, ...earlier].slice(0, mostEarlier)
    const content = { unit, ...(await desk.makeKeyPairs()), earlier: before }
    const next = { ...(await importAllKeys(desk, content)), keyFile: await writeKeyFile(content, officers) }
    const written = await desk.units.changeKeys(next, oldKeyFile)
    if (!written.ok) {
      error.value = written.error
      return false
    }
    await units.load()
    await load()
    return error.value === undefined
  }

  return { kid, standing, error, load, request, install, changeKeys }
})
