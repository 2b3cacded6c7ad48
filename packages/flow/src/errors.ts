/** A list of patches does not fit the flow: somebody else removed what it changes, or it would break the document. */
export class FlowPatchConflict extends Error {
  readonly code = 'FLOW_PATCH_CONFLICT';
  readonly path: readonly (string | number)[];

  constructor(message: string, path: readonly (string | number)[] = []) {
    super(message);
    this.name = 'FlowPatchConflict';
    this.path = path;
  }
}

/** An edit names something the flow does not have, or would break the document. A programming error of the caller. */
export class FlowEditError extends Error {
  readonly code = 'FLOW_EDIT_REFUSED';

  constructor(message: string) {
    super(message);
    this.name = 'FlowEditError';
  }
}
