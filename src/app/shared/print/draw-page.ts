import type { DrawnFont, DrawnRun, PageDrawing } from '#core/print/page-drawing.ts'

/** Glyphs ready to be drawn, by font and glyph. */
export type GlyphShapes = readonly { readonly font: DrawnFont; readonly paths: readonly Path2D[] }[]

const lineWidth = 0.4
const white = '#fff'
const black = '#000'
const fullGray = 255

/** Makes the outlines once for all pages. */
export const glyphShapes = (fonts: readonly DrawnFont[]): GlyphShapes =>
  fonts.map((font) => ({ font, paths: font.paths.map((path) => new Path2D(path)) }))

function drawRun(pen: CanvasRenderingContext2D, { font, size, glyphs }: DrawnRun, shapes: GlyphShapes): number {
  const shape = shapes[font]
  if (!shape) return 0
  const scale = size / shape.font.unitsPerEm
  pen.save()
  pen.scale(scale, scale)
  let width = 0
  for (const glyph of glyphs) {
    const path = shape.paths[glyph]
    if (path) pen.fill(path)
    const advance = shape.font.advances[glyph] ?? 0
    pen.translate(advance, 0)
    width += advance
  }
  pen.restore()
  return width * scale
}

function drawText(pen: CanvasRenderingContext2D, runs: readonly DrawnRun[], shapes: GlyphShapes): void {
  for (const run of runs) pen.translate(drawRun(pen, run, shapes), 0)
}

/** Draws a page as wide as its canvas stands on the screen: ink on white paper, whatever colours the app has. */
export function drawPage(canvas: HTMLCanvasElement, { width, height, steps }: PageDrawing, shapes: GlyphShapes): void {
  const pixels = Math.round(canvas.clientWidth * window.devicePixelRatio)
  const pen = canvas.getContext('2d')
  if (!pen || pixels === 0) return
  const scale = pixels / width
  canvas.width = pixels
  canvas.height = Math.round(height * scale)
  pen.fillStyle = white
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.setTransform(scale, 0, 0, -scale, 0, height * scale)
  pen.lineWidth = lineWidth
  for (const step of steps) {
    pen.fillStyle = black
    pen.save()
    if (step.kind === 'frame') pen.strokeRect(step.box.x, step.box.y, step.box.width, step.box.height)
    else if (step.kind === 'shade') {
      const level = Math.round(step.gray * fullGray)
      pen.fillStyle = `rgb(${level} ${level} ${level})`
      for (const box of step.boxes) pen.fillRect(box.x, box.y, box.width, box.height)
    } else {
      pen.translate(step.x, step.y)
      drawText(pen, step.runs, shapes)
    }
    pen.restore()
  }
}
