/** Which page stands at which address. A page is one file in pages/ and one line here; it is loaded when it is first opened. */
import type { Component } from "svelte";

type Page = { at: string; load: () => Promise<{ default: Component<Record<string, string>> }> };

// eslint-disable-next-line @typescript-eslint/no-explicit-any
const page = (at: string, load: () => Promise<{ default: Component<any> }>): Page => ({ at, load });

export const PAGES: Page[] = [
  page("/", () => import("../pages/Catalogue.svelte")),
  page("/new", () => import("../pages/NewPage.svelte")),
  page("/case/:case", () => import("../pages/Case.svelte")),
  page("/case/:case/what-if", () => import("../pages/WhatIf.svelte")),
  page("/run/:run", () => import("../pages/Ensemble.svelte")),
  page("/run/:run/history/:history", () => import("../pages/History.svelte")),
  page("/run/:run/odds", () => import("../pages/Winning.svelte")),
  page("/class", () => import("../pages/Class.svelte")),
  page("/class/:run/:history", () => import("../pages/Class.svelte")),
];

function decoded(word: string): string {
  try {
    return decodeURIComponent(word);
  } catch {
    return word; // a stray % in an address typed by hand
  }
}

/** The page of an address and the words in the place of `:names`; undefined where there is none. */
export function found(path: string, pages: Page[] = PAGES) {
  const words = path.split("/");
  for (const page of pages) {
    const pattern = page.at.split("/");
    if (pattern.length !== words.length) continue;
    const named: Record<string, string> = {};
    const fits = pattern.every((part, n) => {
      if (!part.startsWith(":")) return part === words[n];
      named[part.slice(1)] = decoded(words[n] ?? "");
      return Boolean(words[n]);
    });
    if (fits) return { page, named };
  }
  return undefined;
}

/** The addresses of the pages. Ids of the user's own files hold a slash. */
const id = encodeURIComponent;

export const to = {
  catalogue: () => "/",
  fresh: () => "/new",
  case: (name: string) => `/case/${id(name)}`,
  whatIf: (name: string) => `/case/${id(name)}/what-if`,
  run: (name: string) => `/run/${id(name)}`,
  history: (run: string, history: string | number, query: Record<string, string> = {}) => {
    const words = new URLSearchParams(query).toString();
    return `/run/${id(run)}/history/${history}${words ? `?${words}` : ""}`;
  },
  odds: (run: string) => `/run/${id(run)}/odds`,
  inClass: (run: string, history: string | number) => `/class/${id(run)}/${history}`,
};
