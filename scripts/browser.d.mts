export function findBrowser(environment?: NodeJS.ProcessEnv, platform?: NodeJS.Platform): string | undefined;
export function findWindowedBrowser(environment?: NodeJS.ProcessEnv, platform?: NodeJS.Platform): string | undefined;
export function findFirefox(environment?: NodeJS.ProcessEnv): string | undefined;
