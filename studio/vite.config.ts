import { svelte } from "@sveltejs/vite-plugin-svelte";
import { svelteTesting } from "@testing-library/svelte/vite";
import { defineConfig } from "vitest/config";
import { sourcesDigest } from "./digest.ts";

/** The build says which sources it was made from; a test of the package compares (tests/studio). */
const stamp = {
  name: "stamp",
  generateBundle(this: { emitFile(file: object): void }) {
    this.emitFile({ type: "asset", fileName: "sources.sha256", source: sourcesDigest() + "\n" });
  },
};

export default defineConfig({
  plugins: [svelte(), svelteTesting(), stamp],
  build: {
    outDir: "../src/politburo/studio/site",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0, // the content security policy allows no data: addresses
    modulePreload: { polyfill: false }, // nor inline scripts
    rollupOptions: {
      output: {
        // names without digests: the committed build changes only where the sources do
        entryFileNames: "assets/[name].js",
        chunkFileNames: "assets/[name].js",
        assetFileNames: "assets/[name][extname]",
      },
    },
  },
  server: { proxy: { "/api": "http://127.0.0.1:8722" } },
  test: { environment: "jsdom", include: ["tests/**/*.test.ts"] },
});
