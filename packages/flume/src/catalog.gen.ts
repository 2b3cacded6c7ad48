// Written by `npm run generate`; do not edit.
import type { ComponentSpec, Lower } from '@sluice/component';

export const components: readonly ComponentSpec[] = [
];

export const lowerings: { readonly [componentId: string]: Lower } = {
};
