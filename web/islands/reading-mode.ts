/** Loaded when the first page is drawn, by the review's island: what it takes to show pages as text. */
export { createReadingModeSwitch } from './reading-mode/switch.ts'
