export function findBrowser(environment?: NodeJS.ProcessEnv, platform?: NodeJS.Platform): string | undefined;
