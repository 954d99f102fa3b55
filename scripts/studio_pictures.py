"""Take the pictures of the studio's pages in docs/studio/: each page at three sizes, the middle one dark.

    politburo run ussr-1922
    politburo studio --no-browser &
    python scripts/studio_pictures.py ADDRESS RUN [PAGE ...]

ADDRESS is what the studio prints (its token is good once), RUN the name of a saved run of ussr-1922. A page is a line below.
"""

import base64
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

TARGET = Path(__file__).resolve().parents[1] / "docs" / "studio"
#: name -> (address, what must be there before the picture is taken)
PAGES = {
    "catalogue": ("/", "main .list"),
    "case": ("/case/ussr-1922", "#offices figure"),
    "person": ("/case/ussr-1922?person=trotsky", "[role=dialog]"),
    "all-histories": ("/run/{run}?kind=sole~stalin~1926", ".groups"),
    "one-history": ("/run/{run}/history/nearest?month=1925-12&beside=documented", ".chronicle section"),
    "new-page": ("/new?as=text", "#text"),
    "what-if": ("/case/ussr-1922/what-if?histories=64&seed=1", "main h1"),
    "who-was-winning": ("/run/{run}/odds?every=12&futures=32&asked=yes", "#turning"),
    "in-class": ("/class/{run}/typical?moment=1&step=answer", ".told"),
}
SIZES = {"phone": (390, 1300, "light"), "tablet": (1024, 1300, "dark"), "wide": (1920, 1300, "light")}


def main(address: str, run: str, *wanted: str) -> None:
    base = address.split("/?")[0]
    TARGET.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        first = browser.new_context()
        first.new_page().goto(address)
        session = first.storage_state()
        for name, (path, there) in PAGES.items():
            if wanted and name not in wanted:
                continue
            for size, (width, height, colours) in SIZES.items():
                context = browser.new_context(
                    storage_state=session, viewport={"width": width, "height": height}, color_scheme=colours
                )
                page = context.new_page()
                page.goto(base + path.format(run=run))
                page.locator(there).first.wait_for(timeout=120_000)
                page.wait_for_timeout(1500)  # fonts, and lists that scroll to their place
                whole = {"format": "webp", "quality": 72}
                taken = context.new_cdp_session(page).send("Page.captureScreenshot", whole)
                file = TARGET / f"{name}-{size}.webp"
                file.write_bytes(base64.b64decode(taken["data"]))
                print(f"{file.name}: {file.stat().st_size // 1024} kB")
                context.close()
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
