/** Where the certificate and its key lie. */
export interface CertificatePaths {
  readonly certificate: string
  readonly key: string
}

/** Reads `TLS_CERT` and `TLS_KEY`; absent when neither is set. */
export function readCertificatePaths(env: Readonly<Record<string, string | undefined>>): CertificatePaths | undefined {
  const [certificate, key] = [env['TLS_CERT'] ?? '', env['TLS_KEY'] ?? '']
  if (certificate === '' && key === '') return undefined
  if (certificate === '' || key === '')
    throw new RangeError(
      `TLS_CERT（证书文件）和 TLS_KEY（私钥文件）要一起写，现在缺 ${certificate === '' ? 'TLS_CERT' : 'TLS_KEY'}。不用 https 时两个都不要写。`,
    )
  return { certificate, key }
}
