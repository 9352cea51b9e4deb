import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
// TypeScript 7 has no compiler API; ts-morph brings the former one along.
import { ts } from '@ts-morph/common'

/** A file of ours, with its path from the project's root. */
export type Source = { path: string; text: string }

/** One import, export from, `import()` or type `import('…')`. `to`: a path of ours, or a package's name. */
export type Import = { from: string; to: string; typeOnly: boolean }

/** All TypeScript of the project that people write, tests and scripts included; `npm run sdk` writes the one left out. */
export const sources: Source[] = globSync(
  '{domain,contract,server,web,sdk,bench,scripts,tests}/**/*.{ts,tsx}',
)
  .filter((path) => path !== 'sdk/web-api.ts')
  .toSorted()
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }))

export const isTest = (path: string): boolean => path.startsWith('tests/') || path.includes('.test.')

/** What is delivered. */
export const product = sources.filter(
  ({ path }) => /^(domain|contract|server|web|sdk)\//.test(path) && !isTest(path),
)

/** Lines as `wc -l` counts them. */
export const linesOf = ({ text }: Source): number => text.split('\n').length - 1

const parsed = product.map(({ path, text }) => {
  const kind = path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS
  return { path, tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false, kind) }
})

/** Every import of the product, in order of the files. */
export const imports: Import[] = []

/** Files with type assertions (`as T`; `as const` asserts nothing), and how many. */
export const casts = new Map<string, number>()

for (const { path, tree } of parsed) read(path, tree)

function read(path: string, node: ts.Node): void {
  const target = importIn(node)
  if (target !== null) imports.push({ from: path, to: placeOf(path, target.name), typeOnly: target.typeOnly })
  if (ts.isAsExpression(node) && !ts.isConstTypeReference(node.type)) {
    casts.set(path, (casts.get(path) ?? 0) + 1)
  }
  ts.forEachChild(node, (child) => read(path, child))
}

function importIn(node: ts.Node): { name: string; typeOnly: boolean } | null {
  if (ts.isImportDeclaration(node)) return named(node.moduleSpecifier, node.importClause?.isTypeOnly === true)
  if (ts.isExportDeclaration(node)) return named(node.moduleSpecifier, node.isTypeOnly)
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
    return named(node.argument.literal, true)
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return named(node.arguments[0], false)
  }
  return null
}

function named(node: ts.Node | undefined, typeOnly: boolean): { name: string; typeOnly: boolean } | null {
  return node !== undefined && ts.isStringLiteral(node) ? { name: node.text, typeOnly } : null
}

function placeOf(from: string, name: string): string {
  if (name.startsWith('#')) return name.slice(1)
  return name.startsWith('.') ? normalize(join(dirname(from), name)) : name
}
