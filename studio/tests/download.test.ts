import { expect, test } from "vitest";
import { csv } from "../src/lib/download";

test("tables keep what they hold and no cell becomes a formula", () => {
  const text = csv({
    head: ["who", "share"],
    rows: [
      ['a "b", c', 0.5],
      ["=HYPERLINK(1)", null],
      ["-0.4", -1],
      ["line\nfeed", 2],
    ],
  });
  expect(text).toBe('who,share\r\n"a ""b"", c",0.5\r\n\'=HYPERLINK(1),\r\n-0.4,-1\r\n"line\nfeed",2\r\n');
});
