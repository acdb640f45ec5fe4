/** Whether dist/ is at least as new as every source. */
export function isBuilt(): boolean;
/** Throws with the compiler's own output when it fails; what was built before stays then. */
export function build(): void;
