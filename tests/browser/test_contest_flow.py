"""The contest's flow, whole: preset, entry, jury, marks on phones, results, certificate, public check."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from browser.acting import DESK, PHONE, confirm, key_in_address, reload_until, send, sign_in
from browser.contest_cast import JURORS, Cast, arrange_people, close_entries, close_judging
from browser.live_site import Site
from browser.readers import Readers
from factories import PASSWORD
from PIL import Image
from playwright.sync_api import Page, expect

PRESET: Final = "creative-industries-projects"
TITLE: Final = "Көшпелі кітапхана"
AUTHOR: Final = "Әлия Қайратқызы Ғабитова"
LINK: Final = "https://example.org/kitapkhana"
MARKS: Final = dict(zip(JURORS, (5, 4, 3), strict=True))


def make_contest(organizer: Page) -> UUID:
    """Make a contest from a preset that has been open since yesterday."""
    organizer.goto("/organize/contests/new")
    organizer.click(f"main a[href$='/new/{PRESET}']")
    today = datetime.now(UTC).astimezone(ZoneInfo("Asia/Almaty"))
    for field, days in {"opens_at": -1, "closes_at": 1, "judging_closes_at": 2}.items():
        organizer.fill(f"[name={field}]", f"{today + timedelta(days=days):%Y-%m-%dT%H:%M}")
    send(organizer, f"/new/{PRESET}")
    organizer.wait_for_url(re.compile(r"/organize/contests/[0-9a-f-]{36}$"))
    return UUID(key_in_address(organizer))


def picture() -> bytes:
    """Return a small picture as a pupil's phone would send it."""
    file = BytesIO()
    Image.new("RGB", (640, 480), "#2f7fd1").save(file, "PNG")
    return file.getvalue()


def enter(pupil: Page, contest_id: UUID) -> str:
    """Enter a work with a file and a link, submit it, and return its code."""
    pupil.goto(f"/contests/{contest_id}")
    pupil.click(f"main a[href$='/{contest_id}/enter']")
    pupil.check("input[name=nomination] >> nth=0")
    pupil.check("input[name=language][value=kk]")
    send(pupil, "/enter")
    pupil.fill("[name=field_title]", TITLE)
    pupil.select_option("[name=field_industry]", index=1)
    pupil.fill("[name=field_audience]", "Кітапханасы жоқ ауылдың балаларына")
    pupil.fill("[name=field_description]", "Ескі автобустан кітапхана жасадым. " * 10)
    pupil.check("input[name=field_ai_use] >> nth=0")
    pupil.fill("[name=field_link]", LINK)
    pupil.set_input_files("[name=field_file]", {"name": "сурет.png", "mimeType": "image/png", "buffer": picture()})
    pupil.fill("[name^=name_]", AUTHOR)
    pupil.click(".dock button[value=submit]")
    return pupil.locator("main .code").inner_text()


def seat_jury(organizer: Page, contest_id: UUID, people: Cast) -> None:
    """Prepare judging and choose the jurors and the chair."""
    organizer.goto(f"/organize/contests/{contest_id}/judging")
    send(organizer, "/judging")
    for person, duty in [(people.chair, "chair"), *((juror, "judge") for juror in people.jurors.values())]:
        organizer.goto(f"/organize/contests/{contest_id}/judging/jury/{person}")
        organizer.check(f"[name=duty][value={duty}]")
        organizer.check("[name=languages][value=kk]")
        send(organizer, f"/jury/{person}")


def sign_declaration(juror: Page) -> None:
    """Tell what one reads, name somebody whom one knows, and sign."""
    juror.goto("/judging")
    juror.click("main a[href$='/joining/profile']")
    send(juror, "/joining/profile")
    juror.fill("[name=person]", "Нұрлан Тілеубек")
    send(juror, "/joining/people")
    expect(juror.locator("main .plain-list")).to_contain_text("Нұрлан Тілеубек")
    juror.click("main a[href$='/joining/declaration']")
    juror.check("[name=agreed]")
    juror.fill("[name=name]", "Досанова А.")
    send(juror, "/joining/declaration")
    juror.wait_for_url("**/judging")


