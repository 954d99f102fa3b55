/** Light, dark, or what the machine prefers; remembered by the browser. */
export type Theme = "auto" | "light" | "dark";

const dark = matchMedia("(prefers-color-scheme: dark)");

function remembered(): Theme {
  try {
    const word = localStorage.getItem("theme");
    return word === "light" || word === "dark" ? word : "auto";
  } catch {
    return "auto";
  }
}

class Themed {
  chosen = $state<Theme>(remembered());

  constructor() {
    dark.addEventListener("change", () => this.show());
    this.show();
  }

  choose(theme: Theme) {
    this.chosen = theme;
    try {
      localStorage.setItem("theme", theme);
    } catch {
      // a browser that remembers nothing still shows it
    }
    this.show();
  }

  show() {
    const shown = this.chosen === "auto" ? (dark.matches ? "dark" : "light") : this.chosen;
    document.documentElement.dataset.theme = shown;
  }
}

export const theme = new Themed();
