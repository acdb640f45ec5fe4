/** A relying party that somebody wrote as a module: its default export is a {@link RelyingParty} or makes one. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { RelyingParty } from '../target.ts';
import { AskedWrongly } from './askedWrongly.ts';

/**
 * Loads it; `.ts` through tsx.
 *
 * @param path against the working directory.
 * @throws {AskedWrongly} when there is no such file, it cannot be loaded, or it exports something else.
 */
export async function moduleTarget(path: string): Promise<RelyingParty> {
  const made = await make(path, await defaultExportOf(`module:${path}`, path));
  const missing = whatIsMissing(made);
  if (missing) throw new AskedWrongly(`module:${path}: its default export is no relying party: ${missing}`);
  return made as RelyingParty;
}

/**
 * The default export of a file; `.ts` through tsx.
 *
 * @param asked as the user named it, for complaints.
 * @throws {AskedWrongly} when there is no such file, or it cannot be loaded.
 */
export async function defaultExportOf(asked: string, path: string): Promise<unknown> {
  const file = resolve(path);
  if (path === '' || !existsSync(file)) throw new AskedWrongly(`${asked}: there is no such file`);
  return defaultExport(await load(asked, path, pathToFileURL(file).href));
}

async function load(asked: string, path: string, url: string): Promise<{ default?: unknown }> {
  try {
    if (!/\.[cm]?ts$/.test(path)) return await import(url);
    const { tsImport } = await import('tsx/esm/api');
    return await tsImport(url, import.meta.url);
  } catch (error) {
    throw new AskedWrongly(`${asked} cannot be loaded: ${firstLine(error)}`);
  }
}

/** In a package that does not say `"type": "module"`, tsx makes a `.ts` file a CommonJS module: its exports come one level down. */
function defaultExport({ default: exported }: { default?: unknown }): unknown {
  const wrapped =
    typeof exported === 'object' && exported !== null && '__esModule' in exported && 'default' in exported;
  return wrapped ? exported.default : exported;
}

async function make(path: string, exported: unknown): Promise<unknown> {
  if (typeof exported !== 'function') return exported;
  try {
    return await exported();
  } catch (error) {
    throw new AskedWrongly(`module:${path}: its factory failed: ${firstLine(error)}`);
  }
}

/** The first line of what an error says. */
export function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split('\n')[0]!;
}

/** What keeps a value from being a relying party, in words. */
function whatIsMissing(value: unknown): string | undefined {
  if (value === undefined) return 'there is no default export';
  if (typeof value !== 'object' || value === null) return `it is ${value === null ? 'null' : `a ${typeof value}`}`;
  const rp = value as Partial<Record<keyof RelyingParty, unknown>>;
  for (const member of ['name', 'origin', 'rpId'] as const)
    if (typeof rp[member] !== 'string') return `${member} is not a string`;
  if (!(rp.supports instanceof Set)) return 'supports is not a Set';
  if (typeof rp.visit !== 'function') return 'visit is not a function';
  return undefined;
}
