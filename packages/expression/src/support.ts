/** What printed JavaScript calls: pass it as `$`. */
export const expressionRuntime: { readonly [name: string]: (...values: never[]) => unknown } = {};
