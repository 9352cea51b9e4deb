import type { WidgetKind } from './document-parts.ts'

/** Points. */
export type WidgetSize = { w: number; h: number }

/** The size of a widget of which nothing else is said: the only one that the Web API gives. */
export const usualSize: Record<WidgetKind, WidgetSize> = {
  text: { w: 200, h: 24 },
  seal: { w: 56, h: 56 },
  checkbox: { w: 16, h: 16 },
}

/**
 * How small and how large a widget may be made in the console. The smallest free text has room for a line of six points in
 * every script, the smallest seal for a family name; seals and checkboxes are square.
 */
export const sizeLimits: Record<WidgetKind, { least: WidgetSize; most: WidgetSize; square: boolean }> = {
  text: { least: { w: 24, h: 14 }, most: { w: 2000, h: 2000 }, square: false },
  seal: { least: { w: 30, h: 30 }, most: { w: 140, h: 140 }, square: true },
  checkbox: { least: { w: 10, h: 10 }, most: { w: 40, h: 40 }, square: true },
}
