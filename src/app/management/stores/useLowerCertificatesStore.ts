import { calculateJwkThumbprint } from 'jose'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import * as v from 'valibot'
import { usePlatform } from '#app/shared/platform.ts'
import { type Certificate, certificateKind, type CertificateRequest } from '#core/certificate/certificate.ts'
import { acceptableRequest, issueCertificate, readCertificateRequest } from '#core/certificate/issue-certificate.ts'
import type { AppError } from '#core/errors/error-code.ts'
import type { Result } from '#core/errors/result.ts'
import type { CertifiedKey } from '#core/review/acceptable-pack.ts'
import { readSignedFile } from '#core/signed/read-signed-file.ts'
import { compareFingerprint } from '#core/unit/fingerprint.ts'
import { onceAtATime } from './once-at-a-time.ts'
import { useRegisterStore } from './useRegisterStore.ts'
import { useUnitStore } from './useUnitStore.ts'

/** A certificate this unit issued, with the thumbprint of the key it is for. */
export interface IssuedCertificate {
  readonly certificate: Certificate
  readonly kid: string
}

const keptSchema = v.object({ text: v.string() })

/** 下级证书: requests of the units below, answered after the fingerprint was compared. */
export const useLowerCertificatesStore = defineStore('lower-certificates', () => {
  const { files, clock } = usePlatform()
  const units = useUnitStore()
  const registered = useRegisterStore()
  const issued = shallowRef<readonly IssuedCertificate[]>([])
  const request = shallowRef<CertificateRequest>()
  const heard = ref('')
  const error = shallowRef<AppError>()
  const compared = computed(() => compareFingerprint(heard.value, request.value?.signer ?? ''))
  /** The certificate that stands for the unit that asks: another key in it is being replaced. */
  const before = computed(() =>
    issued.value.find(({ certificate }) => orgOf(certificate) === request.value?.content.unit.orgCode),
  )
  /** The register is kept and does not hold the unit that asks. */
  const isUnregistered = computed(() => {
    const unit = request.value?.content.unit
    return unit !== undefined && !registered.opened.isEmpty && !registered.opened.holds(unit)
  })

  const orgOf = ({ content }: Certificate): string => content.unit.orgCode

  function keep<T>(result: Result<T>): T | undefined {
    error.value = result.ok ? undefined : result.error
    return result.ok ? result.value : undefined
  }

  async function read(text: string): Promise<readonly IssuedCertificate[]> {
    const certificate = await readSignedFile(text, certificateKind)
    if (!certificate.ok) return []
    return [
      { certificate: certificate.value, kid: await calculateJwkThumbprint(certificate.value.content.key, 'sha256') },
    ]
  }

  /** Latest first. */
  async function load(): Promise<void> {
    const kept = units.kept()
    const rows = kept.ok ? keep(await kept.value.list('certificate', keptSchema)) : undefined
    const all = (await Promise.all((rows ?? []).map(({ text }) => read(text)))).flat()
    const from = ({ certificate }: IssuedCertificate): string => certificate.content.validFrom
    issued.value = all.sort((a, b) => (from(a) < from(b) ? 1 : -1))
  }

  /** The keys certified here, for packs that arrive. */
  async function certifiedKeys(): Promise<readonly CertifiedKey[]> {
    await load()
    return issued.value.map(({ certificate, kid }) => ({
      orgCode: orgOf(certificate),
      kid,
      issuedAt: Date.parse(certificate.content.validFrom),
    }))
  }

  function dismiss(): void {
    request.value = undefined
    heard.value = ''
    error.value = undefined
  }

  /** Opens a request of a unit below; nothing is signed yet. */
  async function open(text: string): Promise<void> {
    dismiss()
    const found = keep(await readCertificateRequest(text))
    if (!found || !units.unit) return
    const acceptable = acceptableRequest(found, units.unit)
    error.value = acceptable.ok ? undefined : acceptable.error
    if (acceptable.ok) request.value = found
  }

  /** Signs the certificate once what was heard is the fingerprint of the request; its file is saved. */
  async function issue(validUntil: string): Promise<boolean> {
    const kept = units.kept()
    const issuer = units.stored
    if (!kept.ok || !issuer || !request.value || !compared.value.isSame) return false
    const id = crypto.randomUUID()
    const { content, signer } = request.value
    const known = before.value?.kid
    const replaces = known !== undefined && known !== signer ? known : content.replaces
    const terms = { id, validFrom: new Date(clock.now()).toISOString(), validUntil, replaces }
    const text = await issueCertificate(request.value, terms, { unit: issuer.unit, key: issuer.keys.signing })
    const written = await kept.value.put('certificate', id, { text })
    if (!written.ok) {
      error.value = written.error
      return false
    }
    dismiss()
    await load()
    const made = issued.value.find(({ certificate }) => certificate.content.id === id)
    if (made) await save(made)
    return true
  }

  async function save({ certificate: { content, text } }: IssuedCertificate): Promise<void> {
    const fileName = `${content.unit.name}_单位证书_${content.validFrom.slice(0, 10).replaceAll('-', '')}.uct`
    await files.save({ fileName, text, type: 'application/json' })
  }

  const issuing = onceAtATime(issue)
  return {
    issued,
    request,
    heard,
    error,
    compared,
    before,
    isUnregistered,
    load,
    certifiedKeys,
    open,
    dismiss,
    isIssuing: issuing.isRunning,
    issue: issuing.run,
    save,
  }
})
