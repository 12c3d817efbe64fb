/** The browser engines the tests can drive. */
export const engines = ['chromium', 'firefox', 'webkit'] as const
/** One of them. */
export type Engine = (typeof engines)[number]

interface Capability {
  /** Where it is there. */
  readonly on: readonly Engine[]
  /** Why what needs it is not run elsewhere. */
  readonly elsewhere: string
}

/**
 * What an engine or its driver cannot do, with the reason: the one list of everything that is kept out of an engine.
 * Tests ask these names, never the engine; `docs/browsers.md` says which file asks what.
 */
export const capabilities = {
  hasDebugger: {
    on: ['chromium'],
    elsewhere:
      'only Chromium has a debugger that can compose with an input method, touch with a finger, force colours, count bytes, move the clock of a page, and check a manifest for installing',
  },
  hasPasskeyDevice: {
    on: ['chromium'],
    elsewhere: 'only Chromium’s debugger offers a passkey device without hardware',
  },
  writesFolders: {
    on: ['chromium'],
    elsewhere: 'the engine has no showDirectoryPicker: there the app offers no folder, which is tested instead',
  },
  canRunFirst: {
    on: ['chromium', 'firefox'],
    elsewhere: 'WebDriver, which WebKitGTK is driven by, has no command to run a script before the page’s own',
  },
  knowsOffline: {
    on: ['chromium', 'firefox'],
    elsewhere:
      'the driver cannot take the network from the browser: the server is gone instead, and the page is not told',
  },
  tabComesRound: {
    on: ['chromium'],
    elsewhere:
      'Tab goes on to the browser’s own bar, where no driver can follow it: a walk by keys turns round at the last place of the page',
  },
  opensPrivateWindow: {
    on: ['chromium'],
    elsewhere:
      'only Chromium’s driver opens a private window beside an ordinary one; what it answers is played elsewhere',
  },
  forgetsSites: {
    on: ['webkit'],
    elsewhere:
      'only Safari and what is built like it clear a site after seven days; what it answers is played elsewhere',
  },
  keepsFocusWhenSized: {
    on: ['chromium', 'firefox'],
    elsewhere: 'a window that is given another size, on a screen without a window manager, has lost the focus',
  },
  undoesTyping: {
    on: ['chromium', 'firefox'],
    elsewhere: 'Ctrl+Z of the driver goes to the window, not to the field’s own undo',
  },
  queuesKeys: {
    on: ['chromium', 'firefox'],
    elsewhere: 'WebKitGTK’s driver refuses a key while the one before it is still on its way',
  },
  keepsProfile: {
    on: ['chromium', 'firefox'],
    elsewhere:
      'WebKitGTK’s driven browser forgets everything when it ends, so nothing can be found again after it was killed; amid receiving the page is loaded anew instead',
  },
  hasStorageProcess: {
    on: ['webkit'],
    elsewhere: 'only WebKit keeps databases in a process of its own, which can die alone while the page lives',
  },
  holdsRequests: {
    on: ['chromium', 'firefox'],
    elsewhere: 'WebDriver has no command to hold up what a page asks its server for',
  },
  movesMouse: {
    on: ['chromium', 'firefox'],
    elsewhere: 'the shim presses what it is shown and has no mouse to move about',
  },
  tellsComplaints: {
    on: ['chromium', 'firefox'],
    elsewhere:
      'WebDriver does not tell what a page complains of: where a test expects no complaints, there it has heard none',
  },
} as const satisfies Record<string, Capability>

/** The name of something not every engine can do. */
export type CapabilityName = keyof typeof capabilities

/** Whether it is there. */
export function isThere(name: CapabilityName, engine: Engine): boolean {
  const { on }: Capability = capabilities[name]
  return on.includes(engine)
}
