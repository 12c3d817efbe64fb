import type { ErrorMessages, NoAnswer } from './error-code.ts'

const causes: { readonly [W in NoAnswer]: string } = {
  offline: 'The server cannot be reached',
  timeout: 'The server did not answer for a long time',
  cut: 'The answer was cut off',
  foreign: 'What answered is not the Caibao server, perhaps a log-in page of the network or a proxy',
  busy: 'The server is busy',
  failed: 'The server had a fault',
}

const whens: { readonly [W in NoAnswer]: string } = {
  offline: 'once you are online',
  timeout: 'later',
  cut: 'later',
  foreign: 'after opening any web page and logging in to the network',
  busy: 'in a minute',
  failed: 'later',
}

/** {@link byHandMessages} in English. */
export const byHandMessagesEn = {
  PRESS_NOT_ANSWERED: ({ why }) =>
    why === 'busy'
      ? `${causes[why]}; this was not done, and nothing does it by itself. Press again ${whens[why]}.`
      : `${causes[why]}; this was not confirmed and does not count as done, and nothing does it by itself. Press again ${whens[why]}; if in doubt, reload first and see whether it was done.`,
  PAGE_NOT_READ: ({ why }) =>
    `${causes[why]}; what you wanted to see was not fetched, and nothing fetches it by itself. Try again ${whens[why]}, or reload this page.`,
  PAGE_NOT_RENEWED: ({ why }) =>
    `${causes[why]}; the figures were not renewed, and are fetched again by themselves in half a minute.${why === 'foreign' ? ' First open any web page and log in to the network.' : ''}`,
} satisfies Partial<ErrorMessages>
