interface Here {
  readonly navigator: { readonly onLine: boolean }
  readonly location: { readonly hostname: string }
}

const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/

/** False when there surely is no network; a server on this very machine is reached without any. */
export const hasNetwork = ({ navigator, location }: Here = window): boolean =>
  navigator.onLine || loopback.test(location.hostname)
