/** What the server is asked. Every answer is the JSON of the command that is named beside it on the page. */

export type Problem = {
  code: string;
  meaning?: string;
  where?: string;
  found?: string;
  allowed?: string;
  nearest?: string;
  remedy?: string;
};

/** The problems that the program found, in the shape of `--json`; or that the server cannot be reached. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly problems: Problem[],
    message?: string,
    /** seconds after which to ask again, where the server says so */
    readonly after: number | null = null,
  ) {
    super(message ?? problems.map((problem) => problem.code).join(", "));
  }
}

const AWAY: Problem = {
  code: "server-away",
  meaning: "the studio's server does not answer",
  remedy: "start it again with `politburo studio`; what was saved is still there",
};

async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(path, { credentials: "same-origin", ...init });
  } catch (error) {
    if ((error as Error).name === "AbortError") throw error;
    throw new Refused(0, [AWAY]);
  }
  if (answer.ok) return answer;
  const told = (await answer.json().catch(() => null))?.error;
  const plain = { code: told?.code ?? `http-${answer.status}`, meaning: told?.message ?? answer.statusText };
  const problems: Problem[] = told?.problems?.length ? told.problems : [plain];
  throw new Refused(
    answer.status,
    problems,
    told?.message,
    Number(answer.headers.get("retry-after")) || null,
  );
}

const commands = new Map<string, string>();

/** The command that prints what was got at this address. */
export const commandOf = (path: string): string | undefined => commands.get(path);

async function read<T>(path: string, signal?: AbortSignal): Promise<T> {
  const answer = await ask(path, { signal });
  const command = answer.headers.get("x-command");
  if (command) commands.set(path, command.includes("%") ? decodeURIComponent(command) : command);
  return answer.json();
}

const kept = new Map<string, Promise<unknown>>();

/** The answer at an address; with `keep`, asked for once and remembered while the page is open. */
export function get<T>(path: string, options: { signal?: AbortSignal; keep?: boolean } = {}): Promise<T> {
  if (!options.keep) return read(path, options.signal);
  if (!kept.has(path)) {
    const asked = read<T>(path);
    kept.set(path, asked);
    asked.catch(() => kept.delete(path));
  }
  return kept.get(path) as Promise<T>;
}

/** The name under which the studio knows the scenario of a run; null where it lies elsewhere or is there no more. */
export const caseOf = (run: string): Promise<string | null> =>
  get<{ ref: string | null }>(`/api/runs/${encodeURIComponent(run)}/case`, { keep: true }).then(({ ref }) => ref);

/** Forget what was remembered at addresses that begin so. */
export function forget(beginning: string) {
  for (const path of kept.keys()) if (path.startsWith(beginning)) kept.delete(path);
}

export function send<T>(path: string, body: unknown = {}, method = "POST"): Promise<T> {
  const init = { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  return ask(path, init).then((answer) =>
    answer.status === 204 ? (undefined as T) : (answer.json() as Promise<T>),
  );
}

type Word = string | number | boolean | null | undefined;

/** The query of an address from what has a value; a list stands for a key that comes several times. */
export function query(words: Record<string, Word | readonly string[]>): string {
  const pairs = Object.entries(words)
    .flatMap(
      ([key, value]) =>
        (Array.isArray(value) ? value.map((each) => [key, each]) : [[key, value]]) as [string, Word][],
    )
    .filter(([, value]) => value !== null && value !== undefined && value !== "" && value !== false);
  return pairs.length
    ? "?" + new URLSearchParams(pairs.map(([key, value]) => [key, String(value)])).toString()
    : "";
}
