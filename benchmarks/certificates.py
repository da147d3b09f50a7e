"""Certificates: many from one process against a process started for each.

``python -m benchmarks.certificates`` is such a process: it sets one.
"""

import subprocess
import sys
from typing import Final
from zoneinfo import ZoneInfo

from benchmarks.measure import Measurement, seconds
from contest_app.config import ROOT
from contest_app.records.documents import certificate_pdf
from contest_app.records.rules import Content

ZONE: Final = ZoneInfo("Asia/Almaty")
ADDRESS: Final = "https://qiyal.example/verify/abcdefghijklmnopqrstuvwxyz"


def measure(count: int, processes: int) -> Measurement:
    """Set ``count`` certificates here, the first of which reads the fonts, and one in each of ``processes``."""
    ours = seconds(lambda: [set_one(number) for number in range(count)]) / count
    started = seconds(lambda: [_set_by_another_process() for _ in range(processes)]) / processes
    size = f"one PDF, mean of {count}; {1 / ours:,.1f} a second"
    return Measurement("set a certificate", "a process for each", ours, started, size)


def set_one(number: int) -> bytes:
    """Return the certificate of that number."""
    return certificate_pdf(_content(number), ADDRESS, zone=ZONE)


def _set_by_another_process() -> int:
    return subprocess.run([sys.executable, "-m", "benchmarks.certificates"], cwd=ROOT, check=True).returncode


def _content(number: int) -> Content:
    return Content(
        public_id="abcdefghijklmnopqrstuvwxyz",
        number=f"2026-W4TK-{number:04}",
        award_key="diploma_1",
        award={"kk": "І дәрежелі диплом", "ru": "Диплом I степени", "en": "First-degree diploma"},
        contest={"kk": "Жаңа мамандықтар атласы", "ru": "Атлас новых профессий", "en": "Atlas of new professions"},
        nomination={"kk": "Табиғат және ауыл", "ru": "Природа и село", "en": "Nature and village"},
        age_group={"kk": "5–7-сыныптар", "ru": "5–7 классы", "en": "Grades 5–7"},
        work=f"Қолмен оқитын карта, {number}-нұсқа",
        recipient="Әлия Қайратқызы",
        supervisor="Сәуле Ахметова",
        organizer="Гүлнар Ибраева",
        language="kk",
        issued_at="2026-11-20T06:50:00+00:00",
        result_sha256="0" * 64,
    )


if __name__ == "__main__":
    set_one(0)
