/** The address of the page is its state: what is seen is reproduced by opening the same address. */

class Address {
  path = $state("/");
  query = $state<Record<string, string>>({});

  constructor() {
    this.read();
    addEventListener("popstate", () => this.read());
  }

  read() {
    this.path = location.pathname.replace(/\/+$/, "") || "/";
    this.query = Object.fromEntries(new URLSearchParams(location.search));
  }

  /** Open another page of the studio. */
  go(href: string) {
    if (href !== location.pathname + location.search) history.pushState(null, "", href);
    const elsewhere = location.pathname.replace(/\/+$/, "") !== this.path.replace(/\/+$/, "");
    this.read();
    if (elsewhere) scrollTo(0, 0);
  }

  /** Change words of the query in place; null or "" removes one. Nothing is loaded and no step of Back is added. */
  set(changes: Record<string, string | number | null>) {
    const query = { ...this.query };
    for (const [key, value] of Object.entries(changes)) {
      if (value === null || value === "") delete query[key];
      else query[key] = String(value);
    }
    this.query = query;
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => this.#write(), 150); // browsers refuse more than some 100 changes in 30 s
  }

  #waiting: ReturnType<typeof setTimeout> | undefined;

  #write() {
    const words = new URLSearchParams(this.query).toString();
    history.replaceState(null, "", location.pathname + (words ? `?${words}` : "") + location.hash);
  }
}

export const address = new Address();

/** Follow links inside the studio without loading the page anew; put on the element that holds them. */
export function followed(event: MouseEvent) {
  if (
    event.defaultPrevented ||
    event.button ||
    event.metaKey ||
    event.ctrlKey ||
    event.shiftKey ||
    event.altKey
  )
    return;
  const link = (event.target as Element).closest?.("a"); // of a page or of a drawing
  const href = link?.getAttribute("href");
  if (!link || !href || link.hasAttribute("target") || link.hasAttribute("download")) return;
  const url = new URL(href, location.href);
  if (url.origin !== location.origin || url.pathname.startsWith("/api/")) return;
  if (url.hash && url.pathname === location.pathname && url.search === location.search) return;
  event.preventDefault();
  address.go(url.pathname + url.search + url.hash);
}
