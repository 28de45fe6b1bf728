/** What the tests of the window's pure modules use of Node: its own types would be one dependency more. */
declare module "node:test" {
  export function test(name: string, body: () => void): void;
}

declare module "node:assert/strict" {
  export function ok(value: unknown, say?: string): asserts value;
  export function equal(actual: unknown, expected: unknown, say?: string): void;
  export function deepEqual(actual: unknown, expected: unknown, say?: string): void;
  export function match(actual: string, expected: RegExp, say?: string): void;
}
