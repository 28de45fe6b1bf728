/** The part of lit-html 3.3 that the panel uses. */
export interface TemplateResult {
  readonly _$litType$: number;
  readonly strings: TemplateStringsArray;
  readonly values: readonly unknown[];
}
export declare const nothing: unique symbol;
export declare function html(strings: TemplateStringsArray, ...values: readonly unknown[]): TemplateResult;
export declare function svg(strings: TemplateStringsArray, ...values: readonly unknown[]): TemplateResult;
export declare function render(value: TemplateResult | typeof nothing, container: HTMLElement): unknown;
