/** The routes of the portal, as its router has them: a route that is added is tried without being listed anywhere. */
import type { Express, Router } from 'express';

export interface Route {
  /** As Express has it: with `:id` and `*rest`. */
  path: string;
  /** Upper case. */
  methods: readonly string[];
}

/** What the router keeps for each of its entries (`router` 2). */
interface Layer {
  rawPath: string | string[];
  route?: { path: string | string[]; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
}

/** Every route, also of routers within routers; `methods` are all that a path answers. */
export function routesOf(app: Express): Route[] {
  const found = new Map<string, Set<string>>();
  for (const { path, methods } of within(app.router, '')) {
    const known = found.get(path) ?? new Set();
    for (const method of methods) known.add(method);
    found.set(path, known);
  }
  return [...found].map(([path, methods]) => ({ path, methods: [...methods] }));
}

function within(router: Router | Layer['handle'], above: string): Route[] {
  const layers = (router as { stack?: Layer[] }).stack ?? [];
  return layers.flatMap(({ rawPath, route, handle }) => {
    if (!route) return [rawPath].flat().flatMap(path => within(handle, above + (path === '/' ? '' : path)));
    const methods = Object.keys(route.methods).map(method => (method === '_all' ? 'POST' : method.toUpperCase()));
    return [route.path].flat().map(path => ({ path: above + path, methods }));
  });
}