def share_out(organizer: Page, contest_id: UUID) -> None:
    """Share the entries out among those who have signed."""
    organizer.goto(f"/organize/contests/{contest_id}/judging")
    send(organizer, "/allocation")
    reload_until(organizer, lambda: organizer.locator("[data-allocation]").count() == 0)


def mark(juror: Page, code: str, value: int) -> None:
    """Read the entry and give every criterion the same mark, with a word to the author."""
    juror.goto("/judging")
    juror.click(f"main a:has-text('{code}') >> nth=0")
    page = juror.locator("main").inner_text()
    assert TITLE in page
    assert LINK in page
    assert AUTHOR.split()[0] not in page
    with juror.expect_download() as download:
        juror.click("main a[download]")
    assert code.lower() in download.value.suggested_filename.lower()
    for choice in juror.locator(f"[name^=mark-][value='{value}']").all():
        choice.check()
    juror.fill("[name=comment-general]", "Ойың жарайды, жолын да көрсетсең екен.")
    juror.click(".dock button[value=submit]")
    juror.wait_for_url("**/judging")


def publish(organizer: Page, chair: Page, contest_id: UUID) -> None:
    """Confirm as the chair and publish as the organizer."""
    chair.goto("/judging")
    chair.click("main section a[href*='/judging/rounds/']")
    confirm(chair, "/confirm")
    organizer.goto(f"/organize/contests/{contest_id}/judging/results")
    send(organizer, "/judging/results")
    organizer.wait_for_selector(f"main a[href$='/contests/{contest_id}/results']")


def issue_certificates(organizer: Page, contest_id: UUID) -> None:
    """Issue the certificates and wait until they are set."""
    organizer.goto(f"/organize/contests/{contest_id}/certificates")
    send(organizer, "/certificates")
    reload_until(organizer, lambda: organizer.locator("a[href$='.pdf']").count() == 1)


def download_certificate(pupil: Page) -> str:
    """Download the own certificate and return what it says."""
    pupil.goto("/my/certificates")
    with pupil.expect_download() as download:
        pupil.click("main a[href$='.pdf']")
    path = download.value.path()
    assert path.read_bytes().startswith(b"%PDF")
    read = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True, text=True)
    return " ".join(read.stdout.replace("\u200b", "").split())


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils are not installed")
def test_an_entry_is_judged_by_three_on_phones_published_and_certified(fresh_site: Site, readers: Readers) -> None:
    people = arrange_people(fresh_site)
    organizer = readers.open(fresh_site, viewport=DESK)
    sign_in(organizer, "organizer", PASSWORD)
    contest_id = make_contest(organizer)
    pupil = readers.open(fresh_site, people.pupil, viewport=PHONE, has_touch=True)
    visitor = readers.open(fresh_site, language="ru", viewport=PHONE)
    readers.expect("status of 404")

    code = enter(pupil, contest_id)
    close_entries(fresh_site, contest_id)
    seat_jury(organizer, contest_id, people)
    jurors = {
        login: readers.open(fresh_site, juror_id, viewport=PHONE, has_touch=True)
        for login, juror_id in people.jurors.items()
    }
    for juror in jurors.values():
        sign_declaration(juror)
    share_out(organizer, contest_id)
    for login, juror in jurors.items():
        mark(juror, code, MARKS[login])
    close_judging(fresh_site, contest_id)
    early = visitor.goto(f"/contests/{contest_id}/results")
    publish(organizer, readers.open(fresh_site, people.chair), contest_id)

    assert early is not None
    assert early.status == 404
    visitor.goto(f"/contests/{contest_id}/results")
    row = visitor.locator("main table tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text(TITLE)
    expect(row).to_contain_text(AUTHOR)
    issue_certificates(organizer, contest_id)
    said = download_certificate(pupil)
    assert AUTHOR in said
    check_in_public(visitor, said, fresh_site.address)


def check_in_public(visitor: Page, said: str, address: str) -> None:
    """Follow the address that the certificate carries beside its QR code."""
    printed = re.search(r"/verify/([a-z2-7]{26})", said.replace(" ", ""))
    assert printed is not None
    visitor.goto(f"{address}/verify/{printed[1]}")
    assert AUTHOR in visitor.locator("main").inner_text()
    assert visitor.locator(".notice--grass").count() == 1
