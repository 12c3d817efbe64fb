/** Whether this browser erases what a site stored after seven days without a visit: Safari, while it is not installed. */
export function isForgetfulBrowser(): boolean {
  const { userAgent } = navigator
  const isSafari = /Safari\//.test(userAgent) && !/Chrom|CriOS|Edg|FxiOS|Android/.test(userAgent)
  return isSafari && !matchMedia('(display-mode: standalone)').matches
}
