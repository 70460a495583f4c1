"""The first view of a public page is at most 150 KB over the wire, in at most 30 requests."""

from urllib.parse import urlsplit

from tests.pages import GUEST

MOST_BYTES = 150_000
MOST_REQUESTS = 30


def test_the_first_view_of_each_public_page_is_light(visits):
    """A phone of double density with an empty cache; what scrolling loads later is not counted."""
    heavy, seen = [], 0
    for page in visits.pages():
        if not page.is_public or page.path.startswith("/demo/"):
            continue
        seen += 1
        with visits.context(GUEST, "phone") as context:
            tab = context.new_page()
            wire = context.new_cdp_session(tab)
            wire.send("Network.enable")
            sizes, paths = [], {}
            wire.on(
                "Network.requestWillBeSent",
                lambda event, paths=paths: paths.update(
                    {event["requestId"]: event["request"]["url"]}
                ),
            )
            wire.on(
                "Network.loadingFinished",
                lambda event, sizes=sizes, paths=paths: sizes.append(
                    (int(event["encodedDataLength"]), urlsplit(paths[event["requestId"]]).path)
                ),
            )
            tab.goto(page.path, wait_until="networkidle")
            total = sum(size for size, _path in sizes)
            if total > MOST_BYTES or len(sizes) > MOST_REQUESTS:
                heaviest = sorted(sizes, reverse=True)[:5]
                heavy.append(f"{page}: {total} bytes, {len(sizes)} requests {heaviest}")
    assert not heavy, "\n".join(heavy)
    assert seen >= 12
