/** What draws. */
export const shapes = new Set(['path', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon'])

/** Elements that may stay: shapes, their groups, and what shapes may be filled and clipped with. */
export const kept = new Set([...shapes, 'g', 'defs', 'linearGradient', 'radialGradient', 'stop', 'clipPath'])

/** Figures and lists of them, as in paths, points and transformations. */
const figures = /^[-+0-9.eE,%\s()A-Za-z]{0,100000}$/
const name = /^[\w.-]{1,100}$/
/** A colour, or a gradient of this very file. */
const paint =
  /^(?:none|currentColor|[a-z]{3,24}|#[0-9a-f]{3,8}|(?:rgb|hsl)a?\([-0-9.,%/\s deg]{1,60}\)|url\(\s*["']?#[\w.-]{1,100}["']?\s*\))$/i
const inside = /^url\(\s*["']?#[\w.-]{1,100}["']?\s*\)$/

/** What CSS and attributes may say alike. No dashes: short ones along a long line hold a browser up for minutes. */
const looks: Record<string, RegExp> = {
  fill: paint,
  stroke: paint,
  'stop-color': paint,
  'fill-opacity': figures,
  'fill-rule': name,
  'clip-rule': name,
  'clip-path': inside,
  opacity: figures,
  'stroke-linecap': name,
  'stroke-linejoin': name,
  'stroke-miterlimit': figures,
  'stroke-opacity': figures,
  'stroke-width': figures,
  'stop-opacity': figures,
  'paint-order': /^[a-z ]{1,40}$/,
  display: name,
  visibility: name,
}

const attributes: Record<string, RegExp> = {
  ...looks,
  id: name,
  viewBox: figures,
  preserveAspectRatio: /^[A-Za-z ]{1,40}$/,
  width: figures,
  height: figures,
  transform: figures,
  d: figures,
  points: figures,
  x: figures,
  y: figures,
  x1: figures,
  y1: figures,
  x2: figures,
  y2: figures,
  cx: figures,
  cy: figures,
  fx: figures,
  fy: figures,
  r: figures,
  rx: figures,
  ry: figures,
  offset: figures,
  pathLength: figures,
  gradientUnits: name,
  gradientTransform: figures,
  spreadMethod: name,
  clipPathUnits: name,
  // A gradient may go on from another of this file.
  href: /^#[\w.-]{1,100}$/,
  'xlink:href': /^#[\w.-]{1,100}$/,
}

/** May this attribute stay as it is? */
export function isHarmless(attribute: string, value: string): boolean {
  return Object.hasOwn(attributes, attribute) && attributes[attribute]?.test(value.trim()) === true
}

/** The declarations of a piece of CSS that say how a shape looks; everything else is left out. */
export function declarationsIn(css: string): [string, string][] {
  return css.split(';').flatMap((each): [string, string][] => {
    const at = each.indexOf(':')
    const [property, value] = [each.slice(0, at).trim(), each.slice(at + 1).trim()]
    return at > 0 && Object.hasOwn(looks, property) && looks[property]?.test(value) === true
      ? [[property, value]]
      : []
  })
}
