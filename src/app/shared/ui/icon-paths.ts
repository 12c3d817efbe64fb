const circle = 'M10 2.5a7.5 7.5 0 1 0 0 15a7.5 7.5 0 1 0 0-15z'

/** Outlines of the icons on a grid of 20. */
export const iconPaths = {
  error: `${circle} M10 6v5 M10 13.8v.2`,
  warning: 'M10 3L2.5 16.5h15z M10 8.5v4 M10 14.4v.1',
  info: `${circle} M10 9.2v4.6 M10 6.4v.1`,
  done: 'M4 10.5l4 4l8-9',
  empty: circle,
  saved: `${circle} M6.5 10.2l2.5 2.5l4.5-5`,
  offline: 'M3 3l14 14 M4.5 9.5a8 8 0 0 1 3-1.8 M15.5 9.5a8 8 0 0 0-4.5-2.2 M7.5 12.7a4 4 0 0 1 5 0 M10 15.9v.1',
  lock: 'M5 9h10v7.5H5z M7 9V6.5a3 3 0 0 1 6 0V9',
  undo: 'M6.5 4L3 7.5L6.5 11 M3 7.5h9a4.5 4.5 0 0 1 0 9H8',
  redo: 'M13.5 4L17 7.5L13.5 11 M17 7.5H8a4.5 4.5 0 0 0 0 9h4',
  tree: 'M4 4h5 M6.5 4v11h3.5 M6.5 9.5h3.5 M12 9.5h4 M12 15h4',
} as const

/** Name of an icon. */
export type IconName = keyof typeof iconPaths
