/** A database put back to where it was, whatever was done to it meanwhile. */
import type { Database } from '../../fixtures/rp/database.ts';

/** Keeps every row of every table; answers a function that puts them back. */
export function snapshot(database: Database): () => void {
  const names = database
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all();
  const tables = names.map(name => ({ name, rows: database.prepare<[], object>(`SELECT * FROM ${name}`).all() }));
  database.pragma('foreign_keys = OFF');
  return database.transaction(() => {
    for (const { name, rows } of tables) {
      database.prepare(`DELETE FROM ${name}`).run();
      for (const row of rows) {
        const columns = Object.keys(row);
        const places = columns.map(column => `@${column}`);
        database.prepare(`INSERT INTO ${name} (${columns}) VALUES (${places})`).run(row);
      }
    }
  }).immediate;
}
